"""Where the boundary of T is not yet known: the corners between points and tangents.

In two neighbouring directions T(V; p0) has a point on each tangent line. Between the two points its
boundary lies in the triangle of the points and the corner where the lines meet; the direction
normal to the side opposite the corner cuts the triangle (the sandwich algorithm).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.fixedpoint.outer import Levels
from apsgen.polygon import Polygon
from apsgen.program.stage import Floats, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Corners:
    """Triangles between neighbouring directions.

    Attributes
    ----------
    heights
        Shape (K,): how far the corner lies beyond the side opposite to it.
    normals
        Shape (K, 2): the outward unit normal of that side.
    kept
        Shape (n, 2): the directions that are needed to tell the points apart: of those that touch
        one point the first, the last and a middle one. The first and the last may be normal to
        edges, and then touch another point the next time.
    """

    heights: Floats
    normals: Floats
    kept: Floats

    @classmethod
    def of(cls, outer: Polygon, levels: Levels, touching: Floats) -> Corners:
        """Return the triangles of an outer set and the points of T in its directions, (K, 2)."""
        side = np.roll(touching, -1, axis=0) - touching
        length = np.hypot(side[:, 0], side[:, 1])
        turned = np.stack([side[:, 1], -side[:, 0]], axis=1)
        between = levels.directions + np.roll(levels.directions, -1, axis=0)
        between /= np.hypot(between[:, 0], between[:, 1])[:, None]
        # A side that faces inwards joins two points in the wrong order, by rounding.
        wide = (length > tolerances.VERTEX) & ((turned * between).sum(axis=1) > 0.0)
        normals = np.where(wide[:, None], turned / np.where(wide, length, 1.0)[:, None], between)
        corner = (normals @ outer.vertices.T).max(axis=1)
        heights = np.where(wide, corner - (normals * touching).sum(axis=1), 0.0)
        kept = wide | np.roll(wide, 1)
        kept[_middles(wide)] = True
        return cls(heights, np.asarray(normals), levels.directions[kept])

    @property
    def greatest(self) -> float:
        """The greatest height."""
        return float(self.heights.max())

    def cuts(self, share: float) -> Floats:
        """Return the normals of the corners within a share of the greatest, shape (n, 2)."""
        return self.normals[self.heights > share * self.greatest]


def _middles(wide: npt.NDArray[np.bool_]) -> Integers:
    """Return a middle direction of each run of directions that touch the same point."""
    first = np.flatnonzero(np.roll(wide, 1))
    length = np.diff(first, append=first[:1] + len(wide))
    return np.asarray((first + length // 2) % len(wide))
