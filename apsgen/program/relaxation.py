"""Bounds without floors: the floors of continuation payoffs priced by their multipliers.

The greatest g . w over w in V with w >= f is at most h_V(g + beta) - beta . f for every
beta >= 0, with equality for the best beta. At an extreme point one of these holds: no floor binds
(beta = 0); floor i binds on an edge of V (g + beta_i e_i is normal to the edge); the floors of all
players whom g concerns bind (g + beta = 0).
"""

from __future__ import annotations

import dataclasses

import numpy as np

from apsgen.program.reduced import Reduced
from apsgen.program.stage import Floats

_PARALLEL = 1e-9


def without_floors(
    reduced: Reduced, directions: Floats, levels: Floats, floors: Floats, punishment: Floats
) -> Reduced:
    """Return a bound that is at least `reduced` and has no floors in it.

    Parameters
    ----------
    reduced
        The bound of a program whose continuation payoffs are cut at floors.
    directions, levels
        V as {v : directions . v <= levels}, shapes (K, 2) and (K,), every level tight.
    floors
        Shape (T, D, 2); -inf where there is none.
    punishment
        The p0 of these floors.
    """
    slopes = reduced.slopes[:, :, 0, :]
    price = best_price(slopes, directions, levels, floors)
    known = np.where(np.isfinite(floors), floors - punishment, 0.0)
    return dataclasses.replace(
        reduced,
        base=reduced.base - (price * known).sum(axis=-1),
        punished=reduced.punished + price,
        slopes=(slopes + price)[:, :, None, :],
    )


def best_price(slopes: Floats, directions: Floats, levels: Floats, floors: Floats) -> Floats:
    """Return the multipliers of floors that bound the greatest slope . w best, shape (T, D, 2).

    Parameters
    ----------
    slopes, floors
        Shape (T, D, 2); a floor is -inf where there is none.
    directions, levels
        The set of the w, every level tight.
    """
    best = np.zeros_like(slopes)
    value = _support(slopes, directions, levels)
    for i in range(2):
        price, worth = _edge_price(slopes, directions, levels, i, floors[:, :, i])
        better = worth < value
        best[better] = 0.0
        best[better, i] = price[better]
        value = np.where(better, worth, value)
    closed = (np.isfinite(floors) | (slopes == 0)).all(axis=-1)
    corner = np.where(closed, (slopes * np.where(np.isfinite(floors), floors, 0.0)).sum(-1), np.inf)
    better = (slopes <= 0).all(axis=-1) & (corner < value)
    best[better] = -slopes[better]
    return best


def _support(slopes: Floats, directions: Floats, levels: Floats) -> Floats:
    """The support function of V at slopes (T, D, 2): the greatest value over its corners."""
    after = np.roll(np.arange(len(directions)), -1)
    first, second = directions, directions[after]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    x = (levels * second[:, 1] - levels[after] * first[:, 1]) / area
    y = (first[:, 0] * levels[after] - second[:, 0] * levels) / area
    return np.asarray((slopes @ np.stack([x, y])).max(axis=-1))


def _edge_price(
    slopes: Floats, directions: Floats, levels: Floats, player: int, floor: Floats
) -> tuple[Floats, Floats]:
    """Return the best price of one player's floor on an edge, and the bound that it gives."""
    axis = np.eye(2)[player]
    turn = axis[0] * directions[:, 1] - axis[1] * directions[:, 0]
    edges = directions[np.abs(turn) > _PARALLEL]
    heights = levels[np.abs(turn) > _PARALLEL]
    turn = turn[np.abs(turn) > _PARALLEL]
    cross = slopes[..., :1] * edges[:, 1] - slopes[..., 1:] * edges[:, 0]
    price = -cross / turn
    length = slopes @ edges.T + price * edges[:, player]
    valid = (price > 0) & (length > 0) & np.isfinite(floor)[..., None]
    finite = np.where(np.isfinite(floor), floor, 0.0)[..., None]
    worth = np.where(valid, length * heights - price * finite, np.inf)
    pick = worth.argmin(axis=-1)[..., None]
    return (
        np.take_along_axis(price, pick, axis=-1)[..., 0],
        np.take_along_axis(worth, pick, axis=-1)[..., 0],
    )
