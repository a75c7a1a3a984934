"""``apsgen simulate`` through real processes, and its options."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from apsgen.cli.main import main

ROOT = Path(__file__).parents[2]
CASE = str(ROOT / "cases" / "athey_bagwell_2001.toml")
SCHEME = str(ROOT / "cases" / "athey_bagwell_2001.two_states.json")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apsgen", "simulate", CASE, SCHEME, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_run_is_repeated_by_its_seed(tmp_path: Path) -> None:
    words = ["--periods", "30", "--paths", "40", "--seed", "7"]
    one = run(*words, "--csv", str(tmp_path / "one.csv"))
    other = run(*words, "--csv", str(tmp_path / "other.csv"))
    assert (one.returncode, one.stderr) == (0, "")
    assert one.stdout == other.stdout
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()
    assert run("--periods", "30", "--paths", "40", "--seed", "8").stdout != one.stdout
    with (tmp_path / "one.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 30 * 40
    assert {row["type_firm1"] for row in rows} == {"L", "H"}


def test_a_lie_is_not_seen_and_undercutting_is() -> None:
    lie = run("--deviate", "player=firm1,period=10,report=L")
    assert (lie.returncode, "punishment " in lie.stdout.split("the path")[1]) == (0, False)
    seen = run("--deviate", "player=firm1, period=10, report=L, action=best")
    assert seen.returncode == 0
    assert "  11       punishment   -, -    -, -" in seen.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--deviate", "firm1"], "'firm1' in 'firm1'; write each of player=NAME"),
        (["--deviate", "player=firm1,period=3"], "does not say who deviates, when and how"),
        (["--deviate", "period=3,report=L"], "does not say who deviates, when and how"),
        (["--deviate", "player=firm1,period=-1,report=L"], "period=-1: an integer from 0"),
        (["--deviate", "player=a,player=b,period=1,report=L"], "'player=b' in"),
        (["--deviate", "player=firm3,period=3,report=L"], "unknown player firm3"),
        (["--deviate", "player=firm1,period=3,pay=less"], "'nothing' is accepted"),
        (["--deviate", "player=firm1,period=100,report=L"], "periods from 0 to 99"),
        (["--periods", "0"], "Invalid value for '--periods'"),
        (["--paths", "100000000"], "are too many"),
        (["--csv", "no/where.csv"], "there is no folder no"),
        (["--delta", "1/2"], "the mechanism was made for 4/5"),
    ],
)
def test_wrong_usage(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", CASE, SCHEME, *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in " ".join(printed.err.split())


def test_inputs_are_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", CASE, SCHEME, "--csv", SCHEME]) == 2
    assert "is named twice" in capsys.readouterr().err
