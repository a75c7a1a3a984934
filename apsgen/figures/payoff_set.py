"""Payoff sets as a scene: one alone, or several on the same axes.

The inner set is the fill, the outer set is the line around it; where the eye cannot tell the
two apart they look like one set. A set that would vanish at the scale of the picture is drawn
as what it looks like: a thin polygon as a segment, a tiny one as a point, both with a width
that one can see.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from apsgen.errors import UsageError
from apsgen.figures import shades
from apsgen.figures.decomposition import entries_of, marks_of
from apsgen.figures.naming import Group, grouped, told_apart
from apsgen.figures.picture import Picture
from apsgen.figures.scene import Axis, Entry, Kind, Mark, Scene
from apsgen.figures.surroundings import entries_around, marks_above, marks_below, shared
from apsgen.figures.view import MARGIN, THIN, View, view_of
from apsgen.figures.words import V
from apsgen.polygon import Floats, Polygon

MOST_LABELLED = 12
"""Vertices of a set beyond which only some are labelled."""

FINEST, COARSEST = 1e-4, 1e-2
"""Labels tell payoffs apart that differ by the first part of the picture's extent; by the second
one where no inner set is known."""

_STROKE = 1.0
_BAND = 2.6
_DOT = 5.4
_RIM = 0.5
_WIDENING = 3.0
_NONE = np.empty((0, 2))
_KEY_TO_GAPS = (
    Entry(("outer sets",), (Mark("outer set", Kind.AREA, _NONE, edge=shades.INK, stroke=_STROKE),)),
    Entry(("inner sets",), (Mark("inner set", Kind.AREA, _NONE, fill=shades.FILL),)),
)
_COMPASS = [
    np.array([across, up]) for across in (-1, 0, 1) for up in (-1, 0, 1) if (across, up) != (0, 0)
]


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """A set with its looks: marks of the inner set, of the outer set, and of the legend."""

    group: Group
    inside: tuple[Mark, ...]
    outline: tuple[Mark, ...]
    sample: tuple[Mark, ...]


def scene_of(
    pictures: Iterable[Picture], labels: Sequence[str] | None = None, margin: float = MARGIN
) -> Scene:
    """Return the scene of one picture or of several on the same axes.

    Parameters
    ----------
    pictures
        At least one. What surrounds the sets (feasible payoffs, first-best total, punishment)
        is shown where all of them agree on it.
    labels
        What the legend says, one text for each picture; if left out, what tells them apart.
    margin
        Space around what is shown, as a part of its extent.

    Raises
    ------
    UsageError
        If there is no picture, or a number of labels that is not the number of pictures.
    """
    alike = shared(_checked(tuple(pictures), labels))
    common, names = ((), [(label,) for label in labels]) if labels else told_apart(alike)
    groups = grouped(alike, names)
    view = view_of(alike, margin)
    drawn = _drawn(view, groups)
    heading = (Entry(common),) if common else ()
    decomposed = [one.decomposition for one in alike if one.decomposition is not None]
    return Scene(
        view=view,
        horizontal=_axis(alike, 0, view),
        vertical=_axis(alike, 1, view),
        marks=(
            *marks_below(alike[0], view),
            *_layers(drawn),
            *marks_above(alike[0], view),
            *(mark for one in decomposed for mark in marks_of(one, view)),
        ),
        entries=(
            *heading,
            *_entries(drawn, view),
            *entries_around(alike[0], view),
            *(entry for one in decomposed[:1] for entry in entries_of(one)),
        ),
        vertices=np.vstack([_labelled(group.picture, view) for group in groups]),
        resolution=max(FINEST * view.extent, *(_error(picture, view) for picture in alike)),
    )


def _checked(pictures: tuple[Picture, ...], labels: Sequence[str] | None) -> tuple[Picture, ...]:
    if not pictures:
        raise UsageError("a figure needs at least one set; none was given")
    if labels is not None and len(labels) != len(pictures):
        raise UsageError(
            f"found {len(labels)} labels for {len(pictures)} sets; give each set one, or none"
        )
    return pictures


def _axis(pictures: Sequence[Picture], player: int, view: View) -> Axis:
    names = {picture.players[player] for picture in pictures}
    who = names.pop() if len(names) == 1 else ("the first player", "the second player")[player]
    return Axis((f"average payoff of {who}",), view.division(player))


def _drawn(view: View, groups: Sequence[Group]) -> tuple[_Drawn, ...]:
    """Give each set its looks, from the largest to the smallest.

    Larger sets are lighter; segments and points that smaller ones may hide are wider.
    """
    ordered = sorted(groups, key=lambda group: _size(group.picture), reverse=True)
    slight = [len(view.shape(group.picture.outer)) in (1, 2) for group in ordered]
    fills, dashes = shades.fills(len(groups)), shades.dashes(len(groups))
    drawn = []
    for rank, group in enumerate(ordered):
        look = _Look(fills[rank], dashes[group.place], _WIDENING * sum(slight[rank + 1 :]))
        inner, outer = view.shape(group.picture.inner), view.shape(group.picture.outer)
        narrow = replace(look, widening=0.0)
        sample = (*narrow.outline(outer), *narrow.inside(inner))
        drawn.append(_Drawn(group, look.inside(inner), look.outline(outer), _in_layers(sample)))
    return tuple(drawn)


def _size(picture: Picture) -> tuple[float, float]:
    return picture.outer.geometry.area, picture.outer.diameter


def _layers(drawn: Sequence[_Drawn]) -> tuple[Mark, ...]:
    """Put areas lowest, their lines over all of them, segments and points on top."""
    return _in_layers(mark for one in drawn for mark in (*one.outline, *one.inside))


def _in_layers(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=_layer))


def _layer(mark: Mark) -> int:
    if mark.kind is not Kind.AREA:
        return 2
    return 1 if mark.fill is None else 0


def _entries(drawn: Sequence[_Drawn], view: View) -> tuple[Entry, ...]:
    """Return what the legend says of the sets, in the order in which they were given."""
    told = any(_shows_gap(one.group.picture, view) for one in drawn)
    if len(drawn) == 1:
        return _both(drawn[0]) if told else (_alone(drawn[0]),)
    in_order = sorted(drawn, key=lambda one: one.group.place)
    return (*map(_one_of_many, in_order), *(_KEY_TO_GAPS if told else ()))


def _shows_gap(picture: Picture, view: View) -> bool:
    """Whether one can see that the outer set is not the inner one."""
    return picture.outer.hausdorff(picture.inner) > THIN * view.extent


def _both(one: _Drawn) -> tuple[Entry, ...]:
    outer = Entry(("outer set, ", *one.group.words), one.outline)
    return (outer, Entry(("inner set",), one.inside)) if one.inside else (outer,)


def _alone(one: _Drawn) -> Entry:
    if one.group.picture.outer.is_empty:
        return Entry((V, " is empty, ", *one.group.words))
    return Entry(("equilibrium payoffs ", V, ", ", *one.group.words), one.sample)


def _one_of_many(one: _Drawn) -> Entry:
    return (
        Entry(one.group.words, one.sample) if one.outline else Entry((*one.group.words, ": empty"))
    )


def _error(picture: Picture, view: View) -> float:
    """Return how far a vertex shown may be from one of V*; without an inner set, a guess."""
    return picture.gap if math.isfinite(picture.gap) else COARSEST * view.extent


def _labelled(picture: Picture, view: View) -> Floats:
    """Return the corners that one can see: all of a few, of many the outermost."""
    shown = picture.outer if picture.inner.is_empty else picture.inner
    corners = Polygon.hull(shown.vertices, THIN * view.extent).vertices
    if len(corners) <= MOST_LABELLED:
        return corners
    extreme = {int((corners @ direction).argmax()) for direction in _COMPASS}
    return corners[sorted(extreme)]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a set looks: its fill, the dashes of its line, how much wider it is than needed."""

    fill: str
    dash: tuple[float, ...]
    widening: float

    def inside(self, shape: Floats) -> tuple[Mark, ...]:
        """Return the inner set as a mark; none if it is empty."""
        name = "inner set"
        if len(shape) == 0:
            return ()
        if len(shape) == 1:
            return (Mark(name, Kind.DOT, shape, fill=self.fill, size=_DOT + self.widening),)
        if len(shape) == 2:
            width = _BAND + self.widening
            return (Mark(name, Kind.LINE, shape, edge=self.fill, stroke=width),)
        return (Mark(name, Kind.AREA, shape, fill=self.fill),)

    def outline(self, shape: Floats) -> tuple[Mark, ...]:
        """Return the outer set as marks; a segment or a point is the rim of an inner one."""
        name = "outer set"
        if len(shape) == 0:
            return ()
        if len(shape) == 1:
            size = _DOT + self.widening + 2 * _RIM
            dot = Mark(name, Kind.DOT, shape, shades.PAPER, shades.INK, _STROKE, size=size)
            return (dot,)
        if len(shape) == 2:
            width = _BAND + self.widening
            rim = Mark(name, Kind.LINE, shape, edge=shades.INK, stroke=width + 2 * _STROKE)
            return (rim, Mark(name, Kind.LINE, shape, edge=shades.PAPER, stroke=width))
        return (Mark(name, Kind.AREA, shape, None, shades.INK, _STROKE, self.dash),)
