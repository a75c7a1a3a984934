"""Critical discount factors as a scene: a curve over one parameter, a map over two."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

import numpy as np

from apsgen.figures import shades
from apsgen.figures.scene import Axis, Entry, Kind, Mark, Scene
from apsgen.figures.view import View
from apsgen.figures.words import Math, Words, parameter
from apsgen.polygon import Floats
from apsgen.sweep import CriticalMap, Point

BANDS = 6
"""Shades of a map at most."""

WIDE = 0.01
"""A bracket wider than this part of the axis is drawn as such."""

_CURVE, _MAP = 0.6, 0.85
_STAR = Math(r"\delta^*")
_PAD = 0.05
_STROKE = 1.0
_DOT = 2.8
_CROSS = 4.0
_SEAM = 0.3
_STEPS = tuple(digit * 10.0**power for power in range(-9, 0) for digit in (1, 2, 5))
_NEAR = 1e-6
_NONE = np.empty((0, 2))
_FAILS = "no discount factor will do"
_OPEN = "no answer"


def critical_scene(found: CriticalMap) -> Scene:
    """Return critical discount factors as a curve, or as a map in shades.

    Parameters
    ----------
    found
        What `vary` answered.
    """
    return _curve(found) if len(found.axes) == 1 else _map(found)


def _curve(found: CriticalMap) -> Scene:
    """Return a curve through the upper ends; it breaks where there is no answer."""
    across = _padded([float(value) for value in found.axes[0].values])
    ends = [float(end) for point in found.points if _holds(point) for end in _bracket(point)]
    low, high = _padded(ends or [0.0, 1.0])
    up = max(low, 0.0) if ends and min(ends) > 0.0 else min(low, 0.0), min(high, 1.0)
    view = View(*np.array([across, up]).T)
    marks = (*_courses(found.points), *_brackets(found.points, view), *_failed(found, view))
    return _scene(
        found, view, Axis(("critical discount factor ", _STAR), view.division(1)), marks, _CURVE
    )


def _courses(points: Sequence[Point]) -> tuple[Mark, ...]:
    marks = []
    for holds, group in groupby(points, key=_holds):
        if holds:
            course = np.array([[float(p.values[0]), float(_bracket(p)[1])] for p in group])
            marks.append(Mark("critical", Kind.LINE, course, edge=shades.INK, stroke=_STROKE))
            marks.append(Mark("critical", Kind.DOT, course, fill=shades.INK, size=_DOT))
    return tuple(marks)


def _brackets(points: Sequence[Point], view: View) -> tuple[Mark, ...]:
    """Return brackets that are wide enough to be seen."""
    least = WIDE * float(view.high[1] - view.low[1])
    bars = [
        np.array([[float(p.values[0]), float(end)] for end in _bracket(p)])
        for p in points
        if _holds(p) and float(_bracket(p)[1] - _bracket(p)[0]) > least
    ]
    return tuple(Mark("bracket", Kind.LINE, bar, edge=shades.TOTAL, stroke=_STROKE) for bar in bars)


def _failed(found: CriticalMap, view: View) -> tuple[Mark, ...]:
    """Return marks at the upper edge where no discount factor will do, or none is known."""
    top = float(view.high[1])
    never = [[float(p.values[0]), top] for p in found.points if p.status == "never"]
    unknown = [[float(p.values[0]), top] for p in found.points if p.lo is None]
    return (*_arrows(never), *_crosses(unknown))


def _map(found: CriticalMap) -> Scene:
    """Return cells in shades, the darker the more patience it takes."""
    columns, rows = (_borders([float(v) for v in axis.values]) for axis in found.axes)
    view = View(
        np.array([columns.min(), rows.min()]),
        np.array([columns.max(), rows.max()]),
    )
    values = [float(_bracket(point)[1]) for point in found.points if _holds(point)]
    bands = _bands(min(values, default=0.0), max(values, default=1.0))
    fills = shades.heat(len(bands) - 1)
    width, marks = len(found.axes[1].values), list[Mark]()
    for column in range(len(found.axes[0].values)):
        cells = found.points[column * width : (column + 1) * width]
        numbered = enumerate(_place(point, bands) for point in cells)
        for place, group in groupby(numbered, key=lambda pair: pair[1]):
            run = [row for row, _ in group]
            if place is not None:
                box = _box(columns[[column, column + 1]], rows[[run[0], run[-1] + 1]])
                # A rim of the same shade closes the seam that readers of PDF show between cells.
                fill = fills[place]
                marks.append(Mark("cell", Kind.AREA, box, fill, fill, stroke=_SEAM))
    marks += [*_arrows(_centres(found, "never")), *_crosses(_centres(found, "error", "missing"))]
    key = tuple(
        Entry(_between(low, high), (Mark("cell", Kind.AREA, _NONE, fill, shades.INK, _SEAM),))
        for low, high, fill in zip(bands, bands[1:], fills, strict=False)
    )
    vertical = Axis((parameter(found.axes[1].name),), view.division(1))
    return _scene(found, view, vertical, tuple(marks), _MAP, key)


def _scene(
    found: CriticalMap,
    view: View,
    vertical: Axis,
    marks: tuple[Mark, ...],
    ratio: float,
    key: tuple[Entry, ...] = (),
) -> Scene:
    samples = {mark.name: (*_under(marks, mark), mark) for mark in marks}
    said: dict[str, Words] = {
        "critical": (_STAR, f" for {found.wanted}"),
        "bracket": ("bracket",),
        _FAILS: (_FAILS,),
        _OPEN: (_OPEN,),
    }
    heading = (Entry((_STAR, f" for {found.wanted}:")),) if key else ()
    return Scene(
        view=view,
        horizontal=Axis((parameter(found.axes[0].name),), view.division(0)),
        vertical=vertical,
        marks=marks,
        entries=(
            *heading,
            *key,
            *(Entry(said[name], samples[name]) for name in said if name in samples),
        ),
        vertices=_NONE,
        resolution=1.0,
        flatness=ratio,
    )


def _under(marks: Sequence[Mark], last: Mark) -> tuple[Mark, ...]:
    """Return a mark of another kind and the same name, for the legend: the line below the dots."""
    others = [mark for mark in marks if mark.name == last.name and mark.kind is not last.kind]
    return tuple(others[:1])


def _holds(point: Point) -> bool:
    """Whether there is a critical discount factor."""
    return point.lo is not None and point.status != "never"


def _bracket(point: Point) -> tuple[Fraction, Fraction]:
    assert point.lo is not None
    assert point.hi is not None
    return point.lo, point.hi


def _padded(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of values with some space beside."""
    low, high = min(values), max(values)
    extent = high - low or max(abs(high), 1.0) / 2
    return low - _PAD * extent, high + _PAD * extent


