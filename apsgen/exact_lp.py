"""Linear programs solved exactly: a basis found in floats, then proved or improved in rationals.

maximise gains . x  subject to  A x = b in the first rows, A x >= b in the others, x >= 0
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

from apsgen.errors import ProgramError
from apsgen.lp import LinearProgram

Column = Mapping[int, Fraction]
"""The coefficients of a variable by row."""

ZERO = Fraction(0)
_MOST_PIVOTS = 500


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear program in exact numbers.

    Attributes
    ----------
    columns
        The variables, all >= 0.
    gains
        What a unit of each adds to the objective.
    right
        The right-hand sides.
    equations
        How many rows, the first ones, are equations.
    """

    columns: Sequence[Column]
    gains: Sequence[Fraction]
    right: Sequence[Fraction]
    equations: int


@dataclass(frozen=True, slots=True)
class Solution:
    """An optimum with its proof.

    Attributes
    ----------
    value
        The objective.
    values
        The variables that are not zero, by number.
    multipliers
        y by row, >= 0 on inequalities, with gains + A'y <= 0 and value = -y . b: no x does better.
    """

    value: Fraction
    values: Mapping[int, Fraction]
    multipliers: Mapping[int, Fraction]


def solve(program: Linear) -> Solution | None:
    """Return an exact optimum; ``None`` if it is proved that no x satisfies the rows.

    Raises
    ------
    ProgramError
        If neither was shown.

    Examples
    --------
    >>> one = Fraction(1)
    >>> found = solve(Linear([{0: one}, {0: 3 * one}], [one, one], [one], 1))
    >>> str(found.value), found.values
    ('1', {0: Fraction(1, 1)})
    """
    begun = _basis(program)
    if begun is None:
        if _is_refuted(program):
            return None
        raise _unsolved("is not refuted")
    return _Exact(program, *begun).optimum()


def _unsolved(what: str) -> ProgramError:
    return ProgramError(f"a linear program {what} in exact numbers")


def _basis(program: Linear) -> tuple[list[int], list[int]] | None:
    """Return basic columns and active rows of an optimum in floats; ``None`` if infeasible."""
    lower = np.array([float(value) for value in program.right])
    upper = np.where(np.arange(len(lower)) < program.equations, lower, np.inf)
    floats = LinearProgram(lower, upper)
    starts, indices, values = [0], list[int](), list[float]()
    for column in program.columns:
        indices.extend(column)
        values.extend(map(float, column.values()))
        starts.append(len(indices))
    floats.add_sparse_columns(
        np.array(starts, dtype=np.int32), np.array(indices, dtype=np.int32), np.array(values)
    )
    if floats.maximise(np.array([float(gain) for gain in program.gains])) is None:
        return None
    columns, rows = floats.basis()
    return columns.tolist(), rows.tolist()


def _is_refuted(program: Linear) -> bool:
    """Whether the rows contradict each other, proved by how far they must give way."""
    rows = range(len(program.right))
    give = [{r: Fraction(sign)} for sign in (1, -1) for r in rows]
    gains = [ZERO] * len(program.columns) + [Fraction(-1)] * len(give)
    giving = Linear([*program.columns, *give], gains, program.right, program.equations)
    begun = _basis(giving)
    found = None if begun is None else _Exact(giving, *begun).optimum()
    return found is not None and found.value < 0


