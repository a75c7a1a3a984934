"""Results that went through JSON, of this version and of earlier ones."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from apsgen.case import game_from_arrays, load
from apsgen.errors import ApsgenError, CaseError, ResultError, UsageError
from apsgen.fixedpoint import Limits, iterate
from apsgen.game import Game, Outline
from apsgen.polygon import Polygon
from apsgen.report import csv_text, latex_text
from apsgen.report import text as report
from apsgen.restore import read_result, restore
from apsgen.result import Result, Status
from apsgen.serialise import json_text
from tests.games import assert_same

CASES = Path(__file__).parents[1] / "cases"
BUILT = game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
PENNIES = game_from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], delta=0.8)
ANNE = """\
title = "Rounded"\r
delta = "sqrt(1/4)"\r
[parameters]\r
gain = 1\r
[players.anne]\r
[players.bob]\r
[stage]\r
nfg = "game.nfg"\r
"""


def case(name: str, **options: Any) -> Game:
    return load(CASES / f"{name}.toml", **options)


def solved(game: Game) -> Result:
    return iterate(game, tolerance=1e-3)


def with_gambit_file(folder: Path) -> Game:
    (folder / "game.nfg").write_bytes(b'NFG 1 R "g" { "A" "B" }\r\n{ 2 2 }\r\n9 9 10 1 1 10 3 3')
    path = folder / "case.toml"
    path.write_bytes(ANNE.encode())
    return load(path, settings={"gain": "1/2"})


MAKERS: dict[str, Callable[[Path], Result]] = {
    "file": lambda folder: solved(case("stahl_1991")),
    "changed from outside": lambda folder: solved(
        case("athey_bagwell_2001", delta="3/4", settings={"r": "11/4"})
    ),
    "with a Gambit file": lambda folder: solved(with_gambit_file(folder)),
    "built in Python": lambda folder: solved(BUILT),
    "changed in Python": lambda folder: solved(
        replace(case("li_matouschek_powell_2017"), delta=Fraction(1, 3))
    ),
    "empty": lambda folder: solved(PENNIES),
    "stopped": lambda folder: iterate(
        case("athey_bagwell_2001"), limits=Limits(iterations=1, seconds=60.0)
    ),
}


def assert_same_result(found: Result, expected: Result) -> None:
    for field in fields(Result):
        here, there = getattr(found, field.name), getattr(expected, field.name)
        if field.name == "trace":
            assert here == ()
        elif isinstance(here, Polygon):
            assert here.vertices.dtype == np.float64
            assert here.vertices.shape == there.vertices.shape
            assert (here.vertices == there.vertices).all()
        else:
            assert_same(here, there)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_result_comes_back_whole(tmp_path: Path, kind: str) -> None:
    result = MAKERS[kind](tmp_path)
    text = result.to_json()
    back = Result.from_json(text)
    assert_same_result(back, result)
    assert isinstance(back.game, Game)
    assert isinstance(result.game, Game)
    assert back.game.source == result.game.source
    assert back.to_json() == text
    assert report(back, "x") == report(result, "x")


def test_a_changed_game_does_not_claim_to_be_the_file() -> None:
    game = case("stahl_1991")
    assert game.source is not None
    assert replace(game, delta=Fraction(1, 2)).source is None


def test_a_result_is_read_from_a_file(tmp_path: Path) -> None:
    result, path = solved(BUILT), tmp_path / "result.json"
    path.write_text(result.to_json() + "\n")
    assert_same_result(read_result(path), result)
    assert_same_result(read_result(str(path), BUILT), result)


def test_a_file_that_is_no_result_is_named(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    with pytest.raises(CaseError, match=r"result\.json: cannot be read: No such file"):
        read_result(path)
    path.write_text("{}")
    with pytest.raises(ResultError, match=r"result\.json: format: missing"):
        read_result(path)


def changed(**values: object) -> str:
    """Return a good text with some fields changed, or left out where the value is Ellipsis."""
    data = json.loads(solved(BUILT).to_json()) | values
    return json.dumps({name: value for name, value in data.items() if value is not ...})


def within(text: str, *path: str, to: object) -> str:
    """Return a text with one value deep in it changed."""
    data = json.loads(text)
    table = data
    for name in path[:-1]:
        table = table[name]
    table[path[-1]] = to
    return json.dumps(data)


OF_FILE = json_text(iterate(case("stahl_1991"), tolerance=1e-3), "stahl_1991.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: not JSON"),
        (changed(format="apsgen-result/2"), "it was written by another version of apsgen"),
        (changed(format="apsgen-limit/1"), 'format: found "apsgen-limit/1"; "apsgen-result/1"'),
        (changed(status="done"), 'status: found "done"; "converged" or "empty" or "stopped" is'),
        (changed(delta="0.8"), 'delta: found "0.8"; a text such as "4/5" is accepted'),
        (changed(outer=[[0]]), "outer[0]: found a list; a list of pairs of finite numbers"),
        (changed(inner=...), "inner: missing; a list of pairs of finite numbers is accepted"),
        (changed(players=["a"]), "players: found a list; a list of two texts is accepted"),
        (changed(punishment=[1]), "punishment: found a list; a list of two numbers or nulls"),
        (changed(punishment=[1, "a"]), 'punishment[1]: found "a"; a finite number is accepted'),
        (changed(iterations=-1), "iterations: found the number -1; an integer from 0"),
        (changed(provenance=3), "provenance: found the number 3; an object is accepted"),
        (changed(provenance={}), "provenance.case: missing; an object is accepted"),
        (
            within(changed(), "provenance", "case", "game", "delta", to="9/10"),
            "provenance.case.sha256: the game beside it has the digest ",
        ),
        (
            within(OF_FILE, "provenance", "case", "text", to="title = 1"),
            "provenance.case.sha256: the text beside it has the digest ",
        ),
        (
            within(OF_FILE, "provenance", "options", "delta", to="2"),
            "provenance.case.text: this version of apsgen cannot read the case; the version that",
        ),
        (
            within(OF_FILE, "provenance", "options", "settings", to={"r": 1}),
            "provenance.options.settings.r: found the number 1; a text is accepted",
        ),
        (
            within(OF_FILE, "provenance", "options", "time_limit", to="long"),
            'provenance.options.time_limit: found "long"; a finite number is accepted',
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ResultError) as caught:
        restore(text)
    assert said in str(caught.value)


def forged(text: str, game: object) -> str:
    from apsgen.portable import object_digest

    text = within(text, "provenance", "case", "game", to=game)
    return within(text, "provenance", "case", "sha256", to=object_digest(game))


def test_no_forged_game_is_a_fault_of_apsgen() -> None:
    with pytest.raises(ResultError, match=r"^provenance\.case\.game: found no game as apsgen"):
        restore(forged(changed(), {"title": "x"}))
    with pytest.raises(ApsgenError):
        restore(within(OF_FILE, "provenance", "case", "text", to="\ud800"))


OLD = {
    "format": "apsgen-result/1",
    "case": "CASE.toml",
    "title": "An old result",
    "players": ["row", "column"],
    "delta": "4/5",
    "status": "stopped",
    "outer": [[3, 3], [9.75, 3], [9, 9], [3, 9.75]],
    "inner": [],
    "gap": None,
    "punishment": [3, None],
    "iterations": 7,
    "linear_programs": 412,
    "seconds": 0.21,
}


def test_an_old_result_is_read_as_far_as_it_goes() -> None:
    result = restore(json.dumps(OLD))
    expected = Outline("An old result", "", Fraction(4, 5), ("row", "column"), "CASE.toml", None)
    assert result.game == expected
    assert result.case == "CASE.toml"
    assert result.provenance is None
    assert result.status is Status.STOPPED
    assert math.isinf(result.gap)
    assert math.isnan(result.tolerance)
    assert result.punishment == (3.0, None)
    assert result.outer.area == pytest.approx(40.5)
    assert result.vertices.shape == (0, 2)
    written = json.loads(result.to_json())
    assert {name: written[name] for name in OLD} == OLD
    assert [name for name in written if name not in OLD and written[name]] == []


@pytest.mark.parametrize("inner", [[], [[3, 3], [4, 3], [3, 4]]])
def test_an_old_result_can_be_reported_and_shown(inner: list[list[float]]) -> None:
    gap = 1.0 if inner else None
    result = restore(json.dumps(OLD | {"inner": inner, "gap": gap}))
    said = report(result, "CASE.toml")
    assert "nan" not in said
    assert "This result does not carry its case" in said
    assert "first-best total  not recorded: not known to be reached\n" in said
    assert [line.split() for line in said.splitlines() if line.startswith("punish")] == [
        ["punishment", "3", "never", "punished"]
    ]
    assert ("\ngap               not known\n" in said) == (not inner)
    assert "nan" not in latex_text(result, "CASE.toml")
    assert csv_text(result).count("outer") == 4
    assert "An old result" in repr(result)
    assert "<svg" in result._repr_html_()


def test_the_game_of_an_old_result_can_be_given() -> None:
    game = replace(BUILT, players=("row", "column"))
    assert restore(json.dumps(OLD), game).game is game
    for other in (replace(game, delta=Fraction(1, 2)), replace(game, players=("a", "b"))):
        with pytest.raises(UsageError, match="the game given is another one than the result is of"):
            restore(json.dumps(OLD), other)


def test_a_game_given_must_be_the_one_carried() -> None:
    text = solved(BUILT).to_json()
    game = restore(text, BUILT).game
    assert isinstance(game, Game)
    with pytest.raises(UsageError, match="or none: the result carries it"):
        restore(text, replace(BUILT, title="Another one"))


def test_an_old_result_can_be_drawn() -> None:
    figure = Figure()
    axes = restore(json.dumps(OLD)).plot(figure.add_subplot())
    figure.savefig(BytesIO(), format="svg")
    legend = axes.get_legend()
    assert legend is not None
    labels = {text.get_text() for text in legend.get_texts()}
    assert any(label.startswith("outer set") for label in labels)
    assert not any(label.startswith("first-best total") for label in labels)
