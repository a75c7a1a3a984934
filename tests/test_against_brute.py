"""The core against the second implementation, on random games with fixed seeds.

The one-step operator is compared for every kind of game; the sets of `iterate` are compared
with V* where `perfect` finds it, and elsewhere checked for what makes them bounds: the inner set
lies in its own image, the outer set contains its own.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from apsgen.fixedpoint import Limits, iterate
from apsgen.game import Game, OffSchedule, Timing, Transfers
from apsgen.polygon import Polygon
from apsgen.result import Result, Status
from apsgen.self_generation import Operator
from tests.brute import perfect
from tests.brute.games import random_bimatrix, random_game
from tests.brute.operator import Stage, image, punishment
from tests.brute.outer import adaptive
from tests.brute.outer import start as outer_start
from tests.brute.plane import circle, excess, half_planes

Floats = npt.NDArray[np.float64]
Points = list[tuple[float, float]]


def points(polygon: Polygon) -> Points:
    return [(float(x), float(y)) for x, y in polygon.vertices]


def spread(game: Game) -> float:
    ranges = [float(max(game.payoff[i].flat) - min(game.payoff[i].flat)) for i in (0, 1)]
    return max(*ranges, 1.0)


def some_set(game: Game, seed: int) -> Points:
    """Return a box around the start set or a few points in it: any V will do for one step."""
    levels = outer_start(game, np.round(circle(4)))
    low, high = -levels[2:], levels[:2]
    chance = np.random.default_rng(seed)
    count = int(chance.integers(1, 6))
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    shares = corners if seed % 3 == 0 else chance.random((count, 2))
    return [(float(x), float(y)) for x, y in low + (high - low) * shares]


def core_support(game: Game, vertices: Points, direction: Floats) -> tuple[float, float] | None:
    """Return h_T(direction) in the case's units, by the core: attained, and as a bound."""
    operator = Operator.of(game)
    units = operator.stage.units
    shift = np.array([float(value) for value in units.shift])
    scale = np.array([float(value) for value in units.scale])
    normal = direction * scale
    length = float(np.linalg.norm(normal))
    program = operator.at(Polygon.hull((np.array(vertices) - shift) / scale).vertices)
    best = program.support(normal / length)
    if best is None:
        return None
    base = float(direction @ shift)
    return base + float(normal @ best.payoff), base + length * best.bound


def assert_same_step(game: Game, seed: int) -> None:
    vertices = some_set(game, seed)
    planes = half_planes(vertices)
    worst = punishment(game, planes)
    assert worst is not None
    stage = Stage(game, planes, worst)
    for direction in circle(3):
        expected = stage.support((float(direction[0]), float(direction[1])))
        found = core_support(game, vertices, direction)
        assert (found is None) == (expected is None)
        if found is not None and expected is not None:
            assert found == pytest.approx((expected[0],) * 2, abs=1e-6)


@pytest.mark.parametrize("seed", range(120))
def test_one_step(seed: int) -> None:
    assert_same_step(random_game(Random(seed)), seed)


@pytest.mark.parametrize("seed", [5315, 6879, 7395, 8177, 10307, 15364, 16934])
def test_one_step_when_a_decision_with_a_deviation_is_not_allowed(seed: int) -> None:
    """Division: what is open after the reports depends on the decisions allowed after them."""
    assert_same_step(random_game(Random(seed)), seed)


@pytest.mark.parametrize("seed", [7100, 22309, 27437])
def test_one_step_ex_post_against_types_that_cannot_be(seed: int) -> None:
    """Signals hide actions, and refusing to pay must not pay against any type of the other."""
    game = replace(
        random_game(Random(seed)),
        off_schedule=OffSchedule.EX_POST,
        transfers=Transfers.BALANCED,
        timing=Timing.WITH_ACTIONS,
        commits=(False, False),
    )
    assert not all(game.prior.flat)
    assert_same_step(game, seed)


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
