"""Sets of the core and of the second implementation, brought together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.program.generating import GeneratingProgram
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


def normalised(operator: Operator, vertices: Points) -> Floats:
    """Return the vertices of a hull in the core's units."""
    units = operator.stage.units
    shift = np.array([float(value) for value in units.shift])
    scale = np.array([float(value) for value in units.scale])
    return Polygon.hull((np.array(vertices) - shift) / scale).vertices


def some_program(game: Game, seed: int) -> tuple[Operator, Floats, GeneratingProgram]:
    """Return the operator of a game, some set in its units, and the program of the set."""
    operator = Operator.of(game)
    vertices = normalised(operator, some_set(game, seed))
    return operator, vertices, operator.at(vertices)


def core_support(game: Game, vertices: Points, direction: Floats) -> tuple[float, float] | None:
    """Return h_T(direction) in the case's units, by the core: attained, and as a bound."""
    operator = Operator.of(game)
    units = operator.stage.units
    normal = direction * np.array([float(value) for value in units.scale])
    length = float(np.linalg.norm(normal))
    best = operator.at(normalised(operator, vertices)).support(normal / length)
    if best is None:
        return None
    base = float(direction @ np.array([float(value) for value in units.shift]))
    return base + float(normal @ best.payoff), base + length * best.bound
