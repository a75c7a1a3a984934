from __future__ import annotations

from random import Random

import hypothesis.strategies as st
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings

from apsgen.fixedpoint.limits import never
from apsgen.fixedpoint.outer import Levels, apply
from apsgen.polygon import Polygon
from apsgen.self_generation import Operator
from tests.brute import perfect
from tests.brute.games import random_bimatrix
from tests.brute.plane import circle
from tests.builders import game
from tests.comparison import normalised

Floats = npt.NDArray[np.float64]

number = st.integers(-4, 4).map(lambda k: k / 4)
polygons = st.lists(st.tuples(number, number), min_size=1, max_size=8).map(Polygon.hull)
brief = settings(max_examples=200, deadline=None, derandomize=True)


def pause() -> None:
    never()


@brief
@given(polygons)
def test_levels_around_a_polygon_give_it_back(polygon: Polygon) -> None:
    """Points and segments too; the levels lose nothing by rounding outwards."""
    levels = Levels.around(polygon, np.concatenate([circle(8), polygon.normals]))
    found = levels.polygon()
    assert polygon.excess(found) <= 1e-11
    if polygon.dimension == 2:
        assert found.excess(polygon) <= 1e-9
    again, same = levels.tightened()
    assert same.hausdorff(found) == 0.0
    assert (again.levels <= levels.levels).all()


@brief
@given(st.integers(0, 10_000))
def test_any_levels_give_their_intersection(seed: int) -> None:
    """Compared with clipping a large box by one half-plane after the other."""
    chance = np.random.default_rng(seed)
    directions = circle(int(chance.integers(4, 9)))
    levels = Levels(*ordered(directions, chance.integers(-1, 5, len(directions)) / 2))
    corners = [(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0)]
    for direction, level in zip(levels.directions, levels.levels, strict=True):
        corners = below(corners, direction, float(level))
    found = levels.polygon()
    if corners:
        assert found.hausdorff(Polygon.hull(corners)) <= 1e-8
    assert found.is_empty == (not corners)


def ordered(directions: Floats, levels: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(np.arctan2(directions[:, 1], directions[:, 0]))
    return directions[order], levels[order]


def below(
    corners: list[tuple[float, float]], direction: Floats, level: float
) -> list[tuple[float, float]]:
    kept = []
    for here, there in zip(corners, corners[1:] + corners[:1], strict=True):
        first = float(direction @ here) - level - 1e-12
        second = float(direction @ there) - level - 1e-12
        if first <= 0:
            kept.append(here)
        if (first <= 0) != (second <= 0):
            share = first / (first - second)
            x, y = (a + share * (b - a) for a, b in zip(here, there, strict=True))
            kept.append((x, y))
    return kept


def test_directions_that_are_one_are_taken_once() -> None:
    """An axis stays exact among its neighbours: it says what a player gets at least."""
    point = Polygon.hull([(1, 2)])
    near = np.array([[1.0, -1e-8], [1.0, -5e-9], [1.0, 1e-10], [-1.0, 1e-12], [-1.0, -1e-12]])
    levels = Levels.around(point, np.concatenate([near, circle(4), np.round(circle(4))]))
    assert levels.directions.tolist() == [[0, -1], [1, 0], [0, 1], [-1, 0]]
    assert levels.levels.tolist() == [-2, 1, 2, -1]


def test_tight_levels_keep_their_directions() -> None:
    """However near each other these are."""
    angle = np.array([-2.0, -1e-9, 0.0, 1e-9, 2.0])
    directions = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    levels = Levels(directions, np.array([1.0, 5.0, 1.0, 5.0, 1.0]))
    tight, polygon = levels.tightened()
    assert polygon.dimension == 2
    assert tight.directions is directions
    np.testing.assert_allclose(tight.levels, 1.0, atol=1e-7)


def test_nothing_is_between_contradicting_levels() -> None:
    """The first payoff at most 0 and at least 1."""
    directions, levels = ordered(circle(4), np.array([0.0, 1.0, -1.0, 1.0]))
    apart = Levels(directions, levels)
    assert apart.polygon().is_empty
    tight, polygon = apart.tightened()
    assert polygon.is_empty
    assert tight is apart
    assert apply(Operator.of(game()), apart, pause) is None


@pytest.mark.parametrize("seed", range(40))
def test_one_application_keeps_every_self_generating_set(seed: int) -> None:
    """No level falls below V*, and none above what T alone gives."""
    one = random_bimatrix(Random(seed), largest=3)
    operator = Operator.of(one)
    limit = perfect.solve(one).vertices
    levels = Levels.around(Polygon.hull([(-1, -1), (2, -1), (2, 2), (-1, 2)]), circle(8))
    applied = apply(operator, levels, pause)
    if not limit:
        return
    vertices = normalised(operator, limit)
    assert applied is not None
    reach = (applied.levels.directions @ vertices.T).max(axis=1)
    assert (applied.bounds >= reach - 1e-8).all()
    once = np.array([point.bound for point in applied.generated])
    assert (applied.bounds <= np.minimum(once, applied.levels.levels) + 1e-12).all()


def test_nothing_generated() -> None:
    matching = game(([[1, 0], [0, 1]], [[0, 1], [1, 0]]), "1/10")
    levels = Levels.around(Polygon.hull([(0, 0), (1, 0), (0, 1)]), circle(8))
    assert apply(Operator.of(matching), levels, pause) is None
