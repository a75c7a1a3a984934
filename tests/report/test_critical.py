"""Critical discount factors as text."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import apsgen
from apsgen.critical.answer import Critical, Found, Root
from apsgen.critical.proving import Proof
from apsgen.critical.wanted import Property
from apsgen.report.critical import critical_text

GAME = apsgen.load("cases/athey_bagwell_2001.toml")
LO, HI = Fraction("0.1"), Fraction("0.2")
FOUND = Critical(
    GAME,
    Property.read("total=1.3"),
    Found.BRACKETED,
    LO,
    HI,
    proved=True,
    tolerance=0.1,
    monotone=True,
    value=0.15,
    binding=("IC of firm1, type H: report L",),
    root=Root("3/20", (-3, 20), 66),
    derivatives={"r": (1.0, 1.0 + 1e-9), "eta": (None, 0.25)},
    below=Proof(LO, holds=False),
    above=Proof(HI, holds=True),
)


def words(found: Critical) -> str:
    return " ".join(critical_text(found).split())


def test_a_bracket_with_all_that_is_known() -> None:
    text = words(FOUND)
    for said in (
        "a total of at least 1.3",
        "more than 0.1, at most 0.2",
        "3/20, read off the constraints that bind",
        "both are proved exactly. As V* can only grow",
        "r 1 eta none from below, 0.25 from above",
    ):
        assert said in text


def test_what_was_not_shown_is_said() -> None:
    text = words(replace(FOUND, monotone=False, proved=False, above=None))
    assert "the second is proved exactly, the other is not" in text
    assert "That V* grows with the discount factor was not shown" in text
    assert "neither is proved" in words(replace(FOUND, proved=False, above=None, below=None))


def test_a_search_without_an_upper_end_claims_none() -> None:
    text = words(replace(FOUND, hi=Fraction(1), proved=False, above=None))
    assert "any greater discount factor was not decided" in text
    assert "has the property at 1" not in text


def test_always_and_never() -> None:
    assert "at every discount factor" in words(replace(FOUND, status=Found.ALWAYS))
    never = replace(FOUND, status=Found.NEVER, lo=Fraction("0.9999"))
    assert "up to 0.9999. Proved exactly up to there." in words(never)
    assert "Not proved." in words(replace(never, proved=False))
    assert "no plan at all" in words(replace(never, lo=Fraction(0)))
