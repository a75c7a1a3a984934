"""Places for labels beside points, so that none covers another label, a mark or the frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from apsgen.polygon import Floats

_AWAY = (4.0, 7.0, 11.0, 16.0, 22.0, 30.0, 40.0, 52.0, 66.0, 82.0, 100.0)
"""Distances between a point and its label that are tried, in points."""

_ANGLES = 24
_LEADER = 9.0
"""A label farther than this from its point is joined to it by a line."""

_CLEARANCE = 1.5
"""Space around a label, in points."""

_DOUBT = 2.5
"""A label or its line that comes so near to another point, in points, is taken for its label."""

_CROSSING = 30.0
"""Covering a line is as bad as being so many points farther away."""

_TURN = 5.0
"""Standing on the far side of a point is as bad as being so many points farther away."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, centre: Floats, size: tuple[float, float]) -> Box:
        """Return the box of a size around a centre."""
        x, y = centre.tolist()
        width, height = size
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def meets(self, other: Box, clearance: float = 0.0) -> bool:
        """Whether two boxes come nearer than the clearance."""
        return (
            self.left < other.right + clearance
            and other.left < self.right + clearance
            and self.bottom < other.top + clearance
            and other.bottom < self.top + clearance
        )

    def is_within(self, other: Box, clearance: float = 0.0) -> bool:
        """Whether the box lies in another, away from its sides."""
        return (
            self.left >= other.left + clearance
            and self.right <= other.right - clearance
            and self.bottom >= other.bottom + clearance
            and self.top <= other.top - clearance
        )

    def distance(self, point: Floats) -> float:
        """Return the distance of a point; 0 within the box."""
        x, y = point.tolist()
        across = max(self.left - x, 0.0, x - self.right)
        return math.hypot(across, max(self.bottom - y, 0.0, y - self.top))

    def is_crossed(self, start: Floats, end: Floats) -> bool:
        """Whether a segment meets the box (Liang and Barsky)."""
        low, high = 0.0, 1.0
        (x, y), (dx, dy) = start.tolist(), (end - start).tolist()
        for run, room in (
            (-dx, x - self.left),
            (dx, self.right - x),
            (-dy, y - self.bottom),
            (dy, self.top - y),
        ):
            if run == 0.0:
                if room < 0.0:
                    return False
                continue
            share = room / run
            low, high = (max(low, share), high) if run < 0.0 else (low, min(high, share))
        return low <= high


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a label stands.

    Attributes
    ----------
    point
        What it labels, shape (2,), in points.
    centre
        The label's centre, shape (2,), in points.
    box
        The room that it takes.
    leader
        The two ends of the line to its point, shape (2, 2); ``None`` if it stands beside it.
    """

    point: Floats
    centre: Floats
    box: Box
    leader: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """What is on the page already.

    Attributes
    ----------
    frame
        The rectangle that labels may not leave.
    taken
        Rectangles that no label may cover.
    courses
        Lines, each of shape (n, 2), that a label had better not cover.
    """

    frame: Box
    taken: tuple[Box, ...]
    courses: tuple[Floats, ...]


def places(
    points: Floats, sizes: Sequence[tuple[float, float]], surface: Surface
) -> tuple[Place | None, ...]:
    """Return a place for each label, ``None`` where there is no room.

    Parameters
    ----------
    points
        Shape (n, 2), in points: what the labels belong to.
    sizes
        Width and height of each label, in points.
    surface
        What is on the page already.

    Examples
    --------
    >>> empty = Surface(Box(0, 0, 100, 100), (), ())
    >>> (place,) = places(np.array([[50.0, 50.0]]), [(20.0, 8.0)], empty)
    >>> place.leader is None
    True
    """
    middle = points.mean(axis=0) if len(points) else np.zeros(2)
    found: list[Place] = []
    chosen: list[Place | None] = []
    for point, size in zip(points, sizes, strict=True):
        place = _best(point, size, point - middle, surface, points, found)
        found.extend([place] if place else [])
        chosen.append(place)
    return tuple(chosen)


def _best(
    point: Floats,
    size: tuple[float, float],
    outward: Floats,
    surface: Surface,
    points: Floats,
    found: Sequence[Place],
) -> Place | None:
    least, best = math.inf, None
    for away in _AWAY:
        if least <= away:
            break
        for turn, place in _around(point, size, away, outward):
            if _is_free(place, found, points, surface):
                cost = _cost(place, away, turn, surface)
                least, best = min((least, best), (cost, place), key=lambda pair: pair[0])
    return best


def _around(
    point: Floats, size: tuple[float, float], away: float, outward: Floats
) -> list[tuple[float, Place]]:
    """Return places at a distance, each with the angle between its side and the outer one."""
    first = math.atan2(outward[1], outward[0]) if outward.any() else math.pi / 4
    around = []
    for number in range(_ANGLES):
        angle = first + 2 * math.pi * number / _ANGLES
        towards = np.array([math.cos(angle), math.sin(angle)])
        centre = point + towards * (away + _reach(size, towards))
        box = Box.around(centre, size)
        leader = np.array([point + 1.5 * towards, point + (away - 1.0) * towards])
        place = Place(point, centre, box, leader if away > _LEADER else None)
        around.append((abs(math.remainder(angle - first, 2 * math.pi)), place))
    return around


def _reach(size: tuple[float, float], towards: Floats) -> float:
    """Return the distance from the centre of a box to its rim in a direction."""
    across, up = np.abs(towards).tolist()
    return min(
        size[0] / 2 / across if across > 1e-12 else math.inf,
        size[1] / 2 / up if up > 1e-12 else math.inf,
    )


def _is_free(place: Place, found: Sequence[Place], points: Floats, surface: Surface) -> bool:
    box = place.box
    if not box.is_within(surface.frame, _CLEARANCE):
        return False
    if any(box.meets(taken, _CLEARANCE) for taken in surface.taken):
        return False
    if any(_is_taken_for(place, point) for point in points if (point != place.point).any()):
        return False
    return not any(_clash(place, other) for other in found)


def _is_taken_for(place: Place, other: Floats) -> bool:
    """Whether a reader might take a label for that of another point."""
    if place.leader is None:
        own = place.box.distance(place.point)
        return place.box.distance(other) < own + _DOUBT
    return place.box.distance(other) < _DOUBT or _distance(other, place.leader) < _DOUBT


def _clash(one: Place, other: Place) -> bool:
    if one.box.meets(other.box, _CLEARANCE):
        return True
    if one.leader is not None and other.leader is not None and _cross(one.leader, other.leader):
        return True
    return any(
        first.leader is not None and second.box.is_crossed(*first.leader)
        for first, second in ((one, other), (other, one))
    )


def _distance(point: Floats, segment: Floats) -> float:
    along = segment[1] - segment[0]
    share = float(np.clip((point - segment[0]) @ along / (along @ along), 0.0, 1.0))
    return math.dist(point, segment[0] + share * along)


def _cross(first: Floats, second: Floats) -> bool:
    return _parts(first, second) and _parts(second, first)


def _parts(line: Floats, segment: Floats) -> bool:
    """Whether a line has the ends of a segment on its two sides."""
    along, ends = line[1] - line[0], segment - line[0]
    sides = along[0] * ends[:, 1] - along[1] * ends[:, 0]
    return bool(sides[0] * sides[1] <= 0.0)


def _cost(place: Place, away: float, turn: float, surface: Surface) -> float:
    crossed = sum(
        place.box.is_crossed(start, end)
        for course in surface.courses
        for start, end in pairwise(course)
    )
    return away + _TURN * turn + _CROSSING * crossed
