"""The map that shares its fixed points with T, and where the vertices of an image come from.

If V = T(V; p0), an extreme point v = (1 - delta) g + delta w of V with w off its floors is g
itself: else w could move towards v, and v would not be extreme. So either g meets the floors of
its decision, and v = g; or w lies on a floor, at one of the two points where the floor's line
leaves V or where the floors meet: at most four points a decision (Abreu and Sannikov 2014).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.hull import Point, hull_indices
from apsgen.polygon import Floats, Polygon
from apsgen.program.stage import Integers

Chain = tuple[list[float], list[float]]
Flags = npt.NDArray[np.bool_]

FREE, HIGH, LOW, BOTH, PUNISHED = range(5)
"""Where w is: at g itself; on a floor where the other player gets most or least; on both floors;
at p0."""


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """The hull of such points, and where its vertices come from.

    Attributes
    ----------
    polygon
        The hull.
    decision, player, place
        Shape (n,): the decision that generates a vertex, whose floor its w lies on, and where.
    """

    polygon: Polygon
    decision: Integers
    player: Integers
    place: Integers

    def at(self, vertices: Floats, kept: Integers) -> Image:
        """Return the image with its vertices moved, some of them kept."""
        return Image(
            Polygon(vertices[kept]), self.decision[kept], self.player[kept], self.place[kept]
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Continuation payoffs, shape (n, 2), and whose and where they are, shape (n,)."""

    later: Floats
    decision: Integers
    player: Integers
    place: Integers


def image(profiles: Profiles, polygon: Polygon) -> Image:
    """Return the hull of stage payoffs that meet their floors and of points that floors make.

    Parameters
    ----------
    profiles
        The decisions.
    polygon
        V, not empty.
    """
    punishment = profiles.punishment(polygon.vertices)
    floors = punishment + profiles.need
    free: Flags = np.all(profiles.payoff >= floors - tolerances.FLOOR, axis=1)
    # A point p0 beyond V may be extreme among continuations though no floor binds there.
    bound = np.ones_like(free) if profiles.on_path else ~free
    places = _on_floors(profiles.coherent(polygon), floors, bound)
    if profiles.on_path:
        places = _with_punishment(places, floors, punishment)
    now = profiles.payoff[places.decision]
    made = (1 - profiles.delta) * now + profiles.delta * places.later
    points = np.concatenate([profiles.payoff[free], made])
    corners = np.array(hull_indices(points, tolerances.LEVEL), dtype=np.int64)
    decision = np.flatnonzero(free)
    nobody = np.zeros_like(decision)
    return Image(
        Polygon(points[corners]),
        np.concatenate([decision, places.decision])[corners],
        np.concatenate([nobody, places.player])[corners],
        np.concatenate([nobody + FREE, places.place])[corners],
    )


def _on_floors(polygon: Polygon, floors: Floats, bound: Flags) -> _Places:
    """Return the ends of what the floors' lines cut out of a set, above the other floors."""
    corners: list[Point] = polygon.vertices.tolist()
    own, least = floors.T, floors.T[::-1]
    lines = [_line(envelopes(corners, i), own[i]) for i in range(2)]
    at, low, high = (np.array(parts) for parts in zip(*lines, strict=True))
    player, decision = np.nonzero(bound & (high >= least - tolerances.FLOOR) & np.isfinite(high))
    at, low, high, least = (each[player, decision] for each in (at, low, high, least))
    ends = np.concatenate([high, np.minimum(np.maximum(low, least), high)])
    at, both = np.concatenate([at, at]), np.concatenate([player, player])
    later = np.where(both == 0, (at, ends), (ends, at)).T
    place = np.concatenate([np.full_like(player, HIGH), np.where(low < least, BOTH, LOW)])
    return _Places(later, np.concatenate([decision, decision]), both, place)


def _with_punishment(places: _Places, floors: Floats, punishment: Floats) -> _Places:
    """Add p0 for the decisions that it meets the floors of."""
    met = np.flatnonzero((punishment >= floors).all(axis=1))
    return _Places(
        np.concatenate([places.later, np.broadcast_to(punishment, (len(met), 2))]),
        np.concatenate([places.decision, met]),
        np.concatenate([places.player, np.zeros_like(met)]),
        np.concatenate([places.place, np.full_like(met, PUNISHED)]),
    )


def _line(chains: tuple[Chain, Chain], floor: Floats) -> tuple[Floats, Floats, Floats]:
    """Return where floors meet a set, and the least and the greatest payoff of the other there.

    A floor beyond the set by rounding alone is at its end; farther beyond the greatest is -inf.
    """
    low, high = chains
    at = floor.clip(high[0][0], high[0][-1])
    met = np.abs(at - floor) <= tolerances.FLOOR
    return at, np.interp(at, *low), np.where(met, np.interp(at, *high), -np.inf)


def envelopes(corners: list[Point], player: int) -> tuple[Chain, Chain]:
    """Return the least and the greatest payoff of the other player over a player's payoff.

    Parameters
    ----------
    corners
        Of a set that is not empty, counter-clockwise.
    player
        Over whose payoff.

    Returns
    -------
    tuple
        The corners of two piecewise linear functions: the player's payoffs, increasing, and the
        other's.
    """
    other = 1 - player
    rising: set[tuple[float, float]] = set()
    falling: set[tuple[float, float]] = set()
    start = corners[-1]
    for end in corners:
        # An edge that only rounding keeps from being upright has no value over the payoff.
        if abs(end[player] - start[player]) > tolerances.LEVEL:
            side = rising if end[player] > start[player] else falling
            side |= {(start[player], start[other]), (end[player], end[other])}
        start = end
    # Counter-clockwise the first player's payoff rises below, the second's on the far side.
    low, high = (rising, falling) if player == 0 else (falling, rising)
    upright = sorted((corner[other], corner[player]) for corner in corners)
    return _chain(low or {upright[0][::-1]}), _chain(high or {upright[-1][::-1]})


def _chain(corners: set[tuple[float, float]]) -> Chain:
    own, other = zip(*sorted(corners), strict=True)
    return list(own), list(other)
