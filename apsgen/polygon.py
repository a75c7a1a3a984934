"""A convex payoff set in the plane that may be empty, a point, a segment or have an interior.

Vertices are floats, counter-clockwise, without repetition. Shapely gives hulls and
distances; the support function is the scalar product with the vertices.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Polygon:
    """The convex hull of finitely many payoff pairs.

    Attributes
    ----------
    vertices
        Shape (n, 2), counter-clockwise from the lexicographically least; n = 0 for the empty
        set, 1 for a point, 2 for a segment.

    Examples
    --------
    >>> Polygon.hull([(0, 0), (2, 0), (1, 0)]).vertices.tolist()
    [[0.0, 0.0], [2.0, 0.0]]
    >>> Polygon.hull([(0, 0), (2, 0), (0, 2)]).support((1, 1))
    2.0
    """

    vertices: Floats

    @classmethod
    def hull(cls, points: Iterable[Iterable[float]], tolerance: float = 0.0) -> Polygon:
        """Return the hull of points; vertices that stand out less than `tolerance` are dropped."""
        pairs = np.asarray([tuple(point) for point in points], dtype=np.float64).reshape(-1, 2)
        chain = _monotone_chain(pairs, 0.0)
        if tolerance > 0.0 and len(chain) > 1:
            chain = _monotone_chain(_merged(chain, tolerance), tolerance)
        return cls(chain)

    @property
    def is_empty(self) -> bool:
        """Whether the set has no point."""
        return len(self.vertices) == 0

    @property
    def dimension(self) -> int:
        """-1 for the empty set, 0 for a point, 1 for a segment, 2 with an interior."""
        return min(len(self.vertices), 3) - 1

    @cached_property
    def geometry(self) -> BaseGeometry:
        """The set as a Shapely geometry: Point, LineString, Polygon or an empty Polygon."""
        if self.is_empty:
            return shapely.Polygon()
        if self.dimension == 0:
            return shapely.Point(self.vertices[0])
        if self.dimension == 1:
            return shapely.LineString(self.vertices)
        return shapely.Polygon(self.vertices)

    @cached_property
    def diameter(self) -> float:
        """The greatest distance between two points of the set; 0 for a point."""
        if self.is_empty:
            return 0.0
        differences = self.vertices[:, None, :] - self.vertices[None, :, :]
        return float(np.sqrt((differences**2).sum(axis=2).max()))

    def support(self, direction: Iterable[float]) -> float:
        """Return the greatest scalar product with `direction` over the set; -inf if empty."""
        if self.is_empty:
            return -np.inf
        return float((self.vertices @ np.asarray(tuple(direction), dtype=np.float64)).max())

    def distance(self, point: Iterable[float]) -> float:
        """Return the distance of a point to the set; inf if the set is empty."""
        if self.is_empty:
            return np.inf
        return float(self.geometry.distance(shapely.Point(*point)))

    def excess(self, other: Polygon) -> float:
        """Return the greatest distance of a point of this set to `other`."""
        if self.is_empty:
            return 0.0
        return max(other.distance(vertex) for vertex in self.vertices)

    def hausdorff(self, other: Polygon) -> float:
        """Return the Hausdorff distance; 0 between empty sets, inf if just one is empty."""
        return max(self.excess(other), other.excess(self))


def _merged(vertices: Floats, tolerance: float) -> Floats:
    """Drop vertices nearer than the tolerance to the last one kept, going around."""
    kept = [vertices[0]]
    for vertex in vertices[1:]:
        if np.abs(vertex - kept[-1]).max() > tolerance:
            kept.append(vertex)
    if len(kept) > 1 and np.abs(kept[-1] - kept[0]).max() <= tolerance:
        kept.pop()
    return np.array(kept)


def _monotone_chain(points: Floats, tolerance: float) -> Floats:
    ordered = np.unique(points, axis=0)
    if len(ordered) < 2:
        return ordered
    chain: list[list[float]] = []
    for sweep in (ordered.tolist(), ordered[::-1].tolist()):
        start = len(chain)
        for point in sweep:
            while len(chain) - start >= 2 and _height(chain[-2], chain[-1], point) <= tolerance:
                chain.pop()
            chain.append(point)
        chain.pop()
    return np.array(chain)


def _height(first: list[float], middle: list[float], last: list[float]) -> float:
    """How far `middle` stands out to the right of the segment from `first` to `last`."""
    across, up = last[0] - first[0], last[1] - first[1]
    right, over = middle[0] - first[0], middle[1] - first[1]
    square = across * across + up * up
    outside = up * right - across * over
    if square == 0.0:
        return math.hypot(right, over)
    along = (across * right + up * over) / square
    if 0.0 <= along <= 1.0 or outside <= 0.0:
        return outside / math.sqrt(square)
    return min(math.hypot(right, over), math.hypot(middle[0] - last[0], middle[1] - last[1]))
