"""Inner sets: vertices that the set itself generates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.motion import Motion
from apsgen.linear import fixed_point
from apsgen.polygon import Polygon
from apsgen.program.generating import Moving
from apsgen.program.reduced import Reduced
from apsgen.program.stage import Floats
from apsgen.self_generation import Operator

_STEPS = 12
_PATIENCE = 3
_STEP_FORWARD = 0.5
_FAR = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A candidate inner set and the points that it generates.

    Attributes
    ----------
    polygon
        The candidate.
    generated
        The farthest point of T(polygon; p0) in the direction of each vertex, and how each moves
        with the polygon.
    residual
        The greatest distance between a vertex and its generated point.
    """

    polygon: Polygon
    generated: tuple[Moving, ...]
    residual: float


def bisectors(polygon: Polygon) -> Floats:
    """Return a direction inside the normal cone of each vertex, shape (n, 2)."""
    vertices = polygon.vertices
    if polygon.dimension == 0:
        return np.asarray(np.array([[1.0, 1.0]]) / np.sqrt(2))
    ahead = np.roll(vertices, -1, axis=0) - vertices
    edges = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    outward = np.roll(edges, 1, axis=0) - edges
    return np.asarray(outward / np.linalg.norm(outward, axis=1, keepdims=True))


def attempt(operator: Operator, polygon: Polygon, pause: Callable[[], None]) -> Attempt | None:
    """Apply T to a candidate; ``None`` if it generates nothing."""
    generated = operator.at(polygon.vertices).moving(bisectors(polygon), pause)
    if generated is None:
        return None
    moved = np.array([moving.point.payoff for moving in generated]) - polygon.vertices
    return Attempt(polygon, tuple(generated), float(np.linalg.norm(moved, axis=1).max()))


def generated_towards(
    operator: Operator, polygon: Polygon, points: Floats, pause: Callable[[], None]
) -> Floats:
    """Return points of T(polygon; p0) farthest towards points outside of it, shape (n, 2)."""
    away = points - polygon.nearest(points)
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    generated = operator.at(polygon.vertices).supports(away, pause)
    return np.array([point.payoff for point in generated or ()]).reshape(-1, 2)


def self_generating(
    operator: Operator, polygon: Polygon, pause: Callable[[], None]
) -> Attempt | None:
    """Return the best candidate that Newton's method finds from a polygon near it."""
    best: Attempt | None = None
    for step in range(_STEPS):
        found = attempt(operator, polygon, pause)
        if found is None:
            break
        if (
            best is not None
            and step >= _PATIENCE
            and found.residual > _STEP_FORWARD * best.residual
        ):
            break
        if best is None or found.residual < best.residual:
            best = found
        if found.residual <= tolerances.LEVEL:
            break
        polygon = Polygon.hull(_newton(operator, found), tolerances.VERTEX)
    return best


def _newton(operator: Operator, found: Attempt) -> Floats:
    """Return the vertices that solve X = G(X) to first order; G(X) where that makes no sense."""
    vertices = found.polygon.vertices
    image = np.array([moving.point.payoff for moving in found.generated])
    motion = Motion.of(operator, vertices)
    layout = operator.incentives.layout
    size = vertices.size
    points = [((moving.point, 1.0),) for moving in found.generated]
    every = [Reduced.stacked([moving.rates[i] for moving in found.generated]) for i in range(2)]
    slopes = np.stack([motion.derivatives(points, rates, layout) for rates in every], axis=1)
    step = fixed_point(slopes.reshape(size, size), (image - vertices).reshape(-1))
    if step is None or np.abs(step).max() > _FAR:
        return image
    return np.asarray(vertices + step.reshape(-1, 2))
