"""Proofs that V* has a property, or lacks it, at one discount factor."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import apsgen
from apsgen import checker
from apsgen.checker import Part
from apsgen.critical.deciding import Question
from apsgen.critical.proving import has, prove_fails, prove_holds
from apsgen.critical.wanted import Property
from apsgen.fixedpoint import Limits
from apsgen.mechanism.exact import expanded


def question(name: str, wanted: str) -> Question:
    return Question(apsgen.load(f"cases/{name}.toml"), Property.read(wanted), Limits())


@pytest.mark.parametrize(
    ("name", "wanted", "low", "high"),
    [
        ("stahl_1991", "first-best", "0.14", "0.15"),
        ("stahl_1991", "total=17", "0.14", "0.15"),
        ("athey_bagwell_2001_interim", "first-best", "0.70", "0.71"),
        ("athey_bagwell_2001_interim", "non-empty", "0.65", "0.72"),
        ("athey_bagwell_2001", "payoff=0.68,0.66", "0.76", "0.78"),
        ("levin_2003_moral_hazard", "first-best", "0.49", "0.51"),
    ],
)
def test_one_side_is_proved_and_not_the_other(name: str, wanted: str, low: str, high: str) -> None:
    asked = question(name, wanted)
    below, above = (asked.decide(Fraction(delta)) for delta in (low, high))
    assert (below.holds, above.holds) == (False, True)
    yes = prove_holds(asked, above, above.delta)
    assert yes is not None
    exact = expanded(replace(asked.game, delta=above.delta))
    vertices = checker.check_inner(Part(yes.inner, "inner"), exact)
    assert has(asked, vertices)
    no = prove_fails(asked, below, above, below.delta)
    assert no is not None
    assert prove_fails(asked, above, above, above.delta) is None


def test_has_is_exact() -> None:
    asked = question("stahl_1991", "total=18")
    nine = Fraction(9)
    assert has(asked, [(nine, nine)])
    assert not has(asked, [(nine, nine - Fraction(1, 10**50))])
    assert not has(asked, [])
