"""Inner sets: a mechanism for every vertex that the checker accepts, or no proof at all."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen import checker
from apsgen.certificate.inner import Generator, inner_part
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Program
from apsgen.checker import Part, Point
from tests.checker.proofs import PROOFS, proof, sure
from tests.checker.steps import read

SETS = [name for name in PROOFS if "empty" not in name]
STAHL = [
    (Fraction(x), Fraction(y)) for x, y in (("3", "3"), ("39/4", "3"), ("9", "9"), ("3", "39/4"))
]


@pytest.mark.parametrize("name", SETS)
def test_a_proved_set_is_proved_again(name: str) -> None:
    found = proof(name)
    game = checker.read_case(found.case.read_bytes(), found.case.parent, found.delta, {}, sure)
    normal = Normal.of(game)
    part = inner_part(normal, Program.of(normal.game), found.inner)
    assert part is not None
    assert checker.check_inner(Part(part, "inner"), game) == found.inner


def part(vertices: list[Point], delta: str) -> object:
    game = read("stahl_1991", delta)
    normal = Normal.of(game)
    return inner_part(normal, Program.of(normal.game), vertices)


def test_a_set_that_does_not_generate_itself_is_not_proved() -> None:
    """At 3/10 this is V*: a corner further out, or less patience, and it is not generated."""
    assert part(STAHL, "3/10") is not None
    assert part(STAHL, "24/100") is None
    out = (Fraction(9), Fraction(9) + Fraction(1, 10**6))
    assert part([*STAHL[:2], out, STAHL[3]], "3/10") is None
    assert part([(Fraction(9), Fraction(9))], "3/10") is None


def test_single_vertices_are_told_apart() -> None:
    game = read("stahl_1991", "24/100")
    normal = Normal.of(game)
    generator = Generator(normal, Program.of(normal.game), STAHL)
    known = [generator.mechanism(vertex) is not None for vertex in range(len(STAHL))]
    assert known == [True, False, True, False]
