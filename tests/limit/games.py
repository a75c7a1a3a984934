"""Games for limit sets: with noisy signals, and with hidden types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from apsgen.case import game_from_mapping, load
from apsgen.game import Game

CASES = Path(__file__).parents[2] / "cases"

Matrix = Sequence[Sequence[int]]


def case(name: str) -> Game:
    return load(CASES / f"{name}.toml")


def noisy(first: Matrix, second: Matrix, chances: Sequence[Sequence[Sequence[int]]]) -> Game:
    """Return a game in which a signal y is seen with a chance in proportion to chances[y]."""
    rows, columns = len(first), len(first[0])
    signals = [f"y{k}" for k in range(len(chances))]
    totals = [[sum(one[r][c] for one in chances) for c in range(columns)] for r in range(rows)]
    tables = {
        signal: [[f"{one[r][c]}/{totals[r][c]}" for c in range(columns)] for r in range(rows)]
        for signal, one in zip(signals, chances, strict=True)
    }
    return game_from_mapping(
        {
            **_matrices(first, second),
            "monitoring": {"kind": "public", "signals": signals, "probability": tables},
        }
    )


def _matrices(first: Matrix, second: Matrix) -> Mapping[str, Any]:
    rows, columns = len(first), len(first[0])
    return {
        "title": "A game",
        "delta": "9/10",
        "players": {
            "row": {"actions": [f"a{k}" for k in range(rows)]},
            "column": {"actions": [f"b{k}" for k in range(columns)]},
        },
        "payoffs": {"row": [*map(list, first)], "column": [*map(list, second)]},
    }


def hidden(values: Mapping[str, Sequence[Sequence[int]]], chance: Fraction) -> Game:
    """Return a game of two types each: by outcome, for each player his payoffs by own type."""
    types = {
        "low": {"probability": str(chance), "theta": 0},
        "high": {"probability": str(1 - chance), "theta": 1},
    }
    decisions = {}
    for name, table in values.items():
        payoff = {
            player: f"{low} + {high - low} * theta"
            for player, (low, high) in zip(("one", "two"), table, strict=True)
        }
        decisions[name] = {"payoff": payoff, "deviation": dict.fromkeys(("one", "two"), 0)}
    return game_from_mapping(
        {
            "title": "A game with types",
            "delta": "9/10",
            "players": {"one": {"types": types}, "two": {"types": types}},
            "decisions": decisions,
        }
    )


small = st.integers(-4, 6)


def tables(rows: int, columns: int, entry: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    row = st.lists(entry, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def noisy_games(draw: st.DrawFn) -> Game:
    rows, columns, signals = (draw(st.integers(low, 3)) for low in (2, 1, 2))
    payoffs = [draw(tables(rows, columns, small)) for _ in range(2)]
    chances = [draw(tables(rows, columns, st.integers(1, 5))) for _ in range(signals)]
    return noisy(payoffs[0], payoffs[1], chances)


@st.composite
def hidden_games(draw: st.DrawFn) -> Game:
    count = draw(st.integers(2, 3))
    values = {f"d{k}": draw(tables(2, 2, small)) for k in range(count)}
    return hidden(values, draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3)])))
