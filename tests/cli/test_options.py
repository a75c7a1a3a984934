from __future__ import annotations

import math
from pathlib import Path

import click
import pytest

from apsgen.cli.options import (
    FileEnding,
    discount_factors,
    game_options,
    json_option,
    payoff_options,
    positive,
    quiet_option,
    settings,
    tolerance_option,
    two_numbers,
)
from apsgen.cli.sections import Section, SectionCommand
from apsgen.errors import UsageError

OPTION = click.Option(["--any"])
CONTEXT = click.Context(click.Command("any"))


@pytest.mark.parametrize("value", [1e-300, 1.0, 1e300, None])
def test_positive_numbers_pass(value: float | None) -> None:
    assert positive(CONTEXT, OPTION, value) == value


@pytest.mark.parametrize("value", [0.0, -0.0, -1.0, math.nan, math.inf])
def test_other_numbers_are_refused_with_the_cure(value: float) -> None:
    with pytest.raises(click.BadParameter, match="is not a number above 0; write one such as"):
        positive(CONTEXT, OPTION, value)


def test_settings_are_split_at_the_first_sign() -> None:
    words = ["r=5/2", " theta_H = 2 ", "same=1 == 1"]
    assert settings(CONTEXT, OPTION, words) == {"r": "5/2", "theta_H": "2", "same": "1 == 1"}
    assert settings(CONTEXT, OPTION, []) == {}


@pytest.mark.parametrize("word", ["", "r", "r=", "=3", " = ", "r = "])
def test_other_settings_are_refused_with_the_cure(word: str) -> None:
    with pytest.raises(click.BadParameter, match="is not NAME=VALUE; write for example r=5/2"):
        settings(CONTEXT, OPTION, [word])


def test_a_parameter_is_set_once() -> None:
    with pytest.raises(click.BadParameter, match="'r' is set twice"):
        settings(CONTEXT, OPTION, ["r=1", "q=1", "r=2"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cases").mkdir()
    for name in ("b.toml", "a.toml", "a.txt", ".hidden.toml", "cases/c.toml"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["a.toml", "b.toml"]),
        ("a", ["a.toml"]),
        (".", [".hidden.toml"]),
        ("cases/", ["cases/c.toml"]),
        ("./b", ["./b.toml"]),
        ("absent/", []),
        ("a.toml/", []),
    ],
)
def test_files_are_offered_by_their_ending(folder: Path, typed: str, offered: list[str]) -> None:
    kinds = [
        (item.type, item.value)
        for item in FileEnding(".toml").shell_complete(CONTEXT, OPTION, typed)
    ]
    assert kinds == [("dir", typed), *(("plain", name) for name in offered)]


def test_whole_paths_are_offered(folder: Path) -> None:
    (_, found) = FileEnding(".toml").shell_complete(CONTEXT, OPTION, f"{folder}/a")
    assert found.value == f"{folder}/a.toml"


@pytest.mark.parametrize("typed", ["~/a", "~", "$HOME/a"])
def test_what_the_shell_expands_is_left_to_it(typed: str) -> None:
    (found,) = FileEnding(".toml").shell_complete(CONTEXT, OPTION, typed)
    assert (found.type, found.value) == ("file", typed)


def test_a_file_of_any_ending_is_accepted() -> None:
    assert FileEnding(".toml").convert("case.txt", OPTION, CONTEXT) == Path("case.txt")


def test_shared_options_stand_in_their_groups_in_the_order_given() -> None:
    section = Section("A group", "an example")

    @click.command(cls=SectionCommand)
    @payoff_options(section)
    @game_options(section)
    @tolerance_option(section, 1e-4)
    @json_option(section)
    @quiet_option()
    def command(**values: object) -> None:
        pass

    names = ["at", "maximise", "delta", "chosen", "tolerance", "as_json", "quiet"]
    assert [parameter.name for parameter in command.params] == names
    page = command.get_help(click.Context(command))
    assert page.index("A group:") < page.index("--json") < page.index("an example")
    assert page.index("Other options:") < page.index("--quiet")


def test_numbers_stay_as_they_were_written() -> None:
    assert two_numbers(None) is None
    assert two_numbers(" 1e-3 ,2/3,") == ("1e-3", "2/3", "")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4/5", ["4/5"]),
        ("0.5:0.6:3", ["1/2", "11/20", "3/5"]),
        ("1/4, 0.5:1/2:1, max(1/3, 2/3)", ["1/4", "1/2", "max(1/3, 2/3)"]),
    ],
)
def test_discount_factors_are_values_and_ranges(text: str, values: list[str]) -> None:
    assert discount_factors(text) == values


@pytest.mark.parametrize("text", ["", "1/2,", "1/2:3/4", "a:b:2"])
def test_discount_factors_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="write"):
        discount_factors(text)
