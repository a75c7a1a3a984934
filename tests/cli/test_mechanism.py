"""``apsgen mechanism`` through real processes: what it writes is held by ``apsgen check``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from apsgen.cli.main import main

ROOT = Path(__file__).parents[2]
COLLUSION = str(ROOT / "cases" / "athey_bagwell_2001.toml")
DILEMMA = str(ROOT / "cases" / "stahl_1991.toml")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apsgen", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("case", "words", "start"),
    [
        (COLLUSION, ["--maximise", "1,1", "--delta", "4/5"], None),
        (DILEMMA, ["--at", "5,5"], ["5", "5"]),
        (DILEMMA, ["--at=4, 7.3"], ["4", "73/10"]),
    ],
)
def test_a_mechanism_passes_the_check(
    case: str, words: list[str], start: list[str] | None, tmp_path: Path
) -> None:
    file = str(tmp_path / "mechanism.json")
    found = run("mechanism", case, *words, "-o", file, "--quiet")
    assert (found.returncode, found.stderr) == (0, "")
    assert "The mechanism holds: " in found.stdout
    checked = run("check", case, file, "--json")
    assert (checked.returncode, json.loads(checked.stdout)["holds"]) == (0, True)
    stated = json.loads(Path(file).read_text())
    assert len(stated["states"]) <= 3
    assert start in (None, stated["states"][0]["payoff"])


def test_without_a_file_the_mechanism_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mechanism", DILEMMA, "--maximise", "1,1", "--quiet"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert json.loads(printed.out)["format"] == "apsgen-mechanism/1"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 2, "one of the two is needed"),
        (["--at", "9,9", "--maximise", "1,1"], 2, "one of the two is needed"),
        (["--at", "0.6e1,5"], 2, "found 0.6e1,5; two numbers are accepted"),
        (["--at", "9"], 2, "found 9; two numbers are accepted"),
        (["--at", "10,10"], 1, "(10, 10) is the payoff of no equilibrium"),
        (["--maximise", "1,1", "--delta", "2"], 2, "delta"),
        (["--maximise", "1,1", "-o", DILEMMA], 2, DILEMMA),
    ],
)
def test_what_is_refused(
    words: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(DILEMMA).read_text()
    assert main(["mechanism", DILEMMA, "--quiet", *words]) == status
    printed = capsys.readouterr()
    assert (printed.out, said in printed.err, "Traceback" in printed.err) == ("", True, False)
    assert Path(DILEMMA).read_text() == before


def test_a_payoff_between_the_sets_is_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--delta", "3/4", "--at", "0.66507,0.66507", "--tol", "3e-3", "--quiet"]
    assert main(["mechanism", COLLUSION, *words]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "a smaller tolerance may find one" in printed.err