def _borders(values: Sequence[float]) -> Floats:
    """Return the borders of cells around evenly spread values."""
    step = (values[-1] - values[0]) / (len(values) - 1) if len(values) > 1 else 1.0
    return np.array([values[0] - step / 2 + step * place for place in range(len(values) + 1)])


def _bands(low: float, high: float) -> list[float]:
    """Return round numbers that divide the values into at most six bands."""
    if high <= low:
        low, high = max(low - 0.05, 0.0), min(high + 0.05, 1.0)
    for step in _STEPS:
        first, last = math.floor(low / step + _NEAR), math.ceil(high / step - _NEAR)
        if last - first <= BANDS:
            return [round(step * place, 12) for place in range(first, max(last, first + 1) + 1)]
    return [0.0, 1.0]


def _place(point: Point, bands: Sequence[float]) -> int | None:
    """Return the band of a point; ``None`` if it has no discount factor."""
    if not _holds(point):
        return None
    place = int(np.searchsorted(bands, float(_bracket(point)[1]), side="left")) - 1
    return min(max(place, 0), len(bands) - 2)


def _between(low: float, high: float) -> Words:
    return (f"{low:g} to {high:g}",)


def _box(across: Floats, up: Floats) -> Floats:
    (left, right), (bottom, top) = across.tolist(), up.tolist()
    return np.array([[left, bottom], [right, bottom], [right, top], [left, top]])


def _centres(found: CriticalMap, *kinds: str) -> list[list[float]]:
    return [[*map(float, point.values)] for point in found.points if point.status in kinds]


def _arrows(places: Sequence[Sequence[float]]) -> tuple[Mark, ...]:
    return tuple(
        Mark(_FAILS, Kind.ARROW, np.array(places), shades.PAPER, shades.INK, 0.8, size=_CROSS)
        for _ in places[:1]
    )


def _crosses(places: Sequence[Sequence[float]]) -> tuple[Mark, ...]:
    return tuple(
        Mark(_OPEN, Kind.CROSS, np.array(places), edge=shades.TOTAL, stroke=0.8, size=_CROSS)
        for _ in places[:1]
    )
