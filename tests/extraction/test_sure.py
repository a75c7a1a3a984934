"""Simple play: surer than what was found, and worth no less."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import apsgen
from apsgen import Mechanism, Result, read_mechanism
from apsgen.extraction.design import Design
from apsgen.extraction.setting import Setting
from apsgen.extraction.states import mechanism_of
from apsgen.extraction.sure import simpler

CASES = Path(__file__).parents[2] / "cases"
FOUND = sorted(path.stem for path in CASES.glob("*.toml") if path.stem != "von_neumann_1928")
SLOW = {"athey_bagwell_2001_price_wars", "thomas_worrall_1990"}
"""Forty states and more: twelve designs of them take seconds."""


@cache
def solved(name: str) -> Result:
    return apsgen.iterate(apsgen.load(CASES / f"{name}.toml"), tolerance=1e-3)


def drawn(mechanism: Mechanism) -> int:
    """Count the branches and the decisions beyond the first."""
    blocks = [block for s in mechanism.states for plan in s.plan for block in plan.blocks]
    plans = [plan for state in mechanism.states for plan in state.plan]
    chosen = sum(sum(len(block.choices) for block in plan.blocks) - 1 for plan in plans)
    return chosen + sum(len(one.to) - 1 for block in blocks for one in block.continuation)


@pytest.mark.parametrize("name", ["athey_bagwell_2001", "athey_bagwell_2001_ex_post"])
def test_first_best_collusion_switches_for_sure(name: str) -> None:
    mechanism = solved(name).mechanism(maximise=(1, 1))
    known = read_mechanism(CASES / "athey_bagwell_2001.two_states.json")
    after = {
        (number, plan.reports): [branch.state for branch in plan.blocks[0].continuation[0].to]
        for number, state in enumerate(mechanism.states)
        for plan in state.plan
    }
    for number in (0, 1):
        assert after[number, ("L", "H")] == [1]
        assert after[number, ("H", "L")] == [0]
        assert after[number, ("L", "L")] == after[number, ("H", "H")] == [number]
    assert [state.payoff for state in mechanism.states] == [state.payoff for state in known.states]


@pytest.mark.parametrize("name", [name for name in FOUND if name not in SLOW])
def test_no_case_gets_worse(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    result = solved(name)
    surer = result.mechanism(maximise=(1, 1))
    monkeypatch.setattr(
        "apsgen.extraction.extracting.simpler",
        lambda setting, points, stages, asked: (points, stages),
    )
    plain = result.mechanism(maximise=(1, 1))
    assert len(surer.states) <= len(plain.states)
    assert sum(surer.states[0].payoff) >= sum(plain.states[0].payoff)
    assert drawn(surer) <= drawn(plain)
    assert isinstance(result.game, apsgen.Game)
    assert apsgen.check(result.game, surer).holds


def test_a_payoff_that_is_asked_for_stays() -> None:
    asked = Fraction(67, 100), Fraction(67, 100)
    mechanism = solved("athey_bagwell_2001").mechanism(at=asked)
    assert mechanism.states[mechanism.start].payoff == asked


def test_decisions_alone_are_made_sure_where_transitions_cannot_be() -> None:
    mechanism = solved("judd_yeltekin_conklin_2003").mechanism(maximise=(1, 1))
    plans = [plan for state in mechanism.states for plan in state.plan]
    assert all(len(plan.blocks) == 1 for plan in plans)
    assert any(len(plan.blocks[0].continuation[0].to) > 1 for plan in plans)


def test_play_that_is_simple_is_left_as_it_is() -> None:
    setting = Setting.of(apsgen.load(CASES / "stahl_1991.toml"))
    points = [(Fraction(9), Fraction(9)), (Fraction(3), Fraction(3))]
    stages = setting.stages(points)
    assert stages is not None
    assert all(Design.of(setting, stage).is_sure for stage in stages.values())
    found = simpler(setting, points, stages, (Fraction(1), Fraction(1)))
    assert mechanism_of(setting, *found) == mechanism_of(setting, points, stages)
