"""Linear programs with exact answers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from apsgen.dynamic.optimum import Bound, maximise, maximise_whole, pivoted
from apsgen.errors import ProgramError

Program = tuple[list[Fraction], list[Bound], list[Bound]]


def program(seed: int) -> Program:
    """Return a bounded program: shares of a whole, and rows that may or may not be met."""
    random = Random(seed)
    size = random.randint(2, 6)

    def row() -> dict[int, Fraction]:
        return {j: Fraction(random.randint(-4, 4), random.randint(1, 3)) for j in range(size)}

    whole = Bound({j: Fraction(1) for j in range(size)}, Fraction(1), is_equality=True)
    rows = [Bound(row(), Fraction(random.randint(-2, 1), 2)) for _ in range(random.randint(1, 4))]
    return [*row().values()], [whole], rows


@pytest.mark.parametrize("seed", range(40))
def test_another_solver_finds_the_same(seed: int) -> None:
    cost, kept, waiting = program(seed)
    dense = np.array(
        [[float(row.form.get(j, 0)) for j in range(len(cost))] for row in (*kept, *waiting)]
    )
    least = np.array([float(row.least) for row in waiting])
    other = linprog(
        [-float(x) for x in cost], A_ub=-dense[1:], b_ub=-least, A_eq=dense[:1], b_eq=[1.0]
    )
    if other.status == 2:
        with pytest.raises(ProgramError, match="no mechanism satisfies"):
            maximise(cost, kept, waiting)
        with pytest.raises(ProgramError, match="no mechanism satisfies"):
            pivoted(cost, [*waiting, *kept])
        return
    found = maximise(cost, kept, waiting)
    assert float(found.total) == pytest.approx(-float(other.fun), abs=1e-9)
    assert found.total == pivoted(cost, [*waiting, *kept]).total
    for row in (*kept, *waiting):
        left = sum((x * found.values[j] for j, x in row.form.items()), Fraction(0))
        assert left == row.least if row.is_equality else left >= row.least


@pytest.mark.parametrize("seed", range(25))
def test_whole_numbers_are_the_best_of_all(seed: int) -> None:
    cost, kept, waiting = program(seed)
    rows, size = [*kept, *waiting], len(cost)
    totals = []
    for choice in product((Fraction(0), Fraction(1)), repeat=size):
        sums = [sum((x * choice[j] for j, x in row.form.items()), Fraction(0)) for row in rows]
        if sums[0] == 1 and all(x >= row.least for x, row in zip(sums, rows, strict=True)):
            totals.append(sum((x * y for x, y in zip(cost, choice, strict=True)), Fraction(0)))
    # A column of no use, so that something is left to solve for.
    cost, rest = [*cost, Fraction(-1)], Bound({size: Fraction(1)}, Fraction(0))
    if totals:
        assert maximise_whole(cost, kept, [*waiting, rest], size).total == max(totals)
    else:
        with pytest.raises(ProgramError, match="no mechanism satisfies"):
            maximise_whole(cost, kept, [*waiting, rest], size)
