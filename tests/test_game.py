from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from apsgen.case import game_from_arrays, load
from apsgen.game import Game

CASES = Path(__file__).parents[1] / "cases"
SMALL = game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)


def case(name: str) -> Game:
    return load(CASES / f"{name}.toml")


def test_the_representation_of_a_game_without_actions() -> None:
    lines = repr(case("athey_bagwell_2001_price_wars")).splitlines()
    assert lines == [
        "<Game 'Collusion with private costs and price wars'",
        "  delta: 3/4",
        "  firm1: types L, H",
        "  firm2: types L, H",
        "  decisions: firm1_serves, firm2_serves",
        "  mixing: division",
        "  monitoring: perfect",
        "  transfers: none",
        "  punishment: fixed at (6/25, 6/25), open on the path",
        "  off-schedule constraint: joint>",
    ]


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda: case("levin_2003_moral_hazard"), "  monitoring: public, signals success, failure"),
        (lambda: case("levin_2003_moral_hazard"), "  transfers: balanced, after-signals"),
        (lambda: case("levin_2003_moral_hazard"), "  principal: no choice"),
        (lambda: case("guo_horner_2018"), "  principal: commits"),
        (lambda: case("li_matouschek_powell_2017"), "  principal: no private information"),
        (lambda: replace(SMALL, exact=False), "  exact: no: sqrt, exp or log rounded a number>"),
        (
            lambda: game_from_arrays(np.eye(10), np.eye(10), delta=0.5, punishment=(0, "1/2")),
            "  row: actions 1, 2, 3, 4, 5, 6, 7, 8, ... (10 in all)",
        ),
        (
            lambda: game_from_arrays(
                np.eye(2), np.eye(2), delta=0.5, punishment=(None, "1/2"), commits=(True, False)
            ),
            "  punishment: fixed at (none, 1/2)>",
        ),
    ],
)
def test_the_representation_says_what_is_special(make: Callable[[], Game], line: str) -> None:
    assert line in repr(make()).splitlines()


def test_a_notebook_shows_the_payoffs_of_a_small_game() -> None:
    cells = re.findall(r">([^<]+)</t[hd]>", SMALL._repr_html_())
    assert cells[-8:] == ["1", "2", "1", "9, 9", "1, 10", "2", "10, 1", "3, 3"]


def test_a_notebook_shows_no_payoffs_of_other_games() -> None:
    large = game_from_arrays(np.eye(10), np.eye(10), delta=0.5)
    for game in (large, case("athey_bagwell_2001")):
        assert "<thead>" not in game._repr_html_()
        assert game.title in game._repr_html_()


def test_what_a_case_says_is_no_markup() -> None:
    assert "<i>" not in replace(SMALL, title="<i>")._repr_html_()


def test_only_a_game_that_was_read_has_a_source() -> None:
    game = case("stahl_1991")
    assert game.source is not None
    assert game.source.path.endswith("stahl_1991.toml")
    assert game.source.text == (CASES / "stahl_1991.toml").read_bytes().decode()
    assert (game.source.delta, game.source.settings, game.source.files) == (None, {}, {})
    assert SMALL.source is None
    assert replace(game, delta=Fraction(1, 2)).source is None
