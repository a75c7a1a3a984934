"""Sets inside V* that are likely to generate themselves with room to spare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import product

import numpy as np

from apsgen import checker
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Floats
from apsgen.checker import Point
from apsgen.errors import ProgramError
from apsgen.fixedpoint.radial import trials
from apsgen.polygon import Polygon
from apsgen.self_generation import Operator
from apsgen.tolerances import LEAST_ROOM, ON_LINE

_FEW = 60
"""Vertices at most of a set that is tried as it is: more are those of a curve, without room."""

_SHORT = 10_000
"""The greatest denominator of a number that is taken to be there exactly."""

_THIN = (1 / 8, 1 / 24, 1 / 80)
"""Shares of the tolerance that vertices must stand out by to be kept, the fewest vertices first."""

_MARGINS = (1 / 25, 1 / 14, 1 / 8)
"""Shares of the tolerance that sets give up for room, the nearest sets first."""

_SHARE = 0.8
"""Vertices with this share of the room that is asked for have room."""

_WIDE = 4.0
"""With no more than so many times the room that is asked for, no set farther out is sought."""

_SLOPES = 8
"""The greatest number in the normal of a segment."""

_SHRUNK = (0.0, 1e-9, 1e-8, 1e-7)
"""Shares of a segment that are given up at each end, where its ends are no short rationals."""


def candidates(
    normal: Normal,
    operator: Operator,
    polygon: Polygon,
    tolerance: float,
    is_near: Callable[[Polygon], bool],
    pause: Callable[[], None],
) -> Iterator[list[Point]]:
    """Yield vertices, in the case's units, of sets near a polygon, the nearest first.

    Parameters
    ----------
    normal, operator
        The game, exactly and in floats.
    polygon
        A set that generates itself up to rounding, normalised.
    tolerance
        The gap that is asked for, normalised.
    is_near
        Whether a set, normalised, is near enough to V*.
    pause
        Called before programs are solved; may raise to end the run.
    """
    if len(polygon.vertices) <= _FEW:
        yield rounded(normal, polygon.vertices)
    if polygon.dimension == 1:
        yield from _segments(normal, polygon.vertices)
    if polygon.dimension == 2:
        for thin, margin in product(_THIN, _MARGINS):
            found = _with_margin(
                operator,
                Polygon.hull(polygon.vertices, thin * tolerance),
                max(margin * tolerance, LEAST_ROOM),
                pause,
            )
            if found is not None and is_near(found):
                points = rounded(normal, found.vertices)
                yield points
                # Some corners have no room, but are short rationals and there exactly.
                yield checker.convex_hull([*points, *_short(normal, polygon.vertices)])


def rounded(normal: Normal, vertices: Floats) -> list[Point]:
    """Return normalised points, shape (n, 2), as rational payoffs of the case."""
    return checker.convex_hull([normal.rounded(x, y) for x, y in vertices.tolist()])


def _short(normal: Normal, vertices: Floats) -> list[Point]:
    """Return those of a few vertices that look like short rationals."""
    points = rounded(normal, vertices) if len(vertices) <= _FEW else []
    return [p for p in points if max(p[0].denominator, p[1].denominator) <= _SHORT]


def _with_margin(
    operator: Operator, polygon: Polygon, margin: float, pause: Callable[[], None]
) -> Polygon | None:
    """Return a polygon beyond all of whose vertices T reaches; ``None`` if none was found."""
    found = None
    with suppress(ProgramError):
        for trial in trials(operator, polygon, pause, margin):
            if trial.gains.min() >= _SHARE * margin:
                found = trial.polygon
                if trial.gains.max() <= _WIDE * margin:
                    break
    return found


def _segments(normal: Normal, ends: Floats) -> Iterator[list[Point]]:
    """Yield segments on a line that short rationals describe: rounding leads off it."""
    points = [normal.rounded(x, y) for x, y in ends.tolist()]
    for slope in _slopes(points):
        level = slope[0] * points[0][0] + slope[1] * points[0][1]
        known = {checker.feasible(normal.case, slope), level.limit_denominator(10_000), level}
        size = abs(slope[0]) * normal.scale[0] + abs(slope[1]) * normal.scale[1]
        for exact in sorted(known, key=lambda value: abs(value - level)):
            if abs(exact - level) <= Fraction(ON_LINE) * size:
                for share in map(Fraction, _SHRUNK):
                    yield _on_line(points, slope, exact, share)


def _slopes(points: list[Point]) -> list[Point]:
    """Return normals of small integers that a segment may have."""
    across = checker.minus(points[1], points[0])
    length = max(map(abs, across))
    whole = range(-_SLOPES, _SLOPES + 1)
    return [
        (Fraction(a), Fraction(b))
        for a, b in product(range(_SLOPES + 1), whole)
        if (a or b > 0)
        and np.gcd(a, b) == 1
        and abs(a * across[0] + b * across[1]) <= Fraction(ON_LINE) * length
    ]


def _on_line(points: list[Point], slope: Point, level: Fraction, share: Fraction) -> list[Point]:
    """Return the ends of a segment, a share of it given up, moved onto a line."""
    first, second = points
    across = checker.minus(second, first)
    moved = []
    for end, sign in ((first, 1), (second, -1)):
        x, y = (end[i] + sign * share * across[i] for i in (0, 1))
        if slope[1]:
            moved.append((x, (level - slope[0] * x) / slope[1]))
        else:
            moved.append((level / slope[0], y))
    return moved
