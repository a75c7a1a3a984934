"""Where the states and arrows of an automaton stand; lengths in inches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from apsgen.mechanism import Arrow
from apsgen.polygon import Floats

Places = Mapping[int | None, Floats]
"""The centres of states, by number; ``None`` is the punishment."""

APART = 1.35
"""Centres of neighbours are apart by so many diameters, at least."""

_BENDS = (0.2, 0.3, 0.12, 0.42, 0.55, -0.12, -0.25)
"""How far arrows swing to the left of their way, in lengths of it, so that they miss those back."""

_WIDE = (0.42, 0.55, 0.3, 0.68, 0.2, -0.25, -0.42)
_STRAIGHT = (0.0, 0.12, -0.12, 0.25, -0.25, 0.4, -0.4)
_INWARD = 0.3
"""How far an arrow of a crowded ring swings to its centre."""

_LOOP = math.radians(26.0)
TALL = 2.3
"""How far a loop is drawn out from the centre of its state, in radii, unless it bears a key."""

_BROAD = math.radians(24.0)
_TURNS = 24
_ROOM = math.radians(60.0)
"""What is farther away than this around a state is out of the way."""

_START = 0.3
_CLEAR = 0.06
"""Lines that come nearer to each other run together; nearer to a state, they touch it."""

_TOUCHED, _TOGETHER = 50.0, 3.0
"""How bad it is to touch a state, and to run along another arrow, in pieces of the arrow."""

_TIMES = np.linspace(0.0, 1.0, 33)
_POWERS = np.stack(
    [
        (1 - _TIMES) ** 3,
        3 * _TIMES * (1 - _TIMES) ** 2,
        3 * _TIMES**2 * (1 - _TIMES),
        _TIMES**3,
    ],
    axis=1,
)


def sampled(points: Floats) -> Floats:
    """Return points of a Bézier curve, shape (33, 2), from its four, shape (4, 2)."""
    found: Floats = _POWERS @ points
    return found


def places(
    numbers: Sequence[int | None], reach: float, radius: float, flat: float
) -> dict[int | None, Floats]:
    """Return states on an ellipse, clockwise from the upper left.

    Parameters
    ----------
    numbers
        Of the states.
    reach
        Half of its width, if states of the radius have room on it; else it is wider.
    radius
        Of the states.
    flat
        The height of the ellipse, in widths of it.
    """
    count = len(numbers)
    if count == 1:
        return {numbers[0]: np.zeros(2)}
    nearest = APART * radius / (min(flat, 1.0) * math.sin(math.pi / count))
    wide = max(reach, nearest)
    first = math.pi / 2 + math.pi / count
    angles = [first - 2 * math.pi * k / count for k in range(count)]
    return {
        number: wide * np.array([math.cos(angle), flat * math.sin(angle)])
        for number, angle in zip(numbers, angles, strict=True)
    }


def chord(source: Floats, target: Floats, bend: float, radius: float) -> Floats:
    """Return an arrow from rim to rim that swings to the left of its way."""
    along = target - source
    control = (source + target) / 2 + bend * np.array([-along[1], along[0]])
    return _through(source, control, target, radius)


def inner_chord(source: Floats, target: Floats, radius: float) -> Floats:
    """Return an arrow that swings to the centre of the ring, and a little to its left."""
    along = target - source
    control = (1 - _INWARD) * (source + target) / 2 + 0.06 * np.array([-along[1], along[0]])
    return _through(source, control, target, radius)


def _through(source: Floats, control: Floats, target: Floats, radius: float) -> Floats:
    begin = source + radius * _unit(control - source)
    end = target + radius * _unit(control - target)
    return np.array([begin, (begin + 2 * control) / 3, (end + 2 * control) / 3, end])


def loop(centre: Floats, angle: float, radius: float, tall: float) -> Floats:
    """Return an arrow from a state to itself, on the side of an angle, drawn out so far."""
    turns = (angle + _LOOP, angle + _BROAD, angle - _BROAD, angle - _LOOP)
    far = (radius, tall, tall, radius)
    return np.array(
        [
            centre + length * np.array([math.cos(a), math.sin(a)])
            for a, length in zip(turns, far, strict=True)
        ]
    )


def entry(centre: Floats, angle: float, radius: float) -> Floats:
    """Return the arrow from nowhere to the state in which play begins."""
    out = np.array([math.cos(angle), math.sin(angle)])
    return np.linspace(centre + (radius + _START) * out, centre + radius * out, 4)


def courses(arrows: Sequence[Arrow], ring: Places, radius: float, tall: float) -> list[Floats]:
    """Return the arrows' curves: they touch no other state, and run apart where they can."""
    found: dict[int, Floats] = {}
    order = sorted(range(len(arrows)), key=lambda k: (arrows[k].after_deviation, k))
    for k in order:
        arrow = arrows[k]
        if arrow.source != arrow.target:
            found[k] = _best_chord(arrow, ring, radius, [*found.values()])
    for k in order:
        arrow = arrows[k]
        if arrow.source == arrow.target:
            centre = ring[arrow.source]
            angle = free_angle(centre, found.values(), radius, _outward(centre))
            found[k] = loop(centre, angle, radius, tall)
    return [found[k] for k in range(len(arrows))]


