"""Inner sets along rays: where V* is curved, vertices need not be found but only bounded.

The set I(r) is the hull of o + r_k d_k. Let F_k(r) be how far T(I(r); p0) reaches along ray k:
I(r) is self-generating where F(r) >= r. Newton's method solves F(r) = r + margin; the envelope
theorem gives its slopes, the multipliers at the edge of T that a ray leaves through times the
plans that generate the point there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.image import Exit, Image, Rays, directions_again
from apsgen.fixedpoint.inner import bisectors
from apsgen.fixedpoint.motion import Motion
from apsgen.linear import fixed_point
from apsgen.polygon import Polygon
from apsgen.program.reduced import Reduced
from apsgen.program.stage import Floats, Integers
from apsgen.self_generation import Operator

_STEPS = 10
_NEAR = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A polygon with vertices on rays, and how far T reaches beyond them.

    Attributes
    ----------
    polygon
        The candidate.
    gains
        How much farther than each vertex T(polygon; p0) reaches, as a share of the whole ray.
    greatest
        The greatest gain along any ray, whether a vertex lies on it or not.
    payoffs
        Known points of T(polygon; p0).
    """

    polygon: Polygon
    gains: Floats
    greatest: float
    payoffs: list[Floats]


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
    found = None
    for trial in trials(operator, outer, pause, margin):
        if (trial.gains >= 0).all():
            # Whatever a self-generating set generates may join it.
            found = Polygon.hull([*trial.polygon.vertices, *trial.payoffs], tolerances.LEVEL)
            if trial.greatest <= _NEAR * margin:
                break
    return found


def trials(
    operator: Operator, outer: Polygon, pause: Callable[[], None], margin: float
) -> Iterator[Trial]:
    """Yield polygons with vertices on rays, by Newton's method for F(r) = r + margin."""
    origin = outer.vertices.mean(axis=0)
    rays = Rays(origin, outer.vertices - origin)
    reach = np.ones(len(rays.steps))
    directions, fineness = bisectors(outer), margin
    for _ in range(_STEPS):
        polygon, vertex_rays = rays.polygon(reach)
        image = Image(operator.at(polygon.vertices), pause, fineness)
        exits = image.exits(rays, directions)
        if exits is None:
            return
        gain = np.array([leave.reach for leave in exits]) - reach
        yield Trial(polygon, gain[vertex_rays], float(gain.max()), image.payoffs())
        slopes = _slopes(operator, rays, polygon, vertex_rays, exits)
        step = fixed_point(slopes, gain - margin)
        if step is None or (reach + step <= 0).any():
            return
        reach = reach + step
        directions, fineness = directions_again(exits), margin / 10


def _slopes(
    operator: Operator, rays: Rays, polygon: Polygon, vertex_rays: Integers, exits: list[Exit]
) -> Floats:
    """Return how each exit moves with the reach of each ray, shape (K, K)."""
    motion = Motion.of(operator, polygon.vertices)
    layout = operator.incentives.layout
    rates = Reduced.stacked([leave.tangent.reduced for leave in exits])
    moved = motion.derivatives([leave.ends for leave in exits], rates, layout)
    speed = (rates.normal * rays.steps).sum(axis=1)
    along = np.einsum("knj,nj->kn", moved, rays.steps[vertex_rays]) / speed[:, None]
    slopes = np.zeros((len(exits), len(exits)))
    np.add.at(slopes.T, vertex_rays, along.T)
    return slopes
