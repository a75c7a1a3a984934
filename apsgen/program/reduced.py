"""What multipliers make of the generating program: a bound on T(V; p0) for every V."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apsgen.program.coherence import Continuations
from apsgen.program.stage import Floats, Layout, Stage


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """A sum of incentive rows, each times its multiplier.

    Attributes
    ----------
    base
        Shape (..., T, D): coefficients of p, p0 left out.
    punished
        Shape (..., T, D, 2): coefficients of -p0 p.
    slopes
        Shape (..., T, blocks, Y, 2): coefficients of W.
    payments
        Shape (..., T, blocks, payment signals, kinds): coefficients of the payments.
    """

    base: Floats
    punished: Floats
    slopes: Floats
    payments: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """A bound on T that depends on V and p0 alone; or many, along leading axes.

    normal . v <= sum_t max_d [base + sum_y h_V(slopes) - punished . p0] + leaks for every v in
    T(V; p0) (in a division the maxima over d and over w are separate).

    Attributes
    ----------
    normal
        Shape (..., 2).
    base
        Shape (..., T, D); -inf where a decision is not open.
    punished
        Shape (..., T, D, 2); >= 0 if the multipliers are.
    slopes
        Shape (..., T, blocks, Y, 2).
    payments
        Shape (..., T, blocks, payment signals, kinds): what payments would add; zero or less but
        for rounding.
    greatest_payment
        The bound on a payment.
    """

    normal: Floats
    base: Floats
    punished: Floats
    slopes: Floats
    payments: Floats
    greatest_payment: float

    @classmethod
    def of_payoffs(cls, stage: Stage, layout: Layout, normal: Floats, payoff: Floats) -> Reduced:
        """Return the bound without incentive rows; `payoff` has shape (..., variables)."""
        base, slopes, payments = layout.split(payoff)
        return cls(
            normal=normal,
            base=np.where(stage.allowed, base, -np.inf),
            punished=np.zeros((*base.shape, 2)),
            slopes=slopes,
            payments=payments,
            greatest_payment=stage.greatest_payment,
        )

    @property
    def leaks(self) -> Floats:
        """Shape (..., T): what payments could add through rounding in the multipliers."""
        over = np.maximum(self.payments, 0.0).sum(axis=(-3, -2, -1))
        return np.asarray(self.greatest_payment * over)

    @classmethod
    def stacked(cls, every: Sequence[Reduced]) -> Reduced:
        """Return many bounds as one."""
        return cls(
            np.stack([r.normal for r in every]),
            np.stack([r.base for r in every]),
            np.stack([r.punished for r in every]),
            np.stack([r.slopes for r in every]),
            np.stack([r.payments for r in every]),
            every[0].greatest_payment,
        )

    def at(self, index: int) -> Reduced:
        """Return one of many bounds."""
        return Reduced(
            self.normal[index],
            self.base[index],
            self.punished[index],
            self.slopes[index],
            self.payments[index],
            self.greatest_payment,
        )

    def plus(self, rows: Weighted) -> Reduced:
        """Return the bound with further rows in it."""
        return dataclasses.replace(
            self,
            base=self.base + rows.base,
            punished=self.punished + rows.punished,
            slopes=self.slopes + rows.slopes,
            payments=self.payments + rows.payments,
        )

    def without(self, place: tuple[int, int]) -> Reduced:
        """Return the bound with a decision closed in a profile: no continuation enforces it."""
        base = self.base.copy()
        base[place] = -np.inf
        return dataclasses.replace(self, base=base)

    def with_block(self, other: Reduced, place: tuple[int, int]) -> Reduced:
        """Return the bound with one block (a profile and a decision) taken from another."""
        parts = {}
        for name in ("base", "punished", "slopes", "payments"):
            values = getattr(self, name).copy()
            values[place] = getattr(other, name)[place]
            parts[name] = values
        return dataclasses.replace(self, **parts)

    def with_punishment_below(self) -> Reduced:
        """Return the bound when w may lie at p0 = (min v1, min v2), beyond V.

        p0 is farther than V only in directions in which neither payoff rises, and there
        slopes . p0 = -|slopes| . p0: the slope turns into a weight of -p0.
        """
        down = (self.slopes <= 0).all(axis=-1, keepdims=True)
        weight = np.where(down, -self.slopes, 0.0).sum(axis=2)
        return dataclasses.replace(
            self,
            punished=self.punished + weight,
            slopes=np.where(down, 0.0, self.slopes),
        )

    def scaled(self, factor: float, origin: Floats) -> Reduced:
        """Return factor times the bound on normal . (v - origin)."""
        profiles = len(self.base)
        return dataclasses.replace(
            self,
            normal=factor * self.normal,
            base=factor * (self.base - float(self.normal @ origin) / profiles),
            punished=factor * self.punished,
            slopes=factor * self.slopes,
            payments=factor * self.payments,
        )

    def bounds(self, continuations: Continuations, punishment: Floats) -> Floats:
        """Return the bound for given continuation payoffs and p0, shape (...)."""
        later, _ = continuations.best(self.slopes)
        now = self.base - self.punished @ punishment
        best = (now + later.sum(axis=-1)).max(axis=-1)
        return np.asarray((best + self.leaks).sum(axis=-1))

    def bound(self, continuations: Continuations, punishment: Floats) -> float:
        """Return one bound for given continuation payoffs and p0."""
        return float(self.bounds(continuations, punishment))
