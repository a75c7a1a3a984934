"""Games from arrays, against the same games from the files of the literature."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from apsgen.case import game_from_arrays, game_from_normal_form, load
from apsgen.errors import ApsgenError, CaseError, UsageError
from apsgen.game import Game
from tests.games import assert_same

CASES = Path(__file__).parents[2] / "cases"
FIRST = np.array([[9.0, 1.0, 0.0], [10.0, 3.0, -4.0]])
SECOND = np.array([[9.0, 10.0, 1.0], [1.0, 3.0, 2.5]])


def case(name: str) -> Game:
    return load(CASES / f"{name}.toml")


def heading(game: Game) -> dict[str, Any]:
    return {"title": game.title, "reference": game.reference, "players": game.players}


def test_a_bimatrix() -> None:
    expected = case("stahl_1991")
    actions = ("cooperate", "defect")
    game = game_from_arrays(
        np.array([[9, 1], [10, 3]]),
        np.array([[9, 10], [1, 3]]),
        delta=0.3,
        actions=(actions, actions),
        **heading(expected),
    )
    assert_same(game, expected)


def test_burning_and_names() -> None:
    expected = case("goldluecke_kranz_2012")
    first = np.array([[10, 3, 0], [15, 7, -4], [7, 5, -15]])
    names = ["low", "medium", "high"]
    game = game_from_arrays(
        first,
        first.T,
        delta="1/3",
        actions=(names, names),
        transfers="burning",
        timing="after-signals",
        **heading(expected),
    )
    assert_same(game, expected)


def test_signals() -> None:
    expected = case("radner_myerson_maskin_1986")
    works = np.array([1, 0])
    chance = Fraction(3, 10) * (1 + works[:, np.newaxis] + works)
    names = ["work", "rest"]
    game = game_from_arrays(
        2 * chance - Fraction(4, 5) * works[:, np.newaxis],
        2 * chance - Fraction(4, 5) * works,
        delta=0.75,
        signals={"success": chance, "failure": 1 - chance},
        actions=(names, names),
        **heading(expected),
    )
    assert_same(game, expected)


def test_a_player_without_a_choice_and_fixed_punishment() -> None:
    expected = case("levin_2003_moral_hazard")
    game = game_from_arrays(
        [[-1], [0]],
        [[3], [1]],
        delta=0.75,
        actions=(["work", "shirk"], None),
        signals={"success": [[0.75], [0.25]], "failure": None},
        transfers="balanced",
        timing="after-signals",
        punishment=(0, 0),
        **heading(expected),
    )
    assert_same(game, expected)


def test_types(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        """
        title = "A game of two players"
        delta = "1/2"
        [players.seller]
        types = { low = { s = 1, reports = ["low"] }, high = { s = "5/2" } }
        actions = ["keep", "sell"]
        payoff = "s + buyer.b * seller.s"
        [players.buyer]
        types = { a = { b = 3 }, c = { b = 5 } }
        payoff = "b - seller.s"
        commits = true
        [prior]
        joint = [["1/10", "1/5"], ["2/5", 0.3]]
        [decisions]
        mixing = "division"
        [punishment]
        kind = "fixed"
        values = { seller = "1/3" }
        [constraints]
        off_schedule = "interim"
        """
    )
    s, b = np.array([[1], [2.5]]), np.array([[3, 5]])
    game = game_from_arrays(
        np.stack([s + b * s] * 2)[:, np.newaxis],
        np.stack([b - s] * 2)[:, np.newaxis],
        delta=0.5,
        players=("seller", "buyer"),
        actions=(["keep", "sell"], None),
        types=({"low": {"reports": ["low"]}, "high": None}, {"a": None, "c": None}),
        prior=[[0.1, 0.2], [0.4, 0.3]],
        mixing="division",
        punishment=("1/3", None),
        commits=(False, True),
        off_schedule="interim",
    )
    assert_same(game, load(path))


def test_types_that_are_independent() -> None:
    first = np.arange(8).reshape(2, 1, 2, 2)
    game = game_from_arrays(
        first,
        -first,
        delta=0.5,
        types=({"L": 0.6, "H": 0.4}, {"l": "1/3", "h": "2/3"}),
        punishment=(0, 0),
        on_path=True,
    )
    assert game.types == (("L", "H"), ("l", "h"))
    assert game.prior.tolist() == [
        [Fraction(1, 5), Fraction(2, 5)],
        [Fraction(2, 15), Fraction(4, 15)],
    ]
    assert game.payoff[0].tolist() == first.reshape(2, 2, 2).tolist()
    assert game.punishment.on_path


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"delta": 1}, "delta: found 1; a discount factor with 0 < delta < 1"),
        ({"players": ("a", "a")}, "players: found ('a', 'a'); two different names"),
        ({"players": ("a",)}, "players: found ('a',); two different names"),
        ({"types": ({"L": 1},)}, "types: found ({'L': 1},); a pair is accepted"),
        ({"types": ({"L": 0.5}, None)}, "players.row.types: the probabilities sum to 1/2"),
        ({"actions": (["C"], ["C", "D"])}, "payoffs.row: found 2 x 3 entries; 1 x 2 are"),
        ({"actions": (["C", "D"],)}, "actions: found (['C', 'D'],); a pair is accepted"),
        ({"actions": (["C", "C"], "abc")}, "players.row.actions[1]: C is there already"),
        ({"punishment": (1, None)}, "punishment.values.column: missing; only a player who"),
        ({"punishment": (1,)}, "punishment: found (1,); a pair is accepted"),
        ({"signals": {"y": np.eye(2)}}, "monitoring.probability.y: found 2 x 2 entries; 2 x 3"),
        ({"signals": {"y": 0.5}}, "monitoring.probability: the probabilities sum to 1/2"),
        ({"prior": [[0.5, 0.5]]}, "prior.joint: found 1 x 2 entries; 1 x 1 are accepted"),
        ({"types": (["L", "H"], None)}, "players.row.types: found a list; a table of types"),
        ({"signals": ["high", "low"]}, "signals: found a list; probabilities by name"),
        ({"mixing": "lotery"}, 'decisions.mixing: found "lotery"; accepted: "lottery"'),
    ],
)
def test_a_fault_names_what_to_change(terms: dict[str, Any], said: str) -> None:
    with pytest.raises(ApsgenError) as caught:
        game_from_arrays(FIRST, SECOND, **{"delta": 0.5, **terms})
    assert said in str(caught.value)


@pytest.mark.parametrize("first", [[[1, 2], [3]], 5.0, [1, 2, 3], np.zeros(3), "payoffs", []])
def test_what_is_no_matrix_is_refused(first: npt.ArrayLike) -> None:
    with pytest.raises(CaseError, match=r"^payoffs\.row(\[.\])?: |\npayoffs\.row(\[.\])?: "):
        game_from_arrays(first, SECOND, delta=0.5)


def quantecon(first: np.ndarray, second: np.ndarray) -> Any:
    """Return what QuantEcon.py's NormalFormGame shows: own actions along the rows."""
    return SimpleNamespace(N=2, payoff_arrays=(first, second.T))


