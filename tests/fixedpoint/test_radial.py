from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from apsgen.fixedpoint.limits import never
from apsgen.fixedpoint.outer import Levels, apply
from apsgen.fixedpoint.radial import Image, Rays, self_generating_along_rays
from apsgen.fixedpoint.start import start
from apsgen.polygon import Polygon
from apsgen.self_generation import Operator
from tests.brute.games import athey_bagwell
from tests.brute.operator import Stage, punishment
from tests.brute.plane import circle, half_planes
from tests.builders import game
from tests.comparison import points

SQUARE = Polygon.hull([(0, 0), (1, 0), (1, 1), (0, 1)])


def pause() -> None:
    never()


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
    exits = Image(SQUARE, program, pause).exits(rays)
    assert exits is not None
    image = Polygon.hull([point.payoff for d in circle(64) if (point := program.support(d))])
    for leave, step in zip(exits, rays.steps, strict=True):
        at = rays.origin + leave.reach * step
        assert image.distance(at) <= 1e-9
        assert image.distance(at + 1e-6 * step) > 0
        assert leave.tangent.reduced.normal @ at <= leave.tangent.bound + 1e-9
        mixed = sum(weight * point.payoff for point, weight in leave.ends)
        np.testing.assert_allclose(mixed, at, atol=1e-9)


def outer_set(operator: Operator, directions: int) -> Polygon:
    """Return a set around V*, bounded in evenly spread directions only."""
    levels = Levels.around(start(operator).feasible, circle(directions))
    for _ in range(6):
        applied = apply(operator, levels, pause)
        assert applied is not None
        levels = Levels(applied.levels.directions, applied.bounds)
    return levels.polygon()


@pytest.mark.parametrize("delta", ["3/4", "4/5"])
@pytest.mark.parametrize("directions", [24, 48])
def test_the_set_found_generates_itself(delta: str, directions: int) -> None:
    """V* is curved here, and the set found is as near to the outer one as that is fine."""
    one = athey_bagwell(Fraction(delta))
    operator = Operator.of(one)
    outer = outer_set(operator, directions)
    found = self_generating_along_rays(operator, outer, pause)
    assert found is not None
    assert found.excess(outer) <= 1e-9
    assert found.hausdorff(outer) <= 5 / directions**2
    true = points(Polygon(operator.stage.units.payoffs(found.vertices)))
    planes = half_planes(true)
    worst = punishment(one, planes)
    assert worst is not None
    stage = Stage(one, planes, worst)
    assert max(stage.distance(vertex) for vertex in true) <= 1e-7


def test_what_generates_nothing_has_no_rays() -> None:
    matching = Operator.of(game(([[1, 0], [0, 1]], [[0, 1], [1, 0]]), "1/10"))
    assert self_generating_along_rays(matching, SQUARE, pause) is None


def test_a_centre_that_is_not_generated_has_no_rays() -> None:
    """A set far from V* generates only points elsewhere; one on a segment has no inside."""
    operator = Operator.of(game(delta="1/10"))
    far = Polygon.hull([(0.8, 0.8), (0.9, 0.8), (0.9, 0.9)])
    assert self_generating_along_rays(operator, far, pause) is None
    assert self_generating_along_rays(operator, SQUARE, pause) is None


def test_a_pause_may_end_the_search() -> None:
    def stopping(after: int) -> Callable[[], None]:
        left = [after]

        def stop() -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt

        return stop

    operator = Operator.of(game())
    for after in (0, 3, 8):
        with pytest.raises(KeyboardInterrupt):
            self_generating_along_rays(operator, SQUARE, stopping(after))
