"""Outer sets from the floors of decisions: levels that no self-generating set exceeds."""

from __future__ import annotations

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.outer import Levels
from apsgen.fixedpoint.perfect.plans import Plans, Prices
from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.fixedpoint.policy import greatest_fixed_point
from apsgen.polygon import Floats, Polygon


def enclosure(
    profiles: Profiles, outer: Polygon, inner: Polygon, near: Polygon, facing: list[Polygon]
) -> Levels:
    """Return levels of a smaller set that contains V*.

    Parameters
    ----------
    profiles
        The decisions.
    outer
        A set that contains every self-generating set.
    inner
        A self-generating set, or the empty set: what it holds already needs no bound.
    near
        The set at which floors are priced, and whose levels are tried as those of V*. Any set
        gives a bound, V* itself the best one.
    facing
        Sets whose edges are bounded, beside those of `near`.
    """
    coherent = profiles.coherent(near)
    shapes = [near, *facing] if coherent is near else [coherent, near, *facing]
    tight = Levels.around(coherent, _directions(shapes))
    prices = Prices(tight.directions, tight.levels, profiles.punishment(near.vertices))
    above = _needless(profiles, inner, tight.directions)
    added = Plans.joined([prices.plans(profiles, above), _within(profiles, above)])
    upper = _reach(profiles.coherent(outer), tight.directions)
    every = Plans.joined([added, *_detour(profiles, tight.directions)])
    bounds = greatest_fixed_point(every, upper, tight.levels)
    if profiles.on_path:
        bounds = np.minimum(bounds, added.at(bounds))
    return Levels(tight.directions, bounds)


def meet(first: Polygon, second: Polygon) -> Polygon:
    """Return the points that two sets have in common, the second rounded outwards."""
    if first.excess(second) <= 4 * tolerances.LEVEL:
        return first
    every = Levels.around(first, _directions([first, second]))
    levels = np.minimum(every.levels, _reach(second, every.directions))
    return Levels(every.directions, levels).polygon()


def _directions(shapes: list[Polygon]) -> Floats:
    axes = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
    return np.concatenate([axes, *(shape.normals for shape in shapes)])


def _reach(polygon: Polygon, directions: Floats) -> Floats:
    return np.asarray((directions @ polygon.vertices.T).max(axis=1))


def _needless(profiles: Profiles, inner: Polygon, directions: Floats) -> Floats:
    """Return the levels up to which stage payoffs add nothing to an inner set, shape (K,)."""
    if inner.is_empty:
        return np.full(len(directions), -np.inf)
    own, coherent = (_reach(shape, directions) for shape in (inner, profiles.coherent(inner)))
    return tolerances.LEVEL + (own - profiles.delta * coherent) / (1 - profiles.delta)


def _within(profiles: Profiles, above: Floats) -> Plans:
    """What decisions with stage payoffs n . g <= above generate from continuations in V."""
    count = np.arange(len(above))
    share = np.zeros((len(above), 3))
    share[:, 0] = profiles.delta
    return Plans.of(count, (1 - profiles.delta) * above, np.stack([count] * 3, axis=1), share)


def _detour(profiles: Profiles, directions: Floats) -> list[Plans]:
    """The punishment point, where it is among the continuations on the path.

    Under the worst punishment it lies beyond V only where neither payoff rises; the least payoffs
    themselves V attains.
    """
    if not profiles.on_path:
        return []
    count = np.arange(len(directions))
    least = [int(directions[:, i].argmin()) for i in range(2)]
    index = np.column_stack([count, np.full((len(count), 2), least)])
    share = np.zeros((len(count), 3))
    if profiles.fixed is not None:
        return [Plans.of(count, directions @ profiles.fixed, index, share)]
    down = np.flatnonzero((directions < 0).all(axis=1))
    share[:, 1:] = -directions
    return [Plans.of(down, np.zeros(len(down)), index[down], share[down])]
