"""Rationals of any length as text, and as floats."""

from __future__ import annotations

import math
from fractions import Fraction

LONG = 9_999
"""The greatest denominator of a fraction that people read as one."""

_DIGITS = 4_000
"""Digits that are written at once: Python refuses to write many more."""


def spelled(value: Fraction) -> str:
    """Return a rational exactly, whatever its length.

    Examples
    --------
    >>> spelled(Fraction(-4, 5)), len(spelled(Fraction(10) ** 9_000))
    ('-4/5', 9001)
    """
    above = _digits(value.numerator)
    return above if value.denominator == 1 else f"{above}/{_digits(value.denominator)}"


def brief(value: Fraction, digits: int = 6) -> str:
    """Return a rational as a fraction, or rounded if that is too long to be read.

    Examples
    --------
    >>> brief(Fraction(19, 25)), brief(Fraction(1, 12_345)), brief(Fraction(10) ** 400)
    ('19/25', '8.10045e-05', 'inf')
    """
    if max(abs(value.numerator), value.denominator) <= LONG:
        return str(value)
    return rounded(value, digits)


def rounded(value: Fraction, digits: int = 6) -> str:
    """Return a rational rounded to some digits.

    Examples
    --------
    >>> rounded(Fraction(2, 3), 3)
    '0.667'
    """
    return f"{as_float(value):.{digits}g}"


def as_float(value: Fraction) -> float:
    """Return the nearest double; an infinity if there is none."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _digits(value: int) -> str:
    if abs(value) < 10**_DIGITS:
        return str(value)
    above, below = divmod(abs(value), 10**_DIGITS)
    return f"{'-' if value < 0 else ''}{_digits(above)}{below:0{_DIGITS}d}"
