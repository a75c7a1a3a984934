"""Sets at several discount factors with their limit, and how far each is from it, as scenes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from apsgen.errors import UsageError
from apsgen.figures import shades
from apsgen.figures.payoff_set import scene_of
from apsgen.figures.picture import Picture
from apsgen.figures.scene import Axis, Entry, Kind, Mark, Scene
from apsgen.figures.ticks import Logarithmic
from apsgen.figures.view import View
from apsgen.figures.words import Math
from apsgen.fixedpoint.patience import distance_to
from apsgen.polygon import Floats
from apsgen.result import Bounds, Result

_STROKE = 1.0
_DOT = 3.2
_ROOM = 1.15
_ZERO = 1e-9
"""Distances below this part of the limit set's size are rounding."""


def nested_scenes(results: Sequence[Result], limit: Bounds) -> tuple[Scene, Scene]:
    """Return the sets with their limit, and the distance over 1 - delta.

    Raises
    ------
    UsageError
        If there is no result.
    """
    if not results:
        raise UsageError("a figure needs at least one set; none was given")
    pictures = [Picture.of(result) for result in results]
    last = replace(
        pictures[-1],
        delta=Fraction(1),
        outer=limit.outer_set,
        inner=limit.inner_set,
        gap=limit.gap,
    )
    return scene_of([*pictures, last]), _distances(results, limit)


def _distances(results: Sequence[Result], limit: Bounds) -> Scene:
    """Return the distances on logarithmic axes; those that are no more than rounding are told."""
    size = limit.outer_set.diameter
    pairs = [(1.0 - float(one.game.delta), distance_to(limit, one)) for one in results]
    course = np.array(sorted(pair for pair in pairs if pair[1] > _ZERO * size)).reshape(-1, 2)
    view = View(*np.array([_decades([pair[0] for pair in pairs]), _decades(course[:, 1])]).T)
    reached = [pair[0] for pair in pairs if pair[1] <= _ZERO * size]
    marks = (*_course(course), *_reached(reached, view))
    names = dict.fromkeys(mark.name for mark in marks)
    low, high = view.low.tolist(), view.high.tolist()
    return Scene(
        view=view,
        horizontal=Axis((Math(r"1 - \delta"),), Logarithmic(low[0], high[0])),
        vertical=Axis(("distance to the limit",), Logarithmic(low[1], high[1])),
        marks=marks,
        entries=tuple(
            Entry((name,), tuple(mark for mark in marks if mark.name == name)) for name in names
        ),
        vertices=np.empty((0, 2)),
        resolution=1.0,
    )


def _course(course: Floats) -> tuple[Mark, ...]:
    if not len(course):
        return ()
    name = "Hausdorff distance to the limit set"
    return (
        Mark(name, Kind.LINE, course, edge=shades.INK, stroke=_STROKE),
        Mark(name, Kind.DOT, course, fill=shades.INK, size=_DOT),
    )


def _reached(places: Sequence[float], view: View) -> tuple[Mark, ...]:
    if not places:
        return ()
    low, high = view.low[1].item(), view.high[1].item()
    at = np.array([[place, low * (high / low) ** 0.05] for place in places])
    return (
        Mark("limit set reached", Kind.ARROW, at, shades.PAPER, shades.INK, stroke=0.9, size=5.0),
    )


def _decades(values: Sequence[float] | Floats) -> tuple[float, float]:
    """Return the full powers of ten that hold positive values, with a little room beside."""
    found = [float(value) for value in values] or [1.0]
    lowest, highest = math.floor(math.log10(min(found))), math.ceil(math.log10(max(found)))
    return 10.0**lowest / _ROOM, 10.0 ** max(highest, lowest + 1) * _ROOM
