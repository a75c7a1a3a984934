"""Sets of the core and of the second implementation, brought together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.self_generation import Operator
from tests.brute.outer import start
from tests.brute.plane import circle

Floats = npt.NDArray[np.float64]
Points = list[tuple[float, float]]


def points(polygon: Polygon) -> Points:
    return [(float(x), float(y)) for x, y in polygon.vertices]


def spread(game: Game) -> float:
    ranges = [float(max(game.payoff[i].flat) - min(game.payoff[i].flat)) for i in (0, 1)]
    return max(*ranges, 1.0)


def some_set(game: Game, seed: int) -> Points:
    """Return a box around the start set or a few points in it: any V will do for one step."""
    levels = start(game, np.round(circle(4)))
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
