from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from apsgen.fixedpoint.limits import never
from apsgen.fixedpoint.outer import Levels, apply
from apsgen.fixedpoint.radial import self_generating_along_rays
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
    for after in (0, 1, 3):
        with pytest.raises(KeyboardInterrupt):
            self_generating_along_rays(operator, SQUARE, stopping(after))
