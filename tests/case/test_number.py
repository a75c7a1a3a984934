from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.case.number import NumberError, number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1", Fraction(1, 10)),
        ("-1_000", Fraction(-1000)),
        ("+1e-3", Fraction(1, 1000)),
        ("6.02e23", Fraction(602 * 10**21)),
        ("-0.0", Fraction(0)),
    ],
)
def test_literals_are_read_exactly(text: str, expected: Fraction) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    "text", ["nan", "inf", "-inf", "", "1/2", "0x1", "1e", "1__0", "٣", "1" * 9999, "1e9999"]
)
def test_what_is_no_finite_number_of_bounded_size_is_refused(text: str) -> None:
    with pytest.raises(NumberError, match=r"finite number|too long"):
        number(text)
