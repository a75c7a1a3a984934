"""Sizes of a pgfplots figure, worked out with the letters that LaTeX uses unless told otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.font_manager import findfont, get_font

from apsgen.figures.paper import Paper
from apsgen.figures.scene import Axis, Entry, Scene
from apsgen.figures.ticks import MOST, Ticks
from apsgen.figures.words import FOLDS, Math, Words, folded

SAMPLE = 14.0
"""Width of a sample in the legend, in points."""

_INCH = 72.0
_LINE = 1.2
_TICK = 9.0
_GAP = 4.0
_BESIDE_SAMPLE = 8.5
_BETWEEN_COLUMNS = 12.0
_COMMAND = re.compile(r"\\[A-Za-z]+")
_BRACES = re.compile(r"[_^{}$]")
_FONT = "cmr10"
_UNITS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A figure's measures; lengths in points of 1/72 inch.

    Attributes
    ----------
    paper
        How the figure is set.
    scenes
        What it shows.
    """

    paper: Paper
    scenes: Sequence[Scene]

    @property
    def width(self) -> float:
        """The width of the figure."""
        return _INCH * self.paper.width

    @property
    def small(self) -> float:
        """The size of letters at ticks and in the legend."""
        return float(round(0.9 * self.paper.size))

    @property
    def free(self) -> float:
        """The width that is left for axes beside their ticks and labels."""
        every = [scene.vertical.division.ticks().labels for scene in self.scenes]
        ticks = max(width_of(label, self.small) for labels in every for label in labels)
        lines = max(_lines(self.vertical_label(scene)) for scene in self.scenes)
        return self.width - ticks - lines * _LINE * self.paper.size - _TICK - 2 * _GAP

    def axes(self, scene: Scene) -> tuple[float, float]:
        """Return the width and the height of a scene's axes, which are never tall."""
        height = self.free * min(scene.ratio, 1.0)
        return height / scene.ratio, height

    def horizontal_ticks(self, scene: Scene) -> Ticks:
        """Return as many ticks as there is room for, one beside the other."""
        room = self.axes(scene)[0]

        def fits(ticks: Ticks) -> bool:
            return sum(width_of(label, self.small) + _TICK for label in ticks.labels) <= room

        return _most(scene.horizontal, fits)

    def vertical_ticks(self, scene: Scene) -> Ticks:
        """Return as many ticks as there is room for, one above the other."""
        room = self.axes(scene)[1] / (_LINE * self.small)
        return _most(scene.vertical, lambda ticks: 1.5 * len(ticks.labels) <= room)

    def horizontal_label(self, scene: Scene) -> Words:
        """Return the label of the horizontal axis, in lines not longer than the figure."""
        return _fitted(scene.horizontal.label, 0.75 * self.width, self.paper.size)

    def vertical_label(self, scene: Scene) -> Words:
        """Return the label of the vertical axis, in lines not longer than the axis."""
        length = 0.75 * self.width * min(scene.ratio, 1.0)
        return _fitted(scene.vertical.label, length, self.paper.size)

    def title(self) -> Words:
        """Return the title, in lines not longer than the axes."""
        return _fitted((self.paper.title,), self.free, self.paper.size)

    def drop(self, scene: Scene) -> float:
        """Return how far below the axes the legend begins."""
        lines = _lines(self.horizontal_label(scene))
        return _TICK + _GAP + _LINE * (self.small + lines * self.paper.size) + 0.5 * self.small

    def entries(self) -> tuple[Entry, ...]:
        """Return the legend of all scenes, in lines not longer than the figure."""
        room = self.width - SAMPLE - _BESIDE_SAMPLE
        return tuple(
            Entry(_fitted(entry.words, room, self.small), entry.sample)
            for scene in self.scenes
            for entry in scene.entries
        )

    def columns(self) -> int:
        """Return how many columns of the legend there is room for."""
        lengths = [length_of(entry.words, self.small) for entry in self.entries()]
        for columns in range(min(3, len(lengths)), 1, -1):
            widest = sum(max(lengths[place::columns]) for place in range(columns))
            samples = columns * (SAMPLE + _BESIDE_SAMPLE) + (columns - 1) * _BETWEEN_COLUMNS
            if widest + samples <= self.width:
                return columns
        return 1

    def size_of(self, text: str) -> tuple[float, float]:
        """Return width and height of a pair of numbers beside a vertex."""
        return width_of(text, self.small), 0.9 * self.small


def length_of(words: Words, size: float) -> float:
    """Return the length of the longest line of words, in points."""
    text = "".join(
        _COMMAND.sub("x", part.tex).replace("=", " = ") if isinstance(part, Math) else part
        for part in words
    )
    return max(width_of(line, size) for line in text.split("\n"))


def width_of(text: str, size: float) -> float:
    """Return the width of a line in Computer Modern, in points; braces do not count.

    Letters that the font lacks count as wide ones.

    Examples
    --------
    >>> round(width_of("average payoff of row", 10.0))
    93
    """
    plain = _BRACES.sub("", text).replace("\N{MINUS SIGN}", "+")
    font = get_font(findfont(_FONT))
    font.set_size(_UNITS, _INCH)
    font.set_text("".join(letter if letter.isascii() else "M" for letter in plain))
    return float(font.get_width_height()[0]) / 64.0 * size / _UNITS


def _fitted(words: Words, room: float, size: float) -> Words:
    tried = [folded(words, fold) for fold in FOLDS]
    return next((one for one in tried if length_of(one, size) <= room), tried[-1])


def _most(axis: Axis, fits: Callable[[Ticks], bool]) -> Ticks:
    tried = [axis.division.ticks(most) for most in range(MOST, 1, -1)]
    return next(filter(fits, tried), tried[-1])


def _lines(words: Words) -> int:
    return 1 + sum(part.count("\n") for part in words if isinstance(part, str))
