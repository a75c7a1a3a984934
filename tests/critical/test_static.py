"""Play that needs no future."""

from __future__ import annotations

from fractions import Fraction

import pytest

import apsgen
from apsgen.critical.deciding import Question
from apsgen.critical.static import static_payoff
from apsgen.critical.wanted import Property
from apsgen.fixedpoint import Limits


def found(name: str, wanted: str) -> tuple[Fraction, Fraction] | None:
    game = apsgen.load(f"cases/{name}.toml")
    answer = static_payoff(Question(game, Property.read(wanted), Limits()))
    return None if answer is None else answer[0]


def test_defecting_needs_no_future_and_cooperating_does() -> None:
    assert found("stahl_1991", "non-empty") == (Fraction(3), Fraction(3))
    assert found("stahl_1991", "first-best") is None


def test_an_equilibrium_of_the_stage_game_with_the_first_best_total() -> None:
    payoff = found("luce_raiffa_1957", "first-best")
    assert payoff is not None
    assert sum(payoff) == 3


@pytest.mark.parametrize("name", ["von_neumann_1928", "athey_bagwell_2001"])
def test_games_in_which_nothing_is_played_without_a_future(name: str) -> None:
    assert found(name, "non-empty") is None
