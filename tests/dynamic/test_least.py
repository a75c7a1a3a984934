"""Exact linear programs, held to a solver in floating point."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from apsgen.dynamic.least import least

NUMBERS = st.integers(-3, 3).map(Fraction)
ROW = st.lists(NUMBERS, min_size=3, max_size=3)
ROWS = st.lists(st.tuples(ROW, NUMBERS), max_size=3)


@given(
    costs=st.lists(st.integers(0, 4).map(Fraction), min_size=3, max_size=3), equal=ROWS, low=ROWS
)
@settings(max_examples=150, deadline=None)
def test_it_agrees_with_floats(
    costs: list[Fraction],
    equal: list[tuple[list[Fraction], Fraction]],
    low: list[tuple[list[Fraction], Fraction]],
) -> None:
    found = least(costs, equal, low)
    floats = linprog(
        np.array(costs, dtype=float),
        A_ub=-np.array([row for row, _ in low], dtype=float) if low else None,
        b_ub=-np.array([x for _, x in low], dtype=float) if low else None,
        A_eq=np.array([row for row, _ in equal], dtype=float) if equal else None,
        b_eq=np.array([x for _, x in equal], dtype=float) if equal else None,
    )
    assert (found is None) == (floats.status == 2)
    if found is not None:
        assert all(x >= 0 for x in found)
        for row, value in equal:
            assert sum(a * x for a, x in zip(row, found, strict=True)) == value
        for row, value in low:
            assert sum(a * x for a, x in zip(row, found, strict=True)) >= value
        cost = sum(float(c * x) for c, x in zip(costs, found, strict=True))
        assert abs(cost - floats.fun) <= 1e-9 * (1 + abs(cost))


def test_redundant_rows_are_no_trouble() -> None:
    one = Fraction(1)
    rows = [([one, one], one), ([2 * one, 2 * one], 2 * one)]
    assert least([one, Fraction(0)], rows) == (Fraction(0), one)
