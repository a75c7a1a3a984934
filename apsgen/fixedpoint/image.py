"""Where rays leave T(V; p0), explored as far as they need it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.motion import Mixture
from apsgen.polygon import Polygon
from apsgen.program.generating import Generated, GeneratingProgram
from apsgen.program.stage import Floats, Integers

_ROUNDS = 50
_NEAR = 1e-9

Pair = tuple[float, float]
Edge = tuple[Pair, Pair]
"""The two points that an edge of the image joins."""


@dataclass(frozen=True, slots=True, eq=False)
class Rays:
    """Rays from a centre.

    Attributes
    ----------
    origin
        Shape (2,).
    steps
        Shape (K, 2): the vector of each ray, by angle.
    """

    origin: Floats
    steps: Floats

    def polygon(self, reach: Floats) -> tuple[Polygon, Integers]:
        """Return the hull of the points at the given reaches, and the ray of each vertex."""
        points = self.origin + reach[:, None] * self.steps
        polygon = Polygon.hull(points, tolerances.LEVEL)
        distance = np.abs(polygon.vertices[:, None] - points).sum(axis=-1)
        return polygon, distance.argmin(axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Exit:
    """Where a ray leaves T(V; p0).

    Attributes
    ----------
    reach
        How far along the ray.
    tangent
        The farthest point in the direction normal to the edge, and its multipliers.
    ends
        The two generated points of the edge and their weights at the exit.
    """

    reach: float
    tangent: Generated
    ends: Mixture


class Image:
    """T(V; p0) as far as it is known: the hull of generated points.

    Parameters
    ----------
    program
        The generating program of V.
    pause
        Called before programs are solved; may raise to end the run.
    tolerance
        How far, relative to the ray, T may reach beyond an exit.
    """

    def __init__(
        self, program: GeneratingProgram, pause: Callable[[], None], tolerance: float
    ) -> None:
        self._program = program
        self._pause = pause
        self._tolerance = tolerance
        self._points: dict[Pair, Generated] = {}
        self._tangents: dict[Edge, Generated] = {}

    def exits(self, rays: Rays, directions: Floats) -> list[Exit] | None:
        """Return where each ray leaves T; ``None`` if the rays' origin does not lie in T.

        Parameters
        ----------
        rays
            The rays.
        directions
            Shape (n, 2), by angle: where to look for points of T first.
        """
        for point in self._asked(directions):
            self._take(point)
        for _ in range(_ROUNDS):
            hull = Polygon.hull(self._points, tolerances.LEVEL)
            crossing = _crossings(hull, rays)
            if crossing is None:
                return None
            reach, leaving = crossing
            edges = [_edge(hull, k) for k in leaving.tolist()]
            fresh = [k for k in np.unique(leaving).tolist() if _edge(hull, k) not in self._tangents]
            normals = hull.normals
            if not fresh:
                break
            for k, point in zip(fresh, self._asked(normals[fresh]), strict=True):
                self._tangents[_edge(hull, k)] = point
                if self._goes_on(rays, reach, leaving == k, point, hull.vertices[k]):
                    self._take(point)
        return [
            Exit(far, self._tangents[edge], self._ends(edge, rays.origin + far * step))
            for far, edge, step in zip(reach.tolist(), edges, rays.steps, strict=True)
        ]

    def payoffs(self) -> list[Floats]:
        """Return the known points of T."""
        points = [*self._points.values(), *self._tangents.values()]
        return [point.payoff for point in points]

    def _asked(self, directions: Floats) -> list[Generated]:
        return self._program.supports(directions, self._pause) or []

    def _take(self, point: Generated) -> None:
        first, second = point.payoff.tolist()
        self._points[first, second] = point

    def _goes_on(
        self, rays: Rays, reach: Floats, leaving: np.ndarray, point: Generated, foot: Floats
    ) -> bool:
        """Whether T may reach beyond an edge along one of the rays that leave through it."""
        normal = point.reduced.normal
        if float(normal @ (point.payoff - foot)) <= tolerances.LEVEL:
            return False
        beyond = (point.bound - float(normal @ rays.origin)) / (rays.steps[leaving] @ normal)
        return bool((beyond > reach[leaving] + self._tolerance).any())

    def _ends(self, edge: Edge, at: Floats) -> Mixture:
        start, end = np.array(edge)
        share = float((at - start) @ (end - start) / ((end - start) @ (end - start)))
        return (self._points[edge[0]], 1 - share), (self._points[edge[1]], share)


def directions_again(exits: list[Exit]) -> Floats:
    """Return the directions of the points between which rays leave, by angle."""
    every = np.array([point.reduced.normal for leave in exits for point, _ in leave.ends])
    angle = np.arctan2(every[:, 1], every[:, 0])
    order = np.argsort(angle)
    return np.asarray(every[order][np.diff(angle[order], prepend=-np.inf) > _NEAR])


def _edge(hull: Polygon, index: int) -> Edge:
    start, end = hull.vertices[[index, (index + 1) % len(hull.vertices)]].tolist()
    return (start[0], start[1]), (end[0], end[1])


def _crossings(hull: Polygon, rays: Rays) -> tuple[Floats, Integers] | None:
    """Return how far each ray goes in a polygon, and the edge by which it leaves."""
    if hull.dimension < 2:
        return None
    normals = hull.normals
    heights = (normals * (hull.vertices - rays.origin)).sum(axis=1)
    if (heights < 0).any():
        return None
    speed = rays.steps @ normals.T
    reach = np.full_like(speed, np.inf)
    np.divide(np.broadcast_to(heights, speed.shape), speed, out=reach, where=speed > 0)
    edge = reach.argmin(axis=1)
    return reach[np.arange(len(edge)), edge], edge