class _Exact:
    """The simplex method in rationals, from a basis that is optimal up to rounding.

    The basis is given by columns C and as many active rows R: x is zero outside C, and rows in R
    hold with equality. A variable is a column, or the slack of a row, numbered from the end: ~r.
    """

    def __init__(self, program: Linear, columns: Sequence[int], rows: Sequence[int]) -> None:
        self._program = program
        self._columns = list(columns)
        self._rows = list(rows)
        self._of_row: list[dict[int, Fraction]] = [{} for _ in program.right]
        for j, column in enumerate(program.columns):
            for r, value in column.items():
                self._of_row[r][j] = value

    def optimum(self) -> Solution | None:
        """Pivot until the basis is optimal; ``None`` if a row of the tableau refutes all rows."""
        for _ in range(_MOST_PIVOTS):
            values, prices = self._primal(), self._dual()
            short = self._first(values, lambda value: value < 0)
            gainful = self._first(self._reduced(prices), lambda gain: gain > 0)
            if short is None and gainful is None:
                return self._solution(values, prices)
            if short is None and gainful is not None:
                self._enter(gainful, values)
            elif short is not None and gainful is None:
                if not self._leave(short, prices):
                    return None
            else:
                break
        raise _unsolved("was not solved")

    def _solution(self, values: Mapping[int, Fraction], prices: Mapping[int, Fraction]) -> Solution:
        used = {j: value for j, value in values.items() if j >= 0 and value}
        total = sum((self._program.gains[j] * value for j, value in used.items()), ZERO)
        return Solution(total, used, {r: price for r, price in prices.items() if price})

    def _first(
        self, values: Mapping[int, Fraction], wanted: Callable[[Fraction], bool]
    ) -> int | None:
        """Return the least variable of some sort: Bland's rule, which never cycles."""
        return min((j for j, value in values.items() if wanted(value)), default=None)

    def _matrix(self) -> fmpq_mat:
        entries = [
            _fmpq(self._program.columns[j].get(r, ZERO)) for r in self._rows for j in self._columns
        ]
        return fmpq_mat(len(self._rows), len(self._columns), entries)

    def _solved(self, right: Sequence[Fraction]) -> list[Fraction]:
        return _solved(self._matrix(), right)

    def _priced(self, right: Sequence[Fraction]) -> list[Fraction]:
        return _solved(self._matrix().transpose(), right)

    def _primal(self) -> dict[int, Fraction]:
        """Return the basic variables: columns, and slacks of inequalities that are not active."""
        found = self._solved([self._program.right[r] for r in self._rows])
        values = dict(zip(self._columns, found, strict=True))
        active = set(self._rows)
        for r in range(self._program.equations, len(self._program.right)):
            if r not in active:
                values[~r] = self._along(r, values) - self._program.right[r]
        return values

    def _along(self, row: int, values: Mapping[int, Fraction]) -> Fraction:
        row_of = self._of_row[row]
        return sum((row_of[j] * values[j] for j in self._columns if j in row_of), ZERO)

    def _dual(self) -> dict[int, Fraction]:
        found = self._priced([-self._program.gains[j] for j in self._columns])
        return dict(zip(self._rows, found, strict=True))

    def _reduced(self, prices: Mapping[int, Fraction]) -> dict[int, Fraction]:
        """Return what a unit of each variable that is not basic would gain."""
        gains, basic = self._program.gains, set(self._columns)
        found = {
            j: gains[j] + _product(column, prices)
            for j, column in enumerate(self._program.columns)
            if j not in basic
        }
        return found | {~r: -y for r, y in prices.items() if r >= self._program.equations}

    def _rates(self, entering: int) -> dict[int, Fraction]:
        """Return how basic variables change with one that enters."""
        if entering >= 0:
            column = self._program.columns[entering]
            moved = [-column.get(r, ZERO) for r in self._rows]
        else:
            column = {}
            moved = [Fraction(int(r == ~entering)) for r in self._rows]
        rates = dict(zip(self._columns, self._solved(moved), strict=True))
        active = set(self._rows)
        for r in range(self._program.equations, len(self._program.right)):
            if r not in active:
                rates[~r] = self._along(r, rates) + column.get(r, ZERO)
        return rates

    def _enter(self, entering: int, values: Mapping[int, Fraction]) -> None:
        falling = {j: rate for j, rate in self._rates(entering).items() if rate < 0}
        if not falling:
            raise _unsolved("has no bound")
        leaving = min(falling, key=lambda j: (values[j] / -falling[j], j))
        self._exchange(entering, leaving)

    def _leave(self, leaving: int, prices: Mapping[int, Fraction]) -> bool:
        """Let a variable below zero leave; False if nothing can raise it."""
        if leaving >= 0:
            unit = [Fraction(int(j == leaving)) for j in self._columns]
            own: Mapping[int, Fraction] = {}
        else:
            own = self._of_row[~leaving]
            unit = [own.get(j, ZERO) for j in self._columns]
        along = dict(zip(self._rows, self._priced(unit), strict=True))
        basic = set(self._columns)
        rates = {
            j: own.get(j, ZERO) - _product(column, along)
            for j, column in enumerate(self._program.columns)
            if j not in basic
        }
        rates |= {~r: rate for r, rate in along.items() if r >= self._program.equations}
        rising = {j: rate for j, rate in rates.items() if rate > 0}
        if not rising:
            return False
        lost = self._reduced(prices)
        entering = min(rising, key=lambda j: (-lost[j] / rising[j], j))
        self._exchange(entering, leaving)
        return True

    def _exchange(self, entering: int, leaving: int) -> None:
        if entering >= 0:
            self._columns.append(entering)
        else:
            self._rows.remove(~entering)
        if leaving >= 0:
            self._columns.remove(leaving)
        else:
            self._rows.append(~leaving)


def _product(column: Column, prices: Mapping[int, Fraction]) -> Fraction:
    return sum((value * prices[r] for r, value in column.items() if r in prices), ZERO)


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _solved(matrix: fmpq_mat, right: Sequence[Fraction]) -> list[Fraction]:
    size = len(right)
    if size == 0:
        return []
    try:
        found = matrix.solve(fmpq_mat(size, 1, [_fmpq(value) for value in right]))
    except ZeroDivisionError as error:
        raise _unsolved("has no regular basis") from error
    return [Fraction(int(found[k, 0].p), int(found[k, 0].q)) for k in range(size)]
