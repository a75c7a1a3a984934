from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from apsgen.case import load
from apsgen.mechanism import Arrow, Branch, Continuation, Plan, automaton_of
from tests.brute.games import random_game
from tests.mechanism.schemes import (
    COOPERATE,
    ONE,
    cooperation,
    for_ever,
    only,
    random_mechanism,
    two_states,
)

CASES = Path(__file__).parents[2] / "cases"
MARKET = load(CASES / "athey_bagwell_2001.toml")
DILEMMA = load(CASES / "stahl_1991.toml")


def test_two_states_and_their_punishment() -> None:
    found = automaton_of(MARKET, two_states(MARKET.delta, Fraction(9, 10)))
    assert [node.number for node in found.nodes] == [0, 1, None]
    assert found.nodes[0].plays[:2] == (
        "(L, L): 9/10 firm1_serves + 1/10 firm2_serves",
        "(L, H): firm1_serves",
    )
    assert found.arrows[:3] == (
        Arrow(0, 0, ("(L, L)", "(H, L)", "(H, H)"), Fraction(19, 25), False),
        Arrow(0, 1, ("(L, H)",), Fraction(6, 25), False),
        Arrow(0, None, ("firm1 or firm2 deviates",), Fraction(0), True),
    )


def test_reversion_is_a_state() -> None:
    found = automaton_of(DILEMMA, cooperation(DILEMMA.delta))
    assert [node.number for node in found.nodes] == [0, 1]
    assert found.arrows == (
        Arrow(0, 0, ("always",), ONE, False),
        Arrow(0, 1, ("row or column deviates",), 0 * ONE, True),
        Arrow(1, 1, ("always",), ONE, False),
        Arrow(1, 1, ("row or column deviates",), 0 * ONE, True),
    )


def test_lotteries_say_their_chances() -> None:
    half = Continuation(None, (Branch(0, ONE / 3), Branch(1, 2 * ONE / 3)))
    whole = cooperation(DILEMMA.delta)
    plan = Plan((None, None), (only(COOPERATE, half),))
    found = automaton_of(
        DILEMMA, replace(whole, states=(replace(whole.states[0], plan=(plan,)), whole.states[1]))
    )
    assert found.arrows[:2] == (
        Arrow(0, 0, ("with 1/3",), ONE / 3, False),
        Arrow(0, 1, ("with 2/3",), 2 * ONE / 3, False),
    )


@pytest.mark.parametrize("seed", range(60))
def test_arrows_of_a_state_have_all_the_probability(seed: int) -> None:
    random = Random(seed)
    game = random_game(random)
    found = automaton_of(game, random_mechanism(random, game))
    for state in range(3):
        leaving = [one for one in found.arrows if one.source == state and not one.after_deviation]
        assert sum(one.probability for one in leaving) == 1
        assert all(one.events for one in leaving)


def test_each_is_punished_by_his_own_state() -> None:
    payoffs = (Fraction(9), Fraction(9)), (Fraction(3), Fraction(4)), (Fraction(4), Fraction(3))
    states = for_ever(*((COOPERATE, payoff) for payoff in payoffs))
    mechanism = replace(cooperation(DILEMMA.delta), states=states)
    found = automaton_of(DILEMMA, mechanism)
    assert [(one.target, one.events) for one in found.arrows if one.after_deviation][:2] == [
        (1, ("row deviates",)),
        (2, ("column deviates",)),
    ]
