from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from apsgen import tolerances
from apsgen.fixedpoint import inner
from apsgen.fixedpoint.inner import attempt, bisectors, generated_towards, self_generating
from apsgen.fixedpoint.limits import never
from apsgen.fixedpoint.motion import Motion
from apsgen.polygon import Polygon
from apsgen.self_generation import Operator
from tests.brute import perfect
from tests.brute.games import random_bimatrix
from tests.brute.plane import excess
from tests.builders import game
from tests.comparison import normalised

Floats = npt.NDArray[np.float64]
DILEMMA = Operator.of(game())
LIMIT = Polygon.hull(normalised(DILEMMA, perfect.solve(game()).vertices), 1e-10).vertices


def pause() -> None:
    never()


@pytest.mark.parametrize(
    "points",
    [[(0, 0), (1, 0), (1, 1), (0, 1)], [(0, 0), (3, 0), (0, 1)], [(0, 0), (1, 2)], [(4, 5)]],
)
def test_a_bisector_has_its_vertex_as_the_farthest(points: list[tuple[float, float]]) -> None:
    polygon = Polygon.hull(points)
    directions = bisectors(polygon)
    assert len(directions) == len(polygon.vertices)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=1), 1.0)
    for direction, vertex in zip(directions, polygon.vertices, strict=True):
        others = [v for v in polygon.vertices if (v != vertex).any()]
        assert all(direction @ vertex > direction @ other for other in others)


def test_a_fixed_point_is_left_alone() -> None:
    found = attempt(DILEMMA, Polygon.hull(LIMIT), pause)
    assert found is not None
    assert found.residual <= 1e-9
    assert len(found.generated) == len(LIMIT)


@pytest.mark.parametrize("off", [1e-6, 1e-3, 1e-2])
def test_newton_finds_the_fixed_point_from_near_it(off: float) -> None:
    chance = np.random.default_rng(3)
    near = Polygon.hull(LIMIT + off * chance.normal(size=LIMIT.shape))
    found = self_generating(DILEMMA, near, pause)
    assert found is not None
    assert found.residual <= tolerances.RESIDUAL
    assert found.polygon.hausdorff(Polygon.hull(LIMIT)) <= 1e-9


@pytest.mark.parametrize("seed", range(25))
def test_what_is_called_self_generating_lies_in_the_limit(seed: int) -> None:
    one = random_bimatrix(Random(seed), largest=3)
    operator = Operator.of(one)
    limit = perfect.solve(one).vertices
    corners = Polygon.hull(np.random.default_rng(seed).random((5, 2)))
    found = self_generating(operator, corners, pause)
    if found is None or found.residual > tolerances.RESIDUAL:
        return
    vertices = [(float(x), float(y)) for x, y in found.polygon.vertices]
    assert limit
    around = [(float(x), float(y)) for x, y in normalised(operator, limit)]
    assert excess(vertices, around) <= 1e-7


def test_nothing_generates_nothing() -> None:
    matching = Operator.of(game(([[1, 0], [0, 1]], [[0, 1], [1, 0]]), "1/10"))
    square = Polygon.hull([(0, 0), (1, 0), (1, 1), (0, 1)])
    assert attempt(matching, square, pause) is None
    assert self_generating(matching, square, pause) is None


@pytest.mark.parametrize("slope", [1.0, np.inf, 3.0])
def test_where_newton_makes_no_sense_the_operator_is_applied(
    slope: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A singular system, one without a finite answer, and a step that goes too far."""
    start = Polygon.hull(LIMIT[:1] + 0.02)

    def everywhere(*arguments: object) -> Floats:
        return np.full((1, 1, 2), slope)

    image = attempt(DILEMMA, start, pause)
    assert image is not None
    monkeypatch.setattr(Motion, "derivatives", everywhere)
    found = inner._newton(DILEMMA, image)
    assert np.isfinite(found).all()
    assert np.abs(found - start.vertices).max() <= 0.5


def test_towards_points_outside() -> None:
    """Half of V* generates vertices beyond it, and no point that V* does not have."""
    whole = Polygon.hull(LIMIT)
    small = Polygon.hull(LIMIT[:2])
    found = generated_towards(DILEMMA, small, whole.vertices[2:], pause)
    assert len(found) == len(whole.vertices) - 2
    assert max(whole.distance(point) for point in found) <= 1e-8
    matching = Operator.of(game(([[1, 0], [0, 1]], [[0, 1], [1, 0]]), "1/10"))
    alone = generated_towards(matching, small, whole.vertices[2:], pause)
    assert alone.shape == (0, 2)
