"""Few states: sets of one, two or three points, or coarse polygons, that generate themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice

import numpy as np

from apsgen.checker import Point
from apsgen.extraction.setting import Setting, Stage
from apsgen.extraction.starts import Start, along, farthest

Sets = tuple[list[Point], dict[int, Stage]]

_POOL = 10
"""Corners, evenly spread, that are tried as states."""

_TRIALS = 150
"""Sets of up to three points that are tried: a second's work, a set being a few small programs."""

_COARSE = (4, 8, 16, 32)
"""Corners of coarse polygons, the coarsest first; with more, play seldom reaches all of them."""

_ANCHORS = [(Fraction(x), Fraction(y)) for x, y in ((1, 1), (-1, -1), (1, 0), (0, 1))]
"""Directions in which there often is a small set: best and worst for both, best for each."""


def fewest(setting: Setting, starts: Sequence[Start], polygon: Sequence[Point]) -> Sets | None:
    """Return points that generate themselves, the start first; ``None`` if three are too few.

    Parameters
    ----------
    setting
        The game.
    starts
        Payoffs one of which is to be reached, the best first.
    polygon
        Points that may serve as further states.
    """
    pool = _spread(polygon, _POOL) if len(polygon) > _POOL else list(polygon)
    for points in islice(_sets(starts, pool), _TRIALS):
        stages = setting.stages(points)
        if stages is not None:
            return points, stages
    return None


def coarse(setting: Setting, start: Point, polygon: Sequence[Point]) -> Sets | None:
    """Return a polygon of few corners of another that generates itself and the start."""
    for count in _COARSE:
        if count < len(polygon):
            points = list(dict.fromkeys([start, *_spread(polygon, count)]))
            stages = setting.stages(points)
            if stages is not None:
                return points, stages
    return None


def anchored(
    setting: Setting, payoff: Point, polygon: Sequence[Point], tolerance: float
) -> Sets | None:
    """Return a payoff beside small sets that generate themselves; ``None`` if none was found."""
    around: list[Point] = []
    for direction in _ANCHORS:
        found = fewest(setting, [*farthest(setting, polygon, direction, tolerance)], polygon)
        around += found[0] if found is not None else []
        for anchors in (found[0], around) if found is not None else ():
            points = list(dict.fromkeys([payoff, *anchors]))
            stages = setting.stages(points)
            if stages is not None:
                return points, stages
    return None


def _sets(starts: Sequence[Start], pool: Sequence[Point]) -> Iterator[list[Point]]:
    """Give sets of points, each once: of one point, then two, then three, the likely ones first."""
    seen: set[frozenset[Point]] = set()
    for count in range(3):
        for others in ((), pool):
            for start in starts:
                payoff = start.payoff
                mirror = payoff[1], payoff[0]
                known = dict.fromkeys((*start.others, mirror, *others))
                for chosen in combinations([one for one in known if one != payoff], count):
                    points = frozenset((payoff, *chosen))
                    if points not in seen:
                        seen.add(points)
                        yield [payoff, *chosen]


def _spread(points: Sequence[Point], count: int) -> list[Point]:
    """Return the points that are farthest in some directions all around."""
    angles = 2 * np.pi * np.arange(count) / count
    fan = [(Fraction(round(64 * np.cos(a))), Fraction(round(64 * np.sin(a)))) for a in angles]
    return list(dict.fromkeys(max(points, key=lambda one: along(way, one)) for way in fan))
