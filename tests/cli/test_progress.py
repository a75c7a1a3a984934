from __future__ import annotations

import os
import re
import signal
import subprocess
from io import StringIO
from math import inf
from pathlib import Path

import pytest

from apsgen.cli.progress import (
    ECHO,
    MovingLine,
    PlainLines,
    Silent,
    columns,
    fitted,
    line,
    progress_on,
)
from apsgen.polygon import Polygon
from apsgen.result import Step
from tests.cli.terminal import APSGEN, CURVED, DILEMMA, ROOT, environment, opened, seen

TRIANGLE = Polygon.hull([(0, 0), (1, 0), (0, 1)])
HOUR = 3600


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Gone(StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


def step(number: int, seconds: float, inner: Polygon = TRIANGLE) -> Step:
    return Step(TRIANGLE, inner, TRIANGLE.hausdorff(inner), 8, number, 90, seconds)


def test_a_step_in_words() -> None:
    assert line(step(3, 1.26)) == (
        "step 3: gap 0, 3 outer and 3 inner vertices, 90 linear programs, 1.3 s"
    )
    without = step(3, 1.26, Polygon.hull([]))
    assert without.gap == inf
    assert line(without).startswith("step 3: no inner set yet, 3 outer and 0 inner vertices")


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (200, "step 3: gap 0, 3 outer and 3 inner vertices, 90 linear programs, 1.3 s"),
        (70, "step 3: gap 0, 3 outer and 3 inner vertices, 90 linear programs, 1.3 s"),
        (69, "step 3: gap 0, 3 outer and 3 inner vertices, 1.3 s"),
        (40, "step 3: gap 0, 3/3 vertices, 1.3 s"),
        (30, "step 3: gap 0, 1.3 s"),
        (10, "step 3: ga"),
        (0, ""),
    ],
)
def test_a_step_fits_in_a_width(width: int, words: str) -> None:
    assert fitted(step(3, 1.26), width) == words


def test_the_line_moves_and_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "23")
    stream = StringIO()
    moving = MovingLine(stream)
    moving.show(step(1, 0.0))
    moving.show(step(2, 0.05))
    moving.show(step(33, 0.2))
    moving.clear()
    blank, *shown, wiped, end = stream.getvalue().split("\r")
    assert shown == ["step 1: gap 0, 0.0 s", "step 33: gap 0, 0.2 "]
    assert (blank, wiped, end) == ("", " " * (20 + ECHO), "")


def test_nothing_is_wiped_where_nothing_was_shown() -> None:
    stream = StringIO()
    MovingLine(stream).clear()
    assert stream.getvalue() == ""


def test_plain_lines_come_at_growing_intervals() -> None:
    stream = StringIO()
    plain = PlainLines(stream)
    for seconds in range(HOUR):
        plain.show(step(7, seconds))
    plain.clear()
    times = [float(found) for found in re.findall(r", ([\d.]+) s$", stream.getvalue(), re.M)]
    assert times[:5] == [1, 2, 3, 5, 8]
    assert stream.getvalue().count("\n") == len(times)
    assert 15 <= len(times) <= 25


def test_a_log_that_is_gone_is_no_fault() -> None:
    plain = PlainLines(Gone())
    plain.show(step(1, 1.0))
    plain.show(step(2, 100.0))
    moving = MovingLine(Gone())
    moving.show(step(1, 1.0))
    moving.clear()


def test_silence(capsys: pytest.CaptureFixture[str]) -> None:
    silent = Silent()
    silent.show(step(1, 5.0))
    silent.clear()
    assert capsys.readouterr() == ("", "")


def test_the_stream_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    closed = StringIO()
    closed.close()
    assert isinstance(progress_on(Terminal()), MovingLine)
    assert isinstance(progress_on(StringIO()), PlainLines)
    assert isinstance(progress_on(closed), Silent)
    assert isinstance(progress_on(None), Silent)
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(progress_on(Terminal()), PlainLines)


def test_the_width_is_that_of_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "33")
    reading, side = opened(77)
    with os.fdopen(side, "w") as terminal:
        assert columns(terminal) == 77
    os.close(reading)
    assert columns(StringIO()) == 33


@pytest.mark.parametrize("width", [40, 200])
def test_a_moving_line_on_a_terminal(width: int) -> None:
    on_terminal = seen("iterate", CURVED, "--tol", "1e-2", "--json", on=("stderr",), width=width)
    assert on_terminal.status == 0
    assert on_terminal.stdout.startswith("{")
    _, *shown, wiped, end = on_terminal.terminal.split("\r")
    assert all(re.fullmatch(r"step \d+: .*s *", words) for words in shown)
    assert all(len(words) < width for words in [*shown, wiped])
    assert ("linear programs" in shown[0]) == (width == 200)
    assert (wiped.strip(), end) == ("", "")


def test_a_short_run_logs_nothing_and_a_terminal_is_told_even_then(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(DILEMMA)
    assert seen("iterate", case, on=()).stderr == ""
    assert seen("iterate", case, on=("stdout",)).stderr == ""
    assert seen("iterate", case, on=("stderr",)).terminal.startswith("\rstep ")
    assert seen("iterate", case, "--quiet", on=("stderr",)).terminal == ""


@pytest.mark.parametrize("form", ["text", "latex"])
def test_a_log_of_a_run_that_is_interrupted(form: str) -> None:
    """Plain lines in the log, and what was found so far in the format asked for."""
    command = [*APSGEN, "iterate", str(CURVED), "--tol", "1e-12", "--format", form]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline().decode()
        process.send_signal(signal.SIGINT)
        printed, said = process.communicate(timeout=60)
    assert process.returncode == 130
    lines = [first, *said.decode().splitlines(keepends=True)]
    assert all(re.fullmatch(r"step \d+: gap .* linear programs, [\d.]+ s\n", x) for x in lines)
    assert printed.decode().startswith({"text": "Collusion", "latex": "% apsgen"}[form])
    assert "Stopped after" in printed.decode()


def test_quiet_is_quiet_in_a_log_too() -> None:
    quiet = seen("iterate", CURVED, "--tol", "1e-12", "--time-limit", "1.5", "--quiet", on=())
    assert (quiet.status, quiet.stderr) == (3, "")


@pytest.mark.parametrize("ending", ["2>&-", "2> >(exec sleep 0)"])
def test_nobody_reads_standard_error(ending: str) -> None:
    limited = "iterate cases/athey_bagwell_2001.toml --tol 1e-12 --time-limit 1.5 --json"
    command = f"{' '.join(APSGEN)} {limited} {ending}"
    process = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment({}), capture_output=True, check=False
    )
    assert process.returncode == 3
    assert process.stdout.startswith(b"{")


@pytest.mark.parametrize("ending", ["2>&-", "2> >(exec sleep 0)"])
def test_nobody_reads_an_error(ending: str) -> None:
    command = f"sleep 0.3; {' '.join(APSGEN)} iterate absent.toml {ending}"
    process = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment({}), capture_output=True, check=False
    )
    assert (process.returncode, process.stdout) == (2, b"")
