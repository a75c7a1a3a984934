"""Where the states and arrows of an automaton stand on paper; lengths in inches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apsgen.mechanism import Arrow, Automaton
from apsgen.mechanism.dot import chance, payoffs
from apsgen.polygon import Floats

INCH = 72.0
LINES = 4
"""Events that an arrow bears at most; how many more there are is told."""

DIGITS = 3
"""Digits of the payoffs in a state."""

_BEND = 0.28
_LOOP = math.radians(28.0)
_FLAT = 0.85
_EDGE = 0.08
_START = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Circle:
    """A state: its centre, and lines of text in it."""

    centre: Floats
    lines: tuple[str, ...]
    is_dashed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """An arrow: the four points of a Bézier curve, and lines of text centred at a place."""

    points: Floats
    label: Floats
    lines: tuple[str, ...]
    is_dashed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A drawing of circles of one radius and of curves, and the rectangle that it needs."""

    radius: float
    circles: tuple[Circle, ...]
    curves: tuple[Curve, ...]
    lower: Floats
    upper: Floats


def diagram_of(automaton: Automaton, width: float, size: float) -> Diagram:
    """Return the drawing of an automaton.

    Parameters
    ----------
    automaton
        What is drawn: states on an ellipse, clockwise from the upper left.
    width
        The width of the paper.
    size
        The size of letters in points.
    """
    radius = 0.05 * size
    count = len(automaton.nodes)
    reach = max(width / 2 - radius - _EDGE, _nearest(count, radius))
    angles = [math.pi / 2 + math.pi / max(count, 2) - 2 * math.pi * k / count for k in range(count)]
    centres = [
        reach * np.array([math.cos(angle), _FLAT * math.sin(angle)]) if count > 1 else np.zeros(2)
        for angle in angles
    ]
    circles = tuple(
        Circle(
            centre,
            ("punishment" if node.number is None else str(node.number), payoffs(node, DIGITS)),
            node.number is None,
        )
        for node, centre in zip(automaton.nodes, centres, strict=True)
    )
    places = {node.number: centre for node, centre in zip(automaton.nodes, centres, strict=True)}
    drawn = [arrow for arrow in automaton.arrows if arrow.target in places]
    line = 1.25 * size / INCH
    curves = [_curve(arrow, places, radius, line) for arrow in drawn]
    first = places[automaton.start]
    left = np.array([radius, 0.0])
    begin = first - left - np.array([_START, 0.0])
    start = Curve(_straight(begin, first - left), first, (), False)
    every = (*curves, start)
    lower, upper = _extent(circles, every, radius, line)
    return Diagram(radius, circles, every, lower, upper)


def _nearest(count: int, radius: float) -> float:
    """Return how far from the middle states must be so that arrows fit between them."""
    return 1.6 * radius / (_FLAT * math.sin(math.pi / count)) if count > 1 else 0.0


def _curve(arrow: Arrow, places: dict[int | None, Floats], radius: float, line: float) -> Curve:
    source, target = places[arrow.source], places[arrow.target]
    lines = _lines(arrow)
    room = line * len(lines) / 2
    if arrow.source == arrow.target:
        up = 1.0 if source[1] >= 0 else -1.0
        return _loop(source, up, radius, lines, room, arrow.after_deviation)
    along = target - source
    aside = np.array([-along[1], along[0]])
    # Nothing comes back from the punishment, so that no arrow there need give way to another.
    bend = 0.0 if arrow.target is None else _BEND
    control = (source + target) / 2 + bend * aside
    begin = source + radius * _unit(control - source)
    end = target + radius * _unit(control - target)
    points = np.array(
        [begin, begin + (control - begin) * 2 / 3, end + (control - end) * 2 / 3, end]
    )
    normal = _unit(aside)
    middle = points.T @ np.array([1.0, 3.0, 3.0, 1.0]) / 8
    widest = 0.5 * line * max(map(len, lines), default=0)
    away = abs(normal[1]) * room + abs(normal[0]) * widest / 2 + 0.04
    return Curve(points, middle + away * normal, lines, arrow.after_deviation)


def _loop(
    centre: Floats, up: float, radius: float, lines: tuple[str, ...], room: float, dashed: bool
) -> Curve:
    """Return an arrow from a state to itself; a dashed one is taller, so that both are seen."""
    tall = 2.6 if dashed else 1.7
    sides = [np.array([-side * math.sin(_LOOP), up * math.cos(_LOOP)]) for side in (1.0, -1.0)]
    begin, end = (centre + radius * side for side in sides)
    outer = [centre + radius * np.array([-side * 0.9, up * (1 + tall)]) for side in (1.0, -1.0)]
    points = np.array([begin, *outer, end])
    top = (points.T @ np.array([1.0, 3.0, 3.0, 1.0]) / 8)[1]
    return Curve(points, np.array([centre[0], top + up * (room + 0.04)]), lines, dashed)


def _lines(arrow: Arrow) -> tuple[str, ...]:
    """Return what an arrow bears; a dashed one to the punishment is told by the note alone."""
    if arrow.after_deviation and arrow.target is None:
        return ()
    events = arrow.events
    if len(events) > LINES:
        events = (*events[: LINES - 1], f"and {len(events) - LINES + 1} more")
    return tuple(filter(None, (*events, chance(arrow))))


def _straight(begin: Floats, end: Floats) -> Floats:
    return np.array([begin, (2 * begin + end) / 3, (begin + 2 * end) / 3, end])


def _unit(vector: Floats) -> Floats:
    scaled: Floats = vector / math.hypot(*vector.tolist())
    return scaled


def _extent(
    circles: Sequence[Circle], curves: Sequence[Curve], radius: float, line: float
) -> tuple[Floats, Floats]:
    """Return the corners of the rectangle that holds everything, labels by a guess of widths."""
    corners = [circle.centre + sign * radius for circle in circles for sign in (-1, 1)]
    for curve in curves:
        half = np.array(
            [0.22 * line * max(map(len, curve.lines), default=0), line * len(curve.lines) / 2]
        )
        corners += [curve.label - half, curve.label + half, *curve.points]
    every = np.array(corners)
    return every.min(axis=0) - _EDGE, every.max(axis=0) + _EDGE
