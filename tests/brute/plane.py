"""Convex sets in the plane as short lists of points: exact with rationals, or with floats.

The empty list is the empty set, one point a point, two points a segment; three or more are
the vertices of a polygon, counter-clockwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import hypot, sqrt
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", Fraction, float)
HalfPlanes = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""Normals, shape (K, 2), and levels, shape (K,): the set of v with normals @ v <= levels."""


def cross(
    origin: tuple[Number, Number], first: tuple[Number, Number], second: tuple[Number, Number]
) -> Number:
    """Return twice the signed area of a triangle: positive for a turn to the left."""
    return (first[0] - origin[0]) * (second[1] - origin[1]) - (first[1] - origin[1]) * (
        second[0] - origin[0]
    )


def hull(points: Sequence[tuple[Number, Number]]) -> list[tuple[Number, Number]]:
    """Return the convex hull (monotone chain).

    Floats too are taken at their word: cutting off what bulges a little loses far points of a
    set that has nearly collapsed to a segment.
    """
    ordered: list[tuple[Number, Number]] = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    below = _chain(ordered)
    above = _chain(ordered[::-1])
    return below[:-1] + above[:-1]


def _chain(ordered: Sequence[tuple[Number, Number]]) -> list[tuple[Number, Number]]:
    chain: list[tuple[Number, Number]] = []
    for point in ordered:
        while len(chain) >= 2 and cross(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def clip(
    points: Sequence[tuple[Number, Number]], axis: int, floor: Number
) -> list[tuple[Number, Number]]:
    """Return the part of a convex set whose coordinate `axis` is at least `floor`."""
    kept: list[tuple[Number, Number]] = []
    for k, here in enumerate(points):
        there = points[(k + 1) % len(points)]
        if here[axis] >= floor:
            kept.append(here)
        if (here[axis] < floor) != (there[axis] < floor):
            step = (floor - here[axis]) / (there[axis] - here[axis])
            other = here[1 - axis] + step * (there[1 - axis] - here[1 - axis])
            kept.append((floor, other) if axis == 0 else (other, floor))
    return kept


def contains(
    polygon: Sequence[tuple[Fraction, Fraction]], point: tuple[Fraction, Fraction]
) -> bool:
    """Decide exactly whether the hull of `polygon` contains a point."""
    vertices = hull(polygon)
    return hull([*vertices, point]) == vertices


def distance(polygon: Sequence[tuple[float, float]], point: tuple[float, float]) -> float:
    """Return the distance of a point to the convex set with these vertices; inf if empty."""
    edges = list(zip(polygon, [*polygon[1:], *polygon[:1]], strict=True))
    if len(polygon) >= 3 and all(cross(here, there, point) >= 0 for here, there in edges):
        return 0.0
    return min((_to_segment(here, there, point) for here, there in edges), default=float("inf"))


def _to_segment(
    here: tuple[float, float], there: tuple[float, float], point: tuple[float, float]
) -> float:
    along = (there[0] - here[0], there[1] - here[1])
    squared = along[0] ** 2 + along[1] ** 2
    share = 0.0
    if squared > 0.0:
        inner = along[0] * (point[0] - here[0]) + along[1] * (point[1] - here[1])
        share = min(1.0, max(0.0, inner / squared))
    return hypot(here[0] + share * along[0] - point[0], here[1] + share * along[1] - point[1])


def excess(points: Sequence[tuple[float, float]], polygon: Sequence[tuple[float, float]]) -> float:
    """Return the greatest distance of one of `points` to `polygon`; 0 without points."""
    return max((distance(polygon, point) for point in points), default=0.0)


def half_planes(vertices: Sequence[tuple[float, float]]) -> HalfPlanes:
    """Return the half-planes whose intersection is the hull of one or more vertices."""
    corners = hull([(float(x), float(y)) for x, y in vertices])
    normals = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
    for here, there in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        along = (there[0] - here[0], there[1] - here[1])
        length = sqrt(along[0] ** 2 + along[1] ** 2)
        if length > 0.0:
            normals.append((along[1] / length, -along[0] / length))
    table = np.array(normals)
    return table, (table @ np.array(corners).T).max(axis=1)


def circle(count: int) -> npt.NDArray[np.float64]:
    """Return `count` unit vectors, evenly spread, the first (1, 0)."""
    angles = 2 * np.pi * np.arange(count) / count
    return np.column_stack([np.cos(angles), np.sin(angles)])
