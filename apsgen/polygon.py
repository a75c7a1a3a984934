"""A convex payoff set in the plane that may be empty, a point, a segment or have an interior.

Vertices are floats, counter-clockwise, without repetition. The support function is the scalar
product with the vertices; Shapely is what callers get, and imported when they ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from apsgen.hull import simple_hull_indices
from apsgen.markup import Shape, picture, short

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_FEW = 40
_WINDOW = 3
_TINY = 1e-300


if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SHOWN = 8
"""Vertices that the representation of a set lists at most."""


@dataclass(frozen=True, eq=False, repr=False)
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
    >>> Polygon.hull([(0, 0), (2, 0), (0, 2)])
    <Polygon, 3 vertices: (0, 0), (2, 0), (0, 2)>
    """

    vertices: Floats

    @classmethod
    def hull(cls, points: Iterable[Iterable[float]], tolerance: float = 0.0) -> Polygon:
        """Return the hull of points; vertices that stand out less than `tolerance` are dropped."""
        listed = points if isinstance(points, np.ndarray) else [tuple(point) for point in points]
        pairs = np.asarray(listed, dtype=np.float64).reshape(-1, 2)
        return cls(pairs[simple_hull_indices(pairs, tolerance)])

    def __repr__(self) -> str:
        if self.is_empty:
            return "<Polygon, empty>"
        reach = float(np.abs(self.vertices).max())
        listed = [
            f"({short(x, reach)}, {short(y, reach)})" for x, y in self.vertices[:SHOWN].tolist()
        ]
        more = ", ..." if len(self.vertices) > SHOWN else ""
        kind = ("point", "segment", f"{len(self.vertices)} vertices")[self.dimension]
        return f"<Polygon, {kind}: {', '.join(listed)}{more}>"

    def _repr_svg_(self) -> str:
        """Return a picture for a notebook."""
        points = self.vertices.tolist()
        shape = Shape(points, "#9ecae1", "#08306b")
        return picture([shape], points, ("", ""), repr(self))

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
        import shapely

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
        if len(self.vertices) <= _FEW:
            apart = self.vertices[:, None, :] - self.vertices
            return float(np.sqrt((apart**2).sum(axis=-1).max()))
        # The two farthest points face each other across an edge at one of them.
        ahead = np.roll(self.vertices, -1, axis=0)
        facing = self.vertices[(self.normals @ self.vertices.T).argmin(axis=1)]
        ends = np.stack([self.vertices, ahead]) - facing
        return float(np.sqrt((ends**2).sum(axis=-1).max()))

    @cached_property
    def normals(self) -> Floats:
        """The outward unit normals of the edges, shape (n, 2); none for a point."""
        if self.dimension < 1:
            return np.zeros((0, 2))
        side = self._sides
        turned = np.stack([side[:, 1], -side[:, 0]], axis=1)
        return np.asarray(turned / np.hypot(side[:, 0], side[:, 1])[:, None])

    def support(self, direction: Iterable[float]) -> float:
        """Return the greatest scalar product with `direction` over the set; -inf if empty."""
        if self.is_empty:
            return -np.inf
        return float((self.vertices @ np.asarray(tuple(direction), dtype=np.float64)).max())

    def distance(self, point: Iterable[float]) -> float:
        """Return the distance of a point to the set; inf if the set is empty."""
        return float(self.distances(np.asarray(tuple(point), dtype=np.float64)[None])[0])

    def distances(self, points: Floats) -> Floats:
        """Return the distances of points, shape (m, 2), to the set; inf if the set is empty."""
        if self.is_empty:
            return np.full(len(points), np.inf)
        if len(self.vertices) <= _FEW:
            return self._distances_to_few(points)
        away = points - self.nearest(points)
        return np.asarray(np.hypot(away[:, 0], away[:, 1]))

    def _distances_to_few(self, points: Floats) -> Floats:
        """Return the distances to all edges at once: the fewer calls the better."""
        side = self._sides
        square = np.maximum((side * side).sum(axis=1), _TINY)
        across = points[:, None] - self.vertices
        share = ((across * side).sum(axis=2) / square).clip(0.0, 1.0)
        away = across - share[..., None] * side
        least = np.sqrt((away * away).sum(axis=2).min(axis=1))
        if self.dimension < 2:
            return np.asarray(least)
        beyond = side[:, 1] * across[..., 0] > side[:, 0] * across[..., 1]
        return np.where(beyond.any(axis=1), least, 0.0)

    def nearest(self, points: Floats) -> Floats:
        """Return the points of the set nearest to points, both of shape (m, 2).

        The set is not empty.
        """
        if self.dimension == 0:
            return np.broadcast_to(self.vertices[0], points.shape)
        few = len(self.vertices) <= _FEW
        edge = np.zeros(len(points), dtype=np.int64) if few else self._leaving(points)
        window = np.arange(len(self.vertices)) if few else np.arange(-_WINDOW, _WINDOW + 1)
        checked = edge[:, None] + (window if few else 0)
        start, side = self.vertices[checked], self._sides[checked]
        away = points[:, None] - start
        beyond = (side[..., 1] * away[..., 0] - side[..., 0] * away[..., 1] > 0.0).any(axis=1)
        outside = beyond | (self.dimension == 1)
        found = points.copy()
        found[outside] = self._feet(points[outside], edge[outside], window)
        return found

    @cached_property
    def _sides(self) -> Floats:
        return np.concatenate([self.vertices[1:], self.vertices[:1]]) - self.vertices

    def _leaving(self, points: Floats) -> Integers:
        """Return the edge that the ray from the centre to each point leaves through, (m,)."""
        centre = self.vertices.mean(axis=0)
        reach, away = self.vertices - centre, points - centre
        turn = np.unwrap(np.arctan2(reach[:, 1], reach[:, 0]))
        angle = turn[0] + np.mod(np.arctan2(away[:, 1], away[:, 0]) - turn[0], 2 * np.pi)
        after = np.searchsorted(np.maximum.accumulate(turn), angle, side="right")
        return np.asarray((after - 1) % len(turn))

    def _feet(self, points: Floats, edge: Integers, window: Integers) -> Floats:
        """Return the nearest points on the edges: along the boundary distances fall, then rise."""
        best, found = edge.copy(), np.empty_like(points)
        going = np.arange(len(points))
        while len(going):
            near = (best[going, None] + window) % len(self.vertices)
            start, side = self.vertices[near], self._sides[near]
            away = points[going, None] - start
            share = (away * side).sum(axis=-1) / (side**2).sum(axis=-1)
            foot = start + np.clip(share, 0.0, 1.0)[..., None] * side
            distance = ((points[going, None] - foot) ** 2).sum(axis=-1)
            pick = distance.argmin(axis=1)
            each = np.arange(len(going))
            found[going] = foot[each, pick]
            moved = distance[each, pick] < distance[:, window.tolist().index(0)]
            best[going] = near[each, pick]
            going = going[moved]
        return found

    def excess(self, other: Polygon) -> float:
        """Return the greatest distance of a point of this set to `other`."""
        return 0.0 if self.is_empty else float(other.distances(self.vertices).max())

    def hausdorff(self, other: Polygon) -> float:
        """Return the Hausdorff distance; 0 between empty sets, inf if just one is empty."""
        return max(self.excess(other), other.excess(self))
