from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from apsgen.mechanism import mechanism_of
from apsgen.mechanism.write import mechanism_object, mechanism_text
from tests.brute.games import random_game
from tests.mechanism.schemes import cooperation, random_mechanism, two_states


@pytest.mark.parametrize("seed", range(60))
def test_every_kind_of_mechanism_can_be_read_again(seed: int) -> None:
    random = Random(seed)
    mechanism = random_mechanism(random, random_game(random))
    if seed % 2:
        mechanism = replace(mechanism, parameters={"r": Fraction(5, 2)})
    assert mechanism_of(mechanism_text(mechanism)) == mechanism


def test_the_decisions_of_a_division_share_their_continuation() -> None:
    text = mechanism_text(two_states(Fraction(4, 5), Fraction(9, 10)))
    plan = json.loads(text)["states"][0]["plan"][0]
    assert plan == {
        "reports": ["L", "L"],
        "decisions": [
            {"decision": "firm1_serves", "weight": "9/10"},
            {"decision": "firm2_serves", "weight": "1/10"},
        ],
        "continuation": [{"signal": None, "to": [{"state": 0, "probability": "1"}]}],
    }


def test_a_decision_of_a_lottery_has_its_own_continuation() -> None:
    plan = mechanism_object(cooperation(Fraction(1, 2)))["states"]
    assert plan == [
        {
            "payoff": [payoff, payoff],
            "plan": [
                {
                    "reports": [None, None],
                    "decisions": [
                        {
                            "decision": [action, action],
                            "weight": "1",
                            "continuation": [
                                {"signal": None, "to": [{"state": state, "probability": "1"}]}
                            ],
                        }
                    ],
                }
            ],
        }
        for state, (payoff, action) in enumerate((("9", "cooperate"), ("3", "defect")))
    ]


def test_lines_can_be_read_by_people() -> None:
    lines = mechanism_text(two_states(Fraction(4, 5), Fraction(9, 10))).splitlines()
    assert max(map(len, lines)) <= 101
    assert '      {"decision": "firm1_serves", "weight": "9/10"},' in lines
