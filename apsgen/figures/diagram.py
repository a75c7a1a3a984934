"""Where the states and arrows of an automaton stand on paper; lengths in inches."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from apsgen.figures.labels import Box
from apsgen.mechanism import Arrow, Automaton
from apsgen.mechanism.dot import chance, payoffs
from apsgen.polygon import Floats

INCH = 72.0
LINES = 4
"""Events that an arrow bears at most; how many more there are is told."""

DIGITS = 3
"""Digits of the payoffs in a state."""

_BEND = 0.28
_WIDE = 0.6
_LOOP = math.radians(28.0)
_TALL = 2.7
_FLAT = 0.85
_EDGE = 0.08
_START = 0.3
_GAP = 0.04
_TIMES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
"""Where along an arrow its label is tried."""

_SIDES = (1.0, -1.0, 0.0)
"""On which side: away from the chord, towards it, on the arrow itself."""

_COVERED, _CROSSED, _LATER = 100.0, 3.0, 0.5
"""How bad it is to cover a label or a state, a piece of an arrow, and not to be tried first."""


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

    def box(self, line: float) -> Box:
        """Return the rectangle of the text, widths by a guess, for lines of some height."""
        return Box.around(self.label, _size(self.lines, line))


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A drawing of circles of one radius and of curves, and the rectangle that it needs.

    Attributes
    ----------
    line
        The height of a line of text.
    """

    radius: float
    line: float
    circles: tuple[Circle, ...]
    curves: tuple[Curve, ...]
    lower: Floats
    upper: Floats


def diagram_of(automaton: Automaton, width: float, size: float) -> Diagram:
    """Return the drawing of an automaton.

    Parameters
    ----------
    automaton
        What is drawn: states on an ellipse, clockwise from the upper left. An arrow to a state
        that does not exist is left out.
    width
        The width of the paper.
    size
        The size of letters in points.
    """
    radius, line = 0.05 * size, 1.25 * size / INCH
    places = _places(automaton, width, radius)
    circles = tuple(
        Circle(
            places[node.number],
            ("punishment" if node.number is None else str(node.number), payoffs(node, DIGITS)),
            node.number is None,
        )
        for node in automaton.nodes
    )
    drawn = [arrow for arrow in automaton.arrows if arrow.target in places]
    courses = [_course(arrow, places, radius) for arrow in drawn]
    curves = [*_labelled(drawn, courses, circles, radius, line), _start(places, automaton, radius)]
    lower, upper = _extent(circles, curves, radius, line)
    return Diagram(radius, line, circles, tuple(curves), lower, upper)


def _places(automaton: Automaton, width: float, radius: float) -> dict[int | None, Floats]:
    numbers = [node.number for node in automaton.nodes]
    count = len(numbers)
    if count == 1:
        return {numbers[0]: np.zeros(2)}
    nearest = 1.6 * radius / (_FLAT * math.sin(math.pi / count))
    reach = max(width / 2 - radius - _EDGE, nearest)
    first = math.pi / 2 + math.pi / count
    angles = [first - 2 * math.pi * k / count for k in range(count)]
    return {
        number: reach * np.array([math.cos(angle), _FLAT * math.sin(angle)])
        for number, angle in zip(numbers, angles, strict=True)
    }


def _course(arrow: Arrow, places: Mapping[int | None, Floats], radius: float) -> Floats:
    """Return the points of an arrow, bent to the left of its way so that it meets none back."""
    source, target = places[arrow.source], places[arrow.target]
    if arrow.source == arrow.target:
        # A dashed one is on the other side, so that both are seen.
        return _loop(source, 1.0 if (source[1] >= 0) != arrow.after_deviation else -1.0, radius)
    # Nothing comes back from the punishment, so that an arrow to it need not give way.
    bend = 0.0 if arrow.target is None else _WIDE if arrow.after_deviation else _BEND
    along = target - source
    control = (source + target) / 2 + bend * np.array([-along[1], along[0]])
    begin = source + radius * _unit(control - source)
    end = target + radius * _unit(control - target)
    return np.array([begin, (begin + 2 * control) / 3, (end + 2 * control) / 3, end])


