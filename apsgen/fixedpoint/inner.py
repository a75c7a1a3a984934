"""Inner sets: vertices that the set itself generates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.motion import Motion
from apsgen.polygon import Polygon
from apsgen.program.generating import Generated
from apsgen.program.reduced import Reduced
from apsgen.program.stage import Floats
from apsgen.self_generation import Operator

_STEPS = 12
_FAR = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A candidate inner set and the points that it generates.

    Attributes
    ----------
    polygon
        The candidate.
    generated
        The farthest point of T(polygon; p0) in the direction of each vertex.
    rates
        How each of them moves with the polygon.
    residual
        The greatest distance between a vertex and its generated point.
    """

    polygon: Polygon
    generated: tuple[Generated, ...]
    rates: tuple[tuple[Reduced, Reduced], ...]
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
    program = operator.at(polygon.vertices)
    generated, rates = [], []
    for direction in bisectors(polygon):
        pause()
        point = program.support(direction)
        if point is None:
            return None
        generated.append(point)
        rates.append(program.rates())
    moved = np.array([point.payoff for point in generated]) - polygon.vertices
    return Attempt(
        polygon, tuple(generated), tuple(rates), float(np.linalg.norm(moved, axis=1).max())
    )


def generated_towards(
    operator: Operator, polygon: Polygon, points: Floats, pause: Callable[[], None]
) -> Floats:
    """Return points of T(polygon; p0) farthest towards points outside of it, shape (n, 2)."""
    program = operator.at(polygon.vertices)
    found = [polygon.vertices[0]]
    for point in points:
        pause()
        away = point - nearest_point(polygon, point)
        generated = program.support(away / np.linalg.norm(away))
        if generated is not None:
            found.append(generated.payoff)
    return np.array(found)


def nearest_point(polygon: Polygon, point: Floats) -> Floats:
    """Return the point of a polygon nearest to a point outside of it, shape (2,)."""
    start = polygon.vertices
    side = np.roll(start, -1, axis=0) - start
    square = (side**2).sum(axis=1)
    along = ((point - start) * side).sum(axis=1)
    share = np.clip(np.divide(along, square, out=np.zeros_like(along), where=square > 0), 0, 1)
    candidates = start + share[:, None] * side
    distance = ((candidates - point) ** 2).sum(axis=1)
    return np.asarray(candidates[int(distance.argmin())])


def self_generating(
    operator: Operator, polygon: Polygon, pause: Callable[[], None]
) -> Attempt | None:
    """Return the best candidate that Newton's method finds from a polygon near it."""
    best: Attempt | None = None
    for _ in range(_STEPS):
        found = attempt(operator, polygon, pause)
        if found is None:
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
    image = np.array([point.payoff for point in found.generated])
    motion = Motion.of(operator, vertices)
    layout = operator.incentives.layout
    size = vertices.size
    pairs = zip(found.generated, found.rates, strict=True)
    slopes = np.array(
        [[motion.derivative(point, rate, layout) for rate in rates] for point, rates in pairs]
    )
    system = np.eye(size) - slopes.reshape(size, size)
    try:
        step = np.linalg.solve(system, (image - vertices).reshape(-1)).reshape(-1, 2)
    except np.linalg.LinAlgError:
        return image
    if not np.isfinite(step).all() or np.abs(step).max() > _FAR:
        return image
    return np.asarray(vertices + step)
