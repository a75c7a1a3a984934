from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from apsgen.cli.exits import Exit
from apsgen.cli.vary import Variation, varied, vary_options
from apsgen.errors import UsageError
from apsgen.sweep import Journal
from tests.sweep.points import DILEMMA

ROOT = Path(__file__).parents[2]
POINTS = 8
CURVE = f"gain=1:2:{POINTS}"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(DILEMMA)
    return path


def started(case: Path) -> subprocess.Popen[str]:
    folder = case.parent
    words = [str(case), CURVE, str(folder / "curve.csv")]
    changes = {"PYTHONPATH": str(ROOT), "APSGEN_TEST_MARKS": str(folder / "marks")}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.sweep.driver", *words],
        env={**os.environ, **changes},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        start_new_session=True,
    )


def wait_for_points(case: Path, count: int) -> None:
    """Wait until so many points stand in the journal."""
    journal = Journal(case.parent / "curve.csv.journal")
    deadline = time.monotonic() + 30
    while len(journal.finished()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def marks(case: Path) -> int:
    return len((case.parent / "marks").read_text())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_sweep_goes_on_after_its_end_by_force_or_by_ctrl_c(
    case: Path, number: signal.Signals
) -> None:
    first = started(case)
    wait_for_points(case, 2)
    # Ctrl-C reaches the whole group of processes, kill -9 the one that it names.
    (os.kill if number is signal.SIGKILL else os.killpg)(first.pid, number)
    printed, told = first.communicate(timeout=20)
    assert not (case.parent / "curve.csv").exists()
    if number is signal.SIGINT:
        assert first.returncode == Exit.INTERRUPTED
        assert "curve.csv.journal" in told
        assert "missing" in printed
    begun = marks(case)
    known = len(Journal(case.parent / "curve.csv.journal").finished())
    assert 2 <= known < POINTS

    second = started(case)
    printed, told = second.communicate(timeout=60)
    assert second.returncode == Exit.DONE, told
    assert marks(case) - begun == POINTS - known
    assert printed.count("bracketed") == POINTS
    assert (case.parent / "curve.csv").read_text().count("bracketed") == POINTS
    assert f"{known} of them known before" in told


def test_a_finished_sweep_is_read_from_its_journal(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APSGEN_TEST_MARKS", str(tmp_path / "marks"))
    for wanted, total in (("first-best", 2), ("first-best", 2), ("non-empty", 4)):
        figure = tmp_path / f"{wanted}{total}.svg"
        outcome = varied(
            Variation(["gain=1:2:2"], tmp_path / "curve.json", [figure], 1, None),
            case,
            {},
            wanted,
            tolerance=1e-6,
            as_json=False,
            quiet=True,
            function="tests.sweep.points:slow_liquidity_point",
        )
        assert outcome is Exit.DONE
        assert marks(case) == total
        assert json.loads((tmp_path / "curve.json").read_text())["property"] == wanted
        assert "critical discount factor" in figure.read_text()


@pytest.mark.parametrize("as_json", [False, True])
def test_a_point_without_an_answer_leaves_the_question_open(
    case: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    outcome = varied(
        Variation(["size=0:1:2"], None, [], 1, None),
        case,
        {"gain": "2"},
        "first-best",
        tolerance=1e-6,
        as_json=as_json,
        quiet=True,
        function="tests.sweep.points:liquidity_point",
    )
    assert outcome is Exit.UNDECIDED
    shown = capsys.readouterr().out
    if as_json:
        assert json.loads(shown)["points"][1]["hi"] == "1/2"
    else:
        assert "without an answer" in shown
        assert "1/2" in shown


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--plot", "a.pdf"], "--vary"),
        (["--jobs", "2"], "--vary"),
        (["-o", "curve.csv"], "--vary"),
        (["--vary", "r=1:2:3", "--plot", "a.gif"], ".pdf"),
        (["--vary", "r=1:2:3", "--jobs", "2", "--scheduler", "tcp://x"], "leave one out"),
    ],
)
def test_options_that_make_no_sense_are_refused(words: list[str], told: str) -> None:
    @click.command()
    @vary_options
    def command(**options: Any) -> None:
        with pytest.raises(UsageError, match=told):
            Variation(**options).check()

    assert CliRunner().invoke(command, words, catch_exceptions=False).exit_code == 0
