from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.case import load
from apsgen.mechanism import CheckReport, Name, Status, check
from apsgen.mechanism.constraint import Place
from apsgen.report.checked import check_json, check_text, verdict, where
from tests.mechanism.schemes import ONE, cooperation, sure, two_states

CASES = Path(__file__).parents[2] / "cases"


def market(delta: str, case: str = "athey_bagwell_2001") -> CheckReport:
    scheme = two_states(Fraction(delta), Fraction(9, 10))
    return check(load(CASES / f"{case}.toml", delta=delta), scheme)


def dilemma(delta: str) -> CheckReport:
    return check(load(CASES / "stahl_1991.toml", delta=delta), cooperation(Fraction(delta)))


def test_the_page_of_a_mechanism_that_holds() -> None:
    text = check_text(market("4/5"), "case.toml", "scheme.json")
    assert "mechanism         scheme.json, 2 states" in text
    assert "delta             4/5 = 0.8" in text
    assert "punishment        (6/25, 6/25), fixed" in text
    assert "The mechanism holds: 76 constraints, none of which binds." in text
    assert "\n... and 66 more that hold or are vacuous (--all lists them)" in text
    assert text.isascii()


def test_the_worst_comes_first_and_everything_can_be_listed() -> None:
    report = market("39/50")
    lines = check_text(report, "c", "m", rows=len(report.constraints)).splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("status"))
    rows = lines[head + 1 :]
    assert len(rows) == len(report.constraints)
    assert [row.split()[0] for row in rows[:5]] == ["fails"] * 4 + ["holds"]
    assert "after reports (L, L): an observed deviation does not pay" in rows[0]
    assert rows[0].split()[:3] == ["fails", "IR(p0)", "0"]


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (market("39/50"), "The mechanism does not hold: 4 of 76 constraints fail."),
        (dilemma("1/7"), "20 constraints, 4 of which bind. Its states are payoffs of perfect"),
        (dilemma("1/2"), "2 of which bind. Its states are payoffs of perfect public equilibria."),
        (market("4/5"), "perfect public equilibria, given that the punishment is."),
        (
            market("4/5", "athey_bagwell_2001_interim"),
            "equilibria, given that the punishment is, as far as off-schedule constraints of the "
            "kind interim tell.",
        ),
    ],
)
def test_the_verdict_says_no_more_than_is_so(report: CheckReport, said: str) -> None:
    assert said in verdict(report)


def test_a_case_that_is_rounded_is_told() -> None:
    report = dilemma("1/2")
    rounded = replace(report, game=replace(report.game, exact=False))
    assert verdict(rounded).endswith("it uses sqrt, exp or log.")


def test_a_plan_that_is_not_coherent_is_told() -> None:
    whole = cooperation(Fraction(1, 2))
    plan = whole.states[0].plan[0]
    lost = replace(plan, blocks=(replace(plan.blocks[0], continuation=(sure(7),)),))
    broken = replace(whole, states=(replace(whole.states[0], plan=(lost,)), whole.states[1]))
    report = check(load(CASES / "stahl_1991.toml", delta="1/2"), broken)
    assert "The plan of state 0 is not coherent" in check_text(report, "c", "m")


def test_every_constraint_is_in_the_object() -> None:
    report = market("39/50")
    found = json.loads(check_json(report, "case.toml", "scheme.json"))
    assert found["format"] == "apsgen-check/1"
    assert (found["delta"], found["punishment"]) == ("39/50", ["6/25", "6/25"])
    assert found["counts"] == {"fails": 4, "binds": 0, "holds": 66, "vacuous": 6}
    assert (found["holds"], found["open"]) == (False, [])
    assert len(found["constraints"]) == 76
    worst = found["constraints"][0]
    assert worst["reports"] == ["L", "L"]
    assert (worst["name"], worst["player"], worst["state"]) == ("IR(p0)", "firm2", 0)
    assert Fraction(worst["left"]) - Fraction(worst["right"]) == Fraction(worst["slack"])


def test_where_a_constraint_stands() -> None:
    place = Place(1, "row", None, None, (None, None), ("C", "D"), "good")
    assert where(place.incentive(Name.PAYMENT, "x", ONE, ONE)) == (
        "row, after (C, D), signal good: x"
    )
    assert where(Place().equal(Name.COHERENCE, "x", ONE, ONE)) == "x"
    report = dilemma("1/2")
    assert {where(one) for one in report.having(Status.FAILS)} == set()


def test_numbers_beyond_a_double_are_told() -> None:
    huge = Place(0, "row").incentive(Name.IC, "x", Fraction(10) ** 9_000, ONE)
    report = replace(dilemma("1/2"), constraints=(huge,))
    assert check_text(report, "c", "m").splitlines()[-1].split()[3:6] == ["inf", "1", "inf"]
    (one,) = json.loads(check_json(report, "c", "m"))["constraints"]
    assert one["left"] == "1" + "0" * 9_000
