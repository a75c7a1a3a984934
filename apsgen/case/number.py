"""Exact numbers of bounded size: how they are spelled, and their arithmetic."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from apsgen.errors import ApsgenError

BITS = 4096
"""Bits of the largest numerator or denominator. Doubles need about 1,100."""

SHOWN = 30
"""Characters of a literal that a message repeats."""

UNSIGNED = r"(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
"""A number without a sign: integer, decimal or scientific notation, ``1_000`` as in TOML."""

_LITERAL = re.compile(rf"[+-]?{UNSIGNED}")
_RATIO = re.compile(r"-?[0-9]+(?:/0*[1-9][0-9]*)?")


class NumberError(ApsgenError):
    """A number cannot be read or computed; the text says why and what would be accepted."""


@dataclass(frozen=True, slots=True)
class Number:
    """A rational, and whether it is the very number that the case spells.

    Attributes
    ----------
    value
        The rational.
    exact
        False when ``sqrt``, ``exp`` or ``log`` rounded it, or a number it was computed from.
    """

    value: Fraction
    exact: bool = True


def number(text: str) -> Fraction:
    """Read a literal as the rational that it spells.

    Parameters
    ----------
    text
        An integer, a decimal or scientific notation, with a sign or without.

    Returns
    -------
    Fraction
        The number, at most ``BITS`` bits above and below the line.

    Raises
    ------
    NumberError
        When the text is no finite number, or one that is too long.

    Examples
    --------
    >>> number("0.1"), number("-1_000"), number("1e-3")
    (Fraction(1, 10), Fraction(-1000, 1), Fraction(1, 1000))
    """
    if len(text) > BITS:
        raise too_large(f"a number of {len(text)} characters")
    if not _LITERAL.fullmatch(text):
        raise NumberError(f"{text[:SHOWN]!r} is not a finite number such as 3, 0.25 or 1e-3")
    mantissa, _, exponent = text.replace("_", "").lower().partition("e")
    # An exponent of nine digits would take gigabytes, so its size is judged before its value.
    if len(exponent.lstrip("+-").lstrip("0")) > 4:
        raise too_large(_shown(text))
    shift = int(exponent or "0")
    if abs(shift) > BITS:
        raise too_large(_shown(text))
    return _bounded(Fraction(mantissa) * Fraction(10) ** shift, _shown(text))


def ratio(text: str) -> Fraction:
    """Read a fraction as Python prints it.

    Raises
    ------
    NumberError
        When the text is no fraction, or a part of it is too long.

    Examples
    --------
    >>> ratio("-4/5"), ratio("3")
    (Fraction(-4, 5), Fraction(3, 1))
    """
    if len(text) > BITS or not _RATIO.fullmatch(text):
        raise NumberError(f"{text[:SHOWN]!r} is not a fraction such as 4/5 or 3")
    return check_size(Fraction(text))


def check_size(value: Fraction) -> Fraction:
    """Return the value, or raise ``NumberError`` when it is longer than ``BITS`` bits."""
    return _bounded(value, "a number")


def too_large(what: str) -> NumberError:
    """Return the fault of a number that has more than ``BITS`` bits."""
    return NumberError(f"{what} is too long: at most {BITS} binary digits are accepted")


def add(left: Number, right: Number) -> Number:
    """Return left + right."""
    return _combine(left, right, left.value + right.value)


def subtract(left: Number, right: Number) -> Number:
    """Return left - right."""
    return _combine(left, right, left.value - right.value)


def multiply(left: Number, right: Number) -> Number:
    """Return left * right."""
    return _combine(left, right, left.value * right.value)


def divide(left: Number, right: Number) -> Number:
    """Return left / right; raises ``NumberError`` when right is zero."""
    if not right.value:
        raise NumberError("division by zero")
    return _combine(left, right, left.value / right.value)


def power(base: Number, exponent: Number) -> Number:
    """Return base ^ exponent for an integer exponent; 0 ^ 0 is 1.

    Raises
    ------
    NumberError
        When the exponent is no integer, the base zero and the exponent negative, or the
        power too long.
    """
    if exponent.value.denominator != 1:
        raise NumberError(
            f"the exponent is {_spelled(exponent.value)}; only integers are accepted "
            "(sqrt, or exp and log, give roots)"
        )
    times = exponent.value.numerator
    if not base.value and times < 0:
        raise NumberError("division by zero: zero to a negative power")
    if abs(base.value) in (0, 1):
        times = min(abs(times), 2 - times % 2) if times else 0
    longest = max(base.value.numerator.bit_length(), base.value.denominator.bit_length())
    # The power has at least this many bits: refused before it is computed.
    if (longest - 1) * abs(times) > BITS:
        raise too_large("a power")
    # Fraction ** int is exact; only a Fraction exponent could give a float.
    return _combine(base, exponent, Fraction(base.value**times))


def least(numbers: Sequence[Number]) -> Number:
    """Return the least of one or more numbers."""
    return Number(min(item.value for item in numbers), all(item.exact for item in numbers))


def greatest(numbers: Sequence[Number]) -> Number:
    """Return the greatest of one or more numbers."""
    return Number(max(item.value for item in numbers), all(item.exact for item in numbers))


def magnitude(item: Number) -> Number:
    """Return the absolute value."""
    return Number(abs(item.value), item.exact)


def negative(item: Number) -> Number:
    """Return -item."""
    return Number(-item.value, item.exact)


def square_root(item: Number) -> Number:
    """Return the square root, rounded to a double, never exact."""
    if item.value < 0:
        raise NumberError(f"sqrt of {_spelled(item.value)}; only numbers >= 0 are accepted")
    return _rounded("sqrt", math.sqrt, item)


def exponential(item: Number) -> Number:
    """Return the exponential, rounded to a double, never exact."""
    return _rounded("exp", math.exp, item)


def logarithm(item: Number) -> Number:
    """Return the natural logarithm, rounded to a double, never exact."""
    if item.value <= 0:
        raise NumberError(f"log of {_spelled(item.value)}; only numbers > 0 are accepted")
    return _rounded("log", math.log, item)


def _rounded(name: str, function: Callable[[float], float], item: Number) -> Number:
    try:
        return Number(Fraction(function(float(item.value))), exact=False)
    except (OverflowError, ValueError):
        raise NumberError(f"{name} of {_spelled(item.value)} is beyond a double") from None


def _combine(left: Number, right: Number, value: Fraction) -> Number:
    return Number(_bounded(value, "the result"), left.exact and right.exact)


def _bounded(value: Fraction, what: str) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > BITS:
        raise too_large(what)
    return value


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def _spelled(value: Fraction) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else f"about {_scientific(value)}"


def _scientific(value: Fraction) -> str:
    try:
        return f"{float(value):.6g}"
    except OverflowError:
        return "a number beyond a double"
