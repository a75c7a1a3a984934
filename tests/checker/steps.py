"""Steps of outer sets in a few fixed directions, made one at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from apsgen import checker
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.outer import OuterProof
from apsgen.certificate.program import Program
from apsgen.certificate.rows import certificate_rows
from apsgen.checker import Directions, Game, Outer, Part, Point
from tests.checker.proofs import COMPASS, ROOT, sure

Json = dict[str, Any]
AROUND = [(Fraction(x), Fraction(y)) for x, y in COMPASS]


def read(name: str, delta: str) -> Game:
    """Return one of the cases as the checker reads it."""
    path = ROOT / "cases" / f"{name}.toml"
    return checker.read_case(path.read_bytes(), path.parent, delta, {}, sure)


def texts(listed: list[Point]) -> list[list[str]]:
    """Return points as a certificate states them."""
    return [[str(x), str(y)] for x, y in listed]


def known(game: Game, corners: list[Point], listed: list[Point] = AROUND) -> Outer:
    """Return an outer set with the levels of some corners."""
    levels = [max(d[0] * x + d[1] * y for x, y in corners) for d in listed]
    around = Directions.read(Part(texts(listed), "directions"))
    return Outer(game, checker.Constraints(game), around, levels, set())


def square(low: int, high: int) -> list[Point]:
    """Return the corners of a square."""
    return [(Fraction(x), Fraction(y)) for x in (low, high) for y in (low, high)]


class Best:
    """The best multipliers for continuation payoffs in a hull.

    Parameters
    ----------
    game
        In the case's units.
    corners
        Of the hull.
    """

    def __init__(self, game: Game, corners: list[Point]) -> None:
        self._normal = Normal.of(game)
        self._program = Program.of(self._normal.game)
        inward = [self._normal.inward(corner) for corner in corners]
        self._mechanisms = Mechanisms(self._program, np.array(inward, dtype=np.float64))

    def rows(self, direction: Point) -> list[Any] | None:
        """Return constraints with multipliers; ``None`` if nothing is generated."""
        outward = self._normal.outward(direction)
        found = self._mechanisms.farthest(np.array(outward, dtype=np.float64))
        if found is None:
            return None
        multipliers = self._mechanisms.multipliers(found)
        return certificate_rows(self._normal, self._program, outward, multipliers)


def descent(game: Game) -> Json:
    """Return the outer part of a certificate in fixed directions, as far down as they lead."""
    normal = Normal.of(game)
    proof = OuterProof(normal, Program.of(normal.game), AROUND)
    proof.tighten(lambda falls: bool(falls.max() < 1e-9), lambda: None)
    return proof.document([] if proof.is_empty else proof.vertices())


def before(game: Game, part: Json, rule: str) -> tuple[Outer, Json]:
    """Return the first step by a rule, and what is known before it."""
    outer = known(game, square(0, 0))
    outer.levels = [Fraction(level) for level in part["start"]]
    for step in part["steps"]:
        if step["rule"] == rule:
            return outer, step
        checker.check_step(Part(step, "step"), outer)
    raise AssertionError(f"no step by the rule {rule}")
