"""Inner sets along rays: where V* is curved, vertices need not be found but only bounded.

The set I(r) is the hull of o + r_k d_k. Let F_k(r) be how far T(I(r); p0) reaches along ray k:
I(r) is self-generating where F(r) >= r. Newton's method solves F(r) = r + margin; the envelope
theorem gives its slopes, the multipliers at the edge of T that a ray leaves through times the
plans that generate the point there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.inner import bisectors
from apsgen.fixedpoint.motion import Motion
from apsgen.fixedpoint.start import directions_of
from apsgen.polygon import Polygon
from apsgen.program.generating import Generated, GeneratingProgram
from apsgen.program.stage import Floats, Integers
from apsgen.self_generation import Operator

_STEPS = 10
_QUERIES = 50


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
    ends: tuple[tuple[Generated, float], tuple[Generated, float]]


def self_generating_along_rays(
    operator: Operator,
    outer: Polygon,
    pause: Callable[[], None],
    margin: float = tolerances.MARGIN,
) -> Polygon | None:
    """Return a self-generating set whose vertices lie on rays to those of an outer set.

    Parameters
    ----------
    operator
        The operator T.
    outer
        A set near V* with an interior; its vertices give the rays.
    pause
        Called before each program; may raise to end the run.
    margin
        By how much, relative to its distance from the centre, each vertex aims to lie inside what
        the set generates: the wider, the fewer programs tell where a ray leaves.

    Returns
    -------
    Polygon or None
        ``None`` if none was found.
    """
    origin = outer.vertices.mean(axis=0)
    rays = Rays(origin, outer.vertices - origin)
    reach = np.ones(len(rays.steps))
    for _ in range(_STEPS):
        polygon, vertex_rays = rays.polygon(reach)
        image = Image(polygon, operator.at(polygon.vertices), pause, margin / 10)
        exits = image.exits(rays)
        if exits is None:
            return None
        gain = np.array([leave.reach for leave in exits]) - reach
        if (gain[vertex_rays] >= 0).all():
            # Whatever a self-generating set generates may join it.
            return Polygon.hull([*polygon.vertices, *image.payoffs()], tolerances.LEVEL)
        slopes = _slopes(operator, rays, polygon, vertex_rays, exits)
        try:
            step = np.linalg.solve(np.eye(len(reach)) - slopes, gain - margin)
        except np.linalg.LinAlgError:
            return None
        if not np.isfinite(step).all() or (reach + step <= 0).any():
            return None
        reach = reach + step
    return None


def _slopes(
    operator: Operator, rays: Rays, polygon: Polygon, vertex_rays: Integers, exits: list[Exit]
) -> Floats:
    """Return how each exit moves with the reach of each ray, shape (K, K)."""
    motion = Motion.of(operator, polygon.vertices)
    layout = operator.incentives.layout
    slopes = np.zeros((len(exits), len(exits)))
    for k, leave in enumerate(exits):
        rate = leave.tangent.reduced
        moved = sum(weight * motion.derivative(point, rate, layout) for point, weight in leave.ends)
        speed = float(rate.normal @ rays.steps[k])
        along = (moved * rays.steps[vertex_rays]).sum(axis=1) / speed
        np.add.at(slopes[k], vertex_rays, along)
    return slopes


class Image:
    """T(V; p0) explored on demand: the hull of its known points.

    Parameters
    ----------
    polygon
        V.
    program
        Its generating program.
    pause
        Called before each program; may raise to end the run.
    tolerance
        How far, relative to the ray, T may reach beyond an exit.
    """

    def __init__(
        self,
        polygon: Polygon,
        program: GeneratingProgram,
        pause: Callable[[], None],
        tolerance: float = tolerances.MARGIN / 10,
    ) -> None:
        self._program = program
        self._polygon = polygon
        self._pause = pause
        self._tolerance = tolerance
        self._points: list[Generated] = []
        self._hull = Polygon.hull([])

    def exits(self, rays: Rays) -> list[Exit] | None:
        """Return where each ray leaves T; ``None`` if the rays' origin does not lie in T."""
        for direction in bisectors(self._polygon):
            if self._ask(direction) is None:
                return None
        self._hull = Polygon.hull(self.payoffs())
        found = []
        for step in rays.steps:
            leave = self._exit(rays.origin, step)
            if leave is None:
                return None
            found.append(leave)
        return found

    def payoffs(self) -> list[Floats]:
        """Return the known points of T."""
        return [point.payoff for point in self._points]

    def _ask(self, direction: Floats) -> Generated | None:
        self._pause()
        point = self._program.support(direction)
        if point is not None:
            self._points.append(point)
        return point

    def _exit(self, origin: Floats, step: Floats) -> Exit | None:
        """Cut towards the edge that the ray leaves through until nothing lies beyond it."""
        last = -np.inf
        for _ in range(_QUERIES):
            crossing = _crossing(self._hull, origin, step)
            if crossing is None:
                return None
            reach, edge, normal = crossing
            asked = self._ask(normal)
            if asked is None:
                return None
            tangent = asked
            beyond = (tangent.bound - float(normal @ origin)) / float(normal @ step)
            if beyond <= reach + self._tolerance or reach <= last:
                break
            last = reach
            ends = self._hull.vertices[[edge, (edge + 1) % len(self._hull.vertices)]]
            if np.abs(ends - tangent.payoff).max(axis=1).min() <= tolerances.LEVEL:
                break
            self._hull = Polygon(np.insert(self._hull.vertices, edge + 1, tangent.payoff, axis=0))
        return Exit(reach, tangent, self._ends(edge, origin + reach * step))

    def _ends(
        self, edge: int, at: Floats
    ) -> tuple[tuple[Generated, float], tuple[Generated, float]]:
        start = self._hull.vertices[edge]
        end = self._hull.vertices[(edge + 1) % len(self._hull.vertices)]
        share = float((at - start) @ (end - start) / ((end - start) @ (end - start)))
        return (self._nearest(start), 1 - share), (self._nearest(end), share)

    def _nearest(self, payoff: Floats) -> Generated:
        payoffs = np.array(self.payoffs())
        return self._points[int(np.abs(payoffs - payoff).sum(axis=1).argmin())]


def _crossing(polygon: Polygon, origin: Floats, step: Floats) -> tuple[float, int, Floats] | None:
    """Return where the ray leaves a polygon: how far, by which edge, the outward normal there."""
    if polygon.dimension < 2:
        return None
    normals = directions_of(polygon)
    heights = (normals * (polygon.vertices - origin)).sum(axis=1)
    if (heights < 0).any():
        return None
    speed = normals @ step
    reach = np.divide(heights, speed, out=np.full_like(heights, np.inf), where=speed > 0)
    edge = int(reach.argmin())
    return float(reach[edge]), edge, normals[edge]
