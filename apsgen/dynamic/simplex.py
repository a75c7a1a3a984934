"""Small linear programs in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from apsgen.dynamic.environment import ZERO

ONE = Fraction(1)

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

    Notes
    -----
    The simplex method in two phases with Bland's rule, so that it never cycles.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> least([two, one], [([one, one], one)], [([one, Fraction(0)], one / 3)])
    (Fraction(1, 3), Fraction(2, 3))
    """
    size, spare = len(costs), len(at_least)
    rows = [[*row, *[ZERO] * spare, value] for row, value in equal]
    for place, (row, value) in enumerate(at_least):
        slack = [ZERO] * spare
        slack[place] = -ONE
        rows.append([*row, *slack, value])
    tableau = _Tableau(rows, size + spare)
    if not tableau.start():
        return None
    tableau.improve([*costs, *[ZERO] * spare])
    return tableau.solution()[:size]


class _Tableau:
    """Rows of equations in the basis at hand; the last entry of a row is its right side."""

    def __init__(self, rows: list[list[Fraction]], width: int) -> None:
        self._width = width
        signed = [[-x for x in row] if row[-1] < 0 else row for row in rows]
        count = len(signed)
        self._rows = [
            [*row[:-1], *(ONE if place == other else ZERO for other in range(count)), row[-1]]
            for place, row in enumerate(signed)
        ]
        self._basis = [width + place for place in range(count)]

    def start(self) -> bool:
        """Find a solution of the equations, without artificial variables; tell if there is one."""
        artificial = len(self._rows)
        self.improve([*[ZERO] * self._width, *[ONE] * artificial])
        if any(
            self._rows[place][-1] and kind >= self._width for place, kind in enumerate(self._basis)
        ):
            return False
        for place, kind in enumerate(self._basis):
            if kind >= self._width:
                entering = next((k for k in range(self._width) if self._rows[place][k]), None)
                if entering is not None:
                    self._pivot(place, entering)
        kept = [place for place, kind in enumerate(self._basis) if kind < self._width]
        self._basis = [self._basis[place] for place in kept]
        self._rows = [[*self._rows[place][: self._width], self._rows[place][-1]] for place in kept]
        return True

    def improve(self, costs: Row) -> None:
        """Lower the cost as far as it goes."""
        while True:
            prices = [costs[kind] for kind in self._basis]
            entering = next(
                (k for k in range(len(costs)) if costs[k] < self._priced(prices, k)), None
            )
            if entering is None:
                return
            ratios = [
                (row[-1] / row[entering], self._basis[place], place)
                for place, row in enumerate(self._rows)
                if row[entering] > 0
            ]
            self._pivot(min(ratios)[2], entering)

    def solution(self) -> tuple[Fraction, ...]:
        """Return the value of every variable."""
        values = dict.fromkeys(range(self._width), ZERO)
        values |= {kind: self._rows[place][-1] for place, kind in enumerate(self._basis)}
        return tuple(values[kind] for kind in range(self._width))

    def _priced(self, prices: Row, column: int) -> Fraction:
        pairs = zip(prices, self._rows, strict=True)
        return sum((price * row[column] for price, row in pairs if price), ZERO)

    def _pivot(self, place: int, entering: int) -> None:
        lead = self._rows[place][entering]
        row = self._rows[place] = [x / lead for x in self._rows[place]]
        for other, own in enumerate(self._rows):
            factor = own[entering]
            if other != place and factor:
                self._rows[other] = [x - factor * y for x, y in zip(own, row, strict=True)]
        self._basis[place] = entering
