"""Where play may begin: the payoffs that are farthest in a direction, in short exact numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from apsgen import checker
from apsgen.checker import Point
from apsgen.extraction.setting import Setting
from apsgen.tolerances import ON_FACE

_SHORT = (10, 100, 1_000, 10_000)
"""Denominators that are tried, the shortest first."""

_SHRUNK = (Fraction(1, 4), Fraction(1, 16), Fraction(1, 64))
"""Shares of an edge by which starts stand off its ends: farther in, more constraints have room."""

_NEAR = (Fraction(0), Fraction(1, 10**9), Fraction(1, 10**7))
"""The same where the whole edge is needed, its ends known up to rounding."""


@dataclass(frozen=True, slots=True)
class Start:
    """A payoff to begin with, and points that may generate it.

    Attributes
    ----------
    payoff
        Of the start state.
    others
        Points to try beside it: the other end of an edge, say.
    """

    payoff: Point
    others: tuple[Point, ...] = ()


def along(direction: Point, point: Point) -> Fraction:
    """Return how far a point lies in a direction."""
    return direction[0] * point[0] + direction[1] * point[1]


def farthest(
    setting: Setting, points: Sequence[Point], direction: Point, tolerance: float
) -> Iterator[Start]:
    """Give starts on the face of a polygon that a direction exposes, the simplest first.

    Where the level of the polygon is within a tolerance, relative to payoffs that span [0, 1], of
    what all plans could give, starts that reach the latter come first.
    """
    best = max(along(direction, point) for point in points)
    scale = setting.normal.scale
    size = abs(direction[0]) * scale[0] + abs(direction[1]) * scale[1]
    first_best = checker.feasible(setting.normal.case, direction)
    for level, room in (
        (first_best, Fraction(max(tolerance, ON_FACE)) * size),
        (best.limit_denominator(_SHORT[-1]), Fraction(ON_FACE) * size),
    ):
        face = sorted(one for one in points if along(direction, one) >= best - room)
        if abs(level - best) <= room:
            yield from _edge(face[0], face[-1], direction, level)
    yield from (Start(point) for point in points if along(direction, point) == best)


def _edge(first: Point, last: Point, direction: Point, level: Fraction) -> Iterator[Start]:
    """Give the middle of an edge, then its ends, moved inwards to short numbers or hardly."""
    free = 0 if direction[1] else 1
    span = last[free] - first[free]
    if not span:
        yield Start(_at(first[free], free, direction, level))
        return
    yield Start(_at(_short(first[free] + span / 2, abs(span) / 8), free, direction, level))
    for share in (*_SHRUNK, *_NEAR):
        off = share * span
        room = abs(off) / 4
        ends = [_short(end, room) for end in (first[free] + off, last[free] - off)]
        one, other = (_at(end, free, direction, level) for end in ends)
        mirror = other[1], other[0]
        is_symmetric = max(abs(mirror[i] - one[i]) for i in (0, 1)) <= abs(off) + room
        yield Start(other, (mirror if is_symmetric else one,))


def _short(value: Fraction, room: Fraction) -> Fraction:
    """Return the shortest of some rationals that are near enough."""
    for most in _SHORT:
        if abs(value.limit_denominator(most) - value) <= room:
            return value.limit_denominator(most)
    return value


def _at(value: Fraction, free: int, direction: Point, level: Fraction) -> Point:
    """Return the point of a line with one coordinate given."""
    other = (level - direction[free] * value) / direction[1 - free]
    return (value, other) if free == 0 else (other, value)
