"""Scores that papers give, and those that punishments and money set."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from apsgen.checker import Point
from apsgen.game import Game, Punishment
from apsgen.limit.scores import Scores
from tests.limit.games import case, noisy


def way(x: int, y: int) -> Point:
    return Fraction(x), Fraction(y)


@pytest.mark.parametrize(
    ("name", "direction", "score"),
    [
        ("fudenberg_levine_maskin_1994", (1, 1), "7/2"),
        ("fudenberg_levine_maskin_1994", (1, 2), "21/4"),
        ("fudenberg_levine_maskin_1994", (1, -1), "43/12"),
        ("fudenberg_levine_maskin_1994", (2, 4), "21/2"),
        ("radner_myerson_maskin_1986", (1, 1), "28/15"),
        ("stahl_1991", (-1, 0), "-3"),
        ("stahl_1991", (0, -2), "-6"),
        ("athey_bagwell_2001", (1, 1), "67/50"),
        ("athey_bagwell_2001", (-1, 0), "-6/25"),
        ("athey_bagwell_2001_on_schedule", (-1, 0), "0"),
        ("athey_bagwell_2001_price_wars", (-1, -1), "-12/25"),
        ("goldluecke_kranz_2012", (1, 1), "20"),
        ("goldluecke_kranz_2012", (-1, 0), "0"),
        ("levin_2003_moral_hazard", (-1, -1), "-1"),
    ],
)
def test_a_score(name: str, direction: tuple[int, int], score: str) -> None:
    assert Scores(case(name)).score(way(*direction)) == Fraction(score)


def test_money_leaves_most_directions_without_a_bound() -> None:
    balanced, burning = Scores(case("athey_miller_2007")), Scores(case("goldluecke_kranz_2012"))
    assert balanced.score(way(1, 2)) is None
    assert balanced.score(way(-1, -1)) is not None
    assert burning.score(way(-1, -1)) is None


def test_a_player_who_acts_alone_near_his_axis() -> None:
    """Only the first player acts: what he loses the other gets, but on the axis nobody."""
    game = noisy([[2], [3]], [[9], [0]], [[[3], [1]], [[1], [3]]])
    scores = Scores(game)
    assert scores.score(way(0, 1)) == 9
    assert scores.beside(1, (1, 1)).level == 9
    assert scores.score(way(1, 0)) == 3
    assert scores.score(way(-1, 0)) == -3
    assert scores.beside(0, (-1, 1)).level == -2


def test_punishments_that_reach_some_decisions_only() -> None:
    game = _freed(case("luce_raiffa_1957"))
    scores = Scores(game)
    assert scores.is_bound_only()
    assert not scores.is_guarded_throughout(0)
    assert scores.score(way(-1, 0)) == 0
    assert not Scores(case("stahl_1991")).is_bound_only()


def _freed(game: Game) -> Game:
    """Punish at a high payoff, and let nobody deviate in the last decision."""
    deviation = game.deviation.copy()
    deviation[:, 1:3] = None
    fixed = Punishment((Fraction(3, 2), Fraction(3, 2)), False)
    return replace(game, deviation=deviation, punishment=fixed)
