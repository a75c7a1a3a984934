from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.fixedpoint.perfect.enclosure import enclosure, meet
from apsgen.fixedpoint.perfect.image import image
from apsgen.fixedpoint.perfect.newton import fixed_point
from apsgen.fixedpoint.perfect.retained import retained
from apsgen.polygon import Polygon
from apsgen.program.stage import Units
from tests.brute import perfect
from tests.brute.plane import excess
from tests.builders import game as small_game
from tests.comparison import points
from tests.fixedpoint.perfect.games import KINDS, profiles, some_points

NOTHING = Polygon.hull([])


def never() -> None:
    pass


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("kind", KINDS)
def test_v_star_is_enclosed_wherever_floors_are_priced(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(seed))
    known = profiles(game)
    known, around = retained(known, known.coherent(Polygon.hull(known.payoff)))
    exact = perfect.solve(game).exact
    if not exact:
        return
    units = Units.of(game)
    scaled = [[(v[i] - units.shift[i]) / units.scale[i] for i in range(2)] for v in exact]
    truth = Polygon.hull(np.array(scaled, dtype=np.float64))
    seen = image(known, around).polygon
    for inner in (NOTHING, truth):
        for near in (around, truth, Polygon.hull(some_points(seed))):
            found = enclosure(known, around, inner, near, [seen]).polygon()
            assert excess(points(truth), points(found)) <= 1e-9


@pytest.mark.parametrize("kind", KINDS)
def test_most_sets_are_enclosed_at_once(kind: str) -> None:
    """From the set that decisions secure, if V* is guessed and its own edges are faced."""
    closed, sets = 0, 0
    for seed in range(100):
        known = profiles(KINDS[kind](Random(seed)))
        known, around = retained(known, known.coherent(Polygon.hull(known.payoff)))
        inner = None if around.is_empty else fixed_point(known, around, never)
        if inner is not None:
            found = enclosure(known, around, inner, inner, []).polygon()
            sets += 1
            closed += found.hausdorff(inner) <= 1e-9
    assert closed >= 0.85 * sets


def test_a_smaller_guess_is_not_taken_for_the_whole() -> None:
    """At delta = 3/10 the static equilibrium of the dilemma generates itself, but is not all."""
    known = profiles(small_game(delta="3/10"))
    point = Polygon.hull([(2 / 9, 2 / 9)])
    around = Polygon.hull(known.payoff)
    found = enclosure(known, around, point, point, []).polygon()
    corners = np.array([(0, 0), (6.75, 0), (6, 6), (0, 6.75)]) / 9 + 2 / 9
    assert excess([(float(x), float(y)) for x, y in corners], points(found)) <= 1e-9


def test_what_two_sets_have_in_common() -> None:
    square = Polygon.hull([(0, 0), (1, 0), (1, 1), (0, 1)])
    diamond = Polygon.hull([(0.5, -0.4), (1.4, 0.5), (0.5, 1.4), (-0.4, 0.5)])
    common = meet(square, diamond)
    assert len(common.vertices) == 8
    assert common.excess(square) <= 1e-11
    assert common.excess(diamond) <= 1e-11
    assert meet(square, Polygon.hull([(-1, -1), (3, -1), (-1, 3)])) is square
    assert meet(square, Polygon.hull([(5, 5), (6, 6)])).is_empty
