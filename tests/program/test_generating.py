from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tests.brute.games import random_game
from tests.brute.plane import circle
from tests.builders import game, nothing
from tests.comparison import some_program

SEEDS = range(30)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_point_is_what_its_mechanism_pays(seed: int) -> None:
    operator, _, program = some_program(random_game(Random(seed)), seed)
    layout = operator.incentives.layout
    for direction in circle(5):
        point = program.support(direction)
        if point is None:
            continue
        weights, _, payments = layout.split(point.variables)
        np.testing.assert_allclose(weights.sum(axis=1), 1.0, atol=1e-9)
        assert (weights >= -1e-12).all()
        assert (weights[~operator.stage.allowed] == 0).all()
        assert (payments >= -1e-12).all()
        paid = [operator.incentives.payoffs(i) @ point.variables for i in range(2)]
        np.testing.assert_allclose(point.payoff, paid, atol=1e-12)
        assert (point.multipliers >= 0).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_many_directions_at_once_give_what_each_gives_alone(seed: int) -> None:
    """The bundle and the solver, which share no step, agree on every bound and attain it."""
    operator, vertices, program = some_program(random_game(Random(seed)), seed)
    directions = circle(24)
    together = program.supports(directions, nothing)
    fresh = operator.at(vertices)
    alone = [fresh.support(direction) for direction in directions]
    assert (together is None) == (alone[0] is None)
    for direction, one, other in zip(directions, together or (), alone, strict=False):
        assert other is not None
        assert one.bound == pytest.approx(other.bound, abs=1e-9)
        assert direction @ one.payoff == pytest.approx(one.bound, abs=1e-8)
        assert one.bound == one.reduced.bound(
            operator.continuations(vertices), operator.punishment(vertices)
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_rates_give_the_payoffs_themselves_where_the_basis_was_found(seed: int) -> None:
    """The multipliers of v_i at an optimal basis are complementary to its mechanism."""
    operator, vertices, program = some_program(random_game(Random(seed)), seed)
    punishment = operator.punishment(vertices)
    for moving in program.moving(circle(3), nothing) or ():
        point = moving.point
        weights, continuations, _ = operator.incentives.layout.split(point.variables)
        for i, rate in enumerate(moving.rates):
            base = np.where(np.isfinite(rate.base), rate.base, 0.0)
            now = weights * (base - rate.punished @ punishment)
            value = now.sum() + (rate.slopes * continuations).sum()
            assert value == pytest.approx(point.payoff[i], abs=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sharpened_bound_holds_and_is_no_higher(seed: int) -> None:
    operator, vertices, program = some_program(random_game(Random(seed)), seed)
    if not operator.incentives.has_block_rows:
        return
    continuations, punishment = operator.continuations(vertices), operator.punishment(vertices)
    for direction in circle(3):
        point = program.support(direction)
        if point is None:
            continue
        for profile in range(operator.stage.profiles):
            for block in np.flatnonzero(operator.stage.allowed[profile]):
                sharp = program.sharpened(point, (profile, int(block)))
                bound = sharp.bound(continuations, punishment)
                assert direction @ point.payoff - 1e-7 <= bound <= point.bound + 1e-7
                again = program.sharpened(point, (profile, int(block)))
                assert again.base[profile, block] == pytest.approx(sharp.base[profile, block])


def test_nothing_is_generated_where_no_profile_can_be_enforced() -> None:
    matching = game(([[1, 0], [0, 1]], [[0, 1], [1, 0]]), "1/10")
    _, _, program = some_program(matching, 0)
    assert program.support(np.array([1.0, 0.0])) is None
    assert program.support(np.array([0.0, -1.0])) is None
