"""What is settled of a state before payoffs and payments are: decisions and transitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from apsgen.checker import ONE, ZERO
from apsgen.extraction.setting import Setting, Stage


@dataclass(frozen=True, slots=True)
class Design:
    """The decisions and transitions of a state.

    Attributes
    ----------
    weights
        Of the decisions that are used, by profile and decision.
    lotteries
        Points and their probabilities, by profile, block and signal.
    divides
        Whether decisions are carried out together, as one block.
    free
        The profiles after which the weights are to be found.
    """

    weights: Mapping[tuple[int, int], Fraction]
    lotteries: Mapping[tuple[int, int, int], Mapping[Any, Fraction]]
    divides: bool
    free: frozenset[int] = frozenset()

    @classmethod
    def of(cls, setting: Setting, stage: Stage) -> Design:
        """Return the design of a stage mechanism; no weight is free."""
        divides = setting.program.game.is_division
        weights: dict[tuple[int, int], Fraction] = {}
        lotteries: dict[tuple[int, int, int], dict[Any, Fraction]] = {}
        for t, plan in enumerate(stage):
            for block in plan["blocks"]:
                found = {d: Fraction(weight) for d, weight in block["weights"]}
                weights.update({(t, d): weight for d, weight in found.items()})
                number = 0 if divides else min(found)
                for y, mean in enumerate(block["continuation"]):
                    lotteries[t, number, y] = {
                        name: Fraction(weight) for name, weight in mean if Fraction(weight)
                    }
        return cls(weights, lotteries, divides)

    def share(self, t: int, block: int) -> Fraction:
        """Return the weight of a block."""
        return ONE if self.divides else self.weights.get((t, block), ZERO)

    def surer(self, decisions: Fraction, transitions: Fraction) -> Design:
        """Return the design with what is rare left out.

        Parameters
        ----------
        decisions
            A plan takes its likeliest decision for sure if the others have at most this weight.
        transitions
            As for decisions, of lotteries over states.
        """
        profiles = dict.fromkeys(t for t, _ in self.weights)
        weights = {}
        for t in profiles:
            plan = {d: weight for (s, d), weight in self.weights.items() if s == t}
            weights.update({(t, d): w for d, w in _likeliest(plan, decisions).items()})
        lotteries = {
            place: _likeliest(lottery, transitions)
            for place, lottery in self.lotteries.items()
            if self.divides or place[:2] in weights
        }
        return Design(weights, lotteries, self.divides, self.free)

    @property
    def mixed(self) -> frozenset[int]:
        """The profiles after which several decisions have weight."""
        profiles = [t for t, _ in self.weights]
        return frozenset(t for t in profiles if profiles.count(t) > 1)

    @property
    def is_sure(self) -> bool:
        """Whether nothing is drawn or divided."""
        return not self.mixed and all(len(one) == 1 for one in self.lotteries.values())


def _likeliest(weights: Mapping[Any, Fraction], rare: Fraction) -> dict[Any, Fraction]:
    """Return the likeliest for sure if all others are rare; else all as they are."""
    best = max(weights, key=lambda name: weights[name])
    return {best: ONE} if ONE - weights[best] <= rare else dict(weights)
