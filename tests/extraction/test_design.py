"""What is settled of a state: rare decisions and transitions left out."""

from __future__ import annotations

from fractions import Fraction

from apsgen.extraction.design import Design

ONE, HALF, TENTH = Fraction(1), Fraction(1, 2), Fraction(1, 10)
LOTTERY = Design(
    {(0, 0): 1 - TENTH, (0, 2): TENTH, (1, 1): ONE},
    {(0, 0, 0): {0: HALF, 1: HALF}, (0, 2, 0): {1: ONE}, (1, 1, 0): {0: TENTH, 1: 1 - TENTH}},
    divides=False,
)


def test_the_likeliest_decision_is_taken_with_what_follows_it() -> None:
    found = LOTTERY.surer(TENTH, Fraction(0))
    assert found.weights == {(0, 0): ONE, (1, 1): ONE}
    assert set(found.lotteries) == {(0, 0, 0), (1, 1, 0)}
    assert found.mixed == frozenset()


def test_only_what_is_rare_enough_is_left_out() -> None:
    assert LOTTERY.surer(Fraction(1, 20), TENTH).weights == LOTTERY.weights
    found = LOTTERY.surer(Fraction(0), TENTH).lotteries
    assert found[1, 1, 0] == {1: ONE}
    assert found[0, 0, 0] == {0: HALF, 1: HALF}


def test_all_is_sure_in_the_end() -> None:
    assert not LOTTERY.is_sure
    assert LOTTERY.surer(ONE, ONE).is_sure
    assert LOTTERY.mixed == {0}


def test_the_block_of_a_division_has_the_weight_one() -> None:
    division = Design(LOTTERY.weights, {(0, 0, 0): {0: ONE}}, divides=True)
    assert division.share(0, 0) == ONE
    assert LOTTERY.share(0, 0) == 1 - TENTH
    assert LOTTERY.share(0, 1) == Fraction(0)
    assert set(division.surer(ONE, ONE).lotteries) == {(0, 0, 0)}
