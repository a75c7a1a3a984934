"""The plan of a state as the checker of certificates holds a stage mechanism."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from apsgen import checker
from apsgen.mechanism.fit import Fitted
from apsgen.mechanism.parts import Branch, Pair

ZERO = Fraction(0)


def stage_of(fit: Fitted, state: int) -> checker.Mechanism:
    """Return the plan of a state, which must be coherent, as values of the checker's variables."""
    values: dict[tuple[Any, ...], Fraction] = {}
    used: dict[int, list[int]] = {}
    for cell in fit.cells[state]:
        t, b, share = cell.profile, cell.block, cell.share
        used.setdefault(t, []).append(b)
        values.update({("p", t, d): weight for d, weight in cell.choices})
        for y, entry in cell.entries.items():
            for i, mean in enumerate(mean_of(fit, entry.to)):
                values["w", t, b, y, i] = share * mean
        for y in cell.entries if fit.exact.pays_after else [0]:
            for k, amount in enumerate(cell.paid(y).amounts[: fit.exact.payments]):
                values["m", t, b, y, k] = share * amount
    return checker.Mechanism(values, used, fit.punishment)


def mean_of(fit: Fitted, to: Sequence[Branch]) -> Pair:
    """Return the mean of what the branches of a lottery promise."""
    first, second = ZERO, ZERO
    for branch in to:
        one, other = fit.payoff(branch.state)
        first += branch.probability * (one or ZERO)
        second += branch.probability * (other or ZERO)
    return first, second
