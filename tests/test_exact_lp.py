"""Exact optima, and exact proofs that there are none."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.exact_lp import Linear, _Exact, solve

ONE = Fraction(1)


def program(rows: list[list[int]], right: list[int], gains: list[int]) -> Linear:
    columns = [
        {r: Fraction(row[j]) for r, row in enumerate(rows) if row[j]} for j in range(len(gains))
    ]
    return Linear(columns, list(map(Fraction, gains)), list(map(Fraction, right)), 1)


numbers = st.integers(-4, 4)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=3, max_size=3),
    st.lists(st.integers(-3, 2), min_size=3, max_size=3),
    st.lists(numbers, min_size=4, max_size=4),
)
def test_an_optimum_carries_its_proof(
    rows: list[list[int]], right: list[int], gains: list[int]
) -> None:
    one = program([[1, 1, 1, 1], *rows], [3, *right], gains)
    found = solve(one)
    if found is None:
        return
    x, y = found.values, found.multipliers
    for r, row in enumerate([[1, 1, 1, 1], *rows]):
        value = sum((row[j] * v for j, v in x.items()), Fraction(0))
        assert value == 3 if r == 0 else value >= right[r - 1]
    assert all(price >= 0 for r, price in y.items() if r)
    for column, gain in zip(one.columns, one.gains, strict=True):
        assert gain + sum(v * y.get(r, 0) for r, v in column.items()) <= 0
    assert found.value == -sum(price * one.right[r] for r, price in y.items())


def test_rows_that_contradict_each_other() -> None:
    assert solve(program([[1, 1], [-1, -1]], [1, 0], [1, 0])) is None


def test_a_basis_that_is_not_optimal_is_improved() -> None:
    one = program([[1, 1, 1], [1, 2, 0]], [1, 0], [1, 2, 3])
    found = _Exact(one, [0], [0]).optimum()
    assert found is not None
    assert found.value == 3
    assert found.values == {2: ONE}


def test_a_basis_that_is_not_feasible_is_mended() -> None:
    one = program([[1, 1], [-2, 1]], [1, 0], [1, 0])
    found = _Exact(one, [0], [0]).optimum()
    assert found is not None
    assert found.value == Fraction(1, 3)
    wrong = program([[1, 1], [-2, -1]], [1, 0], [1, 0])
    assert _Exact(wrong, [0], [0]).optimum() is None
