"""How the outer and the inner set close in on V*, step by step, as two scenes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np

from apsgen.errors import UsageError
from apsgen.figures import shades
from apsgen.figures.picture import Picture
from apsgen.figures.scene import Axis, Entry, Kind, Mark, Scene
from apsgen.figures.surroundings import entries_around, marks_above, marks_below
from apsgen.figures.ticks import Linear, Logarithmic
from apsgen.figures.view import THIN, View, view_of
from apsgen.figures.words import Math, V
from apsgen.polygon import Floats, Polygon
from apsgen.result import Result, Status

MOST = 7
"""Sets of one kind that are drawn; where there are more steps, some are left out."""

_LINE = 0.8
_BAND = 2.6
_DOT = 5.4
_NONE = np.empty((0, 2))


def scenes_of(result: Result) -> tuple[Scene, Scene]:
    """Return the sets after some of the steps, and the gap after each of them.

    Raises
    ------
    UsageError
        If the result was read from a file, and so has no trace.
    """
    if not result.trace and result.status is not Status.EMPTY:
        raise UsageError(
            "there are no steps to draw: a result that was read from a file has no trace; draw "
            "the trace where the result is computed"
        )
    return _closing_in(result), _gap(result)


def chosen(sets: Iterable[Polygon], view: View) -> tuple[Polygon, ...]:
    """Return at most seven sets, first to last, that the eye can tell one from the next.

    Examples
    --------
    >>> view = View(np.zeros(2), np.ones(2))
    >>> points = [Polygon.hull([(x, 0)]) for x in (0.1, 0.5, 0.500001)]
    >>> [one.vertices[0, 0].item() for one in chosen(points, view)]
    [0.1, 0.500001]
    """
    kept: list[Polygon] = []
    for one in reversed([one for one in sets if not one.is_empty]):
        if not kept or one.hausdorff(kept[-1]) > THIN * view.extent:
            kept.append(one)
    places = np.unique(np.linspace(0, len(kept) - 1, min(MOST, len(kept))).round().astype(int))
    return tuple(kept[place] for place in places[::-1])


def _closing_in(result: Result) -> Scene:
    picture = Picture.of(result)
    view = view_of([picture])
    outer = chosen((step.outer_set for step in result.trace), view)
    inner = chosen((step.inner_set for step in result.trace), view)
    # The last inner set is the largest and lies below; the last outer one is the smallest.
    fills = [
        _inner(view.shape(one), fill)
        for one, fill in zip(inner, shades.fills(len(inner)), strict=True)
    ]
    lines = [
        _outer(view.shape(one), edge)
        for one, edge in zip(outer, shades.lines(len(outer)), strict=True)
    ]
    sets = (*fills[::-1], *lines)
    empty = (Entry((V, " is empty")),) if picture.outer.is_empty else ()
    return Scene(
        view=view,
        horizontal=_payoff_axis(picture, 0, view),
        vertical=_payoff_axis(picture, 1, view),
        marks=(*marks_below(picture, view), *sets, *marks_above(picture, view)),
        entries=(*empty, *_entries(lines, fills), *entries_around(picture, view)),
        vertices=_NONE,
        resolution=1.0,
    )


def _payoff_axis(picture: Picture, player: int, view: View) -> Axis:
    return Axis((f"average payoff of {picture.players[player]}",), view.division(player))


def _inner(shape: Floats, fill: str) -> Mark:
    name = "inner set"
    if len(shape) == 1:
        return Mark(name, Kind.DOT, shape, fill=fill, size=_DOT)
    if len(shape) == 2:
        return Mark(name, Kind.LINE, shape, edge=fill, stroke=_BAND)
    return Mark(name, Kind.AREA, shape, fill=fill)


def _outer(shape: Floats, edge: str) -> Mark:
    name = "outer set"
    if len(shape) == 1:
        return Mark(name, Kind.DOT, shape, edge=edge, stroke=_LINE, size=_DOT + 1.0)
    if len(shape) == 2:
        return Mark(name, Kind.LINE, shape, edge=edge, stroke=_LINE)
    return Mark(name, Kind.AREA, shape, edge=edge, stroke=_LINE)


def _entries(lines: Sequence[Mark], fills: Sequence[Mark]) -> tuple[Entry, ...]:
    """Say what is drawn; of several steps the sample is the last."""
    told = []
    for words, marks in (("outer set", lines), ("inner set", fills)):
        if len(marks) == 1:
            told.append(Entry((words,), (marks[-1],)))
        elif marks:
            told.append(Entry((f"{words}s, later ones darker",), (marks[-1],)))
    return tuple(told)


def _gap(result: Result) -> Scene:
    known = [(step.iterations, step.gap) for step in result.trace if math.isfinite(step.gap)]
    course = np.array([pair for pair in known if pair[1] > 0.0]).reshape(-1, 2)
    goal = result.tolerance * result.outer_set.diameter
    view = _decades(course, goal, result.iterations)
    closed = [(count, _just_above(view)) for count, gap in known if gap == 0.0]
    marks = (*_goal(goal, view), *_course(course), *_closed(np.array(closed).reshape(-1, 2)))
    low, high = view.low.tolist(), view.high.tolist()
    return Scene(
        view=view,
        horizontal=Axis(
            ("applications of ", Math("T")), Linear(low[0], high[0], least=Fraction(1))
        ),
        vertical=Axis(("gap between the sets",), Logarithmic(low[1], high[1])),
        marks=marks,
        entries=_gap_entries(marks),
        vertices=_NONE,
        resolution=1.0,
    )


def _decades(course: Floats, goal: float, last: int) -> View:
    """Return full powers of ten that hold the gaps, and the gap asked for."""
    values = [*course[:, 1].tolist(), *([goal] if goal > 0.0 else [])] or [1.0]
    lowest, highest = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    margin = 0.03 * max(last, 1)
    low = np.array([-margin, 10.0 ** (lowest - 1)])
    return View(low, np.array([max(last, 1) + margin, 10.0 ** max(highest, lowest + 1)]))


def _just_above(view: View) -> float:
    low, high = view.low[1].item(), view.high[1].item()
    return float(low * (high / low) ** 0.05)


def _goal(goal: float, view: View) -> tuple[Mark, ...]:
    if goal <= 0.0:
        return ()
    ends = np.array([[view.low[0], goal], [view.high[0], goal]])
    return (Mark("gap asked for", Kind.LINE, ends, edge=shades.TOTAL, stroke=0.8, dash=(1.2, 1.5)),)


def _course(course: Floats) -> tuple[Mark, ...]:
    if not len(course):
        return ()
    return (
        Mark("gap", Kind.LINE, course, edge=shades.INK, stroke=1.0),
        Mark("gap", Kind.DOT, course, fill=shades.INK, size=2.6),
    )


def _closed(places: Floats) -> tuple[Mark, ...]:
    if not len(places):
        return ()
    name = "no gap left"
    return (Mark(name, Kind.ARROW, places, shades.PAPER, shades.INK, stroke=0.9, size=5.0),)


def _gap_entries(marks: Sequence[Mark]) -> tuple[Entry, ...]:
    names = dict.fromkeys(mark.name for mark in marks)
    return tuple(
        Entry((name,), tuple(mark for mark in marks if mark.name == name)) for name in names
    )
