"""Dynamic mechanisms and their checks in words, tables and JSON."""

from __future__ import annotations

import json
from fractions import Fraction

from apsgen.dynamic import balanced_team, check_dynamic, expected_externality, pivot
from apsgen.dynamic.enforcement import Ergodicity, LeastDelta
from apsgen.dynamic.independence import all_evidence
from apsgen.dynamic.mechanism import Claim
from apsgen.report.dynamic import (
    design_text,
    dynamic_check_json,
    dynamic_check_text,
    dynamic_verdict,
    ergodicity_text,
    evidence_text,
    least_delta_text,
    where_of,
)
from tests.dynamic.cases import case

BANDIT = case("bergemann_valimaki_2010_bandit")
TRADE = case("athey_segal_2013")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_check_as_text() -> None:
    report = check_dynamic(TRADE, expected_externality(TRADE))
    text = dynamic_check_text(report, "case.toml", "agv.json", rows=2, emphasise=str.upper)
    lines = text.splitlines()

    assert lines[0] == "Seller and buyer, two periods"
    assert "mechanism         agv.json, agv" in lines
    assert "THE MECHANISM DOES NOT HOLD: 2 OF 17 CONSTRAINTS FAIL." in lines
    assert "Bayesian IC 9 2 0 -7/4" in map(flat, lines)
    failing = [line for line in lines if line.startswith("fails")]
    assert len(failing) == 2
    assert failing[0].split()[:6] == ["fails", "Bayesian", "IC", "47/8", "61/8", "-7/4"]
    assert failing[0].endswith(
        "buyer, period 2, after (high_cost, low), types (high): "
        "reporting low and the best plan later do not pay"
    )
    assert lines[-1] == "... and 13 more that bind or hold (--all lists them)"


def test_verdicts() -> None:
    held = check_dynamic(BANDIT, pivot(BANDIT))
    assert dynamic_verdict(held) == "The mechanism holds: 12 constraints, 4 of which bind."
    nothing = check_dynamic(BANDIT, pivot(BANDIT), ())
    assert dynamic_verdict(nothing).startswith("Nothing is claimed")


def test_a_check_as_json() -> None:
    report = check_dynamic(TRADE, expected_externality(TRADE))
    found = json.loads(dynamic_check_json(report, "case.toml", "agv.json"))
    assert list(found) == [
        "format",
        "case",
        "mechanism",
        "delta",
        "horizon",
        "claims",
        "holds",
        "counts",
        "constraints",
    ]
    assert (found["holds"], found["counts"]["fails"]) == (False, 2)
    assert found["constraints"][0] == {
        "claim": "Bayesian IC",
        "says": "reporting low and the best plan later do not pay",
        "left": "47/8",
        "right": "61/8",
        "slack": "-7/4",
        "status": "fails",
        "period": 2,
        "memory": "high_cost, low",
        "state": None,
        "types": "high",
        "agent": "buyer",
        "report": "low",
    }


def test_a_design_as_text() -> None:
    report = check_dynamic(BANDIT, pivot(BANDIT))
    gains = {"safe": {"truth gives": Fraction(63, 20)}, "risky": {"truth gives": Fraction(13, 20)}}
    text = design_text(report, "c.toml", "m.json", {"efficient total": Fraction(153, 20)}, gains)
    assert "efficient total   153/20" in text
    assert "risky 13/20" in flat(text)
    assert "unknown risky 0 7/10" in flat(text)
    assert "It claims periodic ex-post IC, periodic ex-post IR. The mechanism holds: 12" in text


def test_many_rules_are_not_all_listed() -> None:
    environment = case("bergemann_valimaki_2010_scheduling")
    report = check_dynamic(environment, pivot(environment), (Claim.BALANCE,))
    assert "... and 40 more rules, in the file" in design_text(report, "c", "m", {}, {})


def test_words_on_self_enforcement() -> None:
    one = Ergodicity(1, (Fraction(25, 8),))
    assert "the ergodic condition holds" in flat(ergodicity_text(one))
    assert "nothing to stay for" in flat(ergodicity_text(Ergodicity(1, (Fraction(-1),))))
    two = flat(ergodicity_text(Ergodicity(2, (Fraction(1), Fraction(7, 10)))))
    assert "one of 2 sets of states" in two
    assert "1 and 7/10" in two
    bracket = LeastDelta(Fraction(9, 16), Fraction(4, 7))
    assert flat(least_delta_text(bracket)) == (
        "Proved: at delta = 9/16 = 0.5625 no constants make the mechanism self-enforcing; at "
        "delta = 4/7 = 0.5714285714 some do."
    )


def test_evidence_as_text() -> None:
    liu = case("liu_2018")
    lines = evidence_text(liu, [*all_evidence(liu)]).splitlines()
    assert " ".join(lines[:2]) == (
        "What is seen next tells of an agent's type. Of 8 places convex independence holds at 8, "
        "spanning at 8."
    )
    assert lines[3].split("  ")[0] == "agent"
    assert lines[4].split() == ["first", "first", "low", "holds", "holds"]
    assert len(lines) == 4 + 8
    repeated = case("athey_segal_2013_repeated")
    text = evidence_text(repeated, [*all_evidence(repeated)])
    assert "holds at 0, spanning at 0" in flat(text)
    assert text.count("fails    ") == 20


def test_where_a_line_stands() -> None:
    report = check_dynamic(TRADE, balanced_team(TRADE), (Claim.BALANCE,))
    assert where_of(report.lines[0]).startswith(
        "period 1, after (start), types (high_cost, low): p"
    )
