"""Outer sets: V* lies below every level that policy iteration reaches."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.policy import Floats, Integers, Phi, Terms, greatest_fixed_point
from apsgen.polygon import Polygon
from apsgen.program.generating import Generated, GeneratingProgram
from apsgen.program.reduced import Reduced
from apsgen.program.relaxation import without_floors
from apsgen.self_generation import Operator

_NARROW = 1e-8
_MANY = 64


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """A set {v : directions . v <= levels}.

    Attributes
    ----------
    directions
        Shape (K, 2): unit vectors by angle, less than half a turn apart.
    levels
        Shape (K,).
    """

    directions: Floats
    levels: Floats

    @classmethod
    def around(cls, polygon: Polygon, directions: Floats) -> Levels:
        """Return the tightest levels around a polygon; directions in any order."""
        # A player's least payoff is a level, so what is near an axis becomes the axis.
        snapped = np.where(np.abs(directions) <= 2 * _NARROW, 0.0, directions)
        angle = np.arctan2(snapped[:, 1], snapped[:, 0])
        order = np.argsort(angle, kind="stable")
        turn = np.diff(angle[order], prepend=angle[order[-1]] - 2 * np.pi)
        chosen = snapped[order][turn > _NARROW]
        return cls(chosen, (chosen @ polygon.vertices.T).max(axis=1))

    def tightened(self) -> tuple[Levels, Polygon]:
        """Return the same set, rounded outwards, with every level tight; and as a polygon."""
        polygon = self.polygon()
        if polygon.is_empty:
            return self, polygon
        reach = (self.directions @ polygon.vertices.T).max(axis=1)
        return Levels(self.directions, np.minimum(reach, self.levels)), polygon

    def polygon(self) -> Polygon:
        """Return the set, each level rounded outwards; empty if no point satisfies all."""
        corners = self._corners() if len(self.levels) > _MANY else None
        if corners is not None:
            return Polygon.hull(corners, tolerances.LEVEL)
        tangents = np.stack([-self.directions[:, 1], self.directions[:, 0]], axis=1)
        feet = self.levels[:, None] * self.directions
        speed = tangents @ self.directions.T
        room = self.levels + 2 * tolerances.LEVEL - feet @ self.directions.T
        with np.errstate(divide="ignore", invalid="ignore"):
            limit = room / speed
        last = np.where(speed > _NARROW, limit, np.inf).min(axis=1)
        first = np.where(speed < -_NARROW, limit, -np.inf).max(axis=1)
        parallel = np.abs(speed) <= _NARROW
        blocked = (parallel & (room < 0)).any(axis=1)
        kept = (first <= last) & ~blocked
        return Polygon.hull(feet[kept] + last[kept, None] * tangents[kept], tolerances.LEVEL)

    def _corners(self) -> Floats | None:
        """Return where neighbouring lines meet; ``None`` if that is not all there is to the set.

        A line whose two corners stand in the wrong order cuts off nothing beyond its neighbours.
        """
        directions, levels = self.directions, self.levels + 2 * tolerances.LEVEL
        while len(levels) > _MANY:
            after = np.roll(directions, -1, axis=0)
            area = directions[:, 0] * after[:, 1] - directions[:, 1] * after[:, 0]
            if (area <= 0.0).any():
                return None
            next_levels = np.roll(levels, -1)
            x = (levels * after[:, 1] - next_levels * directions[:, 1]) / area
            y = (directions[:, 0] * next_levels - after[:, 0] * levels) / area
            corners = np.stack([x, y], axis=1)
            along = corners - np.roll(corners, 1, axis=0)
            forwards = along[:, 1] * directions[:, 0] - along[:, 0] * directions[:, 1] >= 0.0
            if forwards.all():
                return corners
            directions, levels = directions[forwards], levels[forwards]
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """One application of T to an outer set.

    Attributes
    ----------
    levels
        The set that T was applied to, every level tight.
    generated
        The farthest point of T in each direction.
    bounds
        Levels that no self-generating subset exceeds, shape (K,).
    phi
        The map of which they are the greatest fixed point.
    """

    levels: Levels
    generated: tuple[Generated, ...]
    bounds: Floats
    phi: Phi


def apply(operator: Operator, levels: Levels, pause: Callable[[], None]) -> Applied | None:
    """Apply T to an outer set and bound its fixed point; ``None`` if nothing is generated.

    Parameters
    ----------
    operator
        The operator T.
    levels
        A set that contains every self-generating set.
    pause
        Called before each direction; may raise to end the run.
    """
    tight, polygon = levels.tightened()
    if polygon.is_empty:
        return None
    program = operator.at(polygon.vertices)
    generated = program.supports(tight.directions, pause)
    if generated is None:
        return None
    once = np.minimum(tight.levels, [point.bound for point in generated])

    def phi_of(reduced: list[Reduced]) -> Phi:
        return outer_phi(operator, tight, polygon, reduced)

    bounds, phi = settle(operator, program, generated, once, phi_of)
    return Applied(tight, tuple(generated), bounds, phi)


def settle(
    operator: Operator,
    program: GeneratingProgram,
    generated: list[Generated],
    once: Floats,
    phi_of: Callable[[list[Reduced]], Phi],
) -> tuple[Floats, Phi]:
    """Return the greatest fixed point of the bounds, those of competing blocks sharpened."""
    reduced = [point.reduced for point in generated]
    sharp = {
        (k, profile, block)
        for k, point in enumerate(generated)
        for profile, block in zip(
            point.plans.profile.tolist(), point.plans.block.tolist(), strict=True
        )
    }
    while True:
        phi = phi_of(reduced)
        bounds = greatest_fixed_point(phi, once)
        if not operator.incentives.has_block_rows:
            return bounds, phi
        blunt = [place for place in phi.chosen(bounds) if place not in sharp]
        if not blunt:
            return bounds, phi
        for k, profile, block in blunt:
            point = dataclasses.replace(generated[k], reduced=reduced[k])
            reduced[k] = program.sharpened(point, (profile, block))
        sharp.update(blunt)


def unfloored(
    operator: Operator, levels: Levels, polygon: Polygon, reduced: list[Reduced]
) -> list[Reduced]:
    """Return the bounds with floors, and a punishment on the path, turned into weights of p0."""
    punishment = operator.punishment(polygon.vertices)
    floors = operator.incentives.floors(punishment)
    if floors is not None:
        known = (levels.directions, levels.levels, floors, punishment)
        reduced = [without_floors(r, *known) for r in reduced]
    rule = operator.stage.game.punishment
    if rule.on_path and rule.values is None:
        reduced = [r.with_punishment_below() for r in reduced]
    return reduced


def outer_phi(operator: Operator, levels: Levels, polygon: Polygon, reduced: list[Reduced]) -> Phi:
    """Return the bound that the multipliers of all directions imply, as a map of the levels."""
    plain = unfloored(operator, levels, polygon, reduced)
    slopes = np.stack([r.slopes for r in plain])
    later = _later(operator, levels.directions, slopes)
    return Phi.of(plain, _shield(operator, levels.directions), later)


def _shield(operator: Operator, directions: Floats) -> Terms:
    """-p0 of each player: a constant, or the level in the direction of his least payoff."""
    index = np.array([[_axes(directions)]] * 2).reshape(2, 1, 2)
    if operator.stage.game.punishment.values is None:
        return Terms(np.zeros((2, 1)), np.eye(2)[:, None, :], index)
    constant = -operator.punishment(np.zeros((1, 2)))[:, None]
    return Terms(constant, np.zeros((2, 1, 2)), index)


def _axes(directions: Floats) -> list[int]:
    """Indices of the directions in which the players' least payoffs are levels."""
    return [int(np.argmin(directions[:, i])) for i in range(2)]


