"""The part of the plane that a picture shows, and how sets look at its scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apsgen.figures.picture import Picture
from apsgen.figures.ticks import Linear
from apsgen.polygon import Floats, Polygon

DWARFED = 20.0
"""A set that is this many times smaller than the picture deserves a picture of its own."""

RESOLVED = 10.0
"""A set is magnified only if it is this many times larger than the gap: less would show the
error of the computation, not the set."""

ROUNDING = 1e-7
"""Sets smaller than this part of the feasible set may be the rounding of floats."""

FINEST = 1e-12
"""What differs by less than this part of the payoffs themselves is one point: floats end there."""

MARGIN = 0.06
"""Space around what is shown, as a part of its extent."""

LABELLED = 0.16
"""The same where vertices are labelled."""

SLENDER = 0.5
"""The shorter side of a picture is at least this part of the longer one."""

THIN = 0.006
TINY = 0.02
"""Widths and diameters, as parts of the picture, below which a polygon looks like a segment
or a point."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A rectangle of payoffs.

    Attributes
    ----------
    low, high
        Shape (2,): the lower left and the upper right corner.
    """

    low: Floats
    high: Floats

    @property
    def ratio(self) -> float:
        """Height over width."""
        width, height = self.high - self.low
        return float(height / width)

    @property
    def extent(self) -> float:
        """The longer side."""
        return float((self.high - self.low).max())

    def division(self, player: int) -> Linear:
        """Return how the axis of a player is divided."""
        return Linear(float(self.low[player]), float(self.high[player]))

    def contains(self, point: Sequence[float]) -> bool:
        """Whether a payoff pair can be seen."""
        place = np.asarray(point, dtype=np.float64)
        return bool(np.all((self.low <= place) & (place <= self.high)))

    def shape(self, polygon: Polygon) -> Floats:
        """Return the vertices of what a set looks like here.

        Returns
        -------
        Shape (n, 2): the vertices themselves where the eye can tell them apart, else the two
        ends of a segment or one point; n = 0 for the empty set.
        """
        vertices = polygon.vertices
        if polygon.diameter < TINY * self.extent:
            return vertices.mean(axis=0, keepdims=True) if len(vertices) else vertices
        if polygon.dimension == 2 and _width(polygon) < THIN * self.extent:
            return _farthest_pair(vertices)
        return vertices


def view_of(pictures: Sequence[Picture], margin: float = MARGIN) -> View:
    """Choose what a figure of pictures that share their surroundings shows.

    All of the feasible set, unless it would dwarf the outer sets; then the outer sets and the
    punishment point, or the outer sets alone if that point is far away as well. The margin
    around is a part of the longer side.
    """
    outer = np.vstack([picture.outer.vertices for picture in pictures])
    marked = np.vstack([outer, _known(pictures[0].punishment)])
    whole = np.vstack([pictures[0].feasible.vertices, marked])
    if not len(whole):
        return View(np.zeros(2), np.ones(2))
    size = Polygon.hull(outer).diameter
    gap = max(picture.gap for picture in pictures)
    if size > max(RESOLVED * gap, ROUNDING * _extent(whole)):
        fitting = (points for points in (whole, marked) if _extent(points) <= DWARFED * size)
        return _around(next(fitting, outer), margin)
    return _around(whole, margin)


def _known(punishment: tuple[float | None, float | None]) -> Floats:
    first, second = punishment
    if first is None or second is None:
        return np.empty((0, 2))
    return np.array([[first, second]])


def _extent(points: Floats) -> float:
    return float(np.ptp(points, axis=0).max())


def _around(points: Floats, margin: float) -> View:
    """Frame points with a margin; a side is never so short that the picture has no area."""
    low, high = points.min(axis=0), points.max(axis=0)
    centre = low + (high - low) / 2
    far = float(np.abs(centre).max())
    longest = extent if (extent := _extent(points)) > FINEST * far else 0.1 * far or 1.0
    half = np.maximum(high - low, SLENDER * longest) / 2 + margin * longest
    return View(centre - half, centre + half)


def _width(polygon: Polygon) -> float:
    """Return the least distance between two parallel lines that hold the polygon."""
    vertices = polygon.vertices
    edges = np.roll(vertices, -1, axis=0) - vertices
    normals = np.column_stack([-edges[:, 1], edges[:, 0]]) / np.hypot(*edges.T)[:, None]
    return float(np.ptp(vertices @ normals.T, axis=0).min())


def _farthest_pair(vertices: Floats) -> Floats:
    first, second = vertices.T
    distances = np.hypot(np.subtract.outer(first, first), np.subtract.outer(second, second))
    return vertices[list(np.unravel_index(distances.argmax(), distances.shape))]
