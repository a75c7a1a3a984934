from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.case import load
from apsgen.errors import UsageError
from apsgen.mechanism import Deviation
from apsgen.mechanism.deviation import Planned, planned
from apsgen.mechanism.fit import fitted
from tests.mechanism.schemes import cooperation, two_states

CASES = Path(__file__).parents[2] / "cases"
MARKET = load(CASES / "athey_bagwell_2001.toml")
DILEMMA = load(CASES / "stahl_1991.toml")
SELLS = fitted(MARKET, two_states(MARKET.delta, Fraction(9, 10)))
WORKS = fitted(DILEMMA, cooperation(DILEMMA.delta))


def test_names_are_resolved() -> None:
    assert planned(SELLS, Deviation("firm2", 3, "H", "best"), 5) == Planned(1, 3, 1, -1, False)
    assert planned(WORKS, Deviation("row", 0, action="defect"), 1) == Planned(0, 0, None, 1, False)


@pytest.mark.parametrize(
    ("deviation", "said"),
    [
        (Deviation("firm3", 0, "L"), "unknown player firm3; known: firm1, firm2"),
        (Deviation("firm1", 5, "L"), "period 5: periods from 0 to 4 are simulated"),
        (Deviation("firm1", -1, "L"), "period -1: periods from 0"),
        (Deviation("firm1", 0, "M"), "unknown report M; known: L, H"),
        (Deviation("firm1", 0, action="x"), "'best' is accepted"),
        (Deviation("firm1", 0, pay="nothing"), "nobody pays in this game"),
    ],
)
def test_what_the_game_does_not_have_is_refused(deviation: Deviation, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        planned(SELLS, deviation, 5)


def test_actions_are_those_of_the_player() -> None:
    with pytest.raises(UsageError, match="unknown action best; known: cooperate, defect"):
        planned(WORKS, Deviation("row", 0, action="best"), 1)
    with pytest.raises(UsageError, match="unknown report L; none is known"):
        planned(WORKS, Deviation("row", 0, report="L"), 1)


def test_a_deviation_says_something() -> None:
    with pytest.raises(UsageError, match="says nothing"):
        Deviation("row", 0)
    with pytest.raises(UsageError, match="found 'less'; 'nothing' is accepted"):
        Deviation("row", 0, pay="less")


def test_who_commits_does_not_deviate() -> None:
    case = load(CASES / "guo_horner_2018.toml")
    committed = case.players[case.commits.index(True)]
    fit = fitted(DILEMMA, cooperation(DILEMMA.delta))
    object.__setattr__(fit, "game", case)
    with pytest.raises(UsageError, match="commits, and never deviates"):
        planned(fit, Deviation(committed, 0, action="x"), 1)
