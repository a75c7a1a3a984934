"""An automaton on paper: what is drawn, and where; lengths in inches."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from apsgen.figures.courses import (
    APART,
    TALL,
    Places,
    courses,
    entry,
    free_angle,
    inner_chord,
    loop,
    places,
    sampled,
)
from apsgen.figures.keys import DISC, KEY, Label, Row, keyed, letters, spelled, table
from apsgen.mechanism import Arrow, Automaton, Node
from apsgen.mechanism.dot import payoffs
from apsgen.polygon import Floats

INCH = 72.0

DIGITS = 3
"""Digits of the payoffs in a state."""

FEW = 8
"""States whose payoffs have room in their circles, at most."""

RARE = Fraction(1, 1000)
"""Where arrows are many, those that are less likely are left out."""

NOTE = "dashed: after a deviation that is seen"
STROKE = 0.7
"""The width of a line in points."""

_STROKES = (0.25, 1.5)
"""Widths of lines of arrows that are never and always taken, where arrows are many."""

_ASIDE = math.radians(20.0)
"""How far a loop and the arrow from nowhere stand off the way outward, on its two sides."""

_THIN = 0.6
"""The width of a stop, a bracket or a space, in letters."""

_EDGE = 0.05
_ROUNDS = 5
_SMALLEST, _LARGEST = 0.009, 0.022
"""Radii between which a state has room for its number, for letters of a point."""


@dataclass(frozen=True, slots=True, eq=False)
class Circle:
    """A state: its centre, and lines of text in it."""

    centre: Floats
    lines: tuple[str, ...]
    is_dashed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """An arrow: the four points of a Bézier curve, what stands at it, and the width of its line."""

    points: Floats
    label: Label | None
    is_dashed: bool
    stroke: float = STROKE


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A drawing of circles of one radius and of curves, and the rectangle that it needs.

    Attributes
    ----------
    line
        The height of a line of text.
    rows
        What stands below the drawing, line by line: keys and what they mean, then notes.
    """

    radius: float
    line: float
    circles: tuple[Circle, ...]
    curves: tuple[Curve, ...]
    rows: tuple[Row, ...]
    lower: Floats
    upper: Floats


def diagram_of(automaton: Automaton, width: float, size: float) -> Diagram:
    """Return the drawing of an automaton: nothing in it covers anything else.

    Words stand at the arrows if there is room for all of them, else keys that a table explains;
    where even keys have no room, lines are the wider the likelier an arrow is.

    Parameters
    ----------
    automaton
        What is drawn. An arrow to a state that does not exist is left out.
    width
        The width of the paper.
    size
        The size of letters in points.
    """
    numbers = {node.number for node in automaton.nodes}
    known = tuple(one for one in automaton.arrows if one.target in numbers)
    automaton = replace(automaton, arrows=known)
    drawn = None
    for sketch in (_WIDE, _NARROW) if len(numbers) <= FEW else ():
        drawn = _few(automaton, width, size, sketch) or drawn
        if drawn is not None and drawn.upper[0] - drawn.lower[0] <= width:
            break
    return drawn or _many(automaton, width, size)


@dataclass(frozen=True, slots=True)
class _Sketch:
    """How states look: their radius for letters of a point, words in them and below, their ring."""

    radius: float
    flat: float
    words: Callable[[Node], tuple[str, ...]]
    rows: Callable[[Sequence[Node], int], list[Row]]


def _within(node: Node) -> tuple[str, ...]:
    return ("punishment" if node.number is None else str(node.number), payoffs(node, DIGITS))


def _short(node: Node) -> tuple[str, ...]:
    return ("p" if node.number is None else str(node.number),)


def _promised(nodes: Sequence[Node], width: int) -> list[Row]:
    """Return the payoffs of states, as many in a line as there is room for."""
    words = [f"{_short(node)[0]} {payoffs(node, DIGITS)}" for node in nodes]
    words += ["p: the punishment"] if any(node.number is None for node in nodes) else []
    longest = max(sum(_THIN if letter in " .,:()" else 1.0 for letter in one) for one in words)
    count = max(int(width / (longest + 2.0)), 1)
    lines = ["; ".join(words[k : k + count]) for k in range(0, len(words), count)]
    return [Row("", (line,)) for line in lines]


_WIDE = _Sketch(0.05, 0.85, _within, lambda nodes, width: [])
_NARROW = _Sketch(_LARGEST, 1.1, _short, _promised)


def _few(automaton: Automaton, width: float, size: float, sketch: _Sketch) -> Diagram | None:
    """Return a drawing with words or keys at the arrows; ``None`` if there is no room for them."""
    radius, line = sketch.radius * size, 1.25 * size / INCH
    arrows = automaton.arrows
    # A loop is longer than the disc of its key is wide.
    tall = radius + max((TALL - 1) * radius, 2.6 * line)
    ring, curves = _courses(automaton, width, (radius, sketch.flat), tall)
    labels = spelled(arrows, curves, [*ring.values()], radius, line, width - 2 * _EDGE)
    rows = sketch.rows(automaton.nodes, letters(width, line))
    if labels is None:
        ring, curves = _courses(automaton, width - 2 * DISC * line, (radius, sketch.flat), tall)
        labels = keyed(arrows, curves, [*ring.values()], radius, line)
        rows += table(arrows, letters(width, line) - KEY)
    if labels is None:
        return None
    dashes = [*(arrow.after_deviation for arrow in arrows), False]
    drawn = [Curve(*one) for one in zip(curves, [*labels, None], dashes, strict=True)]
    circles = [
        Circle(ring[node.number], sketch.words(node), node.number is None)
        for node in automaton.nodes
    ]
    return _drawing(radius, line, circles, drawn, [*rows, *_notes(arrows)])


