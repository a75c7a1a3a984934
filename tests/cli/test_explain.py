"""``apsgen explain`` and ``apsgen plot --decompose`` through real processes."""

from __future__ import annotations

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
        [sys.executable, "-m", "apsgen", *words, "--quiet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_collusion_explained(tmp_path: Path) -> None:
    figure = tmp_path / "payoff.tex"
    process = run("explain", COLLUSION, "--maximise", "1,1", "--plot", str(figure))
    assert (process.returncode, process.stderr) == (0, "")
    assert "After reports (L, H), with probability 6/25\n  play            firm1_serves" in (
        process.stdout
    )
    assert "2 states; play begins in state 0" in process.stdout
    assert "continuation payoffs" in figure.read_text()


def test_a_payoff_on_the_set(tmp_path: Path) -> None:
    figure = tmp_path / "set.tex"
    process = run("plot", DILEMMA, "--decompose", "9.75,3", "-o", str(figure))
    assert (process.returncode, process.stderr) == (0, "")
    assert "continuation payoffs" in figure.read_text()


def test_prices_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", DILEMMA, "--maximise", "1,0", "--quiet"]) == 0
    printed = capsys.readouterr().out
    assert "greatest value of v1 would rise" in " ".join(printed.split())
    assert "column, after (defect, cooperate): an observed deviation does not pay" in printed


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["explain", DILEMMA], 2, "one of the two is needed"),
        (["explain", DILEMMA, "--at", "10,10"], 1, "no equilibrium"),
        (["explain", DILEMMA, "--at", "9,9", "--plot", "x.doc"], 2, "x.doc"),
        (["plot", DILEMMA, "--decompose", "9", "-o", "x.pdf"], 2, "two numbers"),
        (["plot", DILEMMA, "--decompose", "10,10", "-o", "x.pdf"], 1, "no equilibrium"),
        (["plot", DILEMMA, DILEMMA, "--decompose", "9,9", "-o", "x.pdf"], 2, "one set"),
    ],
)
def test_what_is_refused(
    words: list[str],
    status: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*words, "--quiet"]) == status
    printed = capsys.readouterr()
    assert (printed.out, said in printed.err, "Traceback" in printed.err) == ("", True, False)
    assert not [*tmp_path.iterdir()]
