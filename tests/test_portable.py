"""Games written down number by number, and read back."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from apsgen.case import game_from_arrays, load
from apsgen.errors import ResultError
from apsgen.portable import game_object, game_of, object_digest, same
from tests.brute.games import random_game
from tests.games import assert_same

CASES = Path(__file__).parents[1] / "cases"
SMALL = game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)


def written(value: object) -> Any:
    """Return what is left of a value on its way through JSON."""
    return json.loads(json.dumps(value, allow_nan=False))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_case_comes_back(path: Path) -> None:
    game = load(path)
    back = game_of(written(game_object(game)))
    assert_same(back, game)
    assert back.source is None
    assert same(game, back)


@pytest.mark.parametrize("seed", range(20))
def test_random_games_come_back(seed: int) -> None:
    game = random_game(Random(seed))
    assert_same(game_of(written(game_object(game))), game)


def test_any_change_shows() -> None:
    patient = replace(SMALL, delta=Fraction(9, 10))
    assert not same(SMALL, patient)
    assert object_digest(game_object(SMALL)) != object_digest(game_object(patient))


def test_the_order_of_keys_does_not_matter() -> None:
    assert object_digest({"a": 1, "b": [2, 3]}) == object_digest({"b": [2, 3], "a": 1})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("delta", "1/0"),
        ("delta", "half"),
        ("delta", 3),
        ("delta", "1" * 5000),
        ("payoff", [["1", "2"]]),
        ("payoff", [["1"] * 4, [{}] * 4]),
        ("types", 3),
        ("beliefs", []),
        ("mixing", "lotery"),
        ("allowed", [[True]]),
        ("punishment", ["1"]),
    ],
)
def test_what_is_no_game_is_refused(field: str, value: object) -> None:
    fields = written(game_object(SMALL)) | {field: value}
    with pytest.raises(ResultError, match="found no game as apsgen writes it"):
        game_of(fields)
    with pytest.raises(ResultError, match="found no game as apsgen writes it"):
        game_of({name: one for name, one in fields.items() if name != field})
    with pytest.raises(ResultError, match="found no game as apsgen writes it"):
        game_of(value)
