"""Outer bounds on V*: the operator applied from a set that contains V*."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from apsgen.game import Game, Transfers
from tests.brute.linear import UnboundedPayoffsError
from tests.brute.operator import Stage, image, punishment
from tests.brute.plane import HalfPlanes, circle

Floats = npt.NDArray[np.float64]


def start(game: Game, directions: Floats) -> Floats:
    """Return levels of a set that contains V*.

    Without transfers that is the feasible set, with p0 where play may go there (and the corner
    of the players' least payoffs, where p0 is the worst). With transfers it is the triangle
    below the greatest total and above the least that each player can have: a player who can
    always refuse has at least the least stage payoff, or what is between it and a fixed p0.
    """
    if game.transfers is Transfers.NONE:
        levels = np.array([_feasible(game, direction) for direction in directions])
        with_corner: Floats = (_corners(game) @ directions.T).max(axis=0, initial=-np.inf)
        return np.asarray(np.maximum(levels, with_corner))
    if any(game.commits):
        raise UnboundedPayoffsError("a player who commits can send any amount")
    total = max(
        _feasible(game, np.array([1.0, 1.0])),
        float(_corners(game).sum(axis=1).max(initial=-np.inf)),
    )
    least = np.array([_least(game, i) for i in (0, 1)])
    room = max(total - float(least.sum()), 0.0)
    triangle = least + np.array([[0.0, 0.0], [room, 0.0], [0.0, room]])
    bounds: Floats = (triangle @ directions.T).max(axis=0)
    return bounds


def _feasible(game: Game, direction: Floats) -> float:
    """Return the greatest expected stage payoff in a direction over all plans."""
    best = 0.0
    for (t1, t2), chance in np.ndenumerate(game.prior):
        worths = [
            direction @ game.payoff[:, d, t1, t2].astype(float)
            for d in range(len(game.decisions))
            if game.allowed[d, t1, t2]
        ]
        best += float(chance) * max(worths)
    return best


def _corners(game: Game) -> Floats:
    """Return p0 as a list of at most one point, where play may go there."""
    if not game.punishment.on_path:
        return np.empty((0, 2))
    values = game.punishment.values
    if values is not None:
        return np.array([values], dtype=np.float64)
    return np.array([[-_feasible(game, -np.eye(2)[i]) for i in (0, 1)]])


def _least(game: Game, i: int) -> float:
    """Return a payoff below which player i never falls if he can refuse to pay."""
    values = game.punishment.values
    fixed = None if values is None else values[i]
    least = float(min(game.payoff[i].flat))
    return least if fixed is None else min(least, float(fixed))


def outer(game: Game, directions: Floats, applications: int) -> HalfPlanes | None:
    """Apply T a number of times, levels rounded outwards a little; None if V* is empty."""
    levels = start(game, directions)
    allowance = 1e-9 * (1.0 + float(np.abs(levels).max()))
    for _ in range(applications):
        found = image(game, (directions, levels), directions)
        if found is None:
            return None
        levels = np.minimum(levels, found + allowance)
    return directions, levels


def traced(game: Game, coherent: HalfPlanes, tolerance: float) -> HalfPlanes | None:
    """Return T(V; p0(V)) as a polygon around it that nowhere stands off further than `tolerance`.

    Starts from the extreme points along the axes and asks in the direction across each chord,
    until no point stands out of it. None if T is empty.
    """
    worst = punishment(game, coherent)
    if worst is None:
        return None
    stage = Stage(game, coherent, worst)
    normals: list[tuple[float, float]] = []
    levels: list[float] = []

    def farthest(normal: tuple[float, float]) -> tuple[float, float] | None:
        best = stage.support(normal)
        if best is None:
            return None
        normals.append(normal)
        levels.append(best[0])
        return best[1]

    axes = [farthest((float(x), float(y))) for x, y in np.round(circle(4))]
    corners = [corner for corner in axes if corner is not None]
    if len(corners) < len(axes):
        return None
    chords = list(zip(corners, corners[1:] + corners[:1], strict=True))
    while chords:
        here, there = chords.pop()
        length = float(np.hypot(there[0] - here[0], there[1] - here[1]))
        if length <= tolerance:
            continue
        across = ((there[1] - here[1]) / length, (here[0] - there[0]) / length)
        found = farthest(across)
        if found is not None and levels[-1] - across[0] * here[0] - across[1] * here[1] > tolerance:
            chords += [(here, found), (found, there)]
    return np.array(normals), np.array(levels)


def adaptive(game: Game, applications: int, tolerance: float) -> HalfPlanes | None:
    """Apply T a number of times, each image traced anew; None if V* is empty.

    Directions follow the set: with fixed ones the levels may come to rest far outside V*.
    """
    directions = circle(16)
    planes: HalfPlanes | None = (directions, start(game, directions))
    for _ in range(applications):
        if planes is None:
            return None
        planes = traced(game, planes, tolerance)
        if planes is not None:
            planes = (planes[0], planes[1] + tolerance / 1000)
    return planes
