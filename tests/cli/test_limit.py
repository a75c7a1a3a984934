"""``apsgen limit`` through real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOISY = "cases/fudenberg_levine_maskin_1994.toml"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apsgen", "limit", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_scores_and_a_figure(tmp_path: Path) -> None:
    figure = tmp_path / "limit.pdf"
    process = run(NOISY, "--direction", "1,1", "--direction=1,-1", "--plot", str(figure))
    assert (process.returncode, process.stderr) == (0, "")
    assert "(1, -1)     43/12 = 3.583333333" in process.stdout
    assert figure.read_bytes().startswith(b"%PDF")


def test_json_and_a_parameter() -> None:
    process = run("cases/radner_myerson_maskin_1986.toml", "--json", "--direction", "1,1")
    told = json.loads(process.stdout)
    assert process.returncode == 0
    assert told["scores"][0]["exact"] == "28/15"
    assert told["case"] == "cases/radner_myerson_maskin_1986.toml"
    dear = run("cases/radner_myerson_maskin_1986.toml", "--json", "--set", "cost=2")
    assert json.loads(dear.stdout)["vertices"] == [["3/5", "3/5"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((NOISY, "--direction", "0,0"), "the direction (0, 0) leads nowhere; give one such as"),
        ((NOISY, "--direction", "1"), "is not a direction; give two numbers such as (1, 2)"),
        ((NOISY, "--tol", "0"), "0.0 is not a number above 0"),
        ((NOISY, "--plot", "limit.txt"), "figures end in .pdf, .png, .svg, .tex"),
        (("nowhere.toml",), "nowhere.toml"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], said: str) -> None:
    process = run(*words)
    assert (process.returncode, process.stdout) == (2, "")
    assert said in process.stderr
    assert "Traceback" not in process.stderr


def test_too_little_time() -> None:
    process = run(NOISY, "--time-limit", "1e-9")
    assert (process.returncode, process.stdout) == (3, "")
    assert "give it more time" in process.stderr
