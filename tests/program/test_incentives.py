from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from apsgen import tolerances
from apsgen.game import OffSchedule, Timing, Transfers
from apsgen.program.incentives import Incentives
from apsgen.program.rows import Kind
from apsgen.program.stage import Floats, Stage
from tests.brute.games import athey_bagwell, random_game
from tests.brute.plane import circle
from tests.builders import game
from tests.comparison import some_program

SEEDS = range(30)


def random_mechanism(incentives: Incentives, seed: int) -> Floats:
    """Weights that sum to one after every report; promises and payments at random."""
    chance = np.random.default_rng(seed)
    stage = incentives.stage
    vector = incentives.layout.zeros()
    weights, continuations, payments = incentives.layout.split(vector)
    weights[:] = np.where(stage.allowed, chance.random(stage.allowed.shape) + 0.01, 0.0)
    weights /= weights.sum(axis=1, keepdims=True)
    scale = 1.0 if stage.is_division else weights[:, :, None, None]
    continuations[:] = chance.random(continuations.shape) * scale
    payments[:] = chance.random(payments.shape) * scale / 4
    return vector


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_are_found_where_they_are_violated(seed: int) -> None:
    incentives = Incentives.of(Stage.of(random_game(Random(seed))))
    punishment = np.array([0.25, 0.5])
    for k in range(3):
        mechanism = random_mechanism(incentives, 100 * seed + k)
        for row in incentives.violated(mechanism, punishment):
            assert row.player in incentives.bound_players
            short = row.at(incentives.layout, punishment) @ mechanism
            assert short < (-tolerances.SEPARATION / 2 if row.cell is None else 0.0)
            assert (row.punished >= 0).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_generated_mechanism_violates_nothing(seed: int) -> None:
    operator, vertices, program = some_program(random_game(Random(seed)), seed)
    punishment = operator.punishment(vertices)
    for direction in circle(3):
        point = program.support(direction)
        if point is not None:
            assert operator.incentives.violated(point.variables, punishment) == []
            rows = [row for row in operator.known.rows if row.cell is None]
            at = [row.at(operator.incentives.layout, punishment) for row in rows]
            assert all(row @ point.variables >= -1e-8 for row in at)


@pytest.mark.parametrize("seed", SEEDS)
def test_promises_are_the_expected_payoffs(seed: int) -> None:
    """With the true types reported: (1 - delta) p g + delta rho W and the net transfer."""
    incentives = Incentives.of(Stage.of(random_game(Random(seed))))
    stage = incentives.stage
    mechanism = random_mechanism(incentives, seed)
    weights, continuations, _ = incentives.layout.split(mechanism)
    for i in range(2):
        expected = 0.0
        for t, chance in enumerate(stage.prior):
            payoff = stage.payoff[i, :, *divmod(t, stage.sizes[1])]
            now = (1 - stage.delta) * float(weights[t] @ payoff)
            signal = stage.signal[:1] if stage.is_division else stage.signal
            later = float((signal * continuations[t, :, :, i]).sum())
            expected += chance * (now + stage.delta * later + received(stage, i, mechanism, t))
        assert incentives.payoffs(i) @ mechanism == pytest.approx(expected)


def received(stage: Stage, player: int, mechanism: Floats, profile: int) -> float:
    """Return what a player gets from the other less what he sends or burns, expected."""
    _, _, payments = Incentives.of(stage).layout.split(mechanism)
    total = 0.0
    for (block, signal, kind), amount in np.ndenumerate(payments[profile]):
        chance = stage.signal[block, signal] if stage.payment_signals > 1 else 1.0
        sign = -1.0 if kind % 2 == player else float(kind < 2)
        total += (1 - stage.delta) * float(chance) * sign * float(amount)
    return total


def test_floors_of_the_dilemma() -> None:
    """p0 + (1 - delta) / delta times the gain: 1/4 of 1/9 from (C, C), 2/9 as the victim."""
    incentives = Incentives.of(Stage.of(game()))
    floors = incentives.floors(np.array([0.1, 0.2]))
    assert floors is not None
    gains = np.array([[1, 1], [2, 0], [0, 2], [0, 0]]) / 36
    np.testing.assert_allclose(floors[0] - np.array([0.1, 0.2]), gains, atol=1e-15)


def test_a_player_who_commits_has_no_floor() -> None:
    floors = Incentives.of(Stage.of(game(commits=(True, False)))).floors(np.zeros(2))
    assert floors is not None
    assert np.isneginf(floors[..., 0]).all()
    assert np.isfinite(floors[..., 1]).all()


def test_where_constraints_are_not_floors() -> None:
    paying = game(transfers=Transfers.BALANCED)
    interim = replace(game(), off_schedule=OffSchedule.INTERIM)
    for one in (paying, interim, athey_bagwell(game().delta)):
        assert Incentives.of(Stage.of(one)).floors(np.zeros(2)) is None
    kinds = {row.kind for row in Incentives.of(Stage.of(interim)).first_rows()}
    assert kinds == {Kind.OFF_SCHEDULE}


def test_the_kinds_of_rows() -> None:
    truthful = Incentives.of(Stage.of(athey_bagwell(game().delta)))
    assert {row.kind for row in truthful.first_rows()} == {Kind.ON_SCHEDULE}
    late = replace(game(transfers=Transfers.BALANCED), timing=Timing.AFTER_SIGNALS)
    paying = Incentives.of(Stage.of(late))
    mechanism = random_mechanism(paying, 1)
    found = {row.kind for row in paying.violated(mechanism, np.full(2, 2.0))}
    assert found == {Kind.OBEDIENCE, Kind.PAYMENT}
    keys = [row.key for row in paying.violated(mechanism, np.full(2, 2.0))]
    assert len(set(keys)) == len(keys)
