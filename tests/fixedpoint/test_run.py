"""The sets of `iterate` against the second implementation, on random games with fixed seeds.

They are compared with V* where `perfect` finds it, and elsewhere checked for what makes them
bounds: the inner set lies in its own image, the outer set contains its own.
"""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.fixedpoint import Limits, iterate
from apsgen.result import Result, Status
from tests.brute import perfect
from tests.brute.games import random_bimatrix, random_game
from tests.brute.operator import Stage, image, punishment
from tests.brute.outer import adaptive
from tests.brute.plane import excess, half_planes
from tests.comparison import Points, points, spread


def assert_is_limit(result: Result, vertices: Points, size: float) -> None:
    assert result.status is (Status.CONVERGED if vertices else Status.EMPTY)
    assert excess(points(result.inner), vertices) <= 1e-7 * size
    assert excess(vertices, points(result.outer)) <= 1e-7 * size
    assert excess(points(result.outer), vertices) <= 3e-6 * size


@pytest.mark.parametrize("seed", range(80))
def test_sets_of_small_perfect_monitoring_games(seed: int) -> None:
    game = random_bimatrix(Random(seed), largest=3)
    result = iterate(game, limits=Limits(seconds=60))
    assert_is_limit(result, perfect.solve(game).vertices, spread(game))


@pytest.mark.parametrize("seed", range(500, 510))
def test_sets_of_larger_perfect_monitoring_games(seed: int) -> None:
    game = random_bimatrix(Random(seed), largest=6)
    result = iterate(game, limits=Limits(seconds=60))
    assert_is_limit(result, perfect.solve(game).vertices, spread(game))


@pytest.mark.parametrize("seed", range(24))
def test_sets_of_general_games(seed: int) -> None:
    game = random_game(Random(seed))
    size = spread(game)
    result = iterate(game, tolerance=1e-3, limits=Limits(seconds=60))
    assert result.status is not Status.STOPPED
    if result.outer.is_empty:
        assert adaptive(game, 60, 1e-3 * size) is None
        return
    inner = half_planes(points(result.inner))
    worst = punishment(game, inner)
    assert worst is not None
    stage = Stage(game, inner, worst)
    assert max(stage.distance(vertex) for vertex in points(result.inner)) <= 1e-7 * size
    normals, levels = half_planes(points(result.outer))
    mapped = image(game, (normals, levels), normals)
    assert mapped is not None
    assert (mapped <= levels + 1e-7 * size).all()


@pytest.mark.parametrize("seed", [1, 7, 11, 29])
def test_outer_sets_reach_as_far_as_repeated_application(seed: int) -> None:
    game = random_game(Random(seed))
    size = spread(game)
    result = iterate(game, tolerance=1e-3, limits=Limits(seconds=60))
    around = adaptive(game, 25, 1e-3 * size)
    assert around is not None
    reach = (around[0] @ result.outer.vertices.T).max(axis=1)
    assert np.abs(reach - around[1]).max() <= 1e-2 * size
