"""Closed forms of numbers that are known to many digits."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from apsgen.critical.polynomials import BITS, fixed
from apsgen.critical.roots import root


def surd(inside: int) -> int:
    return math.isqrt(inside << 2 * BITS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (fixed(Fraction(25, 38)), "25/38"),
        (surd(2) // 2, "sqrt(1/2)"),
        ((surd(5) - (1 << BITS)) // 2, "(-1 + sqrt(5))/2"),
        (2 * (1 << BITS) - surd(3), "2 - sqrt(3)"),
        (((1 << BITS) + 2 * surd(2)) // 7, "(1 + 2*sqrt(2))/7"),
    ],
)
def test_rationals_and_square_roots(value: int, text: str) -> None:
    found = root(value)
    assert found is not None
    assert str(found) == text


def test_a_cubic_root_is_named_by_its_polynomial() -> None:
    value = 1 << BITS - 1
    for _ in range(400):
        value -= (value**3 + (value << 2 * BITS) - (1 << 3 * BITS)) // (
            3 * value**2 + (1 << 2 * BITS)
        )
    found = root(value)
    assert found is not None
    assert str(found) == "the root near 0.682327804 of x^3 + x - 1 = 0"
    assert found.polynomial == (-1, 1, 0, 1)


@pytest.mark.parametrize(
    "value",
    [
        fixed(Fraction(math.pi) / 4) + surd(3) * surd(2) // surd(7) // 10**9,
        fixed(Fraction(0.7015169165828922)),
        fixed(Fraction(10**30 + 1, 10**30 + 57)),
    ],
)
def test_nothing_is_read_off_numbers_that_need_as_many_digits(value: int) -> None:
    assert root(value) is None
