"""Words at the arrows of an automaton, keys in their place, and the table that explains keys."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np

from apsgen.figures.courses import distance, sampled
from apsgen.figures.labels import Box
from apsgen.mechanism import Arrow
from apsgen.mechanism.dot import chance
from apsgen.polygon import Floats

LINES = 4
"""Events that stand at an arrow at most."""

MOST = len(ascii_lowercase)
"""Keys at most."""

KEY = 4
"""Letters of a line that a key takes."""

_ROWS = 4
"""Lines at most that explain a key."""

_LETTER = 0.38
"""The width of a letter in heights of a line: that of the widest font that a figure is set in."""

DISC = 0.55
"""The radius of the disc of a key, in heights of a line."""

_GAP = 0.03
_TIMES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
"""Where along an arrow its words are tried."""

_SPOTS = sorted(np.linspace(0.1, 0.9, 61).tolist(), key=lambda t: abs(t - 0.5))
"""Where along an arrow its key is tried."""


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """Words, or a key, centred at a place.

    Attributes
    ----------
    centre
        Shape (2,), in inches.
    lines
        The words; one letter for a key.
    is_key
        Whether it stands in a disc on the line.
    """

    centre: Floats
    lines: tuple[str, ...]
    is_key: bool

    def box(self, line: float) -> Box:
        """Return the rectangle that it takes, widths by a guess, for lines of some height."""
        size = (2 * DISC * line, 2 * DISC * line) if self.is_key else size_of(self.lines, line)
        return Box.around(self.centre, size)


@dataclass(frozen=True, slots=True)
class Row:
    """A key and what it means, line by line; a note has no key."""

    key: str
    lines: tuple[str, ...]


def size_of(lines: Sequence[str], line: float) -> tuple[float, float]:
    """Return about how wide and how high lines of text are."""
    return _LETTER * line * max(map(len, lines), default=0), line * len(lines)


def letters(width: float, line: float) -> int:
    """Return how many letters fit into a width, for lines of some height."""
    return max(int(width / (_LETTER * line)), 12)


def words(arrow: Arrow) -> tuple[str, ...]:
    """Return what an arrow bears; a dashed one to the punishment is told by the note alone."""
    if arrow.after_deviation and arrow.target is None:
        return ()
    likely = chance(arrow)
    events = arrow.events
    if events == (likely.replace("probability", "with"),):
        events = ()
    return tuple(filter(None, (*events, likely)))


def spelled(
    arrows: Sequence[Arrow],
    courses: Sequence[Floats],
    centres: Sequence[Floats],
    radius: float,
    line: float,
    width: float,
) -> list[Label | None] | None:
    """Return the words at each arrow; ``None`` if they would touch anything.

    Parameters
    ----------
    arrows, courses
        The arrows and their curves; further curves are to be kept clear, too.
    centres, radius
        The states.
    line
        The height of a line of text.
    width
        Words stay within half of it from the middle.
    """
    taken = [Box.around(centre, (2 * radius, 2 * radius)) for centre in centres]
    pieces = np.concatenate([sampled(one) for one in courses])
    found: list[Label | None] = []
    for arrow, points in zip(arrows, courses, strict=False):
        lines = words(arrow)
        if len(lines) > LINES:
            return None
        label = None
        if lines:
            tried = (Label(spot, lines, False) for spot in _beside(points, lines, line))
            label = next(
                (one for one in tried if _is_free(one.box(line), taken, pieces, width)), None
            )
            if label is None:
                return None
            taken.append(label.box(line))
        found.append(label)
    return found


def _is_free(box: Box, taken: Sequence[Box], pieces: Floats, width: float) -> bool:
    x, y = pieces.T
    beside = (box.left - _GAP < x) & (x < box.right + _GAP)
    crossed = beside & (box.bottom - _GAP < y) & (y < box.top + _GAP)
    within = max(-box.left, box.right) <= width / 2
    return within and not crossed.any() and not any(box.meets(one, _GAP) for one in taken)


def _beside(points: Floats, lines: Sequence[str], line: float) -> Iterator[Floats]:
    """Give places beside an arrow, the better ones first: away from its chord, then towards it."""
    width, height = size_of(lines, line)
    curve = sampled(points)
    out = curve[len(curve) // 2] - (points[0] + points[3]) / 2
    for t in _TIMES:
        here = round(t * (len(curve) - 1))
        along = curve[here + 1] - curve[here - 1]
        normal = np.array([-along[1], along[0]]) / math.hypot(*along.tolist())
        if normal @ out < 0:
            normal = -normal
        away = abs(normal[1]) * height / 2 + abs(normal[0]) * width / 2 + 2 * _GAP
        for side in (1.0, -1.0):
            yield curve[here] + side * away * normal


def keyed(
    arrows: Sequence[Arrow],
    courses: Sequence[Floats],
    centres: Sequence[Floats],
    radius: float,
    line: float,
) -> list[Label | None] | None:
    """Return a key on each arrow that has words; ``None`` if letters or room do not suffice.

    Arrows that bear the same words have the same key. See `spelled`.
    """
    keys = _letters(arrows)
    if len(keys) > MOST:
        return None
    disc = DISC * line
    found: list[Label | None] = []
    taken: list[Floats] = []
    for k, arrow in enumerate(arrows):
        key = keys.get(words(arrow))
        spot = None
        if key is not None:
            others = [sampled(one) for n, one in enumerate(courses) if n != k]
            spot = _spot(courses[k], others, centres, radius, taken, disc)
            if spot is None:
                return None
            taken.append(spot)
        found.append(None if spot is None or key is None else Label(spot, (key,), True))
    return found


def _spot(
    points: Floats,
    others: Sequence[Floats],
    centres: Sequence[Floats],
    radius: float,
    taken: Sequence[Floats],
    disc: float,
) -> Floats | None:
    """Return a place on an arrow for its disc, off other arrows if there is one."""
    free = []
    for t in _SPOTS:
        spot = np.array([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3]) @ points
        off_states = distance(np.array(centres), spot) > radius + disc + _GAP
        if off_states and all(np.abs(spot - one).max() > 2 * disc + _GAP for one in taken):
            free.append(spot)
    lines = np.concatenate([np.empty((0, 2)), *others])
    clear = (spot for spot in free if distance(lines, spot) > disc + _GAP)
    farthest = max(free, key=lambda spot: distance(lines, spot), default=None)
    return next(clear, farthest)


def _letters(arrows: Sequence[Arrow]) -> dict[tuple[str, ...], str]:
    """Return the key of each text; beyond the letters of the alphabet keys are empty."""
    texts = dict.fromkeys(filter(None, map(words, arrows)))
    return {text: ascii_lowercase[k : k + 1] for k, text in enumerate(texts)}


def table(arrows: Sequence[Arrow], width: int) -> list[Row]:
    """Return what the keys mean, in lines of at most so many letters."""
    return [Row(key, _folded(_meaning(text), width)) for text, key in _letters(arrows).items()]


def _meaning(text: tuple[str, ...]) -> str:
    *events, last = text
    if last.startswith("probability ") and events:
        return f"{last}: {'; '.join(events)}"
    return "; ".join(text)


def _folded(text: str, width: int) -> tuple[str, ...]:
    more = " ... (the .dot file has all)"
    return tuple(
        textwrap.wrap(text, width, max_lines=_ROWS, placeholder=more, break_on_hyphens=False)
    )
