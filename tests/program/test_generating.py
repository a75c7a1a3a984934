from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tests.brute.games import random_game
from tests.brute.plane import circle
from tests.builders import game
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
def test_rates_give_the_payoffs_themselves_where_the_basis_was_found(seed: int) -> None:
    """The multipliers of v_i at an optimal basis are complementary to its mechanism."""
    operator, vertices, program = some_program(random_game(Random(seed)), seed)
    punishment = operator.punishment(vertices)
    for direction in circle(3):
        point = program.support(direction)
        if point is None:
            continue
        weights, continuations, _ = operator.incentives.layout.split(point.variables)
        for i, rate in enumerate(program.rates()):
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
