"""Limit sets in words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from apsgen.fixedpoint import Limits
from apsgen.limit import limit
from apsgen.report.limits import caveats, claim, limit_text, number
from apsgen.result import Status
from tests.limit.games import case


def test_the_page_of_a_limit_set() -> None:
    found = limit(case("fudenberg_levine_maskin_1994"), directions=[(1, 2)])
    text = limit_text(found, "case.toml")
    assert "The limit set is known exactly. V* converges to it as delta goes to 1." in text
    assert "  1428/601 = 2.376039933   224/601 = 0.3727121464\n" in text
    assert "greatest total    7/2 = 3.5 (sum of the two players' payoffs)" in text
    assert "  (1, 2)      21/4 = 5.25\n" in text
    assert "  cooperate, defect      yes           yes                    no\n" in text
    assert "is less than all of the feasible payoffs" in text.replace("\n", " ")
    assert text.isascii()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("von_neumann_1928", "The limit set is empty, proved in exact arithmetic"),
        ("friedman_1971", "the set has no interior, and the theorem on the limit needs one"),
    ],
)
def test_claims(name: str, said: str) -> None:
    assert said in claim(limit(case(name)))


def test_claims_that_are_weaker() -> None:
    found = limit(case("fudenberg_levine_maskin_1994"), limits=Limits(31))
    assert found.status is Status.STOPPED
    said = claim(found)
    assert said.startswith("Stopped before the polygons met. The limit set lies within the outer")
    assert "extreme points of the inner polygon: 4" in limit_text(found, "c")
    unknown = limit(case("fudenberg_levine_maskin_1994"), limits=Limits(20))
    assert "gap               not known without an inner polygon" in limit_text(unknown, "c")
    assert "that it has an interior is not shown yet" in claim(unknown)
    some = replace(limit(case("stahl_1991")), is_bound_only=True)
    assert "reaches only some of the decisions" in claim(some)


def test_what_to_bear_in_mind() -> None:
    assert caveats(limit(case("friedman_1971"))).startswith("The fixed punishment is taken")
    assert caveats(limit(case("luce_raiffa_1957"))).startswith("Players do not mix privately")


def test_numbers() -> None:
    assert number(Fraction(1, 3)) == "1/3 = 0.3333333333"
    assert number(Fraction(10**30 + 1, 10**30)) == "1"