def _loop(centre: Floats, up: float, radius: float) -> Floats:
    sides = (-1.0, 1.0)
    begin, end = (
        centre + radius * np.array([side * math.sin(_LOOP), up * math.cos(_LOOP)]) for side in sides
    )
    one, other = (centre + radius * np.array([side * 0.9, up * _TALL]) for side in sides)
    return np.array([begin, one, other, end])


def _start(places: Mapping[int | None, Floats], automaton: Automaton, radius: float) -> Curve:
    """Return the arrow from nowhere to the state in which play begins."""
    end = places[automaton.start] - np.array([radius, 0.0])
    begin = end - np.array([_START, 0.0])
    return Curve(np.linspace(begin, end, 4), end, (), False)


def _labelled(
    arrows: Sequence[Arrow],
    courses: Sequence[Floats],
    circles: Sequence[Circle],
    radius: float,
    line: float,
) -> Iterator[Curve]:
    """Give the arrows with labels that cover no state and no other label if there is room."""
    taken = [Box.around(one.centre, (2 * radius, 2 * radius)) for one in circles]
    times = np.linspace(0.0, 1.0, 25).tolist()
    pieces = np.array([_at(points, t) for points in courses for t in times]).reshape(-1, 2)
    for arrow, points in zip(arrows, courses, strict=True):
        lines = _lines(arrow)
        tried = [
            Curve(points, spot, lines, arrow.after_deviation)
            for spot in _spots(points, lines, line)
        ]
        costs = [
            _cost(curve.box(line), taken, pieces) + _LATER * place
            for place, curve in enumerate(tried)
        ]
        best = tried[costs.index(min(costs))]
        if lines:
            taken.append(best.box(line))
        yield best


def _spots(points: Floats, lines: Sequence[str], line: float) -> Iterator[Floats]:
    """Give places for the label of an arrow, the better ones first."""
    width, height = _size(lines, line)
    out = _at(points, 0.5) - (points[0] + points[3]) / 2
    for t in _TIMES:
        along = _at(points, t + 0.01) - _at(points, t - 0.01)
        normal = _unit(np.array([-along[1], along[0]]))
        if normal @ out < 0:
            normal = -normal
        away = abs(normal[1]) * height / 2 + abs(normal[0]) * width / 2 + _GAP
        for side in _SIDES:
            yield _at(points, t) + side * away * normal


def _cost(box: Box, taken: Sequence[Box], pieces: Floats) -> float:
    x, y = pieces.T
    inside = (box.left < x) & (x < box.right) & (box.bottom < y) & (y < box.top)
    covered = sum(box.meets(other, _GAP) for other in taken)
    return _COVERED * covered + _CROSSED * float(inside.sum())


def _size(lines: Sequence[str], line: float) -> tuple[float, float]:
    """Return about how wide and how high lines of text are."""
    return 0.38 * line * max(map(len, lines), default=0), line * len(lines)


def _at(points: Floats, t: float) -> Floats:
    """Return a point of a Bézier curve."""
    weights = np.array([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    found: Floats = weights @ points
    return found


def _lines(arrow: Arrow) -> tuple[str, ...]:
    """Return what an arrow bears; a dashed one to the punishment is told by the note alone."""
    if arrow.after_deviation and arrow.target is None:
        return ()
    events = arrow.events
    if len(events) > LINES:
        events = (*events[: LINES - 1], f"and {len(events) - LINES + 1} more")
    return tuple(filter(None, (*events, chance(arrow))))


def _unit(vector: Floats) -> Floats:
    scaled: Floats = vector / math.hypot(*vector.tolist())
    return scaled


def _extent(
    circles: Sequence[Circle], curves: Sequence[Curve], radius: float, line: float
) -> tuple[Floats, Floats]:
    """Return the corners of the rectangle that holds everything."""
    corners = [circle.centre + sign * radius for circle in circles for sign in (-1, 1)]
    for curve in curves:
        box = curve.box(line)
        corners += [np.array([box.left, box.bottom]), np.array([box.right, box.top])]
        corners += [_at(curve.points, t) for t in np.linspace(0.0, 1.0, 25).tolist()]
    every = np.array(corners)
    return every.min(axis=0) - _EDGE, every.max(axis=0) + _EDGE
