"""The decomposition of a payoff on a set: arrows from it to what follows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from apsgen.figures import shades
from apsgen.figures.picture import Decomposition
from apsgen.figures.scene import Entry, Kind, Mark
from apsgen.figures.view import View

_STROKE = 0.8
_DOT = 5.0
_HEAD, _WING = 0.028, 0.010
"""Length and half width of an arrow's head, as parts of the picture's extent."""


def marks_of(one: Decomposition, view: View) -> tuple[Mark, ...]:
    """Return the arrows, then the points that they connect."""
    return (*_arrows(one, view), *_dots(one))


def entries_of(one: Decomposition) -> tuple[Entry, ...]:
    """Return what the legend says of it."""
    later, payoff = _dots(one)
    return (Entry(("a payoff",), (payoff,)), Entry(("continuation payoffs",), (later,)))


def _dots(one: Decomposition) -> tuple[Mark, Mark]:
    return (
        Mark("continuation", Kind.DOT, one.later, shades.PAPER, shades.INK, _STROKE, size=_DOT),
        Mark("payoff", Kind.DOT, one.payoff[None], shades.INK, shades.INK, _STROKE, size=_DOT),
    )


def _arrows(one: Decomposition, view: View) -> Iterator[Mark]:
    """Give a line and a head for each continuation payoff that is far enough to be seen."""
    for target in one.later:
        way = target - one.payoff
        length = float(np.hypot(*way))
        if length <= 2 * _HEAD * view.extent:
            continue
        along = way / length
        across = np.array([-along[1], along[0]])
        # The head ends where the dot of the target begins.
        tip = target - _HEAD / 2 * view.extent * along
        back = tip - _HEAD * view.extent * along
        wing = _WING * view.extent * across
        line = np.array([one.payoff, back])
        yield Mark("arrow", Kind.LINE, line, edge=shades.INK, stroke=_STROKE)
        yield Mark("arrow", Kind.AREA, np.array([tip, back + wing, back - wing]), fill=shades.INK)
