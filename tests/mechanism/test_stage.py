from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from apsgen.case import load
from apsgen.mechanism import Branch
from apsgen.mechanism.fit import fitted
from apsgen.mechanism.stage import mean_of, stage_of
from tests.mechanism.schemes import ONE, two_states

CASE = load(Path(__file__).parents[2] / "cases" / "athey_bagwell_2001.toml")
FIT = fitted(CASE, two_states(CASE.delta, Fraction(9, 10)))


def test_the_values_are_those_of_the_plan() -> None:
    stage = stage_of(FIT, 0)
    assert (stage.values["p", 0, 0], stage.values["p", 0, 1]) == (Fraction(9, 10), Fraction(1, 10))
    assert stage.values["w", 1, 0, 0, 0] == FIT.mechanism.states[1].payoff[0]
    assert stage.used == {t: [0] for t in range(4)}
    assert stage.punishment == (Fraction(6, 25), Fraction(6, 25))


def test_a_lottery_is_worth_its_mean() -> None:
    first, second = (state.payoff for state in FIT.mechanism.states)
    half = (Branch(0, ONE / 2), Branch(1, ONE / 2))
    assert mean_of(FIT, half) == (Fraction(67, 100), Fraction(67, 100))
    assert mean_of(FIT, (Branch(1, ONE),)) == second == first[::-1]
    assert mean_of(FIT, (Branch(None, ONE),)) == (Fraction(6, 25), Fraction(6, 25))
