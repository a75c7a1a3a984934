"""Results of every kind that a figure has to show, made by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from apsgen.polygon import Polygon
from apsgen.result import Result, Status, Step
from tests.builders import game

Pair = tuple[float, float]

FEASIBLE = [(9, 9), (1, 10), (10, 1), (3, 3)]
KITE = [(9, 9), (3, 9.75), (9.75, 3), (3, 3)]
TRIANGLE = [(0, 0), (18, 0), (0, 18)]
SMALL = [(8.99, 8.97), (8.99, 8.98), (9, 9), (9, 8.96)]


def result(
    outer: Iterable[Pair],
    inner: Iterable[Pair] = (),
    *,
    punishment: tuple[float | None, float | None] = (3.0, 3.0),
    feasible: Iterable[Pair] = tuple(FEASIBLE),
    first_best: float = 18.0,
    gap: float = 1e-7,
    players: tuple[str, str] = ("firm1", "firm2"),
    delta: str = "4/5",
) -> Result:
    """Return a result with the given vertices."""
    outside = Polygon.hull(outer)
    return Result(
        game=game(delta=delta, players=players),
        status=Status.EMPTY if outside.is_empty else Status.CONVERGED,
        outer_set=outside,
        inner_set=Polygon.hull(inner),
        gap=gap,
        tolerance=1e-6,
        punishment=punishment,
        feasible_set=Polygon.hull(feasible),
        first_best=first_best,
        trace=(),
        iterations=7,
        linear_programs=412,
        seconds=0.21,
    )


def moved(points: Iterable[Pair], offset: float, scale: float) -> list[Pair]:
    """Return points in other units."""
    return [(offset + scale * x, offset + scale * y) for x, y in points]


def in_units(offset: float, scale: float) -> Result:
    """Return the kite with payoffs in other units."""
    mark = offset + 3 * scale
    return result(
        moved(KITE, offset, scale),
        moved(KITE, offset, scale),
        punishment=(mark, mark),
        feasible=moved(FEASIBLE, offset, scale),
        first_best=2 * offset + 18 * scale,
        gap=1e-9 * scale,
    )


def steps(count: int, shrinking: float = 0.5) -> Result:
    """Return the kite with a trace; the inner set appears at the second step."""
    trace = []
    for number in range(1, count + 1):
        away = shrinking**number
        outer = Polygon.hull(moved(KITE, -6.1875 * away, 1 + away))
        inner = Polygon.hull(moved(KITE, 6.1875 * away, 1 - away) if number > 1 else [])
        gap = outer.hausdorff(inner)
        trace.append(Step(outer, inner, gap, 8, 3 * number, 40 * number, 0.1 * number))
    return replace(result(KITE, KITE), trace=tuple(trace), iterations=3 * count)


def kinds() -> dict[str, Result]:
    """Return one result of every kind."""
    segment = [(8, 10), (10, 8)]
    circle = [
        (6 + 2.5 * math.cos(step * math.pi / 30), 6 + 2.5 * math.sin(step * math.pi / 30))
        for step in range(60)
    ]
    ribbon = [*segment, (10, 8 - 1e-6), (8, 10 - 1e-6)]
    return {
        "polygon": result(KITE, KITE),
        "curved": result(circle, moved(circle, 0.6, 0.9), punishment=(3.5, 3.5), gap=0.25),
        "no inner set": result(circle, gap=math.inf),
        "segment": result(segment, segment, punishment=(2, 2), feasible=TRIANGLE),
        "shorter inner segment": result(
            segment, [(8.5, 9.5), (9.5, 8.5)], punishment=(2, 2), feasible=TRIANGLE, gap=0.8
        ),
        "ribbon": result(ribbon, segment, punishment=(2, 2), feasible=TRIANGLE),
        "point": result([(3, 3)], [(3, 3)]),
        "point in a polygon": result(circle, [(6, 6)], gap=2.5),
        "empty": result([], [], punishment=(5, 5), gap=0.0),
        "empty, worst": result([], [], punishment=(None, None), gap=0.0),
        "small": result(SMALL, SMALL, punishment=(8.95, 8.95)),
        "small and far away": result(SMALL, SMALL),
        "one is never punished": result(KITE, KITE, punishment=(3, None)),
        "the other is never punished": result(KITE, KITE, punishment=(None, 3)),
        "all zero": result(
            [(0, 0)], [(0, 0)], punishment=(0, 0), feasible=[(0, 0)], first_best=0, gap=0
        ),
        "payoffs of 1e9": in_units(1e9, 1.0),
        "payoffs of 1e-9": in_units(0.0, 1e-9),
        "payoffs of 1e13": in_units(0.0, 1e12),
    }
