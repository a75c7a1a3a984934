"""A picture holds what a figure needs of a result."""

from __future__ import annotations

from fractions import Fraction

from apsgen.figures.picture import NOTHING, Picture, sets_of
from apsgen.polygon import Polygon
from tests.figures.results import KITE, result, steps


def test_a_picture_of_a_result_is_the_result() -> None:
    shown = result(KITE, KITE)
    picture = Picture.of(shown, {"r": "2"})
    assert picture.outer is shown.outer
    assert picture.inner is shown.inner
    assert picture.feasible is shown.feasible
    assert (picture.players, picture.delta) == (("firm1", "firm2"), Fraction(4, 5))
    assert (picture.gap, picture.punishment, picture.first_best) == (1e-7, (3.0, 3.0), 18.0)
    assert picture.settings == {"r": "2"}


def test_a_close_up_shows_the_sets_alone() -> None:
    near = Picture.of(result(KITE, KITE)).close_up()
    assert near.feasible.is_empty
    assert (near.punishment, near.first_best) == ((None, None), None)
    assert len(near.outer.vertices) == len(near.inner.vertices) == 4


def test_a_picture_needs_only_sets() -> None:
    polygon = Polygon.hull([(0, 0), (1, 1)])
    picture = Picture("title", ("a", "b"), Fraction(1, 2), polygon, polygon, 0.0)
    assert picture.feasible is NOTHING
    assert picture.settings == {}


def test_a_step_has_two_sets() -> None:
    step = steps(3).trace[1]
    outer, inner = sets_of(step)
    assert outer.diameter > inner.diameter > 0
