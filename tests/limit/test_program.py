"""The program of a score: optima over plays, and of plays that are kept."""

from __future__ import annotations

from fractions import Fraction

from apsgen.limit.program import Question, Scoring
from apsgen.mechanism.exact import expanded
from tests.limit.games import case

ONE = Fraction(1)


def scoring(name: str) -> Scoring:
    return Scoring(expanded(case(name)), lambda solved: None)


def test_a_play_that_is_kept_is_worth_no_more() -> None:
    found = scoring("fudenberg_levine_maskin_1994")
    question = Question((ONE, ONE), (ONE, ONE))
    best = found.free(question)
    assert best is not None
    assert best.weights == {(0, 0): ONE}
    values = [found.fixed(question, {(0, d): ONE}) for d in range(4)]
    assert [one.value <= best.value for one in values if one] == [True] * 4
    assert values[0] == best
    assert found.solved == 5


def test_the_slope_is_a_payoff_on_the_level() -> None:
    found = scoring("athey_bagwell_2001")
    along = (Fraction(1), Fraction(2))
    best = found.free(Question(along, along))
    assert best is not None
    assert along[0] * best.payoff[0] + along[1] * best.payoff[1] == best.value


def test_nothing_is_left_of_the_punishment() -> None:
    found = scoring("athey_bagwell_2001")
    assert any(found.is_watched(row) for row in found.rows)
    assert not any(key[0] == "q" for form in found.forms for key in form)


def test_a_play_that_nothing_keeps_up() -> None:
    found = scoring("fudenberg_levine_maskin_1994")
    closed = frozenset((0, d) for d in range(4))
    assert found.free(Question((ONE, ONE), (ONE, ONE), closed=closed)) is None
