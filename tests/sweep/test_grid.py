from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.errors import UsageError
from apsgen.sweep.grid import Axis, axis, combinations, spread


def test_values_are_exact_and_have_both_ends() -> None:
    assert spread("0.5:0.95:10") == tuple(Fraction(10 + k, 20) for k in range(10))
    assert spread(" 3 : 1 : 3 ") == (Fraction(3), Fraction(2), Fraction(1))
    assert spread("-1/3:1e-1:2") == (Fraction(-1, 3), Fraction(1, 10))
    assert spread("2:2:1") == spread("2:2:7") == (Fraction(2),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1:2", "FROM:TO:POINTS"),
        ("1:2:3:4", "FROM:TO:POINTS"),
        ("a:2:3", "'a' is not a finite number"),
        ("1/0:2:3", "divides by zero"),
        ("1:2:0", "whole number from 1"),
        ("1:2:1", "2 or more"),
        ("1:2:2.5", "'2.5' points"),
        ("1:2:99999999999", "10,000"),
        ("1e99999:2:3", "too long"),
    ],
)
def test_a_range_that_is_none_is_refused(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        spread(text)


@pytest.mark.parametrize("text", ["r", "=1:2:3", "r="])
def test_an_axis_has_a_name_and_a_range(text: str) -> None:
    with pytest.raises(UsageError, match="NAME=FROM:TO:POINTS"):
        axis(text)


def test_a_grid_has_one_or_two_parameters_and_a_bounded_size() -> None:
    wide = Axis("a", tuple(map(Fraction, range(101))))
    with pytest.raises(UsageError, match="found 0"):
        combinations([])
    with pytest.raises(UsageError, match="found 3"):
        combinations([Axis(name, (Fraction(1),)) for name in "abc"])
    with pytest.raises(UsageError, match="'a' varies twice"):
        combinations([wide, wide])
    with pytest.raises(UsageError, match="10,201"):
        combinations([wide, Axis("b", wide.values)])
