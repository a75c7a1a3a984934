"""Mutated case files give a game or faults, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from apsgen.case import load
from apsgen.errors import CaseError
from apsgen.game import Game
from tests.case import texts

TOKENS = [
    *("true", "nan", "-1", "0", '"1/0"', '"sqrt(2)"', '"9^9^9"', '"("', "[]", "{}", "[[]]", "[1]"),
    *('"q"', '"firm1.theta"', '"x"', "1e9999", "1979-05-27", "'''\n'''", '"é"', "[players.z]"),
    *("{ L = {} }", "{ q = 1 }", '{ grid = "q", from = 0, to = 1, points = 3 }', '"public"'),
    *('"fixed"', '"division"', '"after-signals"', '["a", "a"]', "=", "#", "\n", '"', "\x00"),
    *('"1 if q > 0 else 1/q"', "[decisions.new]", "[monitoring]", "[define]", '"r == 1"', '""'),
]
WORDS = sorted({word for text in texts.ALL for word in re.findall(r"\w+", text)})
PIECE = re.compile(r'"[^"\n]*"|\w+|[^\w\s]')

Change = Callable[[str, int, int], str]


def drop_line(text: str, place: int, other: int) -> str:
    lines = text.split("\n")
    del lines[place % len(lines)]
    return "\n".join(lines)


def repeat_line(text: str, place: int, other: int) -> str:
    lines = text.split("\n")
    lines.insert(other % len(lines), lines[place % len(lines)])
    return "\n".join(lines)


def swap_lines(text: str, place: int, other: int) -> str:
    lines = text.split("\n")
    first, second = place % len(lines), other % len(lines)
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def _put(text: str, place: int, piece: str) -> str:
    found = list(PIECE.finditer(text))
    if not found:
        return piece
    spot = found[place % len(found)]
    return text[: spot.start()] + piece + text[spot.end() :]


def put_token(text: str, place: int, other: int) -> str:
    return _put(text, place, TOKENS[other % len(TOKENS)])


def put_word(text: str, place: int, other: int) -> str:
    return _put(text, place, WORDS[other % len(WORDS)])


def put_piece(text: str, place: int, other: int) -> str:
    pieces = PIECE.findall(text) or [""]
    return _put(text, place, pieces[other % len(pieces)])


def cut_character(text: str, place: int, other: int) -> str:
    spot = place % (len(text) + 1)
    return text[:spot] + text[spot + 1 + other % 3 :]


def join_other(text: str, place: int, other: int) -> str:
    lines = texts.ALL[place % len(texts.ALL)].split("\n")
    return text + "\n".join(lines[other % len(lines) :])


CHANGES: tuple[Change, ...] = (
    drop_line,
    repeat_line,
    swap_lines,
    put_token,
    put_word,
    put_piece,
    cut_character,
    join_other,
)

PLACES = st.integers(0, 2000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "game.nfg").write_text(texts.NFG)
    return folder


def outcome(path: Path, text: str) -> Game | CaseError:
    path.write_text(text)
    try:
        return load(path)
    except CaseError as error:
        return error


@settings(
    max_examples=1000,
    deadline=10_000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    text=st.sampled_from(texts.ALL),
    changes=st.lists(st.tuples(st.sampled_from(CHANGES), PLACES, PLACES), min_size=1, max_size=6),
)
def test_mutations(folder: Path, text: str, changes: list[tuple[Change, int, int]]) -> None:
    for change, place, other in changes:
        text = change(text, place, other)
    found = outcome(folder / "case.toml", text)
    if isinstance(found, CaseError):
        assert found.faults
        assert all(fault.found and fault.column >= 0 for fault in found.faults)
        return
    assert found.prior.sum() == 1
    assert (found.monitoring.probability.sum(axis=1) == 1).all()
    assert found.payoff.shape == found.deviation.shape
    assert found.allowed.any(axis=0).all()
    assert 0 < found.delta < 1


@pytest.mark.parametrize("text", texts.ALL)
def test_the_texts_are_good(folder: Path, text: str) -> None:
    assert isinstance(outcome(folder / "case.toml", text), Game)


@pytest.mark.parametrize("change", CHANGES)
def test_every_kind_of_change_finds_faults_and_games(folder: Path, change: Change) -> None:
    found = [
        outcome(folder / "case.toml", change(texts.COURNOT, place, 7 * place + 1))
        for place in range(120)
    ]
    assert {type(one) for one in found} == {CaseError, Game}
