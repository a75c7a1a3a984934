"""What the tests of single cases share: V* computed, and held to numbers from both sides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from apsgen.case import load
from apsgen.fixedpoint import Limits, iterate
from apsgen.game import Game
from apsgen.mechanism import Simulation, simulate
from apsgen.polygon import Polygon
from apsgen.result import Result, Status
from tests.brute.operator import image

CASES = Path(__file__).parents[2] / "cases"
CLOSE = 1e-6
"""How close a number is to be where V* is a polygon; the gap asked for as well."""

Point = tuple[float, float]


def solved(case: str, delta: str | None = None, gap: float = CLOSE) -> Result:
    """Return V* of a case of the literature."""
    game = load(CASES / f"{case}.toml", delta=delta)
    return iterate(game, tolerance=gap, limits=Limits(seconds=60))


def bracketed(
    result: Result, direction: Point, value: float, off: float = CLOSE, short: float = CLOSE
) -> bool:
    """Return whether the outer set is at most `off` beyond a value, the inner `short` of it."""
    beyond = result.outer_set.support(direction) - value
    missing = value - result.inner_set.support(direction)
    return beyond <= off and missing <= short and -beyond <= off


def is_hull(result: Result, points: Sequence[Point]) -> bool:
    """Return whether both sets are the hull of these points."""
    expected = Polygon.hull(points)
    near = CLOSE * (1 + expected.diameter)
    sets = (result.outer_set, result.inner_set)
    return result.status is Status.CONVERGED and all(
        one.hausdorff(expected) <= near for one in sets
    )


def played(
    result: Result, direction: Point, periods: int, paths: int
) -> tuple[Simulation, np.ndarray]:
    """Play what reaches farthest in a direction.

    Returns the paths and the payoffs promised after the last period, shape (paths, 2).
    """
    assert isinstance(result.game, Game)
    mechanism = result.mechanism(maximise=direction)
    found = simulate(result.game, mechanism, periods=periods, paths=paths, seed=1)
    promises = np.array([[float(value) for value in state.payoff] for state in mechanism.states])
    return found, promises[found.final]


def is_fixed(game: Game, points: Sequence[Point]) -> bool:
    """Return whether the second solver, which knows nothing of the first, has T(V) = V.

    V is the hull of three points or more. T(V) is held to its edges, and to its vertices in the
    directions between the edges.
    """
    corners = Polygon.hull(points).vertices
    edges = np.roll(corners, -1, axis=0) - corners
    edges /= np.linalg.norm(edges, axis=1, keepdims=True)
    normals = np.column_stack([edges[:, 1], -edges[:, 0]])
    directions = np.concatenate([normals, normals + np.roll(normals, 1, axis=0)])
    levels = (directions @ corners.T).max(axis=1)
    found = image(game, (directions, levels), directions)
    return found is not None and bool(np.abs(found - levels).max() < 1e-7)
