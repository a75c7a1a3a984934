"""Games given in Python as mappings, against the same games from files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from apsgen.case import game_from_mapping, load
from apsgen.errors import CaseError, UsageError
from apsgen.game import Transfers
from tests.case import texts
from tests.games import assert_same

CASES = Path(__file__).parents[2] / "cases"
FILES = sorted(path for path in CASES.glob("*.toml") if "nfg" not in path.read_text())


def dilemma(**changes: object) -> dict[str, Any]:
    case: dict[str, Any] = {
        "title": "a game",
        "delta": 0.8,
        "players": {"firm1": {"actions": ["C", "D"]}, "firm2": {"actions": ["C", "D"]}},
        "payoffs": {"firm1": [[9, 1], [10, 3]], "firm2": [[9, 10], [1, 3]]},
    }
    return case | changes


def with_types(payoff: object, **changes: object) -> dict[str, Any]:
    """Return a case with two types of the first player and three of the second."""
    types = {"a": {"probability": 0.25}, "b": {"probability": 0.25}, "c": {"probability": 0.5}}
    return {
        "title": "a game",
        "delta": "1/2",
        "players": {
            "one": {"types": {"L": {"probability": 0.4}, "H": {"probability": 0.6}}},
            "two": {"types": types},
        },
        "decisions": {
            "go": {"payoff": {"one": payoff, "two": 0}, **changes},
            "stay": {"payoff": {"one": 0, "two": 0}},
        },
    }


def faults(case: Mapping[str, object]) -> list[str]:
    with pytest.raises(CaseError) as caught:
        game_from_mapping(case)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mapping_gives_the_game_of_the_file(path: Path) -> None:
    case = tomllib.loads(path.read_text(), parse_float=Decimal)
    assert_same(game_from_mapping(case), load(path))


@pytest.mark.parametrize("text", texts.ALL[:-1])
def test_every_way_of_writing_a_game(tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text)
    game = game_from_mapping(tomllib.loads(text, parse_float=float))
    assert_same(game, load(path))
    assert game.source is None


@pytest.mark.parametrize(
    ("number", "exact"),
    [
        (0.1, Fraction(1, 10)),
        (1e-7, Fraction(1, 10**7)),
        (np.float32(0.1), Fraction(1, 10)),
        (np.float64(2.5), Fraction(5, 2)),
        (np.longdouble(1) / 4, Fraction(1, 4)),
        (-0.0, Fraction(0)),
        (np.int8(-3), Fraction(-3)),
        (np.array(0.1), Fraction(1, 10)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Decimal("1E+2"), Fraction(100)),
        ("2/3 + 1/3", Fraction(1)),
        (np.str_("1/3"), Fraction(1, 3)),
    ],
)
def test_a_number_is_the_rational_that_it_spells(number: object, exact: Fraction) -> None:
    game = game_from_mapping(dilemma(payoffs={"firm1": [[number, 0]] * 2, "firm2": np.eye(2)}))
    assert game.payoff[0, 0, 0, 0] == exact
    assert isinstance(game.payoff[0, 0, 0, 0], Fraction)


class Frame:
    """A table of another library, which numpy can read."""

    def __init__(self, rows: list[list[float]]) -> None:
        self._rows = np.array(rows)

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        return self._rows


@pytest.mark.parametrize(
    "kind", [np.array, tuple, lambda rows: np.array(rows, dtype=np.float32), Frame]
)
def test_a_matrix_may_be_any_array(kind: Any) -> None:
    rows = [[9.5, 1.0], [10.0, 3.0]]
    game = game_from_mapping(dilemma(payoffs={"firm1": kind(rows), "firm2": rows}))
    assert game.payoff[0, :, 0, 0].tolist() == [Fraction(19, 2), 1, 10, 3]


def test_names_may_be_arrays_and_words_may_be_enumerations() -> None:
    players = {name: {"actions": np.array(["C", "D"])} for name in ("firm1", "firm2")}
    case = dilemma(players=players, transfers={"kind": Transfers.BURNING}, prior=None)
    game = game_from_mapping(case)
    assert game.actions == (("C", "D"), ("C", "D"))
    assert game.transfers is Transfers.BURNING


def test_delta_and_parameters_from_outside() -> None:
    case = dilemma(parameters={"gain": 1.5}, delta="gain / 3")
    assert game_from_mapping(case).delta == Fraction(1, 2)
    assert game_from_mapping(case, settings={"gain": "1"}).delta == Fraction(1, 3)
    assert game_from_mapping(case, delta="gain / 6").delta == Fraction(1, 4)
    with pytest.raises(UsageError, match="loss"):
        game_from_mapping(case, settings={"loss": "1"})


def test_payoffs_by_type_as_arrays() -> None:
    payoff = np.arange(6).reshape(2, 3)
    game = game_from_mapping(with_types(payoff, deviation={"one": payoff + 1, "two": [[0, 1, 2]]}))
    assert game.payoff[0, 0].tolist() == payoff.tolist()
    assert game.deviation[0, 0].tolist() == (payoff + 1).tolist()
    assert game.deviation[1, 0].tolist() == [[0, 1, 2]] * 2
    assert game.deviation[1, 1].tolist() == [[None] * 3] * 2


def test_where_a_decision_is_allowed_as_an_array() -> None:
    allowed = np.array([[True, False, True], [False, True, True]])
    game = game_from_mapping(with_types(0, allowed=allowed))
    assert game.allowed[0].tolist() == allowed.tolist()
    assert game.allowed[1].all()


def test_payoffs_by_action_and_type_are_those_of_expressions() -> None:
    types = {"L": {"probability": 0.5, "t": 1}, "H": {"probability": 0.5, "t": 2}}
    players = {"firm1": {"actions": ["C", "D"], "types": types}, "firm2": {"actions": ["C", "D"]}}
    said = {"firm1": [["t", "2*t"], [3, "t^2"]], "firm2": np.zeros((2, 2))}
    first = np.array([[[1, 2], [2, 4]], [[3, 3], [1, 4]]])[:, :, :, np.newaxis]
    given = {"firm1": first, "firm2": np.zeros((2, 2, 1, 1))}
    expected = game_from_mapping(dilemma(players=players, payoffs=said))
    assert_same(game_from_mapping(dilemma(players=players, payoffs=given)), expected)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (dilemma(delta=1.5), "delta: found 3/2; a discount factor with 0 < delta < 1"),
        (dilemma(delta=float("nan")), "delta: 'nan' is not a finite number"),
        (dilemma(delta=1j), "delta: found a complex; numbers, texts"),
        (dilemma(delta=b"1/2"), "delta: found a bytes; numbers, texts"),
        (dilemma(delta=[[1, 2], [3, 4]]), "delta: found an array of 2 x 2 entries; a number or"),
        (dilemma(delta=Fraction(1, 2**5000)), "delta: a number is too long"),
        (dilemma(titel="x"), "titel: unknown key titel; known: title, "),
        (dilemma(stage={"nfg": "a.nfg"}, payoffs=None), "the text of this file is not at hand"),
        ({3: "x"}, "found the key 3; texts are accepted as keys"),
        (
            dilemma(payoffs={"firm1": [[1, 2]], "firm2": np.eye(2)}),
            "payoffs.firm1: found 1 x 2 entries; 2 x 2 are accepted",
        ),
        (
            dilemma(payoffs={"firm1": [[1, 2], [3]], "firm2": np.eye(2)}),
            "payoffs.firm1[1]: found 1 entries after a row of 2",
        ),
        (
            dilemma(payoffs={"firm1": np.zeros((2, 2, 2)), "firm2": np.eye(2)}),
            "payoffs.firm1: found an array of 2 x 2 x 2 entries; a list of lists",
        ),
        (
            dilemma(payoffs={"firm1": np.zeros((2, 2, 3, 1)), "firm2": np.eye(2)}),
            "payoffs.firm1[0][0]: found an array of 3 x 1 entries; 1 x 1 are accepted",
        ),
        (
            dilemma(payoffs={"firm1": np.zeros((600, 600)), "firm2": np.eye(2)}),
            "payoffs.firm1: found an array of 600 x 600 entries; at most 250,000",
        ),
        (
            dilemma(payoffs={"firm1": [[1, 2], [np.eye(2), 3]], "firm2": np.eye(2)}),
            "payoffs.firm1[1][0]: found an array of 2 x 2 entries; 1 x 1 are accepted",
        ),
        (
            dilemma(payoffs={"firm1": [np.eye(2), np.zeros((2, 3))], "firm2": np.eye(2)}),
            "payoffs.firm1[0]: found an array of 2 x 2 entries; a list of lists of numbers",
        ),
        (
            with_types(np.eye(2)) | {"players": {"one": {"types": 3}, "two": {}}},
            "players.one.types: found the number 3; a table of types",
        ),
        (
            dilemma(monitoring={"kind": "public", "signals": ["a", "b"], "probability": {}}),
            'monitoring.probability: no probability for "a", "b"; one signal may be left out',
        ),
        (with_types(np.eye(2)), "decisions.go.payoff.one: found an array of 2 x 2 entries; 2 x 3"),
        (
            with_types(0, allowed=np.eye(2, dtype=bool)),
            "decisions.go.allowed: found an array of 2 x 2 entries; 2 x 3",
        ),
        (with_types(0, allowed=np.eye(2)), "decisions.go.allowed: found an array of 2 x 2 entries"),
        (
            with_types([["x", 0, 0], [0, 0, 0]]),
            "decisions.go.payoff.one: found an array of 2 x 3 entries; a number or an expression",
        ),
        (
            dilemma(monitoring={"kind": "public", "signals": "ab", "probability": {"a": 2}}),
            'monitoring.signals: found "ab"; a list of names of signals is accepted',
        ),
        (
            dilemma(
                monitoring={
                    "kind": "public",
                    "signals": ["a", "b"],
                    "probability": {"a": np.full((2, 2, 1, 1), 0.5)},
                }
            ),
            "monitoring.probability.a[0][0]: found an array of 1 x 1 entries; one number",
        ),
        (
            dilemma(
                monitoring={
                    "kind": "public",
                    "signals": ["a", "b"],
                    "probability": {"a": np.array([[0.5, 0.5], [0.5, 1.5]])},
                }
            ),
            "monitoring.probability.a[1][1]: found 3/2; a probability from 0 to 1 is accepted",
        ),
    ],
)
def test_a_fault_names_its_key_and_no_file(case: dict[str, object], said: str) -> None:
    found = faults(case)
    assert any(said in line for line in found), found


def test_all_faults_are_told_at_once() -> None:
    found = faults(dilemma(delta=2, titel="x", transfers={"kind": "balancd"}))
    assert [line.partition(":")[0] for line in found] == ["titel", "delta", "transfers.kind"]
    case = dilemma(payoffs={"firm1": [["oops"] * 30] * 20, "firm2": np.zeros((20, 30))})
    names = [f"a{place}" for place in range(30)]
    case["players"] = {"firm1": {"actions": names[:20]}, "firm2": {"actions": names}}
    assert faults(case)[-1] == "and 500 more faults, not listed"


def test_a_mapping_within_itself_is_refused() -> None:
    case = dilemma()
    case["players"]["firm1"]["types"] = case
    assert "nested too deep: at most 32 levels" in faults(case)[0]
    rows: list[object] = []
    rows.append(rows)
    assert "nested too deep" in faults(dilemma(payoffs={"firm1": rows}))[0]
