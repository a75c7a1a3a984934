"""What is left of an outer set when decisions that nothing deters are dropped."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.fixedpoint.perfect.image import envelopes
from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.hull import Point
from apsgen.polygon import Polygon


def retained(profiles: Profiles, polygon: Polygon) -> tuple[Profiles, Polygon]:
    """Return the decisions that an outer set can enforce, and the set above what they secure.

    T is monotone, so a decision whose floors leave nothing of an outer set stays closed. In each
    open decision a player gets what deviating secures him, so V* lies above the least of that;
    which lifts the worst punishment, and may close further decisions.

    Parameters
    ----------
    profiles
        The decisions.
    polygon
        A set that contains every self-generating set; the one returned does, too, and is empty if
        there is no self-generating set.
    """
    while not polygon.is_empty:
        profiles = profiles.only(_is_open(profiles, polygon))
        if len(profiles.payoff) == 0:
            return profiles, Polygon.hull([])
        least = profiles.secured.min(axis=0) - tolerances.LEVEL
        low = polygon.vertices.min(axis=0)
        if (least <= low).all():
            return profiles, polygon
        for i in range(2):
            polygon = _above(polygon, i, float(least[i]))
    return profiles, polygon


def _is_open(profiles: Profiles, polygon: Polygon) -> npt.NDArray[np.bool_]:
    """Which decisions have a continuation payoff in the set above both of their floors."""
    _, (own, other) = envelopes(profiles.coherent(polygon).vertices.tolist(), 0)
    floors = profiles.punishment(polygon.vertices) + profiles.need - tolerances.FLOOR
    peak = other.index(max(other))
    reach = np.interp(floors[:, 0], own[peak:], other[peak:], left=other[peak], right=-np.inf)
    return np.asarray((reach >= floors[:, 1]) & np.isfinite(reach))


def _above(polygon: Polygon, player: int, floor: float) -> Polygon:
    """Return the part of a polygon in which a player gets at least the floor."""
    corners: list[Point] = polygon.vertices.tolist()
    kept = [corner for corner in corners if corner[player] >= floor]
    if len(kept) == len(corners):
        return polygon
    for start, end in zip([corners[-1], *corners], corners, strict=False):
        if (start[player] < floor) != (end[player] < floor):
            share = (floor - start[player]) / (end[player] - start[player])
            other = start[1 - player] + share * (end[1 - player] - start[1 - player])
            kept.append([floor, other] if player == 0 else [other, floor])
    return Polygon.hull(kept)
