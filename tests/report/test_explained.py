"""The explanation of a payoff as text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import apsgen
from apsgen import Result
from apsgen.report.explained import explanation_text

CASES = Path(__file__).parents[2] / "cases"


@cache
def solved(name: str) -> Result:
    return apsgen.iterate(apsgen.load(CASES / f"{name}.toml"), tolerance=1e-3)


def test_payments_after_signals_stand_with_their_signal() -> None:
    result = solved("levin_2003_moral_hazard")
    lines = explanation_text(result.explain(maximise=(1, 1)), "levin.toml").splitlines()
    place = next(k for k, line in enumerate(lines) if line.startswith("  after success (3/4): "))
    assert lines[place + 1].startswith("    principal pays ")
    assert lines[place + 1].endswith(" to agent")
    assert "case              levin.toml" in lines


def test_inside_of_the_set_prices_are_not_told() -> None:
    text = explanation_text(solved("stahl_1991").explain(at=(5, 5)), "case.toml")
    assert "(5, 5), inside of V*" in text
    assert "direction" not in text
    assert text.isascii()


def test_reports_and_their_chances() -> None:
    text = explanation_text(solved("athey_bagwell_2001").explain(at=("0.6", "0.6")), "case.toml")
    for reports, chance in (("L, L", "9/25"), ("L, H", "6/25"), ("H, H", "4/25")):
        assert f"After reports ({reports}), with probability {chance}\n" in text
