"""Monotone max-affine maps and their greatest fixed point (Howard's policy iteration).

With the multipliers of the generating programs held fixed, the levels of T(V; p0) are bounded by
a map Phi of the levels of V that is a maximum of affine maps with coefficients >= 0. The levels c*
of every self-generating set below c satisfy c* <= min(c, Phi(c*)), so the greatest fixed point of
min(c, Phi) bounds them all; it is found by solving a few linear systems instead of applying T
thousands of times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.linear import fixed_point
from apsgen.program.reduced import Reduced

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Proposal = tuple[Floats, npt.NDArray[np.bool_]]

_STEPS = 100
_ROUNDS = 10
_APPLICATIONS = 20


class MaxAffine(Protocol):
    """A map of levels to levels, shape (K,) to (K,): maxima of affine maps, coefficients >= 0."""

    def at(self, levels: Floats) -> Floats:
        """Return the map's value."""

    def linearised(self, levels: Floats) -> tuple[Floats, Floats]:
        """Return A (K, K) and b (K,) with map(c) >= A c + b, equal at `levels`."""

    def without_constants(self) -> Self:
        """Return the map v -> max over policies of A v."""

    def competitive(self, upper: Floats, lower: Floats) -> Self:
        """Close what is never chosen at levels between lower and upper."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Maxima of affine functions of the levels, one for each entry of a leading shape.

    The value is max_m [constant + sum_j coefficient[..., m, j] * level[index[..., m, j]]].

    Attributes
    ----------
    constant
        Shape (..., M).
    coefficient, index
        Shape (..., M, J); coefficients are >= 0.
    """

    constant: Floats
    coefficient: Floats
    index: Integers

    def at(self, levels: Floats) -> tuple[Floats, Integers]:
        """Return the values and the maximising m, both of the leading shape."""
        every = self.constant + (self.coefficient * levels[self.index]).sum(axis=-1)
        choice = every.argmax(axis=-1)
        return np.take_along_axis(every, choice[..., None], axis=-1)[..., 0], choice

    def competitive(self, upper: Floats, lower: Floats) -> Terms:
        """Drop the coefficients of functions that are never greatest between two levels."""
        best, _ = self.at(lower)
        reach = self.constant + (self.coefficient * upper[self.index]).sum(axis=-1)
        kept = (reach >= best[..., None])[..., None]
        return Terms(self.constant, np.where(kept, self.coefficient, 0.0), self.index)


@dataclass(frozen=True, slots=True, eq=False)
class Phi:
    """The map from levels of V to bounds on the levels of T(V; p0), shape (K,) to (K,).

    Attributes
    ----------
    base
        Shape (K, T, D); -inf where a decision is not open.
    punished
        Shape (K, T, D, 2): weight of -p0.
    shield
        -p0 of the two players, as maxima over the levels; leading shape (2,).
    later
        Support functions of V at the slopes of each block; leading shape (K, T, blocks, Y).
    """

    base: Floats
    punished: Floats
    shield: Terms
    later: Terms

    @classmethod
    def of(cls, reduced: list[Reduced], shield: Terms, later: Terms) -> Phi:
        """Return the map that one bound for each level makes."""
        leaks = np.stack([r.leaks for r in reduced])
        base = np.stack([r.base for r in reduced]) + leaks[:, :, None]
        return cls(base, np.stack([r.punished for r in reduced]), shield, later)

    def at(self, levels: Floats) -> Floats:
        """Return Phi(levels)."""
        return np.asarray(self._plans(levels)[0].sum(axis=1))

    def linearised(self, levels: Floats) -> tuple[Floats, Floats]:
        """Return A (K, K) and b (K,) with Phi(c) >= A c + b, equal at `levels`."""
        _, decision = self._plans(levels)
        count = len(self.base)
        matrix, constant = np.zeros((count, count)), np.zeros(count)
        rows = np.broadcast_to(np.arange(count)[:, None], decision.shape)
        profiles = np.broadcast_to(np.arange(decision.shape[1]), decision.shape)
        constant += self.base[rows, profiles, decision].sum(axis=1)
        _, place = self._best_terms(levels)
        constant += self.later.constant[place].sum(axis=(1, 2))
        shape = self.later.index[place].shape
        which = np.broadcast_to(rows[..., None, None], shape)
        np.add.at(matrix, (which, self.later.index[place]), self.later.coefficient[place])
        weight = self.punished[rows, profiles, decision].sum(axis=1)
        _, worst = self.shield.at(levels)
        for i in range(2):
            constant += weight[:, i] * self.shield.constant[i, worst[i]]
            for j, coefficient in zip(
                self.shield.index[i, worst[i]], self.shield.coefficient[i, worst[i]], strict=True
            ):
                matrix[:, j] += weight[:, i] * coefficient
        return matrix, constant

    def uses(self, levels: Floats) -> tuple[Integers, Integers, Floats]:
        """Return the levels that the best plans' continuations lie between.

        Shapes (n,), (n, J) and (n, J): the level that is bounded, the levels and coefficients.
        """
        rows, place = self._best_terms(levels)
        index, coefficient = self.later.index[place], self.later.coefficient[place]
        width = index.shape[-1]
        which = np.broadcast_to(rows[..., None], index.shape[:-1])
        return which.reshape(-1), index.reshape(-1, width), coefficient.reshape(-1, width)

    def _best_terms(self, levels: Floats) -> tuple[Integers, tuple[Integers, ...]]:
        """Return the rows of the best plans, (K, T), and where the terms that they use stand."""
        _, decision = self._plans(levels)
        rows = np.broadcast_to(np.arange(len(decision))[:, None], decision.shape)
        profiles = np.broadcast_to(np.arange(decision.shape[1]), decision.shape)
        block = decision if self.later.constant.shape[2] > 1 else np.zeros_like(decision)
        _, option = self.later.at(levels)
        chosen = option[rows, profiles, block]
        signals = np.arange(chosen.shape[-1])
        return rows, (rows[..., None], profiles[..., None], block[..., None], signals, chosen)

    def chosen(self, levels: Floats) -> list[tuple[int, int, int]]:
        """Return direction, profile and decision of the best plans at some levels."""
        _, decision = self._plans(levels)
        return [(k, t, int(d)) for (k, t), d in np.ndenumerate(decision)]

    def without_constants(self) -> Phi:
        """Return the map v -> max over policies of A v."""
        flat = np.where(np.isfinite(self.base), 0.0, -np.inf)
        shield, later = self.shield, self.later
        return Phi(
            flat,
            self.punished,
            Terms(np.zeros_like(shield.constant), shield.coefficient, shield.index),
            Terms(np.zeros_like(later.constant), later.coefficient, later.index),
        )

    def competitive(self, upper: Floats, lower: Floats) -> Phi:
        """Close what is never chosen at levels between lower and upper.

        If c* <= phi(c*) and lower = phi(lower), the greater of the two is such a point as well, so
        only levels between matter: a choice that is worse at upper than the best at lower is out.
        """
        shield, later = (terms.competitive(upper, lower) for terms in (self.shield, self.later))
        best, _ = self._plans(lower)
        kept = self.totals(upper) >= best[..., None]
        return Phi(np.where(kept, self.base, -np.inf), self.punished, shield, later)

    def totals(self, levels: Floats) -> Floats:
        """Return the value of every decision, shape (K, T, D)."""
        later, _ = self.later.at(levels)
        shield, _ = self.shield.at(levels)
        return np.asarray(self.base + self.punished @ shield + later.sum(axis=-1))

    def _plans(self, levels: Floats) -> tuple[Floats, Integers]:
        """Return the value of the best plan and its decision, shape (K, T)."""
        total = self.totals(levels)
        decision = total.argmax(axis=-1)
        return np.take_along_axis(total, decision[..., None], axis=-1)[..., 0], decision


