"""Directions in which an outer set is proved: exact, as few as a tolerance allows."""

from __future__ import annotations

from functools import cmp_to_key

import numpy as np

from apsgen import checker
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Floats
from apsgen.checker import Point
from apsgen.fixedpoint.outer import Levels
from apsgen.polygon import Polygon
from apsgen.tolerances import NARROW


def around(normal: Normal, count: int = 8) -> list[Point]:
    """Return directions all around: to begin with, or where no edges are known."""
    fan = 2 * np.pi / count * np.arange(count)
    return directions_of(normal, np.stack([np.cos(fan), np.sin(fan)], axis=1))


def facets(polygon: Polygon, tolerance: float) -> Floats:
    """Return normals, shape (n, 2), of edges that alone let a polygon grow by a tolerance at most.

    Going around, each edge that is kept is followed by the farthest that it may be.
    """
    normals = polygon.normals
    count = len(normals)
    if count < 4:
        return normals
    levels = (normals * polygon.vertices).sum(axis=1)
    kept, k = [0], 0
    while k < count:
        step = 1
        while k + step + 1 <= count and _may_skip(normals, levels, k, step + 1, tolerance):
            step += 1
        k += step
        kept.append(k % count)
    return np.asarray(normals[sorted(set(kept))])


def _may_skip(normals: Floats, levels: Floats, first: int, step: int, tolerance: float) -> bool:
    """Whether the edges between two may be left out."""
    last = (first + step) % len(normals)
    u, v = normals[first], normals[last]
    area = u[0] * v[1] - u[1] * v[0]
    if area <= NARROW:
        return False
    x = (levels[first] * v[1] - levels[last] * u[1]) / area
    y = (u[0] * levels[last] - v[0] * levels[first]) / area
    between = np.arange(first + 1, first + step) % len(normals)
    return bool((normals[between] @ np.array([x, y]) - levels[between]).max() <= tolerance)


def directions_of(normal: Normal, normals: Floats) -> list[Point]:
    """Return directions of the case's payoffs near normalised ones, (n, 2), and the axes."""
    chosen: list[Point] = [*checker.AXES]
    angles = [0.0, np.pi / 2, np.pi, -np.pi / 2]
    for x, y in normals.tolist():
        angle = float(np.arctan2(y, x))
        apart = np.abs((angle - np.array(angles) + np.pi) % (2 * np.pi) - np.pi)
        if apart.min() > NARROW:
            chosen.append(normal.direction(x, y))
            angles.append(angle)
    return ordered(chosen)


def along_sides(hull: list[Point]) -> list[Point]:
    """Return the axes and the normals of a hull's sides, exactly, none twice."""
    chosen: list[Point] = [*checker.AXES]
    for (x, y), _ in checker.sides(hull):
        longest = max(abs(x), abs(y))
        direction = x / longest, y / longest
        if direction not in chosen:
            chosen.append(direction)
    return ordered(chosen)


def ordered(directions: list[Point]) -> list[Point]:
    """Return directions by angle from (1, 0), each once."""
    return sorted(set(directions), key=cmp_to_key(checker.turn))


def by_angle(levels: Levels) -> Levels:
    """Return levels in the order of angles from -pi, as floats have it."""
    order = np.argsort(np.arctan2(levels.directions[:, 1], levels.directions[:, 0]))
    return Levels(levels.directions[order], levels.levels[order])


def between(direction: Point, listed: list[Point]) -> tuple[int, int]:
    """Return the places of the directions beside one in a list by angle; its own place twice."""
    after = next((k for k, other in enumerate(listed) if checker.turn(direction, other) <= 0), 0)
    if checker.turn(direction, listed[after]) == 0:
        return after, after
    return (after - 1) % len(listed), after


def shares(direction: Point, first: Point, second: Point) -> Point:
    """Return a direction's coordinates between two that are not parallel, or along one."""
    area = checker.cross(first, second)
    if not area:
        along = direction[0] * first[0] + direction[1] * first[1]
        return along / (first[0] ** 2 + first[1] ** 2), checker.ZERO
    return checker.cross(direction, second) / area, checker.cross(first, direction) / area
