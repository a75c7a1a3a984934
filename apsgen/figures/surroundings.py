"""What is drawn around sets: feasible payoffs, the first-best total, the punishment."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from apsgen.figures import shades
from apsgen.figures.picture import NOTHING, Picture
from apsgen.figures.scene import Entry, Kind, Mark
from apsgen.figures.view import View
from apsgen.figures.words import Math, Words

_ALIKE = 1e-6
"""Payoffs that differ by less than this part of the feasible set are drawn as one."""

_P0 = Math("p_0")


def shared(pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """Return the pictures with only those surroundings that all of them share."""
    first = pictures[0]
    near = _ALIKE * max(first.feasible.diameter, first.outer.diameter)
    common = replace(
        first,
        feasible=first.feasible if _all(pictures, lambda p: _apart(first, p) <= near) else NOTHING,
        first_best=first.first_best
        if _all(pictures, lambda p: _are_near(first.first_best, p.first_best, near))
        else None,
        punishment=first.punishment
        if _all(pictures, lambda p: _are_punished_alike(first, p, near))
        else (None, None),
    )
    return tuple(
        replace(
            picture,
            feasible=common.feasible,
            first_best=common.first_best,
            punishment=common.punishment,
        )
        for picture in pictures
    )


def _all(pictures: Sequence[Picture], holds: Callable[[Picture], bool]) -> bool:
    return all(map(holds, pictures))


def _apart(first: Picture, second: Picture) -> float:
    return first.feasible.hausdorff(second.feasible)


def _are_punished_alike(first: Picture, second: Picture, near: float) -> bool:
    pairs = zip(first.punishment, second.punishment, strict=True)
    return all(_are_near(one, other, near) for one, other in pairs)


def _are_near(one: float | None, other: float | None, near: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= near or math.isclose(one, other, rel_tol=1e-12)


def marks_below(picture: Picture, view: View) -> tuple[Mark, ...]:
    """Return what lies below the sets: feasible payoffs and the first-best total."""
    return (*_feasible(picture, view), *_first_best(picture, view))


def marks_above(picture: Picture, view: View) -> tuple[Mark, ...]:
    """Return what lies over the sets: the punishment."""
    return _punishment(picture, view)


def entries_around(picture: Picture, view: View) -> tuple[Entry, ...]:
    """Return what the legend says of the surroundings."""
    feasible, total = _feasible(picture, view), _first_best(picture, view)
    punishment = _punishment(picture, view)
    return (
        *((Entry(("feasible payoffs",), feasible),) if feasible else ()),
        *((Entry(("first-best total",), total),) if total else ()),
        *((Entry(_punished(picture, view), punishment),) if punishment else ()),
    )


def _feasible(picture: Picture, view: View) -> tuple[Mark, ...]:
    name, shape = "feasible payoffs", view.shape(picture.feasible)
    fill, edge = shades.FEASIBLE_FILL, shades.FEASIBLE_EDGE
    if len(shape) == 0:
        return ()
    if len(shape) == 1:
        return (Mark(name, Kind.DOT, shape, fill, edge, stroke=0.7, size=3.0),)
    if len(shape) == 2:
        return (Mark(name, Kind.LINE, shape, edge=edge, stroke=2.2),)
    return (Mark(name, Kind.AREA, shape, fill, edge, stroke=0.7),)


def _first_best(picture: Picture, view: View) -> tuple[Mark, ...]:
    """Return the payoffs with the first-best total, where they cross the picture."""
    total = picture.first_best
    if total is None:
        return ()
    left = max(view.low[0], total - view.high[1])
    right = min(view.high[0], total - view.low[1])
    if left >= right:
        return ()
    ends = np.array([[left, total - left], [right, total - right]])
    line = Mark("first-best total", Kind.LINE, ends, edge=shades.TOTAL, stroke=0.8, dash=(4.0, 2.4))
    return (line,)


def _punishment(picture: Picture, view: View) -> tuple[Mark, ...]:
    """Return p0 as a cross; as a line where only one player can be punished."""
    first, second = picture.punishment
    name, colour = "punishment", shades.PUNISHMENT
    if first is not None and second is not None:
        place = np.array([[first, second]])
        return (Mark(name, Kind.CROSS, place, edge=colour, stroke=1.3, size=5.5),)
    if first is None and second is None:
        return ()
    ends = np.array([view.low, view.high])
    ends[:, 0 if first is not None else 1] = first if first is not None else second
    return (Mark(name, Kind.LINE, ends, edge=colour, stroke=0.9, dash=(0.9, 1.5)),)


def _punished(picture: Picture, view: View) -> Words:
    first, second = picture.punishment
    label: Words = ("punishment ", _P0)
    if first is None or second is None or view.contains((first, second)):
        return label
    return (*label, f" at ({first:.6g}, {second:.6g}), outside the picture")
