"""Evenly spread exact values, and the grid of one or two parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from apsgen.case.number import NumberError, check_size, number
from apsgen.errors import UsageError

MOST = 10_000
"""Points of a grid at most."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter and the values that it takes.

    Attributes
    ----------
    name
        The parameter.
    values
        At least one, exact, in their order.
    """

    name: str
    values: tuple[Fraction, ...]


def axis(text: str) -> Axis:
    """Read ``name=from:to:points``.

    Raises
    ------
    UsageError
        When it is not of that form.

    Examples
    --------
    >>> [str(value) for value in axis("r=2:3:5").values]
    ['2', '9/4', '5/2', '11/4', '3']
    """
    name, _, range_ = (part.strip() for part in text.partition("="))
    if not (name and range_):
        raise UsageError(f"{text!r} is not NAME=FROM:TO:POINTS; write for example r=2:3:11")
    return Axis(name, spread(range_))


def spread(text: str) -> tuple[Fraction, ...]:
    """Return the exact values that ``from:to:points`` spells, both ends among them.

    Parameters
    ----------
    text
        Ends are numbers or fractions; one point is accepted where both ends agree.

    Raises
    ------
    UsageError
        When it is not of that form, or asks for more than 10,000 points.

    Examples
    --------
    >>> [str(value) for value in spread("0.5:3/4:3")]
    ['1/2', '5/8', '3/4']
    """
    parts = text.split(":")
    if len(parts) != 3:
        raise UsageError(f"{text!r} is not FROM:TO:POINTS; write for example 0.5:0.95:10")
    first, last = _exact(parts[0]), _exact(parts[1])
    count = _count(parts[2])
    if first == last:
        return (first,)
    if count == 1:
        raise UsageError(
            f"{text!r} asks for 1 point from {first} to {last}; 2 or more are accepted"
        )
    return tuple(first + (last - first) * k / (count - 1) for k in range(count))


def combinations(axes: Sequence[Axis]) -> tuple[tuple[Fraction, ...], ...]:
    """Return the points of a grid, the last parameter running fastest.

    Raises
    ------
    UsageError
        If there are more than two parameters, one is named twice, or there are too many points.

    Examples
    --------
    >>> [tuple(map(str, point)) for point in combinations([axis("a=0:1:2"), axis("b=5:6:2")])]
    [('0', '5'), ('0', '6'), ('1', '5'), ('1', '6')]
    """
    names = [one.name for one in axes]
    if not 1 <= len(axes) <= 2:
        raise UsageError(f"found {len(axes)} parameters to vary; one or two are accepted")
    if len(set(names)) < len(names):
        raise UsageError(f"{names[0]!r} varies twice; leave one of the two out")
    points = tuple(product(*(one.values for one in axes)))
    if len(points) > MOST:
        raise UsageError(f"found a grid of {len(points):,} points; at most {MOST:,} are accepted")
    return points


def _exact(text: str) -> Fraction:
    above, slash, below = (part.strip() for part in text.partition("/"))
    try:
        value = number(above)
        divisor = number(below) if slash else Fraction(1)
        if divisor == 0:
            raise NumberError(f"{text.strip()!r} divides by zero")
        return check_size(value / divisor)
    except NumberError as error:
        raise UsageError(f"{error}; write a range as 0.5:0.95:10 or 1/2:19/20:10") from None


def _count(text: str) -> int:
    cleaned = text.strip()
    count = int(cleaned) if cleaned.isdecimal() and len(cleaned) <= len(str(MOST)) else 0
    if not 1 <= count <= MOST:
        raise UsageError(
            f"found {text.strip()[:20]!r} points; a whole number from 1 to {MOST:,} is accepted"
        )
    return count
