"""Linear programs row by row, for the exact solver."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from apsgen.dynamic.environment import ZERO
from apsgen.exact_lp import Linear, solve

Row = Sequence[Fraction]


def least(
    costs: Row, equal: Sequence[tuple[Row, Fraction]], at_least: Sequence[tuple[Row, Fraction]] = ()
) -> tuple[Fraction, ...] | None:
    """Return an x ≥ 0 of least cost that meets some constraints; ``None`` if none does.

    Parameters
    ----------
    costs
        The cost of each variable; the least cost must have a bound.
    equal, at_least
        Rows with the value that row · x must have, and that it must at least have.

    Raises
    ------
    ProgramError
        If neither was shown.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> found = least([two, one], [([one, one], one)], [([one, Fraction(0)], one / 3)])
    >>> list(map(str, found))
    ['1/3', '2/3']
    """
    rows = [*equal, *at_least]
    columns = [
        {place: row[k] for place, (row, _) in enumerate(rows) if row[k]} for k in range(len(costs))
    ]
    right = [value for _, value in rows]
    found = solve(Linear(columns, [-cost for cost in costs], right, len(equal)))
    if found is None:
        return None
    return tuple(found.values.get(k, ZERO) for k in range(len(costs)))
