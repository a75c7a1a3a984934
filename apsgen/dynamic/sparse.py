"""Systems of linear equations with few entries in a row, solved exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from flint import fmpq

Row = dict[int, fmpq]


def solved(
    rows: Sequence[Mapping[int, Fraction]], right: Sequence[Fraction]
) -> list[Fraction] | None:
    """Return x with rows x = right, as many rows as columns; ``None`` if it is not unique.

    Rows with the fewest entries are eliminated first, so that few entries are added.

    Examples
    --------
    >>> one = Fraction(1)
    >>> solved([{0: 2 * one, 1: one}, {1: 3 * one}], [one, one])
    [Fraction(1, 3), Fraction(1, 3)]
    """
    left = [{column: _rational(x) for column, x in row.items() if x} for row in rows]
    sides = [_rational(x) for x in right]
    order = _eliminated(left, sides)
    if order is None:
        return None
    found: dict[int, fmpq] = {}
    for place, column in reversed(order):
        rest = sides[place]
        for other, x in left[place].items():
            if other != column:
                rest -= x * found[other]
        found[column] = rest / left[place][column]
    return [Fraction(int(found[k].p), int(found[k].q)) for k in range(len(rows))]


def _eliminated(left: list[Row], sides: list[fmpq]) -> list[tuple[int, int]] | None:
    """Eliminate in place; return the pivots in order, each a row and a column."""
    users: dict[int, set[int]] = {}
    for place, row in enumerate(left):
        for column in row:
            users.setdefault(column, set()).add(place)
    waiting = set(range(len(left)))
    order: list[tuple[int, int]] = []
    while waiting:
        place = min(waiting, key=lambda one: (len(left[one]), one))
        if not left[place]:
            return None
        column = min(left[place], key=lambda one: (len(users[one]), one))
        waiting.remove(place)
        for other in left[place]:
            users[other].discard(place)
        for target in [*users[column]]:
            _subtract(left, sides, users, (place, column), target)
        order.append((place, column))
    return order


def _subtract(
    left: list[Row],
    sides: list[fmpq],
    users: Mapping[int, set[int]],
    pivot: tuple[int, int],
    target: int,
) -> None:
    """Take a multiple of the pivot's row from another, so that the column is gone there."""
    place, column = pivot
    row = left[target]
    factor = row[column] / left[place][column]
    sides[target] -= factor * sides[place]
    for other, x in left[place].items():
        value = row.get(other, _NONE) - factor * x
        if value:
            row[other] = value
            users[other].add(target)
        elif other in row:
            del row[other]
            users[other].discard(target)


def _rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


_NONE = fmpq(0)
