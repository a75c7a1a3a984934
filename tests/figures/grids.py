"""Critical discount factors by hand, on small grids."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from apsgen.portable import Json
from apsgen.sweep import Axis, CriticalMap, Outcome, Point

NAMES = "ab"


def outcome(star: str | None) -> Outcome | None:
    """Return what became of a point: a discount factor, a word, or nothing."""
    if star is None:
        return None
    if star == "error":
        return Outcome(None, "divides by zero")
    lo, _, hi = star.partition(" ")
    status = lo if lo == "never" else "bracketed"
    answer: dict[str, Json] = {"status": status, "lo": lo, "hi": hi or lo}
    if status == "never":
        answer |= {"lo": "0.9999", "hi": "1"}
    return Outcome(answer)


def grid(stars: Sequence[str | None], *sizes: int) -> CriticalMap:
    """Return a grid of whole numbers with these outcomes, the last parameter running fastest."""
    axes = [
        Axis(name, tuple(Fraction(k) for k in range(size)))
        for name, size in zip(NAMES, sizes, strict=False)
    ]
    places = product(*(axis.values for axis in axes))
    points = tuple(Point.of(at, outcome(star)) for at, star in zip(places, stars, strict=True))
    return CriticalMap("A case", "first-best", 1e-6, tuple(axes), points)
