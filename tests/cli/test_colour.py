from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest

from apsgen.cli.colour import GOOD, is_capable, painted, shows_colour
from tests.cli.terminal import CURVED, DILEMMA, seen


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(DILEMMA)
    return path


def closed() -> Terminal:
    stream = Terminal()
    stream.close()
    return stream


@pytest.mark.parametrize(
    ("environment", "capable", "coloured"),
    [
        ({}, True, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": "0"}, True, False),
        ({"TERM": "dumb"}, False, False),
    ],
)
def test_a_terminal_is_asked_for_its_environment(
    environment: dict[str, str],
    capable: bool,
    coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("TERM", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert is_capable(Terminal()) == capable
    assert shows_colour(Terminal()) == coloured
    assert painted("V*", GOOD, Terminal()) == ("\x1b[32mV*\x1b[0m" if coloured else "V*")
    for other in (StringIO(), closed(), None):
        assert painted("V*", GOOD, other) == "V*"


def without_effort(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("effort")]


def test_colour_marks_the_claim_and_changes_no_word(case: Path) -> None:
    terminal = seen("iterate", case, "--quiet").terminal
    assert "\n\x1b[32mV* lies within the outer set and contains the inner set;" in terminal
    assert terminal.count("\x1b[") == 2
    piped = seen("iterate", case, on=()).stdout
    assert "\x1b" not in piped
    assert without_effort(re.sub(r"\x1b\[\d+m", "", terminal)) == without_effort(piped)


def test_an_open_question_has_another_colour() -> None:
    stopped = seen("iterate", CURVED, "--max-iterations", "1", "--quiet")
    assert stopped.status == 3
    assert "\n\x1b[33mStopped after " in stopped.terminal


@pytest.mark.parametrize("words", [["--json"], ["--format", "csv"], ["--format", "latex"]])
def test_no_colour_in_other_formats(case: Path, words: list[str]) -> None:
    assert "\x1b" not in seen("iterate", case, "--quiet", *words).terminal


@pytest.mark.parametrize("changes", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_declined(case: Path, changes: dict[str, str]) -> None:
    assert "\x1b" not in seen("iterate", case, changes=changes).terminal
    assert "\x1b" not in seen("iterate", "absent.toml", changes=changes).terminal


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["absent.toml"], "No such file or directory\n\x1b[31m1 fault\x1b[0m; nothing was"),
        (["absent.toml", "-o", "."], "\x1b[31mapsgen:\x1b[0m .: is a folder"),
        ([], "\x1b[31mError:\x1b[0m Missing argument 'CASE'."),
    ],
)
def test_each_stream_is_judged_by_itself(words: list[str], said: str) -> None:
    both = seen("iterate", *words, on=("stderr",))
    assert (both.status, both.stdout) == (2, "")
    assert said in both.terminal
    piped = seen("iterate", *words, on=("stdout",))
    assert (piped.status, piped.terminal) == (2, "")
    assert re.sub(r"\x1b\[\d+m", "", said) in piped.stderr
    assert "\x1b" not in piped.stderr
