from __future__ import annotations

import math
from fractions import Fraction

import pytest

from apsgen.mechanism.spelling import as_float, brief, rounded, spelled

BIG = 10**9_000


@pytest.mark.parametrize("value", [0, -3, 10**4_000 - 1, 10**4_000, -(10**4_000)])
def test_integers_are_written_as_python_does(value: int) -> None:
    assert spelled(Fraction(value)) == str(value)


def test_long_numbers_keep_every_digit() -> None:
    assert spelled(Fraction(BIG + 7)) == "1" + "0" * 8_999 + "7"
    assert spelled(Fraction(-1, 3 * BIG)) == "-1/3" + "0" * 9_000
    assert spelled(Fraction(4, 5)) == "4/5"


def test_short_fractions_stay_fractions() -> None:
    assert (brief(Fraction(9_999)), brief(Fraction(1, 10_000))) == ("9999", "0.0001")
    assert rounded(Fraction(1, 3)) == "0.333333"


def test_what_no_double_holds_is_infinite() -> None:
    assert (as_float(Fraction(BIG)), as_float(Fraction(-BIG))) == (math.inf, -math.inf)
    assert as_float(Fraction(1, BIG)) == 0.0
