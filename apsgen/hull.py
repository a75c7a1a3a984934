"""Convex hulls of points in the plane, by their indices, up to a tolerance."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Point = list[float]

_MANY = 64
_SECTORS = 16
_ROUNDING = 1e-12


def hull_indices(points: Floats, tolerance: float) -> list[int]:
    """Return the indices of the vertices of the hull of points, shape (n, 2).

    Counter-clockwise; any vertex that stands out of the hull of the others by less than `tolerance`
    is left out, be it the lexicographically least: on an upright edge rounding alone may make it
    that.
    """
    kept = simple_hull_indices(points, tolerance)
    values: list[Point] = points[kept].tolist()
    for end in (min, max):
        if len(kept) > 2:
            k = values.index(end(values))
            if _height(values[k - 1], values[k], values[(k + 1) % len(kept)]) <= tolerance:
                del kept[k], values[k]
    return kept


def simple_hull_indices(points: Floats, tolerance: float) -> list[int]:
    """Return the indices of the hull's vertices, from the lexicographically least."""
    if len(points) > _MANY:
        few = _outlying(points)
        indices: list[int] = few[_tolerant(points[few].tolist(), tolerance)].tolist()
        return indices
    return _tolerant(points.tolist(), tolerance)


def _tolerant(values: list[Point], tolerance: float) -> list[int]:
    chain = _hull(values)
    if tolerance > 0.0 and len(chain) > 1 and not _all_stand_out(values, chain, tolerance):
        return _monotone_chain(values, _merged(values, chain, tolerance), tolerance)
    return chain


def _hull(values: list[Point]) -> list[int]:
    """Return the vertices of the hull of points, by their indices."""
    first = {(x, y): index for index, (x, y) in enumerate(values)}
    ordered = sorted(first)
    if len(ordered) < 3:
        return [first[pair] for pair in ordered]
    chain: list[tuple[float, float]] = []
    for sweep in (ordered, reversed(ordered)):
        start = len(chain)
        for x, y in sweep:
            while len(chain) - start >= 2:
                (a, b), (c, d) = chain[-2:]
                if (y - b) * (c - a) > (x - a) * (d - b):
                    break
                chain.pop()
            chain.append((x, y))
        chain.pop()
    return [first[pair] for pair in chain]


def _all_stand_out(values: list[Point], chain: list[int], tolerance: float) -> bool:
    around = zip(chain[-2:] + chain[:-2], chain[-1:] + chain[:-1], chain, strict=True)
    return all(
        _height(values[first], values[middle], values[last]) > tolerance
        for first, middle, last in around
    )


def _outlying(points: Floats) -> npt.NDArray[np.int64]:
    """Return the indices of points that do not lie well inside the hull of a few of them."""
    angle = 2 * np.pi * np.arange(_SECTORS) / _SECTORS
    farthest = (points @ np.stack([np.cos(angle), np.sin(angle)])).argmax(axis=0)
    corners = points[farthest][_hull(points[farthest].tolist())]
    side = np.concatenate([corners[1:], corners[:1]]) - corners
    normals = np.stack([side[:, 1], -side[:, 0]])
    reach = (corners * normals.T).sum(axis=1)
    slack = _ROUNDING * np.abs(corners).max() * np.abs(normals).max()
    beyond = np.flatnonzero((points @ normals > reach - slack).any(axis=1))
    return np.union1d(beyond, farthest)


def _merged(values: list[Point], chain: list[int], tolerance: float) -> list[int]:
    """Drop vertices nearer than the tolerance to the last one kept, going around."""
    kept = chain[:1]
    for index in chain[1:]:
        if _spread(values[index], values[kept[-1]]) > tolerance:
            kept.append(index)
    if len(kept) > 1 and _spread(values[kept[-1]], values[kept[0]]) <= tolerance:
        kept.pop()
    return kept


def _spread(first: Point, second: Point) -> float:
    return max(abs(first[0] - second[0]), abs(first[1] - second[1]))


def _monotone_chain(values: list[Point], indices: Iterable[int], tolerance: float) -> list[int]:
    """Return the hull of some of the points, by their indices, up to a tolerance."""
    ordered = sorted(indices, key=values.__getitem__)
    if len(ordered) < 2:
        return ordered
    chain: list[int] = []
    for sweep in (ordered, ordered[::-1]):
        start = len(chain)
        for index in sweep:
            while len(chain) - start >= 2 and (
                _height(values[chain[-2]], values[chain[-1]], values[index]) <= tolerance
            ):
                chain.pop()
            chain.append(index)
        chain.pop()
    return chain


def _height(first: Point, middle: Point, last: Point) -> float:
    """How far `middle` stands out to the right of the segment from `first` to `last`."""
    across, up = last[0] - first[0], last[1] - first[1]
    right, over = middle[0] - first[0], middle[1] - first[1]
    outside = up * right - across * over
    if outside <= 0.0:
        return outside
    square = across * across + up * up
    if square == 0.0:
        return math.hypot(right, over)
    along = (across * right + up * over) / square
    if 0.0 <= along <= 1.0:
        return outside / math.sqrt(square)
    return min(math.hypot(right, over), math.hypot(middle[0] - last[0], middle[1] - last[1]))
