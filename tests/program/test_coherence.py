from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from apsgen.polygon import Polygon
from apsgen.program.coherence import Continuations
from tests.brute import plane

number = st.integers(-4, 4).map(lambda k: k / 4)
polygons = st.lists(st.tuples(number, number), min_size=1, max_size=8).map(Polygon.hull)
levels = st.one_of(st.just(-np.inf), st.integers(-9, 9).map(lambda k: k / 8))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(polygons, levels, levels)
def test_the_best_continuation_above_the_floors(
    polygon: Polygon, first: float, second: float
) -> None:
    """Floors pass through vertices and along edges as often as between them."""
    kept = [(float(x), float(y)) for x, y in polygon.vertices]
    for axis, floor in enumerate((first, second)):
        if np.isfinite(floor):
            kept = plane.clip(kept, axis, floor)
    cut = Continuations.of(polygon.vertices, np.array([[[first, second]]]))
    for slope in plane.circle(12):
        value, choice = cut.best(slope.reshape(1, 1, 1, 2))
        best = max((float(slope @ point) for point in kept), default=-np.inf)
        assert value.item() == pytest.approx(best, abs=1e-9)
        if kept:
            at = cut.points(0, 0, choice[0, 0])
            assert (at @ slope).item() == pytest.approx(best, abs=1e-9)
            assert plane.distance(kept, (float(at[0, 0]), float(at[0, 1]))) <= 1e-9


def test_each_block_has_its_own_floors() -> None:
    square = Polygon.hull([(0, 0), (1, 0), (1, 1), (0, 1)]).vertices
    floors = np.array([[[0.5, -np.inf], [-np.inf, 0.75]], [[2.0, 0.0], [0.25, 0.25]]])
    cut = Continuations.of(square, floors)
    slopes = np.broadcast_to([[-1.0, 0.0], [0.0, -1.0]], (2, 2, 2, 2))
    values, choice = cut.best(slopes)
    expected = [[[-0.5, 0.0], [0.0, -0.75]], [[-np.inf, -np.inf], [-0.25, -0.25]]]
    np.testing.assert_allclose(values, expected)
    np.testing.assert_allclose(cut.points(0, 1, choice[0, 1])[1, 1], 0.75)


def test_without_floors_every_block_has_the_whole_set() -> None:
    vertices = np.array([[0.0, 0.0], [1.0, 2.0]])
    whole = Continuations.of(vertices, None)
    values, choice = whole.best(np.ones((3, 2, 1, 2)))
    assert values.tolist() == [[[3.0]] * 2] * 3
    assert whole.points(2, 1, choice[2, 1]).tolist() == [[1.0, 2.0]]
