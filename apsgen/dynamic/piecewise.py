"""Functions that are polynomials on pieces of an interval, in exact numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, zip_longest
from math import isqrt, sqrt

ZERO = Fraction(0)

Polynomial = tuple[Fraction, ...]
"""Coefficients, that of 1 first."""


@dataclass(frozen=True, slots=True)
class Piecewise:
    """A function on an interval.

    Attributes
    ----------
    breaks
        Where pieces begin, and where the last one ends.
    pieces
        A polynomial for each.

    Examples
    --------
    >>> one = Fraction(1)
    >>> ramp = Piecewise((0 * one, one, 2 * one), ((0 * one, one), (one,)))
    >>> ramp(one / 2), ramp.integral(), str(ramp)
    (Fraction(1, 2), Fraction(3, 2), 'x from 0 to 1, 1 from 1 to 2')
    """

    breaks: tuple[Fraction, ...]
    pieces: tuple[Polynomial, ...]

    def __call__(self, x: Fraction) -> Fraction:
        """Return the value at a point of the interval; at a break that of the piece before."""
        place = max(bisect_left(self.breaks, x) - 1, 0)
        return value(self.pieces[place], x)

    def __str__(self) -> str:
        parts = zip(self.pieces, pairwise(self.breaks), strict=True)
        return ", ".join(f"{_told(piece)} from {low} to {high}" for piece, (low, high) in parts)

    def primitive(self) -> Piecewise:
        """Return the integral from the beginning of the interval on."""
        found, level = [], ZERO
        for piece, (low, high) in zip(self.pieces, pairwise(self.breaks), strict=True):
            raised = _raised(piece)
            found.append(plus(raised, (level - value(raised, low),)))
            level = value(found[-1], high)
        return Piecewise(self.breaks, tuple(found))

    def integral(self) -> Fraction:
        """Return the integral over the interval."""
        return self.primitive()(self.breaks[-1])

    def candidates(self) -> Iterator[Fraction]:
        """Give points among which the greatest value is: ends of pieces, and where it is flat.

        Points where a piece of third degree is flat are rounded to doubles if they are irrational.
        """
        yield from self.breaks
        for piece, (low, high) in zip(self.pieces, pairwise(self.breaks), strict=True):
            slope = tuple(place * x for place, x in enumerate(piece))[1:]
            yield from (x for x in roots(slope) if low < x < high)


def value(polynomial: Polynomial, x: Fraction) -> Fraction:
    """Return a polynomial at a point."""
    found = ZERO
    for coefficient in reversed(polynomial):
        found = found * x + coefficient
    return found


def plus(first: Polynomial, second: Polynomial) -> Polynomial:
    """Return the sum of two polynomials."""
    return tuple(x + y for x, y in zip_longest(first, second, fillvalue=ZERO))


def times(first: Polynomial, second: Polynomial) -> Polynomial:
    """Return the product of two polynomials.

    Examples
    --------
    >>> times((Fraction(1), Fraction(1)), (Fraction(-1), Fraction(1)))
    (Fraction(-1, 1), Fraction(0, 1), Fraction(1, 1))
    """
    found = [ZERO] * (len(first) + len(second) - 1)
    for i, x in enumerate(first):
        for j, y in enumerate(second):
            found[i + j] += x * y
    return tuple(found)


def roots(polynomial: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return the real roots of a polynomial of at most second degree; none if it is constant.

    Irrational ones are rounded to doubles.

    Examples
    --------
    >>> roots((Fraction(-2), Fraction(1), Fraction(1))), roots((Fraction(3), Fraction(-2)))
    ((Fraction(-2, 1), Fraction(1, 1)), (Fraction(3, 2),))
    """
    c, b, a = (*polynomial, ZERO, ZERO, ZERO)[:3]
    if not a:
        return (-c / b,) if b else ()
    square = b * b - 4 * a * c
    if square < 0:
        return ()
    wide = _root(square)
    return tuple(sorted({(-b - wide) / (2 * a), (-b + wide) / (2 * a)}))


def _root(square: Fraction) -> Fraction:
    exact = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    return exact if exact * exact == square else Fraction(sqrt(square))


def _raised(polynomial: Polynomial) -> Polynomial:
    return (ZERO, *(x / (place + 1) for place, x in enumerate(polynomial)))


def _told(polynomial: Polynomial) -> str:
    """Return a polynomial in x, the highest power first."""
    text = ""
    for power, x in reversed([*enumerate(polynomial)]):
        if x:
            sign = (" - " if x < 0 else " + ") if text else ("-" if x < 0 else "")
            text += sign + _term(abs(x), power)
    return text or "0"


def _term(size: Fraction, power: int) -> str:
    letter = "" if not power else "x" if power == 1 else f"x^{power}"
    if not letter:
        return str(size)
    return letter if size == 1 else f"{size} {letter}"
