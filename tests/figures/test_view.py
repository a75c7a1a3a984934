"""A picture shows the set, and as much around it as lets one see the set."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apsgen.figures.view import SLENDER, View, view_of
from apsgen.polygon import Polygon
from tests.figures.results import FEASIBLE, KITE, SMALL, moved, result

UNIT = View(np.zeros(2), np.ones(2))
coordinates = st.floats(-1e6, 1e6).map(lambda number: round(number, 6))
clouds = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12)


def shows(view: View, points: Iterable[tuple[float, float]]) -> bool:
    return all(view.contains(point) for point in points)


def test_all_is_shown_where_the_set_is_large_enough() -> None:
    view = view_of(result(KITE, KITE, punishment=(-5, -5)))
    assert shows(view, [*FEASIBLE, *KITE, (-5, -5)])


def test_a_small_set_is_shown_with_its_punishment_if_that_is_near() -> None:
    view = view_of(result(SMALL, SMALL, punishment=(8.95, 8.95)))
    assert shows(view, [*SMALL, (8.95, 8.95)])
    assert view.extent < 0.1


def test_a_small_set_is_shown_alone_if_its_punishment_is_far() -> None:
    view = view_of(result(SMALL, SMALL, punishment=(3, 3)))
    assert shows(view, SMALL)
    assert not view.contains((3, 3))
    assert view.extent < 0.05


def test_a_set_as_small_as_the_gap_is_not_magnified() -> None:
    assert shows(view_of(result(SMALL, SMALL, gap=0.01)), FEASIBLE)


def test_rounding_is_not_magnified() -> None:
    noise = [(9, 9), (9 + 1e-12, 9), (9, 9 + 1e-12)]
    assert shows(view_of(result(noise, noise, gap=0.0)), FEASIBLE)


@pytest.mark.parametrize(
    "points", [[(0, 0)], [(5, -5)], [(0, 0), (10, 0)], [(0, 0), (10, 0), (10, 0.01)]]
)
def test_a_picture_is_never_flat(points: list[tuple[float, float]]) -> None:
    view = view_of(result(points, points, punishment=(None, None), feasible=points))
    sides = view.high - view.low
    assert sides.min() > SLENDER * sides.max()
    assert shows(view, points)


@given(clouds, clouds)
def test_the_outer_set_is_always_in_the_picture(
    outer: list[tuple[float, float]], feasible: list[tuple[float, float]]
) -> None:
    view = view_of(result(outer, [], punishment=(None, None), feasible=feasible))
    assert shows(view, outer)


@given(clouds)
def test_a_shape_differs_from_its_set_by_less_than_the_eye_sees(
    points: list[tuple[float, float]],
) -> None:
    polygon = Polygon.hull(points)
    view = view_of(result(points, [], punishment=(None, None), feasible=points))
    shape = view.shape(polygon)
    assert len(shape) <= len(polygon.vertices)
    assert polygon.hausdorff(Polygon.hull(shape)) < 0.02 * view.extent


@pytest.mark.parametrize(
    ("points", "count"),
    [
        ([], 0),
        ([(0.5, 0.5)], 1),
        ([(0.5, 0.5), (0.501, 0.5), (0.5, 0.501)], 1),
        ([(0.1, 0.1), (0.9, 0.9)], 2),
        ([(0.1, 0.1), (0.9, 0.9), (0.9, 0.901)], 2),
        ([(0.1, 0.1), (0.9, 0.1), (0.9, 0.9)], 3),
    ],
)
def test_a_set_has_the_shape_that_the_eye_sees(
    points: list[tuple[float, float]], count: int
) -> None:
    assert len(UNIT.shape(Polygon.hull(points))) == count


def test_the_shape_of_a_ribbon_is_its_longest_line() -> None:
    ribbon = Polygon.hull([(0, 0), (1, 0), (1, 1e-6), (0, 1e-6)])
    assert sorted(UNIT.shape(ribbon)[:, 0].tolist()) == [0, 1]


def test_units_scale_the_view() -> None:
    plain = view_of(result(KITE, KITE))
    scaled = view_of(
        result(
            moved(KITE, 0, 1e-9),
            moved(KITE, 0, 1e-9),
            punishment=(3e-9, 3e-9),
            feasible=moved(FEASIBLE, 0, 1e-9),
            gap=1e-16,
        )
    )
    assert scaled.extent == pytest.approx(1e-9 * plain.extent)