def _best_chord(arrow: Arrow, ring: Places, radius: float, others: Sequence[Floats]) -> Floats:
    source, target = ring[arrow.source], ring[arrow.target]
    # Nothing comes back from the punishment, so that an arrow to it need not give way.
    bends = _STRAIGHT if arrow.target is None else _WIDE if arrow.after_deviation else _BENDS
    states = [place for number, place in ring.items() if number not in (arrow.source, arrow.target)]
    lines = np.concatenate([np.empty((0, 2)), *map(sampled, others)])

    def badness(rank: int) -> float:
        """Say how much a bend touches, and that it is not the first to be tried."""
        pieces = sampled(chord(source, target, bends[rank], radius))
        near = sum((_distances(pieces, s[None]) < radius + _CLEAR).sum() for s in states)
        apart = _distances(pieces, lines).reshape(len(pieces), len(others), len(_TIMES))
        touching = (apart.min(axis=2, initial=math.inf) < _CLEAR).sum(axis=0)
        beside = int(np.maximum(touching - 2, 0).sum())
        return _TOUCHED * float(near) + _TOGETHER * beside + rank

    return chord(source, target, bends[min(range(len(bends)), key=badness)], radius)


def free_angle(centre: Floats, others: Iterable[Floats], radius: float, wanted: float) -> float:
    """Return the side of a state that is farthest from arrows, and near the one that is wanted."""
    pieces = np.concatenate([np.empty((0, 2)), *map(sampled, others)]) - centre
    x, y = pieces[np.hypot(*pieces.T) < TALL * radius].T
    taken = np.arctan2(y, x)
    angles = [wanted + math.copysign(turn, sign) for turn, sign in _fan()]

    def room(angle: float) -> float:
        """Say how far the nearest arrow is, and how far the wanted side."""
        apart = np.abs((taken - angle + math.pi) % math.tau - math.pi)
        return float(apart.min(initial=_ROOM)) - 0.1 * abs(math.remainder(angle - wanted, math.tau))

    return max(angles, key=room)


def _fan() -> list[tuple[float, float]]:
    return [(math.pi * k / _TURNS, sign) for k in range(_TURNS + 1) for sign in (1.0, -1.0)]


def _outward(centre: Floats) -> float:
    """Return the side on which a state shows away from the others; upwards if it is alone."""
    x, y = centre.tolist()
    if abs(y) < _CLEAR:
        return math.pi / 2
    return math.atan2(y, x / 2)


def _distances(one: Floats, other: Floats) -> Floats:
    """Return the distances between points, shape (n, m)."""
    apart: Floats = one[:, None] - other[None]
    found: Floats = np.hypot(apart[..., 0], apart[..., 1])
    return found


def distance(points: Floats, spot: Floats) -> float:
    """Return how near points come to one, infinite if there are none."""
    return float(_distances(points, spot[None]).min()) if len(points) else math.inf


def _unit(vector: Floats) -> Floats:
    scaled: Floats = vector / math.hypot(*vector.tolist())
    return scaled
