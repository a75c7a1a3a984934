"""Linear programs with exact answers: a basis from HiGHS, solved and proved in fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from apsgen.dynamic.environment import ZERO
from apsgen.dynamic.sparse import solved
from apsgen.errors import ProgramError, UsageError

if TYPE_CHECKING:
    from apsgen.dynamic.growing import Grown

Linear = Mapping[int, Fraction]
"""Coefficients by column; those that are 0 left out."""

MOST_UNKNOWNS = 5_000


def affordable(unknowns: int) -> None:
    """Refuse a program that would take too long.

    Raises
    ------
    UsageError
        If it has too many unknowns.
    """
    if unknowns > MOST_UNKNOWNS:
        found = f"the linear program has {unknowns:,} unknowns or more"
        raise UsageError(f"{found}; at most {MOST_UNKNOWNS:,} are solved: use fewer types")


@dataclass(frozen=True, slots=True)
class Bound:
    """A row of a program: a linear form is at least a number, or equal to it."""

    form: Linear
    least: Fraction
    is_equality: bool = False


@dataclass(frozen=True, slots=True)
class Optimum:
    """An optimum, proved.

    Attributes
    ----------
    values
        The value of each column.
    total
        What is maximised.
    """

    values: tuple[Fraction, ...]
    total: Fraction


def maximise(cost: Sequence[Fraction], kept: Sequence[Bound], waiting: Sequence[Bound]) -> Optimum:
    """Maximise a linear form over columns that are at least 0, exactly.

    Parameters
    ----------
    cost
        The coefficient of each column.
    kept
        Rows that the program begins with; there must be one.
    waiting
        Rows that are added where the optimum without them violates them.

    Returns
    -------
    Optimum
        A vertex. All rows hold exactly, and multipliers of the rows prove that nothing is more.

    Raises
    ------
    ProgramError
        If no point satisfies all rows, or no optimum was proved.

    Examples
    --------
    >>> one = Fraction(1)
    >>> least = [Bound({0: -one, 1: -one}, -one), Bound({0: -3 * one}, -one)]
    >>> maximise([2 * one, one], least, []).total
    Fraction(4, 3)
    """
    grown = _grown(cost, kept, waiting)
    grown.solve(grown.program.maximise)
    columns, active = grown.program.basis()
    rows = grown.rows
    active_rows = [rows[place] for place in active.tolist()]
    found = _proved(cost, rows, grown.rest, columns.tolist(), active_rows)
    return found or pivoted(cost, [*rows, *grown.rest])


def pivoted(cost: Sequence[Fraction], rows: Sequence[Bound]) -> Optimum:
    """Return the same by pivots in fractions on all rows at once: slower, and surer.

    Raises
    ------
    ProgramError
        If no point satisfies all rows, or no optimum was found.

    Examples
    --------
    >>> one = Fraction(1)
    >>> pivoted([one], [Bound({0: -2 * one}, -one)]).values
    (Fraction(1, 2),)
    """
    # Imported here: reading and checking mechanisms does without a solver.
    from apsgen.exact_lp import Linear as Program
    from apsgen.exact_lp import solve

    ordered = sorted(rows, key=lambda row: not row.is_equality)
    columns = _transposed([row.form for row in ordered], len(cost))
    equations = sum(row.is_equality for row in rows)
    found = solve(Program(columns, cost, [row.least for row in ordered], equations))
    if found is None:
        raise ProgramError("no mechanism satisfies the constraints of a linear program")
    values = tuple(found.values.get(column, ZERO) for column in range(len(cost)))
    return Optimum(values, found.value)


def maximise_whole(
    cost: Sequence[Fraction], kept: Sequence[Bound], waiting: Sequence[Bound], whole: int
) -> Optimum:
    """Maximise a linear form over columns of which the first ones are 0 or 1.

    Parameters
    ----------
    cost, kept, waiting
        As for `maximise`.
    whole
        How many columns are 0 or 1.

    Returns
    -------
    Optimum
        All rows hold exactly, and the other columns are proved to be the best for these; that
        no other choice of the first columns is better rests on the solver, in floating point.

    Raises
    ------
    ProgramError
        If no point satisfies all rows, or no optimum is found in a minute.

    Examples
    --------
    >>> one = Fraction(1)
    >>> maximise_whole([2 * one, one], [Bound({0: -3 * one, 1: -2 * one}, -4 * one)], [], 1).total
    Fraction(5, 2)
    """
    grown = _grown(cost, kept, waiting)
    found = grown.solve(lambda floats: grown.program.maximise_whole(floats, whole))
    first = [Fraction(round(x)) for x in found[:whole]]
    rows = [_without(row, first) for row in (*kept, *waiting)]
    rest = [row for row in rows if row.form]
    if any(not row.form and not _holds(row, ()) for row in rows):
        raise ProgramError("a choice of a program in whole numbers does not hold exactly")
    other = maximise(cost[whole:], rest, ())
    total = other.total + sum((x * y for x, y in zip(cost, first, strict=False)), ZERO)
    return Optimum((*first, *other.values), total)


def _grown(cost: Sequence[Fraction], kept: Sequence[Bound], waiting: Sequence[Bound]) -> Grown:
    # Imported here: reading and checking mechanisms does without a solver.
    from apsgen.dynamic.growing import Grown

    return Grown(cost, kept, waiting)


def _without(row: Bound, first: Sequence[Fraction]) -> Bound:
    """Return a row in which the first columns have values; the others are counted from 0."""
    size = len(first)
    known = sum((x * first[j] for j, x in row.form.items() if j < size), ZERO)
    form = {j - size: x for j, x in row.form.items() if j >= size}
    return Bound(form, row.least - known, row.is_equality)


def _proved(
    cost: Sequence[Fraction],
    rows: Sequence[Bound],
    rest: Sequence[Bound],
    columns: Sequence[int],
    active: Sequence[Bound],
) -> Optimum | None:
    """Solve a basis in fractions; prove that its point satisfies all rows and is the best."""
    places = {column: place for place, column in enumerate(columns)}
    inside = [{places[j]: x for j, x in row.form.items() if j in places} for row in active]
    basic = solved(inside, [row.least for row in active])
    prices = solved(_transposed(inside, len(columns)), [-cost[j] for j in columns])
    if basic is None or prices is None:
        return None
    values = [ZERO] * len(cost)
    for column, x in zip(columns, basic, strict=True):
        values[column] = x
    priced = [*zip(active, prices, strict=True)]
    gains = [*cost]
    for row, price in priced:
        for column, x in row.form.items():
            gains[column] += price * x
    feasible = min(values) >= 0 and all(_holds(row, values) for row in (*rows, *rest))
    best = max(gains) <= 0 and all(row.is_equality or price >= 0 for row, price in priced)
    if not (feasible and best):
        return None
    total = sum((x * y for x, y in zip(cost, values, strict=True)), ZERO)
    return Optimum(tuple(values), total)


def _holds(row: Bound, values: Sequence[Fraction]) -> bool:
    left = sum((x * values[j] for j, x in row.form.items()), ZERO)
    return left == row.least if row.is_equality else left >= row.least


def _transposed(rows: Sequence[Linear], size: int) -> list[dict[int, Fraction]]:
    found: list[dict[int, Fraction]] = [{} for _ in range(size)]
    for place, row in enumerate(rows):
        for column, x in row.items():
            found[column][place] = x
    return found
