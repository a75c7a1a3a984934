"""Cournot on a grid of 15 quantities."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.cases.held import bracketed, solved

CASE = "judd_yeltekin_conklin_2003"
GRID = [Fraction(3 * step, 7) for step in range(29)]


def test_the_monopoly_of_the_grid() -> None:
    profits = [q * (max(Fraction(0), 6 - q) - Fraction(3, 5)) for q in GRID]

    assert max(profits) == Fraction(1782, 245)
    assert GRID[profits.index(max(profits))] == Fraction(18, 7)


@pytest.mark.parametrize(
    ("delta", "total", "least"),
    [
        ("1/10", 6.7591836735, 2.6448979592),
        ("1/5", 1782 / 245, 0.9551020408),
        ("2/5", 1782 / 245, 0.2938775510),
        ("1/2", 1782 / 245, 0),
        ("4/5", 1782 / 245, 0),
    ],
)
def test_totals_and_least_payoffs(delta: str, total: float, least: float) -> None:
    result = solved(CASE, delta)

    assert bracketed(result, (1, 1), total)
    assert bracketed(result, (-1, 0), -least)
    assert bracketed(result, (0, -1), -least)
