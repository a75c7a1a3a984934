"""``apsgen automaton``: Graphviz text and figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from apsgen.cli.main import main

ROOT = Path(__file__).parents[2]
CASE = str(ROOT / "cases" / "athey_bagwell_2001.toml")
SCHEME = str(ROOT / "cases" / "athey_bagwell_2001.two_states.json")


def test_graphviz_is_printed() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "apsgen", "automaton", CASE, SCHEME],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("digraph mechanism {\n")
    assert process.stdout.endswith("\n}\n")
    assert r's0 -> s1 [label="(L, H)\nprobability 6/25"];' in process.stdout


def test_files_of_all_kinds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("a.dot", "a.gv", "a.pdf", "a.png", "a.svg", "a.tex")
    words = [word for name in names for word in ("-o", str(tmp_path / name))]
    assert main(["automaton", CASE, SCHEME, *words, "--title", "Favours", "--width", "9cm"]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "a.dot").read_text() == (tmp_path / "a.gv").read_text()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert "Favours" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert r"\begin{tikzpicture}" in (tmp_path / "a.tex").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "a.txt"], "-o a.txt: accepted endings are .dot, .gv, .pdf"),
        (["-o", "no/a.dot"], "there is no folder no"),
        (["--width", "wide"], "is not a length"),
        (["--delta", "1/2"], "the mechanism was made for 4/5"),
    ],
)
def test_wrong_usage(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["automaton", CASE, SCHEME, *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
