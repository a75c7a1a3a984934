"""The paper that a figure is made for: its width, its fonts, what is written on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matplotlib.font_manager import FontProperties, findfont

from apsgen.errors import UsageError

COLUMN = 3.4
"""Width of a column of a journal, in inches."""

FONTS = ("serif", "sans")
"""Fonts that come with matplotlib; ``serif`` looks like Times."""

NARROWEST, WIDEST = 2.0, 40.0
SMALLEST, LARGEST = 4.0, 40.0

FEWEST = 12.0
"""A figure is at least so many times wider than its letters are high; less cannot be laid out."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How a figure is set.

    Attributes
    ----------
    width
        The width of the whole figure in inches; its height follows from what it shows.
    font
        ``serif`` (like Times), ``sans``, or the name of an installed font.
    size
        The size of letters in points; those at ticks and in the legend are a tenth smaller.
    title
        Words above the figure; none if empty.
    legend
        Whether there is a legend.
    vertices
        Whether payoffs stand beside the vertices of the sets.

    Raises
    ------
    UsageError
        If a size is beyond what can be set, letters are too large for the width, or a font is
        not installed.

    Examples
    --------
    >>> Paper(width=6.5).width
    6.5
    """

    width: float = COLUMN
    font: str = "serif"
    size: float = 9.0
    title: str = ""
    legend: bool = True
    vertices: bool = False

    def __post_init__(self) -> None:
        _check("width", self.width, NARROWEST, WIDEST, "inches")
        _check("font size", self.size, SMALLEST, LARGEST, "points")
        _check("font size", self.size, SMALLEST, 72.0 * self.width / FEWEST, "points")
        _check_font(self.font)


def _check(name: str, value: float, least: float, most: float, unit: str) -> None:
    if not (math.isfinite(value) and least <= value <= most):
        raise UsageError(
            f"a {name} of {value:g} {unit} cannot be set; {least:g} to {most:g} {unit} are accepted"
        )


def _check_font(name: str) -> None:
    try:
        findfont(
            FontProperties(family="serif" if name in FONTS else name), fallback_to_default=False
        )
    except ValueError:
        raise UsageError(
            f"the font {name!r} is not installed; accepted are {', '.join(FONTS)}, which are "
            "always there, and the name of any font that matplotlib finds"
        ) from None
