"""States and arrows: apart from each other, from rim to rim."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from apsgen.figures.courses import (
    chord,
    courses,
    distance,
    entry,
    free_angle,
    loop,
    places,
    sampled,
)
from apsgen.mechanism import Arrow
from apsgen.polygon import Floats

RADIUS = 0.4


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20])
def test_states_have_room(count: int) -> None:
    ring = places(range(count), 1.0, RADIUS, 0.85)
    for one, other in combinations(ring.values(), 2):
        assert np.hypot(*(one - other)) > 2.2 * RADIUS


def test_a_curve_begins_and_ends_where_its_points_do() -> None:
    points = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 2.0], [3.0, 0.0]])
    curve = sampled(points)
    assert curve[0].tolist() == [0.0, 0.0]
    assert curve[-1].tolist() == [3.0, 0.0]
    assert curve[16] == pytest.approx([1.5, 1.5])


def test_an_arrow_swings_to_the_left_of_its_way() -> None:
    there = chord(np.zeros(2), np.array([3.0, 0.0]), 0.3, RADIUS)
    assert sampled(there)[:, 1].min() > 0
    assert np.hypot(*there[0]) == pytest.approx(RADIUS)


def test_an_arrow_misses_a_state_that_is_in_its_way() -> None:
    ring: dict[int | None, Floats] = {
        0: np.array([-1.5, 0.0]),
        1: np.array([0.0, 0.35]),
        2: np.array([1.5, 0.0]),
    }
    (points,) = courses([Arrow(0, 2, ("x",), Fraction(1), False)], ring, RADIUS, 1.0)
    assert distance(sampled(points), ring[1]) > RADIUS
    assert distance(sampled(chord(ring[0], ring[2], 0.2, RADIUS)), ring[1]) < RADIUS


def test_a_loop_keeps_to_its_side() -> None:
    pieces = sampled(loop(np.zeros(2), math.pi / 2, RADIUS, 1.0))
    assert pieces[:, 1].min() > 0
    assert pieces[:, 1].max() > 1.5 * RADIUS


def test_the_free_side_of_a_state_is_away_from_its_arrows() -> None:
    taken = [entry(np.zeros(2), angle, RADIUS) for angle in (math.pi, math.pi / 2)]
    angle = free_angle(np.zeros(2), taken, RADIUS, math.pi)
    assert min(abs(math.remainder(angle - one, math.tau)) for one in (math.pi, math.pi / 2)) > 0.9
    assert free_angle(np.zeros(2), [], RADIUS, math.pi) == pytest.approx(math.pi)
