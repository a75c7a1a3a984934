"""Intersections of half-planes in exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm

from apsgen.checker import Point, convex_hull

Halfplane = tuple[Point, Fraction]
"""A direction and a level: the payoffs v with direction . v <= level."""


def product(first: Point, second: Point) -> Fraction:
    """Return the scalar product."""
    return first[0] * second[0] + first[1] * second[1]


def turn(first: Point, second: Point) -> Fraction:
    """Return a number above zero if the second direction lies to the left of the first."""
    return first[0] * second[1] - first[1] * second[0]


def clipped(corners: Sequence[Point], halfplanes: Iterable[Halfplane]) -> list[Point]:
    """Return the part of a convex polygon in half-planes: its corners, counter-clockwise.

    Parameters
    ----------
    corners
        Counter-clockwise; two for a segment, one for a point, none for the empty set.
    halfplanes
        What to cut at.

    Examples
    --------
    >>> square = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (2, 0), (2, 2), (0, 2))]
    >>> [(str(x), str(y)) for x, y in clipped(square, [((Fraction(1), Fraction(1)), Fraction(1))])]
    [('0', '0'), ('1', '0'), ('0', '1')]
    """
    kept = list(corners)
    for direction, level in halfplanes:
        over = [product(direction, corner) - level for corner in kept]
        if max(over, default=Fraction(0)) <= 0:
            continue
        cut: list[Point] = []
        for k, (corner, high) in enumerate(zip(kept, over, strict=True)):
            before, low = kept[k - 1], over[k - 1]
            if low * high < 0:
                share = low / (low - high)
                cut.append(
                    (
                        before[0] + share * (corner[0] - before[0]),
                        before[1] + share * (corner[1] - before[1]),
                    )
                )
            if high <= 0:
                cut.append(corner)
        kept = convex_hull(cut)
    return kept


def support(corners: Sequence[Point], direction: Point) -> Fraction:
    """Return the greatest scalar product over corners; there is one at least."""
    return max(product(direction, corner) for corner in corners)


def primitive(direction: Point) -> Point:
    """Return the direction with whole numbers that have no common factor.

    Examples
    --------
    >>> [str(x) for x in primitive((Fraction(2, 3), Fraction(-4)))]
    ['1', '-6']
    """
    first, second = direction
    whole = lcm(first.denominator, second.denominator)
    numbers = int(first * whole), int(second * whole)
    common = gcd(*numbers)
    return Fraction(numbers[0] // common), Fraction(numbers[1] // common)
