"""Certificates of cases of every kind, each made once."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import apsgen
from apsgen import checker
from apsgen.checker import Point
from tests.checker.certificates import certificate, inner_part, outer_part
from tests.checker.program import rounded

ROOT = Path(__file__).parents[2]
COMPASS = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]


@dataclass(frozen=True)
class Proof:
    """A case, how it is read, and its certificate."""

    case: Path
    delta: str | None
    certificate: dict[str, Any]

    @property
    def inner(self) -> list[Point]:
        """The inner vertices; none if V* is empty."""
        part = self.certificate["inner"]
        return points(part["vertices"]) if part else []

    @property
    def outer(self) -> list[Point]:
        """The outer vertices."""
        return points(self.certificate["outer"]["vertices"])


PROOFS = {
    "perfect monitoring": ("stahl_1991", "4/5"),
    "a segment": ("friedman_1971", "3/4"),
    "empty at once": ("von_neumann_1928", "1/10"),
    "empty after steps": ("von_neumann_1928", "9/10"),
    "hidden costs, division": ("athey_bagwell_2001", "9/10"),
    "hidden costs, empty": ("athey_bagwell_2001", "3/5"),
    "public monitoring": ("radner_myerson_maskin_1986", None),
    "hidden actions, payments after": ("levin_2003_moral_hazard", None),
    "payments with actions": ("macleod_malcomson_1989_wage", None),
    "hidden types, payments": ("daspremont_gerard_varet_1979", None),
    "one who commits": ("guo_horner_2018", None),
    "trade with payments": ("athey_miller_2007", None),
    "verifiable types": ("li_matouschek_powell_2017", None),
}

FINE = {"trade with payments"}
"""Polygons whose vertices are simple rationals, which coarse sets do not find."""


def points(texts: list[list[str]]) -> list[Point]:
    """Return points from their texts."""
    return [(Fraction(x), Fraction(y)) for x, y in texts]


def sure(function: str, argument: Fraction) -> Fraction:
    """Stand for sqrt, exp and log in cases that have none."""
    raise AssertionError(f"{function}({argument}) in a case without roots")


@functools.cache
def proof(name: str) -> Proof:
    """Return one of the proofs."""
    case, delta = PROOFS[name]
    return prove(ROOT / "cases" / f"{case}.toml", delta, 1e-6 if name in FINE else 0.1)


def prove(path: Path, delta: str | None, tolerance: float = 0.1, rounds: int = 4) -> Proof:
    """Return a certificate of coarse sets, with those of apsgen as a hint."""
    hint = apsgen.iterate(apsgen.load(path, delta=delta), tolerance=tolerance)
    game = checker.read_case(path.read_bytes(), path.parent, delta, {}, sure)
    directions = [(Fraction(x), Fraction(y)) for x, y in COMPASS]
    corners = hint.outer_set.vertices
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        slope = y1 - y0, x0 - x1
        if min(map(abs, slope)) > 1e-3 * max(map(abs, slope)):
            first, second = (
                Fraction(s / max(map(abs, slope))).limit_denominator(100) for s in slope
            )
            if abs(first) != abs(second):
                directions.append((first, second))
    outer = outer_part(game, directions, rounds)
    if not outer["vertices"]:
        return Proof(path, delta, certificate(path, game, None, outer, None))
    vertices = [(rounded(x), rounded(y)) for x, y in hint.inner_set.vertices.tolist()]
    inner = inner_part(game, vertices)
    hull = checker.convex_hull(vertices)
    most = max(checker.squared_distance(point, hull) for point in points(outer["vertices"]))
    gap = Fraction(math.isqrt(int(most * 10**18)) + 1, 10**9)
    return Proof(path, delta, certificate(path, game, inner, outer, gap))
