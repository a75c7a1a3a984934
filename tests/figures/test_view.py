"""A picture shows the set, and as much around it as lets one see the set."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apsgen.figures import view
from apsgen.figures.picture import Picture
from apsgen.figures.view import LABELLED, SLENDER, View
from apsgen.polygon import Polygon
from apsgen.result import Result
from tests.figures.results import FEASIBLE, KITE, SMALL, moved, result


def view_of(*shown: Result) -> View:
    return view.view_of([Picture.of(one) for one in shown])


UNIT = View(np.zeros(2), np.ones(2))
coordinates = st.floats(-1e6, 1e6).map(lambda number: round(number, 6))
clouds = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12)


def shows(view: View, points: Iterable[tuple[float, float]]) -> bool:
    return all(view.contains(point) for point in points)


def test_all_is_shown_where_the_set_is_large_enough() -> None:
    seen = view_of(result(KITE, KITE, punishment=(-5, -5)))
    assert shows(seen, [*FEASIBLE, *KITE, (-5, -5)])


def test_a_small_set_is_shown_with_its_punishment_if_that_is_near() -> None:
    seen = view_of(result(SMALL, SMALL, punishment=(8.95, 8.95)))
    assert shows(seen, [*SMALL, (8.95, 8.95)])
    assert seen.extent < 0.1


def test_a_small_set_is_shown_alone_if_its_punishment_is_far() -> None:
    seen = view_of(result(SMALL, SMALL, punishment=(3, 3)))
    assert shows(seen, SMALL)
    assert not seen.contains((3, 3))
    assert seen.extent < 0.05


def test_a_set_as_small_as_the_gap_is_not_magnified() -> None:
    assert shows(view_of(result(SMALL, SMALL, gap=0.01)), FEASIBLE)


def test_rounding_is_not_magnified() -> None:
    noise = [(9, 9), (9 + 1e-12, 9), (9, 9 + 1e-12)]
    assert shows(view_of(result(noise, noise, gap=0.0)), FEASIBLE)


@pytest.mark.parametrize(
    "points", [[(0, 0)], [(5, -5)], [(0, 0), (10, 0)], [(0, 0), (10, 0), (10, 0.01)]]
)
def test_a_picture_is_never_flat(points: list[tuple[float, float]]) -> None:
    seen = view_of(result(points, points, punishment=(None, None), feasible=points))
    sides = seen.high - seen.low
    assert sides.min() > SLENDER * sides.max()
    assert shows(seen, points)


@given(clouds, clouds)
def test_the_outer_set_is_always_in_the_picture(
    outer: list[tuple[float, float]], feasible: list[tuple[float, float]]
) -> None:
    seen = view_of(result(outer, [], punishment=(None, None), feasible=feasible))
    assert shows(seen, outer)


@given(clouds)
def test_a_shape_differs_from_its_set_by_less_than_the_eye_sees(
    points: list[tuple[float, float]],
) -> None:
    polygon = Polygon.hull(points)
    seen = view_of(result(points, [], punishment=(None, None), feasible=points))
    shape = seen.shape(polygon)
    assert len(shape) <= len(polygon.vertices)
    assert polygon.hausdorff(Polygon.hull(shape)) < 0.02 * seen.extent


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


def test_several_sets_are_all_shown() -> None:
    seen = view_of(result(SMALL, SMALL), result(KITE, KITE))
    assert shows(seen, [*SMALL, *KITE])


def test_there_is_more_room_for_labels() -> None:
    pictures = [Picture.of(result(KITE, KITE))]
    assert view.view_of(pictures, LABELLED).extent > view.view_of(pictures).extent


def test_nothing_at_all_has_a_view() -> None:
    empty = Picture.of(result([], [], punishment=(None, None), gap=0.0)).close_up()
    assert view.view_of([empty]).extent == 1.0


def test_a_view_knows_its_shape() -> None:
    flat = View(np.array([0.0, 1.0]), np.array([4.0, 3.0]))
    assert flat.ratio == 0.5
    assert (flat.division(1).low, flat.division(1).high) == (1.0, 3.0)


@pytest.mark.parametrize("far", [1e9, -1e15])
def test_points_that_floats_cannot_tell_apart_have_a_view(far: float) -> None:
    points = [(far, far), (np.nextafter(far, 2 * far), far)]
    seen = view_of(result(points, points, punishment=(None, None), feasible=points))
    assert shows(seen, points)
    assert (seen.high - seen.low).min() > 0.01 * abs(far)
