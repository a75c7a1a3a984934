"""Certificates of cases of every kind, each made once."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import apsgen
from apsgen.checker import Point

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "cases", Path(__file__).parent)
TOLERANCE = 0.05
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
    "a chain of applications": ("chain", None),
    "interim": ("athey_bagwell_2001_interim", None),
    "ex-post": ("athey_bagwell_2001_ex_post", None),
    "money burnt": ("goldluecke_kranz_2012", None),
}


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
    found = next(path for path in FOLDERS if (path / f"{case}.toml").exists())
    return prove(found / f"{case}.toml", delta)


def prove(path: Path, delta: str | None = None, tolerance: float = TOLERANCE) -> Proof:
    """Return the certificate of a case."""
    result = apsgen.iterate(apsgen.load(path, delta=delta), tolerance=tolerance)
    return Proof(path, delta, apsgen.prove(result).document)


def write(path: Path, certificate: object) -> Path:
    """Write a certificate."""
    path.write_text(json.dumps(certificate), encoding="utf-8")
    return path
