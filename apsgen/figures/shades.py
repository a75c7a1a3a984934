"""Colours and line styles: readable in print without colour, and with any colour vision.

Fills differ in lightness alone, within one blue; lines differ in their dashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

INK = "#08306b"
"""Edges of sets."""

FILL = "#9ecae1"
"""The inside of a set that stands alone."""

PAPER = "#ffffff"
FEASIBLE_FILL = "#f4f4f4"
FEASIBLE_EDGE = "#a0a0a0"
TOTAL = "#404040"
PUNISHMENT = "#a50f15"

DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (4.0, 1.5),
    (1.2, 1.2),
    (6.0, 1.5, 1.2, 1.5),
    (8.0, 2.0),
    (3.0, 1.2, 1.2, 1.2, 1.2, 1.2),
)
"""Dashes and gaps in turn, in points; the first line is solid."""

_BLUES = ("#d3e4f3", "#5a9fcc")
_HEAT = ("#eaf2fa", INK)
_LINES = ("#b4bfcc", INK)


def fills(count: int) -> tuple[str, ...]:
    """Return fills from light to dark; one alone is the fill of a single set.

    Examples
    --------
    >>> fills(3)
    ('#d3e4f3', '#96c2e0', '#5a9fcc')
    """
    return (FILL,) if count == 1 else _between(_BLUES, count)


def heat(count: int) -> tuple[str, ...]:
    """Return shades from nearly white to dark, as far apart as can be."""
    return (FILL,) if count == 1 else _between(_HEAT, count)


def lines(count: int) -> tuple[str, ...]:
    """Return colours of lines from faint to dark; one alone is dark."""
    return (INK,) if count == 1 else _between(_LINES, count)


def dashes(count: int) -> tuple[tuple[float, ...], ...]:
    """Return line styles; they come again after six."""
    return tuple(islice(cycle(DASHES), count))


def _between(ends: Sequence[str], count: int) -> tuple[str, ...]:
    first, last = ([int(end[place : place + 2], 16) for place in (1, 3, 5)] for end in ends)
    shares = [number / (count - 1) for number in range(count)]
    return tuple(
        "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in zip(first, last, strict=True))
        for share in shares
    )