def nashpy(first: np.ndarray, second: np.ndarray) -> Any:
    return SimpleNamespace(payoff_matrices=(first, second))


def real_quantecon(first: np.ndarray, second: np.ndarray) -> Any:
    theory = import_module("quantecon.game_theory")
    return theory.NormalFormGame([theory.Player(first), theory.Player(second.T)])


def real_nashpy(first: np.ndarray, second: np.ndarray) -> Any:
    return import_module("nashpy").Game(first, second)


REAL = {"quantecon": real_quantecon, "nashpy": real_nashpy}
MAKERS = [quantecon, nashpy, *(make for name, make in REAL.items() if find_spec(name))]


@pytest.mark.parametrize("make", MAKERS)
def test_the_game_of_another_library(make: Callable[[np.ndarray, np.ndarray], Any]) -> None:
    names = (["C", "D"], ["l", "m", "r"])
    game = game_from_normal_form(make(FIRST, SECOND), delta="2/3", actions=names, title="Other")
    expected = game_from_arrays(FIRST, SECOND, delta="2/3", actions=names, title="Other")
    assert_same(game, expected)


def test_a_repeated_game_brings_its_delta() -> None:
    repeated = SimpleNamespace(sg=quantecon(FIRST, SECOND), delta=0.35)
    assert game_from_normal_form(repeated).delta == Fraction(7, 20)
    assert game_from_normal_form(repeated, delta="1/3").delta == Fraction(1, 3)


@pytest.mark.parametrize(
    ("game", "terms", "said"),
    [
        (nashpy(FIRST, SECOND), {}, "delta: missing; a discount factor such as delta=0.8"),
        ([[1, 2]], {"delta": 0.5}, "found a list; a game of QuantEcon.py or of nashpy"),
        (
            SimpleNamespace(payoff_arrays=(FIRST, FIRST, FIRST)),
            {"delta": 0.5},
            "found a game of 3 players; exactly two are accepted",
        ),
    ],
)
def test_no_such_game(game: object, terms: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        game_from_normal_form(game, **terms)
