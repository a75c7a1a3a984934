"""How much surplus a mechanism gives up, period by period, as a scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from apsgen.errors import UsageError
from apsgen.figures import shades
from apsgen.figures.scene import Axis, Entry, Kind, Mark, Scene
from apsgen.figures.ticks import Linear
from apsgen.figures.view import View

MOST = 12
"""First types that are drawn, two of each line style; of more, some are left out."""

_MARGIN = 0.06


def scene_of_distortions(losses: Mapping[str, Sequence[Fraction]]) -> Scene:
    """Return losses as a scene: the worst first types, in the order given, are the darkest."""
    if not losses or not all(losses.values()):
        raise UsageError("there are no losses to draw: name an agent with types, and a horizon")
    chosen = drawn_types(losses)
    periods = max(len(own) for own in losses.values())
    highest = max(float(x) for name in chosen for x in losses[name]) or 1.0
    view = View(
        np.array([1.0 - _MARGIN * periods, -_MARGIN * highest]),
        np.array([periods + _MARGIN * periods, highest * (1 + _MARGIN)]),
    )
    colours = reversed(shades.lines(len(chosen)))
    styles = zip(chosen, colours, shades.dashes(len(chosen)), strict=True)
    lines = {name: _line(name, losses[name], colour, dash) for name, colour, dash in styles}
    ends = view.low.tolist(), view.high.tolist()
    return Scene(
        view=view,
        horizontal=Axis(("period",), Linear(ends[0][0], ends[1][0], least=Fraction(1))),
        vertical=Axis(("expected loss of surplus",), Linear(ends[0][1], ends[1][1])),
        marks=tuple(mark for marks in lines.values() for mark in marks),
        entries=tuple(Entry((name,), marks) for name, marks in lines.items()),
        vertices=np.empty((0, 2)),
        resolution=1.0,
        flatness=0.6,
    )


def drawn_types(losses: Mapping[str, Sequence[Fraction]]) -> tuple[str, ...]:
    """Return the first types whose losses are drawn.

    Of many these are the first, the last, others in even distances, and the one that loses most.
    """
    names = [*losses]
    if len(names) <= MOST:
        return tuple(names)
    places = {round(k * (len(names) - 1) / (MOST - 2)) for k in range(MOST - 1)}
    places.add(max(range(len(names)), key=lambda place: max(losses[names[place]])))
    return tuple(names[place] for place in sorted(places))


def _line(
    name: str, losses: Sequence[Fraction], colour: str, dash: tuple[float, ...]
) -> tuple[Mark, Mark]:
    course = np.array([[period, float(x)] for period, x in enumerate(losses, start=1)])
    return (
        Mark(name, Kind.LINE, course, edge=colour, stroke=1.0, dash=dash),
        Mark(name, Kind.DOT, course, fill=colour, size=2.6),
    )
