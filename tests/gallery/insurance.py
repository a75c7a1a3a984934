"""The contract of Thomas and Worrall as a recursive mechanism of many states, built by hand.

Promises stand on a grid of ratios g: after the low income a promise moves by 31 steps, after the
high one by 30 back, since ln omega(poor) / -ln omega(rich) is 1.0336, and 31/30 is 1.0333. What a
promise says of today is kept by lots over three transfers. Beyond the two ends of the grid a
constant lot is drawn for ever, which needs no incentives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log

import numpy as np

from apsgen.game import Game
from apsgen.mechanism import Mechanism
from apsgen.mechanism.parts import Block, Branch, Choice, Continuation, Plan, State

UP, DOWN = 31, 30
STEP = log(1.0341824 / 0.9680049) / (UP + DOWN)
LOW, HIGH = -560, 590
"""The ends of the grid, in steps from autarky."""

SLACK = 1e-9
ROOM = 1e-5
"""What truth leaves the rich, and what a promise to the lender leaves for rounding."""

DIGITS = 10**12

Lot = dict[int, Fraction]
"""Probabilities of the transfers, by their places on the grid."""


def rational(value: float) -> Fraction:
    return Fraction(round(value * DIGITS), DIGITS)


@dataclass(frozen=True)
class Insurance:
    """What the case says: transfers and the borrower's utilities, in exact numbers.

    Attributes
    ----------
    beta
        The discount factor.
    transfers
        Each b.
    poor, rich
        The utility of each b at the two incomes.
    """

    beta: Fraction
    transfers: tuple[Fraction, ...]
    poor: tuple[Fraction, ...]
    rich: tuple[Fraction, ...]

    @classmethod
    def of(cls, game: Game) -> Insurance:
        lender, borrower = game.payoff[:, :, 0]
        return cls(game.delta, tuple(-lender[:, 0]), tuple(borrower[:, 0]), tuple(borrower[:, 1]))

    def cheap(self, utility: Fraction, utilities: Sequence[Fraction]) -> Lot:
        """Return the lot over neighbouring transfers that gives a utility."""
        at = int(np.searchsorted(np.array(utilities, dtype=float), float(utility)))
        at = min(max(at, 1), len(utilities) - 1)
        share = (utility - utilities[at - 1]) / (utilities[at] - utilities[at - 1])
        return {at - 1: 1 - share, at: share}

    def dearer(self, lot: Lot, mean: Fraction, utilities: Sequence[Fraction]) -> Lot:
        """Return a lot of the same utility over three transfers whose mean is a given one."""
        first, second = lot
        b = self.transfers
        for third in {0, len(b) - 1} - {first, second}:
            spread = (utilities[third] - utilities[first]) / (utilities[second] - utilities[first])
            gain = b[third] - b[first] - spread * (b[second] - b[first])
            share = (mean - self.mean(lot)) / gain
            found = {
                first: lot[first] + (spread - 1) * share,
                second: lot[second] - spread * share,
                third: share,
            }
            if min(found.values()) >= 0:
                return found
        raise ValueError("no lot over three transfers has this mean")

    def mean(self, lot: Lot) -> Fraction:
        return sum((p * self.transfers[k] for k, p in lot.items()), Fraction(0))


def worth(lot: Lot, utilities: Sequence[Fraction]) -> Fraction:
    return sum((p * utilities[k] for k, p in lot.items()), Fraction(0))


@dataclass(frozen=True)
class Today:
    """The lots after the two reports, and the lender's mean payment."""

    poor: Lot
    rich: Lot


class Contract:
    """Promises and lots, state by state."""

    def __init__(self, game: Game) -> None:
        self.model = Insurance.of(game)
        autarky = (exp(-1) + exp(-2)) / 2
        self.places = range(LOW - DOWN, HIGH + UP + 1)
        self.promise = {k: rational(-autarky * exp(k * STEP)) for k in self.places}
        self.today = {k: self._lots(k) for k in self.places}
        self.lender = self._lender()

    def ends(self, k: int) -> bool:
        return not LOW <= k <= HIGH

    def _lots(self, k: int) -> Today:
        model, beta, promise = self.model, self.model.beta, self.promise
        if self.ends(k):
            both = [(p + r) / 2 for p, r in zip(model.poor, model.rich, strict=True)]
            lot = model.cheap(promise[k], both)
            return Today(lot, lot)
        later = beta * (promise[k + UP] - promise[k - DOWN])
        total = 2 * promise[k] - beta * (promise[k + UP] + promise[k - DOWN])
        # The rich is indifferent, but for SLACK: u is 1/e of what the poor has from the same lot.
        share = (float(total) - float(later)) / (1 - beta) / (1 + exp(-1))
        poor = model.cheap(rational(float(share) - SLACK), model.poor)
        rich = (total - (1 - beta) * worth(poor, model.poor)) / (1 - beta)
        return Today(poor, model.cheap(rich, model.rich))

    def _lender(self) -> dict[int, Fraction]:
        """Return what the lender is promised: ROOM less a period than the lots leave."""
        model, first, count = self.model, self.places[0], len(self.places)
        matrix, right = np.eye(count), np.zeros(count)
        for k in self.places:
            today, row = self.today[k], k - first
            mean = (model.mean(today.poor) + model.mean(today.rich)) / 2
            right[row] = -(1 - float(model.beta)) * float(mean)
            if self.ends(k):
                right[row] = -float(mean)
                continue
            right[row] -= (1 - float(model.beta)) * ROOM
            for step in (UP, -DOWN):
                matrix[row, row + step] -= float(model.beta) / 2
        found = np.linalg.solve(matrix, right)
        exact = {k: rational(found[k - first]) for k in self.places}
        return exact | {k: -model.mean(self.today[k].poor) for k in self.places if self.ends(k)}

    def state(self, k: int) -> State:
        model, beta, today = self.model, self.model.beta, self.today[k]
        rich = today.rich
        after = {"poor": k, "rich": k}
        if not self.ends(k):
            after = {"poor": k + UP, "rich": k - DOWN}
            later = beta * sum(self.lender[j] for j in after.values()) / 2
            mean = 2 * (later - self.lender[k]) / (1 - beta) - model.mean(today.poor)
            rich = model.dearer(today.rich, mean, model.rich)
        plans = tuple(
            Plan((None, report), tuple(self._blocks(lot, after[report])))
            for report, lot in (("poor", today.poor), ("rich", rich))
        )
        return State((self.lender[k], self.promise[k]), plans)

    def _blocks(self, lot: Lot, after: int) -> list[Block]:
        to = (Branch(after - self.places[0], Fraction(1)),)
        return [
            Block((Choice((str(self.model.transfers[k]), ""), weight),), (Continuation(None, to),))
            for k, weight in lot.items()
            if weight
        ]

    def mechanism(self, case: str) -> Mechanism:
        """Return the mechanism, which begins near autarky."""
        states = tuple(map(self.state, self.places))
        worst = min(self.lender.values()), min(self.promise.values())
        return Mechanism(case, self.model.beta, -self.places[0], worst, states)