def _courses(
    automaton: Automaton, width: float, shape: tuple[float, float], tall: float
) -> tuple[dict[int | None, Floats], list[Floats]]:
    """Return where states stand, and arrows within the width: the last leads to the start."""
    radius, flat = shape
    reach = width / 2 - radius - _EDGE
    numbers = [node.number for node in automaton.nodes]
    for _ in range(_ROUNDS):
        ring = places(numbers, reach, radius, flat)
        curves = courses(automaton.arrows, ring, radius, tall)
        start = ring[automaton.start]
        curves.append(entry(start, free_angle(start, curves, radius, math.pi), radius))
        across = np.concatenate([sampled(one) for one in curves])[:, 0]
        beyond = float(np.abs(across).max()) + _EDGE - width / 2
        if beyond <= 0.0:
            break
        # A little more than what is beyond: states do not stand at the very ends of their ring.
        reach -= 1.2 * beyond
    return ring, curves


def _notes(arrows: Sequence[Arrow]) -> list[Row]:
    return [Row("", (NOTE,))] if any(arrow.after_deviation for arrow in arrows) else []


def _many(automaton: Automaton, width: float, size: float) -> Diagram:
    """Return a drawing of small circles without words; payoffs stand below."""
    line = 1.25 * size / INCH
    shown = [one for one in automaton.arrows if not one.after_deviation and one.probability >= RARE]
    led = {one.target for one in shown}
    nodes = [node for node in automaton.nodes if node.number is not None or None in led]
    # As large as the ring and its loops may be within the width, unless letters are larger.
    around = APART / math.sin(math.pi / max(len(nodes), 2))
    fitting = min((width / 2 - _EDGE) / (around + TALL), _LARGEST * size)
    radius = max(fitting, _SMALLEST * size)
    reach = width / 2 - TALL * radius - _EDGE
    ring = places([node.number for node in nodes], reach, radius, 1.0)
    curves = [_weighted(arrow, ring, radius) for arrow in shown]
    start = ring[automaton.start]
    beside = math.atan2(start[1], start[0]) + _ASIDE
    curves.append(Curve(entry(start, beside, radius), None, False))
    circles = [Circle(ring[node.number], _short(node), node.number is None) for node in nodes]
    wide = letters(width, line)
    rows = [*_promised(nodes, wide), Row("", tuple(textwrap.wrap(_left_out(automaton), wide)))]
    return _drawing(radius, line, circles, curves, rows)


def _weighted(arrow: Arrow, ring: Places, radius: float) -> Curve:
    """Return an arrow whose line is the wider the likelier it is."""
    source, target = ring[arrow.source], ring[arrow.target]
    if arrow.source == arrow.target:
        outward = math.atan2(source[1], source[0])
        points = loop(source, outward - _ASIDE, radius, TALL * radius)
    else:
        points = inner_chord(source, target, radius)
    least, most = _STROKES
    return Curve(points, None, False, least + (most - least) * float(arrow.probability))


def _left_out(automaton: Automaton) -> str:
    """Return the note that says what is not drawn."""
    told = ["the wider a line, the likelier its arrow"]
    rare = sum(not one.after_deviation and one.probability < RARE for one in automaton.arrows)
    seen = sum(one.after_deviation for one in automaton.arrows)
    told += [f"{counted(rare)} of probability below {RARE} left out"] if rare else []
    told += [f"{counted(seen)} after deviations left out"] if seen else []
    told.append("the .dot file has all" if rare or seen else "the .dot file says when")
    return "; ".join(told)


def counted(number: int) -> str:
    """Return a number of arrows.

    Examples
    --------
    >>> counted(1), counted(12)
    ('1 arrow', '12 arrows')
    """
    return f"{number} arrow{'s' if number != 1 else ''}"


def _drawing(
    radius: float,
    line: float,
    circles: Sequence[Circle],
    curves: Sequence[Curve],
    rows: Sequence[Row],
) -> Diagram:
    """Return the drawing with the rectangle that holds everything but the rows."""
    corners = [circle.centre + sign * radius for circle in circles for sign in (-1, 1)]
    corners += [point for curve in curves for point in sampled(curve.points)]
    for label in (curve.label for curve in curves):
        if label is not None:
            box = label.box(line)
            corners += [np.array([box.left, box.bottom]), np.array([box.right, box.top])]
    every = np.array(corners)
    lower, upper = every.min(axis=0) - _EDGE, every.max(axis=0) + _EDGE
    return Diagram(radius, line, tuple(circles), tuple(curves), tuple(rows), lower, upper)
