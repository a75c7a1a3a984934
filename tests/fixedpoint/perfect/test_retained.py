from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.fixedpoint.perfect.retained import retained
from apsgen.polygon import Polygon
from apsgen.program.stage import Units
from tests.brute import perfect
from tests.brute.plane import clip, excess
from tests.builders import game as small_game
from tests.comparison import points
from tests.fixedpoint.perfect.games import KINDS, profiles


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("kind", KINDS)
def test_v_star_is_retained(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(seed))
    known = profiles(game)
    _, around = retained(known, known.coherent(Polygon.hull(known.payoff)))
    exact = perfect.solve(game).exact
    if exact is not None:
        units = Units.of(game)
        scaled = [[(v[i] - units.shift[i]) / units.scale[i] for i in range(2)] for v in exact]
        vertices = [(float(x), float(y)) for x, y in scaled]
        assert excess(vertices, points(around)) <= 1e-11


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("kind", KINDS)
def test_a_decision_is_dropped_where_its_floors_leave_nothing(kind: str, seed: int) -> None:
    known = profiles(KINDS[kind](Random(seed)))
    kept, around = retained(known, known.coherent(Polygon.hull(known.payoff)))
    if around.is_empty:
        return
    rows = {tuple(row) for row in np.hstack([kept.payoff, kept.need]).tolist()}
    floors = known.punishment(around.vertices) + known.need
    for row, floor in zip(np.hstack([known.payoff, known.need]).tolist(), floors, strict=True):
        left = points(known.coherent(around))
        for i in range(2):
            if np.isfinite(floor[i]):
                left = clip(left, i, float(floor[i]) - 1e-10)
        assert (tuple(row) in rows) == bool(left)


def test_minmax_payoffs_are_secured() -> None:
    """No decision of the dilemma gives less than 3 to either player."""
    known = profiles(small_game(delta="3/10"))
    kept, around = retained(known, Polygon.hull(known.payoff))
    np.testing.assert_allclose(around.vertices.min(axis=0) * 9, [2, 2], atol=1e-10)
    assert len(kept.payoff) == 4


def test_who_gains_too_much_by_deviating_is_dropped() -> None:
    """At delta = 1/10 a gain of 1 asks for 9, and nobody can be paid more than 10 - 3."""
    known = profiles(small_game(delta="1/10"))
    kept, around = retained(known, Polygon.hull(known.payoff))
    np.testing.assert_allclose(kept.payoff * 9, [[2, 2]], atol=1e-12)
    assert not around.is_empty


def test_nothing_is_left_of_matching_pennies() -> None:
    known = profiles(small_game(([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), "1/10"))
    kept, around = retained(known, Polygon.hull(known.payoff))
    assert around.is_empty
    assert len(kept.payoff) == 0


def test_payoffs_that_nobody_can_be_held_to() -> None:
    """A fixed p0 far above all payoffs leaves no continuation."""
    known = profiles(small_game(punishment=(100, 100)))
    assert retained(known, Polygon.hull(known.payoff))[1].is_empty
