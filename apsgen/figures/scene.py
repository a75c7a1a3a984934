"""A picture as plain data: what is drawn, in which order, and what the legend says of it.

Two painters read it: `paint` draws on matplotlib axes, `tikz` writes pgfplots.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from apsgen.figures.ticks import Division, Linear, Unit
from apsgen.figures.view import View
from apsgen.figures.words import Words
from apsgen.polygon import Floats

_FLAT = 0.6


class Kind(StrEnum):
    """What a mark is: a filled polygon, an open line, or markers at points."""

    AREA = "area"
    LINE = "line"
    DOT = "dot"
    CROSS = "cross"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Something drawn.

    Attributes
    ----------
    name
        What it shows, in a few words; matplotlib's artist bears it as its label.
    kind
        Its kind.
    points
        Shape (n, 2), payoffs: the vertices of an area, the course of a line, the places of
        markers.
    fill
        The colour (``#rrggbb``) within an area or a marker; ``None`` for none.
    edge
        The colour of a line, of the rim of an area or a marker; ``None`` for none.
    stroke
        The width of a line or a rim, in points.
    dash
        Lengths of dashes and gaps in turn, in points; empty for a solid line.
    size
        The diameter of a marker, in points.
    """

    name: str
    kind: Kind
    points: Floats
    fill: str | None = None
    edge: str | None = None
    stroke: float = 0.0
    dash: tuple[float, ...] = ()
    size: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A line of the legend: words, and marks drawn over each other as a sample; maybe none."""

    words: Words
    sample: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """What an axis says, and how it is divided."""

    words: Words
    division: Division

    @property
    def label(self) -> Words:
        """The words, with the unit of the numbers if there is one to tell."""
        return self.words + self.division.unit.words()

    @property
    def is_linear(self) -> bool:
        """Whether the axis is a plain one."""
        return isinstance(self.division, Linear)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A pair of axes with everything on it.

    Attributes
    ----------
    view
        The rectangle that is shown.
    horizontal, vertical
        The axes.
    marks
        What is drawn, from the lowest layer to the highest.
    entries
        The legend.
    vertices
        Places, shape (n, 2), that may be labelled with their payoffs.
    resolution
        The least difference between payoffs that is known, or that the eye can use.
    flatness
        Height over width of axes that do not both show payoffs; ``None`` for two payoffs, or for
        the usual ratio where an axis is logarithmic.
    """

    view: View
    horizontal: Axis
    vertical: Axis
    marks: tuple[Mark, ...]
    entries: tuple[Entry, ...]
    vertices: Floats
    resolution: float
    flatness: float | None = None

    @property
    def has_equal_units(self) -> bool:
        """Whether a unit is as long on both axes, as it is for two payoffs."""
        return self.vertical.is_linear and self.flatness is None

    @property
    def ratio(self) -> float:
        """Height over width of the axes."""
        return self.view.ratio if self.has_equal_units else self.flatness or _FLAT

    def name_of(self, point: Floats) -> str:
        """Return a pair in the units of the ticks, to as many digits as are known and of use."""
        units = self.horizontal.division.unit, self.vertical.division.unit
        pairs = zip(units, point.tolist(), strict=True)
        return f"({', '.join(_rounded(*pair, self.resolution) for pair in pairs)})"

    def outlines(self) -> Iterator[Floats]:
        """Yield the lines that a label had better not cover, as closed or open courses."""
        for mark in self.marks:
            if mark.edge is not None and mark.kind is Kind.AREA:
                yield mark.points[[*range(len(mark.points)), 0]]
            elif mark.kind is Kind.LINE:
                yield mark.points


def _rounded(unit: Unit, value: float, resolution: float) -> str:
    places = max(0, unit.power - math.ceil(math.log10(resolution)))
    text = f"{float(unit.number(value)):.{places}f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short.replace("-", "\N{MINUS SIGN}")