def _later(operator: Operator, directions: Floats, slopes: Floats) -> Terms:
    """Support functions of the continuation payoffs: V, or co(V, p0)."""
    index, coefficient = between(directions, slopes)
    constant = np.zeros((*slopes.shape[:-1], 1))
    rule = operator.stage.game.punishment
    if not rule.on_path or rule.values is None:
        return Terms(constant, coefficient[..., None, :], index[..., None, :])
    at_punishment = slopes @ operator.punishment(np.zeros((1, 2)))
    return Terms(
        np.stack([constant[..., 0], at_punishment], axis=-1),
        np.stack([coefficient, np.zeros_like(coefficient)], axis=-2),
        np.stack([index, index], axis=-2),
    )


def between(directions: Floats, slopes: Floats) -> tuple[Integers, Floats]:
    """Write slopes (..., 2) as combinations, coefficients >= 0, of the two directions beside."""
    angles = np.arctan2(directions[:, 1], directions[:, 0])
    angle = np.arctan2(slopes[..., 1], slopes[..., 0])
    after = np.searchsorted(angles, angle, side="right") % len(angles)
    before = (after - 1) % len(angles)
    first, second = directions[before], directions[after]
    area = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    left = (slopes[..., 0] * second[..., 1] - slopes[..., 1] * second[..., 0]) / area
    right = (first[..., 0] * slopes[..., 1] - first[..., 1] * slopes[..., 0]) / area
    coefficient = np.maximum(np.stack([left, right], axis=-1), 0.0)
    return np.stack([before, after], axis=-1), coefficient
