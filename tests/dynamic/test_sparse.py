"""Sparse systems, solved exactly."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from apsgen.dynamic.sparse import solved


@pytest.mark.parametrize("seed", range(30))
def test_a_solution_solves(seed: int) -> None:
    random = Random(seed)
    size = random.randint(1, 12)
    rows = [{place: Fraction(random.randint(1, 5))} for place in range(size)]
    for row in rows:
        for _ in range(random.randint(0, 2)):
            row[random.randrange(size)] = Fraction(random.randint(-9, 9), random.randint(1, 5))
    right = [Fraction(random.randint(-5, 5)) for _ in range(size)]
    found = solved(rows, right)
    if found is None:
        assert determinant(rows) == 0
    else:
        for row, value in zip(rows, right, strict=True):
            assert sum((x * found[place] for place, x in row.items()), Fraction(0)) == value


def determinant(rows: list[dict[int, Fraction]]) -> Fraction:
    """Expand by the first row; slow and plain."""
    if not rows:
        return Fraction(1)
    total = Fraction(0)
    columns = sorted({place for row in rows for place in row} | set(range(len(rows))))
    for sign, column in enumerate(columns):
        x = rows[0].get(column, Fraction(0))
        if x:
            rest = [
                {place - (place > column): y for place, y in row.items() if place != column}
                for row in rows[1:]
            ]
            total += (-1) ** sign * x * determinant(rest)
    return total


def test_rows_that_say_the_same_have_no_single_solution() -> None:
    one = Fraction(1)
    assert solved([{0: one, 1: one}, {0: 2 * one, 1: 2 * one}], [one, one]) is None
