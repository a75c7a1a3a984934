from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apsgen.case import game_from_arrays
from apsgen.cli.main import main
from apsgen.fixedpoint import Limits, iterate

ROOT = Path(__file__).parents[2]
CASE = """\
title = "A dilemma"
delta = "4/5"

[parameters]
gain = 1

[players.row]
actions = ["C", "D"]

[players.column]
actions = ["C", "D"]

[payoffs]
row = [[9, 1], ["9 + gain", 3]]
column = [[9, "9 + gain"], [1, 3]]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case and its result, computed with options of all kinds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.toml").write_text(CASE)
    words = ["case.toml", "--delta", "1/3 + 1/3", "--set", "gain=2", "--tol", "1e-3"]
    assert main(["iterate", *words, "--time-limit", "60", "-o", "result.json"]) == 0
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    capsys.readouterr()
    assert main(["replicate", *words]) == status
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return printed.out or printed.err


def change(path: Path, **values: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_through_processes(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(CASE)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "cli.py"), *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run("iterate", "case.toml", "-o", "result.json").returncode == 0
    process = run("replicate", "result.json")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("result.json: A dilemma, delta = 4/5\n\ncase  ")
    assert process.stdout.endswith("\n\nThe two runs agree.\n")


@pytest.mark.usefixtures("here")
def test_the_options_are_those_of_before(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "result.json")
    assert text.startswith("result.json: A dilemma, delta = 2/3\n")
    assert "\ncase file         case.toml is still the same\n" in text
    assert "The two runs agree." in text
    assert "case file" not in said(capsys, "result.json", "--case", "case.toml")


def test_a_case_that_has_changed_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = here / "case.toml"
    case.write_text(CASE.replace('"9 + gain"', '"8 + gain"'))
    text = said(capsys, "result.json")
    assert "case.toml has changed since: the copy in the result was run; --case case.toml" in text
    text = said(capsys, "result.json", "--case", "case.toml", status=1)
    assert "\ncase              differs: it is another game than the result is of\n" in text
    assert "The two runs do not agree." in text
    case.write_text("# a remark\n" + CASE)
    text = said(capsys, "result.json", "--case", "case.toml")
    assert "agrees: its text has changed, the game has not (sha256 " in text
    case.write_text(CASE.replace("gain = 1", "loss = 1").replace("gain", "loss"))
    assert "gain" in said(capsys, "result.json", "--case", "case.toml", status=2)
    case.unlink()
    assert "case.toml is not here: the copy in the result was run\n" in said(capsys, "result.json")


def test_json_is_one_object(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read: dict[str, Any] = json.loads(said(capsys, "result.json", "--json"))
    assert {name: read[name] for name in ("format", "result", "case", "verdict", "file")} == {
        "format": "apsgen-replication/1",
        "result": "result.json",
        "case": "case.toml",
        "verdict": "agrees",
        "file": "unchanged",
    }
    assert read["versions"] == {}
    assert {check["verdict"] for check in read["checks"]} == {"agrees"}
    change(here / "result.json", first_best=1.0)
    read = json.loads(said(capsys, "result.json", "--json", status=1))
    assert read["verdict"] == "differs"
    assert [one["name"] for one in read["checks"] if one["verdict"] == "differs"] == ["first best"]


def test_versions_that_differ_are_listed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "result.json"
    provenance = json.loads(path.read_text())["provenance"]
    provenance["versions"] |= {"numpy": "1.2.3", "abacus": "4"}
    change(path, provenance=provenance)
    text = said(capsys, "result.json")
    assert ", was 1.2.3\n" in text
    assert "\nabacus            not recorded, was 4\n" in text


def test_a_stopped_run_leaves_it_open(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "result.json"
    provenance = json.loads(path.read_text())["provenance"]
    provenance["options"]["max_iterations"] = 1
    change(path, provenance=provenance)
    assert "Undecided: a run was stopped" in said(capsys, "result.json", status=3)


def test_a_game_built_in_python(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    game = game_from_arrays(
        [[9, 1], [10, 3]],
        [[9, 10], [1, 3]],
        delta="4/5",
        title="A dilemma",
        actions=("CD", "CD"),
    )
    result = iterate(game, limits=Limits(seconds=60.0))
    (tmp_path / "result.json").write_text(result.to_json())
    text = said(capsys, "result.json")
    assert "the one that the result carries\n" in text
    assert "case file" not in text
    (tmp_path / "case.toml").write_text(CASE)
    assert "every number of the game is the same" in said(
        capsys, "result.json", "--case", "case.toml"
    )


def test_an_old_result_needs_its_case(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "result.json"
    (here / "case.toml").write_text(CASE.replace("gain = 1", "gain = 2"))
    change(path, provenance=None)
    text = said(capsys, "result.json", status=2)
    assert "does not carry its case; name it with --case CASE.toml" in text
    text = said(capsys, "result.json", "--case", "case.toml")
    assert "no digest is recorded; the players and delta are the same" in text
    assert "not recorded" in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "absent.json: cannot be read: No such file"),
        ("{", "result.json: line 1, column 2: not JSON"),
        ('{"format": "apsgen-limit/1"}', 'result.json: format: found "apsgen-limit/1"'),
        ("\0", "result.json:1:1: found a NUL character"),
    ],
)
def test_a_bad_file(
    tmp_path: Path,
    content: str | None,
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "result.json" if content is not None else "absent.json"
    if content is not None:
        (tmp_path / name).write_text(content)
    assert message in said(capsys, name, status=2)


def test_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert "apsgen replicate result.json --case case.toml" in said(capsys, "--help")
