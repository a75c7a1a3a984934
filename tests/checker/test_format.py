"""The worked example on the page of the format is a certificate, and its steps are accepted."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from apsgen import checker
from apsgen.checker import Part
from tests.checker.proofs import ROOT, points, write
from tests.checker.steps import known, read, square
from tests.pages import blocks

PAGE = ROOT / "docs" / "reference" / "certificate-format.md"
CASE = ROOT / "cases" / "stahl_1991.toml"
Json = dict[str, Any]


def example(key: str) -> Json:
    """Return the block of the page that has a key."""
    found = [block for block in map(json.loads, blocks(PAGE, "json")) if key in block]
    assert len(found) == 1, key
    part: Json = found[0]
    return part


def step(rule: str) -> Part:
    found = [block for block in map(json.loads, blocks(PAGE, "json")) if block.get("rule") == rule]
    assert len(found) == 1, rule
    return Part(found[0], "step")


def example_certificate() -> Json:
    parts = {"case": "sha256", "claim": "gap", "inner": "mechanisms", "outer": "directions"}
    return {"format": "apsgen-certificate/1"} | {name: example(key) for name, key in parts.items()}


def test_the_sections_are_one_certificate(tmp_path: Path) -> None:
    file = write(tmp_path / "proof.json", example_certificate())
    assert checker.check(CASE, file, None, {}) == [
        "Accepted: proved for stahl_1991.toml at delta = 3/10.",
        "V* contains the hull of the 4 inner vertices.",
        "V* lies in the hull of the 4 outer vertices.",
        "The two are at most 0 apart.",
    ]


def test_applications_come_near_the_fixed_point() -> None:
    outer = known(
        read("stahl_1991", "3/10"), square(1, 10), points(example("directions")["directions"])
    )
    assert not checker.check_step(step("application"), outer)
    assert outer.levels[4] == Fraction(-1473, 500)


def test_a_decision_is_closed_for_the_impatient() -> None:
    listed, payoffs = points(example("directions")["directions"]), square(1, 9)
    impatient = known(read("stahl_1991", "1/10"), payoffs, listed)
    assert not checker.check_step(step("closed"), impatient)
    assert impatient.closed == {(0, 0)}
    with pytest.raises(checker.RejectedError, match="the sum of the rows is not negative"):
        checker.check_step(step("closed"), known(read("stahl_1991", "3/10"), payoffs, listed))


def test_levels_that_pass_each_other_end_it() -> None:
    outer = known(
        read("stahl_1991", "3/10"), square(1, 10), points(example("directions")["directions"])
    )
    outer.levels[0], outer.levels[4] = Fraction(2), Fraction(-3)
    assert checker.check_step(step("contradiction"), outer)