def greatest_fixed_point(phi: MaxAffine, levels: Floats, near: Floats | None = None) -> Floats:
    """Return levels c <= `levels` that bound every c* <= min(levels, phi(c*)).

    Policy iteration proposes the fixed point. It is taken where phi is shown to contract, over all
    decisions that could be chosen between the proposal and `levels`; until then phi is applied.
    Where phi is off by no more than e, the fixed point is off by no more than 2 e v, v the weights
    of the contraction: little, unless phi all but fails to contract, as it does at a threshold.

    Parameters
    ----------
    phi
        The map.
    levels
        Levels that no c* exceeds, shape (K,).
    near
        Levels that may be a fixed point, shape (K,): tried before policy iteration.
    """
    current = np.minimum(levels, phi.at(levels))
    if near is not None and np.abs(phi.at(near) - near).max() <= tolerances.LEVEL:
        proposal: Proposal | None = (near, np.ones(len(near), dtype=bool))
    else:
        proposal = proposed(phi, current)
    if proposal is None:
        return current
    fixed, free = proposal
    for _ in range(_ROUNDS):
        weights = contraction(phi.competitive(current, np.minimum(current, fixed)), free)
        if weights is not None:
            margin = tolerances.ROUNDING * weights
            current = np.minimum(current, fixed + margin)
            if margin.max() <= tolerances.RESOLUTION:
                break
        for _ in range(_APPLICATIONS):
            current = np.minimum(current, phi.at(current))
        if (current - fixed).max() < tolerances.LEVEL:
            break
    return current


def proposed(phi: MaxAffine, levels: Floats) -> Proposal | None:
    """Return a fixed point of min(levels, phi), and which levels phi holds down there.

    By policy iteration (Howard), without proof; ``None`` if it does not come to an end.
    """
    clamped = phi.at(levels) > levels
    current = levels
    for _ in range(_STEPS):
        solved = _solve(*phi.linearised(current), levels, clamped)
        if solved is None:
            return None
        image = phi.at(solved)
        released = clamped & (image < levels - tolerances.LEVEL)
        settled = np.all(image[~clamped] <= solved[~clamped] + tolerances.LEVEL)
        if settled and not released.any():
            return solved, ~clamped
        clamped &= ~released
        current = np.minimum(solved, levels)
    return None


def _solve(
    matrix: Floats, constant: Floats, levels: Floats, clamped: npt.NDArray[np.bool_]
) -> Floats | None:
    """Solve c = A c + b with clamped levels kept; ``None`` if the system has no finite answer."""
    free = ~clamped
    right = constant[free] + matrix[np.ix_(free, clamped)] @ levels[clamped]
    found = fixed_point(matrix[np.ix_(free, free)], right)
    if found is None:
        return None
    solved = levels.copy()
    solved[free] = found
    return solved


def contraction(phi: MaxAffine, free: npt.NDArray[np.bool_]) -> Floats | None:
    """Return v > 0 on the free levels, 0 elsewhere, with A v < v for every policy A of phi.

    ``None`` if none is found (the lemma of docs/explanation/proofs.md asks for it).
    """
    slopes = phi.without_constants()
    weight = free.astype(np.float64)
    for _ in range(_STEPS):
        matrix, _ = slopes.linearised(weight)
        solved = _solve(matrix, np.ones(len(weight)), np.zeros(len(weight)), ~free)
        if solved is None or (solved[free] <= 0).any():
            return None
        if (slopes.at(solved)[free] < solved[free] - 0.5).all():
            return solved
        weight = solved
    return None
