from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.fixedpoint.perfect.image import image
from apsgen.fixedpoint.perfect.newton import fixed_point, refined
from apsgen.fixedpoint.perfect.retained import retained
from apsgen.polygon import Polygon
from tests.brute.plane import excess
from tests.builders import game as small_game
from tests.comparison import points
from tests.fixedpoint.perfect.games import KINDS, generated, profiles


def never() -> None:
    pass


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_found_generates_itself(kind: str, seed: int) -> None:
    """According to the second implementation; and it is its own image."""
    game = KINDS[kind](Random(seed))
    known, around = retained(profiles(game), Polygon.hull(profiles(game).payoff))
    if around.is_empty:
        return
    found = fixed_point(known, around, never)
    if found is not None:
        assert excess(points(found), generated(game, found.vertices)) <= 1e-9
        assert image(known, found).polygon.hausdorff(found) <= 1e-11


def test_most_sets_are_found_at_once() -> None:
    found, sets = 0, 0
    for seed in range(100):
        known = profiles(KINDS["matrices"](Random(seed)))
        known, around = retained(known, known.coherent(Polygon.hull(known.payoff)))
        if not around.is_empty:
            sets += 1
            found += fixed_point(known, around, never) is not None
    assert found >= 0.9 * sets


def test_a_refined_image_keeps_within_the_box_of_the_image() -> None:
    for seed in range(60):
        known = profiles(KINDS["outcomes"](Random(seed)))
        first = image(known, Polygon.hull(known.payoff))
        moved = refined(known, first)
        if not first.polygon.is_empty:
            low, high = first.polygon.vertices.min(axis=0), first.polygon.vertices.max(axis=0)
            assert (moved.vertices >= low - 1e-8).all()
            assert (moved.vertices <= high + 1e-8).all()


def test_a_fixed_point_is_refined_to_itself() -> None:
    known = profiles(small_game(delta="3/10"))
    corners = np.array([(0, 0), (6.75, 0), (6, 6), (0, 6.75)]) / 9 + 2 / 9
    found = image(known, Polygon.hull(corners))
    np.testing.assert_allclose(refined(known, found).vertices, corners, atol=1e-12)


def test_nothing_is_found_where_nothing_is_generated() -> None:
    known = profiles(small_game(([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), "1/4"))
    square = Polygon.hull([(0, 0), (1, 0), (0, 1), (1, 1)])
    assert fixed_point(known, square, never) is None
    assert refined(known, image(known, square)).is_empty


def test_a_pause_before_each_application() -> None:
    asked = []
    known = profiles(small_game())
    fixed_point(known, Polygon.hull(known.payoff), lambda: asked.append(1))
    assert 1 <= len(asked) <= 12
