"""``apsgen critical`` through real processes; its proofs are put before the checker."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def critical(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return run("apsgen", "critical", f"cases/{name}.toml", "--quiet", *words)


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("athey_bagwell_2001_on_schedule", [], Fraction(25, 38)),
        ("stahl_1991", ["--property", "payoff=19/2,5"], Fraction(1, 4)),
        ("macleod_malcomson_1989_bonus", ["--set", "y=5"], Fraction(1, 5)),
    ],
)
def test_both_ends_pass_the_checker(
    name: str, words: list[str], value: Fraction, tmp_path: Path
) -> None:
    prefix = tmp_path / "proof"
    found = critical(name, *words, "--json", "--certificates", str(prefix))
    assert (found.returncode, found.stderr) == (0, "")
    stated = json.loads(found.stdout)
    assert Fraction(stated["lo"]) < value <= Fraction(stated["hi"])
    settings = words if "--set" in words else []
    case = f"cases/{name}.toml"
    for end, claim in (("lo", "V* does not have"), ("hi", "V* ")):
        file = f"{prefix}.{end}.json"
        checked = run("apsgen.checker", case, file, "--delta", stated[end], *settings)
        assert (checked.returncode, checked.stderr) == (0, "")
        assert checked.stdout.splitlines()[1].startswith(claim)


def test_the_text_says_what_was_found() -> None:
    found = critical("athey_bagwell_2001_interim", "--tol", "1e-3")
    assert found.returncode == 0
    for words in ("sqrt(125/254)", "both are proved", "IC of firm1, type H: report L", "eta"):
        assert words in found.stdout


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("non-empty", "at every discount factor"), ("total=19", "no plan at all gives it")],
)
def test_always_and_never(wanted: str, words: str) -> None:
    found = critical("stahl_1991", "--property", wanted)
    assert found.returncode == 0
    assert words in " ".join(found.stdout.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--property", "best"], "accepted are first-best, non-empty"),
        (["--tol", "-1"], "above 0"),
        (["--vary", "y=1:2:2", "--certificates", "proof"], "leave --vary out"),
        (["--certificates", "no/such/folder/proof"], "folder"),
    ],
)
def test_wrong_usage(words: list[str], said: str) -> None:
    found = critical("stahl_1991", *words)
    assert (found.returncode, found.stdout) == (2, "")
    assert said in found.stderr


def test_what_is_not_proved_leaves_the_question_undecided() -> None:
    found = critical("stahl_1991", "--tol", "1e-10", "--json")
    stated = json.loads(found.stdout)
    assert (found.returncode, stated["proved"]) == (3, False)
    assert stated["root"] == "1/7"


def test_many_values_of_a_parameter() -> None:
    found = critical("macleod_malcomson_1989_bonus", "--vary", "y=3:5:3", "--jobs", "1", "--json")
    points = json.loads(found.stdout)["points"]
    assert found.returncode == 0
    assert [point["root"] for point in points] == ["1/3", "1/4", "1/5"]
