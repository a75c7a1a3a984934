"""Impulse responses: how later types move with the first one, the shocks between them fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from apsgen.dynamic.environment import ZERO
from apsgen.errors import UsageError

ONE = Fraction(1)

Matrix = Sequence[Sequence[Fraction]]
"""For each present type the probabilities of the next ones, both from the worst to the best."""


@dataclass(frozen=True, slots=True)
class Shock:
    """A shock that does not depend on the present type, and what it leads to.

    Attributes
    ----------
    chance
        Its probability.
    leads_to
        For each present type the next one.
    """

    chance: Fraction
    leads_to: tuple[int, ...]


def orthogonal(rows: Matrix) -> tuple[Shock, ...]:
    """Return the shocks of a kernel, independent of the present type.

    A number is drawn evenly from [0, 1], and each type moves to the quantile of its own row.
    Numbers with the same effect are one shock; the better ones come later.

    Parameters
    ----------
    rows
        For each present type the probabilities of the next ones.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> for shock in orthogonal([[half, half], [half / 2, half * 3 / 2]]):
    ...     print(shock.chance, shock.leads_to)
    1/4 (0, 0)
    1/4 (0, 1)
    1/2 (1, 1)
    """
    levels = [[*accumulate(row)] for row in rows]
    cuts = sorted({level for own in levels for level in own if 0 < level < 1} | {ONE})
    found: list[Shock] = []
    below = ZERO
    for cut in cuts:
        to = tuple(next(n for n, level in enumerate(own) if level >= cut) for own in levels)
        if found and found[-1].leads_to == to:
            found[-1] = Shock(found[-1].chance + cut - below, to)
        else:
            found.append(Shock(cut - below, to))
        below = cut
    return tuple(found)


def impulse_responses(
    kernels: Sequence[Matrix], values: Sequence[Sequence[Fraction]], path: Sequence[int]
) -> tuple[Fraction, ...]:
    """Return how much the value of each type on a path moves with that of the first.

    The first type is moved to the next better one and the shocks are kept, as far as the path
    tells them; the response is the mean change of the value by the change of the first value.

    Parameters
    ----------
    kernels
        For each period but the last the kernel to the next one.
    values
        For each period the values of its types, from the worst to the best.
    path
        The type of each period; the first is not the best.

    Returns
    -------
    tuple
        A response for each period; the first is 1.

    Raises
    ------
    UsageError
        If the path has no probability, or there is no type above the first.

    Examples
    --------
    >>> zero, half, one = Fraction(0), Fraction(1, 2), Fraction(1)
    >>> values = [[zero, one]] * 2
    >>> impulse_responses([[[half, half], [zero, one]]], values, (0, 0))
    (Fraction(1, 1), Fraction(1, 1))
    >>> impulse_responses([[[half, half], [half, half]]], values, (0, 0))
    (Fraction(1, 1), Fraction(0, 1))
    """
    if path[0] + 1 >= len(values[0]):
        raise UsageError("the first type of the path is the best one; a response needs a better")
    step = values[0][path[0] + 1] - values[0][path[0]]
    moved = {path[0] + 1: ONE}
    found = [ONE]
    for period, kernel in enumerate(kernels, start=1):
        moved = _moved(orthogonal(kernel), moved, path[period - 1], path[period])
        mean = sum((x * values[period][type_] for type_, x in moved.items()), ZERO)
        found.append((mean - values[period][path[period]]) / step)
    return tuple(found)


def _moved(
    shocks: Sequence[Shock], moved: dict[int, Fraction], before: int, now: int
) -> dict[int, Fraction]:
    """Return where the moved type is, given where the type itself went."""
    seen = [shock for shock in shocks if shock.leads_to[before] == now]
    whole = sum((shock.chance for shock in seen), ZERO)
    if not whole:
        raise UsageError(f"the path goes from type {before} to {now}, which has no probability")
    found: dict[int, Fraction] = {}
    for type_, weight in moved.items():
        for shock in seen:
            to = shock.leads_to[type_]
            found[to] = found.get(to, ZERO) + weight * shock.chance / whole
    return found


def autoregressive_responses(coefficient: Fraction, periods: int) -> tuple[Fraction, ...]:
    """Return the impulse responses of a type that moves by coefficient · type + shock.

    They are the powers of the coefficient, whatever the shocks are.

    Examples
    --------
    >>> [str(one) for one in autoregressive_responses(Fraction(1, 2), 4)]
    ['1', '1/2', '1/4', '1/8']
    """
    return tuple(coefficient**period for period in range(periods))


def thresholds(
    coefficient: Fraction, inverse_hazard: Fraction, periods: int, cost: Fraction = ZERO
) -> tuple[Fraction, ...]:
    """Return from which types on a good is sold in each period, by the virtual surplus.

    A buyer whose types are his values, and move by coefficient · type + shock, gets the good
    where θₜ − coefficientᵗ (1 − F(θ₀))/f(θ₀) is at least its cost.

    Parameters
    ----------
    coefficient
        From the type of a period to the next.
    inverse_hazard
        (1 − F(θ₀))/f(θ₀) at the first type; 1 − θ₀ if it is uniform on [0, 1].
    periods
        How many.
    cost
        Of the good.

    Examples
    --------
    >>> [str(one) for one in thresholds(Fraction(1, 2), 1 - Fraction(2, 5), 4)]
    ['3/5', '3/10', '3/20', '3/40']
    """
    responses = autoregressive_responses(coefficient, periods)
    return tuple(cost + inverse_hazard * response for response in responses)
