"""Labels find places where they cover nothing and belong to nobody else."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apsgen.figures.labels import Box, Place, Surface, places
from apsgen.polygon import Floats

FRAME = Box(0.0, 0.0, 200.0, 200.0)
SIZE = (36.0, 8.0)
EMPTY = Surface(FRAME, (), ())


def at(*points: tuple[float, float]) -> Floats:
    return np.array(points, dtype=np.float64)


def settled(points: Floats, surface: Surface = EMPTY) -> list[Place]:
    found = places(points, [SIZE] * len(points), surface)
    assert len(found) == len(points)
    return [place for place in found if place is not None]


def test_a_label_stands_beside_its_point_away_from_the_middle() -> None:
    right, left = settled(at((150, 100), (50, 100)))
    assert right.leader is None
    assert right.centre[0] > 150
    assert left.centre[0] < 50


def test_a_label_without_room_beside_is_led_to_its_point() -> None:
    wall = Box(90.0, 90.0, 110.0, 110.0)
    (place,) = settled(at((100, 100)), Surface(FRAME, (wall,), ()))
    assert place.leader is not None
    assert np.hypot(*(place.leader[0] - place.point)) < 3
    assert place.box.distance(place.leader[1]) < 3


def test_a_label_without_any_room_is_left_out() -> None:
    crowded = Surface(FRAME, (Box(-1.0, -1.0, 201.0, 201.0),), ())
    assert places(at((100, 100)), [SIZE], crowded) == (None,)
    narrow = Surface(Box(0.0, 0.0, 30.0, 200.0), (), ())
    assert places(at((15, 100)), [SIZE], narrow) == (None,)


def test_a_label_avoids_lines_where_it_can() -> None:
    free = settled(at((100, 100)))[0]
    line = at((0, free.centre[1]), (200, free.centre[1]))
    (moved,) = settled(at((100, 100)), Surface(FRAME, (), (line,)))
    assert free.box.is_crossed(*line)
    assert not moved.box.is_crossed(*line)


def test_a_label_is_not_taken_for_that_of_another_point() -> None:
    near, other = at((100, 100)), at((104, 100))
    for place in settled(np.vstack([near, other])):
        strangers = [point for point in (near[0], other[0]) if (point != place.point).any()]
        distance = place.box.distance(place.point)
        assert place.leader is not None or all(
            place.box.distance(point) > distance for point in strangers
        )


coordinates = st.floats(5, 195).map(lambda number: round(number, 1))


@given(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12, unique=True))
def test_labels_never_meet(points: list[tuple[float, float]]) -> None:
    found = settled(at(*points))
    for place in found:
        assert place.box.is_within(FRAME)
    for first, second in combinations(found, 2):
        assert not first.box.meets(second.box)
        for led, other in ((first, second), (second, first)):
            assert led.leader is None or not other.box.is_crossed(*led.leader)


def test_no_labels_are_wanted() -> None:
    assert places(np.empty((0, 2)), [], EMPTY) == ()


@pytest.mark.parametrize(
    ("start", "end", "crossed"),
    [
        ((-5, 5), (15, 5), True),
        ((2, 2), (8, 8), True),
        ((-5, 2), (2, 20), False),
        ((-5, 12), (15, 12), False),
        ((12, 0), (12, 10), False),
        ((5, 5), (5, 5), True),
    ],
)
def test_a_segment_crosses_a_box(
    start: tuple[float, float], end: tuple[float, float], crossed: bool
) -> None:
    assert Box(0.0, 0.0, 10.0, 10.0).is_crossed(*at(start, end)) is crossed


def test_distances_of_a_box() -> None:
    box = Box(0.0, 0.0, 10.0, 10.0)
    assert box.distance(at((5, 5))[0]) == 0.0
    assert box.distance(at((13, 14))[0]) == 5.0
    assert box.meets(Box(11.0, 0.0, 12.0, 1.0), clearance=2.0)
    assert not box.meets(Box(11.0, 0.0, 12.0, 1.0))
