from __future__ import annotations

import numpy as np
import pytest

from apsgen.fixedpoint.corners import Corners
from apsgen.fixedpoint.outer import Levels
from apsgen.polygon import Polygon
from tests.brute.plane import circle

DISC = circle(4)


def test_between_four_points_of_a_disc_and_its_square() -> None:
    """The corners (1, 1), ... lie 1 / sqrt(2) beyond the sides of the inscribed square."""
    square = Polygon.hull([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    levels = Levels.around(square, DISC)
    corners = Corners.of(square, levels, levels.directions)
    np.testing.assert_allclose(corners.heights, np.sqrt(0.5))
    assert corners.greatest == pytest.approx(np.sqrt(0.5))
    np.testing.assert_allclose(np.abs(corners.normals), np.sqrt(0.5))
    np.testing.assert_allclose(corners.kept, levels.directions)
    assert len(corners.cuts(0.5)) == 4


def test_only_high_corners_are_cut() -> None:
    """Two tangents meet in a corner of the set: there nothing is left to cut."""
    triangle = Polygon.hull([(0, 0), (1, 0), (0, 1)])
    levels = Levels.around(triangle, np.concatenate([DISC, [[np.sqrt(0.5), np.sqrt(0.5)]]]))
    touching = {
        (-1, 0): (0, 0),
        (0, -1): (1, 0),
        (1, 0): (1, 0),
        (1, 1): (0.5, 0.5),
        (0, 1): (0, 1),
    }
    points = [touching[x, y] for x, y in np.sign(np.round(levels.directions, 9)).tolist()]
    corners = Corners.of(triangle, levels, np.array(points, dtype=np.float64))
    np.testing.assert_allclose(corners.heights, 0.0, atol=1e-12)
    shifted = np.array(points) * 0.9
    higher = Corners.of(triangle, levels, shifted)
    assert higher.greatest == pytest.approx(0.1 * np.sqrt(0.5))
    assert len(higher.cuts(0.5)) >= 1
    assert len(higher.cuts(1.0)) == 0


def test_points_that_are_one_need_no_direction_between_them() -> None:
    point = Polygon.hull([(1, 2)])
    levels = Levels.around(point, circle(8))
    corners = Corners.of(point, levels, np.tile([1.0, 2.0], (8, 1)))
    assert corners.greatest == 0.0
    assert len(corners.kept) == 0
    assert len(corners.cuts(0.2)) == 0
    np.testing.assert_allclose(np.hypot(*corners.normals.T), 1.0)


def test_a_segment_needs_three_directions_at_each_end() -> None:
    segment = Polygon.hull([(0, 0), (1, 1)])
    levels = Levels.around(segment, circle(8))
    ends = np.array([[1.0, 1.0] if d.sum() > 0 else [0.0, 0.0] for d in levels.directions])
    corners = Corners.of(segment, levels, ends)
    assert corners.greatest == pytest.approx(0.0, abs=1e-12)
    assert len(corners.kept) == 6


def test_points_that_rounding_has_exchanged_make_no_corner() -> None:
    square = Polygon.hull([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    near = np.array([[1.0, 0.0], [np.cos(1e-6), np.sin(1e-6)]])
    levels = Levels.around(square, np.concatenate([DISC[1:], near]))
    touching = (levels.directions * np.sqrt(0.5)).copy()
    place = np.flatnonzero(levels.directions[:, 0] > 0.9)
    touching[place] = [[0.5, 1e-9], [0.5, -1e-9]]
    corners = Corners.of(square, levels, touching)
    assert corners.heights[place[0]] == 0.0
    assert corners.greatest < 1.0
