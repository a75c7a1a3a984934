from __future__ import annotations

import numpy as np
import pytest

from apsgen.fixedpoint.image import Image, Rays, directions_again
from apsgen.fixedpoint.inner import bisectors
from apsgen.polygon import Polygon
from apsgen.self_generation import Operator
from tests.brute.plane import circle
from tests.builders import game, nothing

SQUARE = Polygon.hull([(0, 0), (1, 0), (1, 1), (0, 1)])


def around(polygon: Polygon) -> Rays:
    origin = polygon.vertices.mean(axis=0)
    return Rays(origin, polygon.vertices - origin)


def test_rays_and_reaches() -> None:
    rays = around(SQUARE)
    polygon, which = rays.polygon(np.array([1.0, 0.5, 1.0, 0.0]))
    assert polygon.vertices.tolist() == [[0.0, 0.0], [0.75, 0.25], [1.0, 1.0]]
    assert which.tolist() == [0, 1, 2]


@pytest.mark.parametrize("tilt", [0.0, 0.1, 0.37])
def test_a_ray_leaves_where_the_image_ends(tilt: float) -> None:
    """Through a vertex of T without tilt, else through the middle of an edge."""
    operator = Operator.of(game())
    square = around(SQUARE)
    rays = Rays(square.origin, square.steps + tilt * square.steps[:, ::-1] * [1, -1])
    program = operator.at(SQUARE.vertices)
    exits = Image(program, nothing, 1e-11).exits(rays, bisectors(SQUARE))
    assert exits is not None
    image = Polygon.hull([point.payoff for d in circle(64) if (point := program.support(d))])
    for leave, step in zip(exits, rays.steps, strict=True):
        at = rays.origin + leave.reach * step
        assert image.distance(at) <= 1e-9
        assert image.distance(at + 1e-6 * step) > 0
        assert leave.tangent.reduced.normal @ at <= leave.tangent.bound + 1e-9
        mixed = sum(weight * point.payoff for point, weight in leave.ends)
        np.testing.assert_allclose(mixed, at, atol=1e-9)


def test_the_directions_of_the_ends_tell_the_exits_at_once() -> None:
    operator = Operator.of(game())
    rays = around(SQUARE)
    first = Image(operator.at(SQUARE.vertices), nothing, 1e-11).exits(rays, circle(12))
    assert first is not None
    directions = directions_again(first)
    angles = np.arctan2(directions[:, 1], directions[:, 0])
    assert (np.diff(angles) > 0).all()
    again = Image(operator.at(SQUARE.vertices), nothing, 1e-11).exits(rays, directions)
    assert again is not None
    np.testing.assert_allclose([e.reach for e in again], [e.reach for e in first], atol=1e-9)


def test_a_centre_outside_has_no_exits() -> None:
    operator = Operator.of(game())
    rays = Rays(np.array([5.0, 5.0]), np.eye(2))
    assert Image(operator.at(SQUARE.vertices), nothing, 1e-11).exits(rays, circle(8)) is None
