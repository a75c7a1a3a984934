"""T(V; p0) against the second implementation, on random games with fixed seeds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from apsgen.game import Game, OffSchedule, Timing, Transfers
from tests.brute.games import random_game
from tests.brute.operator import Stage, punishment
from tests.brute.plane import circle, half_planes
from tests.comparison import core_support, some_set


def assert_same_step(game: Game, seed: int) -> None:
    vertices = some_set(game, seed)
    planes = half_planes(vertices)
    worst = punishment(game, planes)
    assert worst is not None
    stage = Stage(game, planes, worst)
    for direction in circle(3):
        expected = stage.support((float(direction[0]), float(direction[1])))
        found = core_support(game, vertices, direction)
        assert (found is None) == (expected is None)
        if found is not None and expected is not None:
            assert found == pytest.approx((expected[0],) * 2, abs=1e-6)


@pytest.mark.parametrize("seed", range(120))
def test_one_step(seed: int) -> None:
    assert_same_step(random_game(Random(seed)), seed)


@pytest.mark.parametrize("seed", [5315, 6879, 7395, 8177, 10307, 15364, 16934])
def test_one_step_when_a_decision_with_a_deviation_is_not_allowed(seed: int) -> None:
    """Division: what is open after the reports depends on the decisions allowed after them."""
    assert_same_step(random_game(Random(seed)), seed)


@pytest.mark.parametrize("seed", [7100, 22309, 27437])
def test_one_step_ex_post_against_types_that_cannot_be(seed: int) -> None:
    """Signals hide actions, and refusing to pay must not pay against any type of the other."""
    game = replace(
        random_game(Random(seed)),
        off_schedule=OffSchedule.EX_POST,
        transfers=Transfers.BALANCED,
        timing=Timing.WITH_ACTIONS,
        commits=(False, False),
    )
    assert not all(game.prior.flat)
    assert_same_step(game, seed)
