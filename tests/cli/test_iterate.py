from __future__ import annotations

import errno
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apsgen.cli.main import main

ROOT = Path(__file__).parents[2]
APSGEN = [sys.executable, "-m", "apsgen", "iterate"]

CASE = """\
title = "A dilemma"
reference = "By hand"
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

PENNIES = CASE.replace('[[9, 1], ["9 + gain", 3]]', "[[1, -1], [-1, 1]]").replace(
    '[[9, "9 + gain"], [1, 3]]', "[[-1, 1], [1, -1]]"
)

FAULTY = CASE.replace('delta = "4/5"', 'delta = "5/4"').replace("[payoffs]", "[payofs]")

LONG = """\
title = "Many noisy actions"
reference = "By hand"
delta = "99/100"

[players.one]
actions = { grid = "q", from = 0, to = 6, points = 12 }
payoff = "q * (10 - q - two.q)"

[players.two]
actions = { grid = "q", from = 0, to = 6, points = 12 }
payoff = "q * (11 - q - one.q)"

[monitoring]
kind = "public"
signals = ["high", "middle", "low"]
[monitoring.probability]
high = "(one.q + two.q + 1) / 40"
middle = "(15 - one.q - two.q) / 50"
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return written(tmp_path, CASE)


def written(folder: Path, text: str) -> Path:
    path = folder / "case.toml"
    path.write_text(text)
    return path


def run(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [*APSGEN, *map(str, words)]
    chosen = {"capture_output": True, "text": True, "cwd": ROOT, **options}
    return subprocess.run(command, check=False, **chosen)


def refuse(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def read(text: str) -> dict[str, Any]:
    found = json.loads(text, parse_constant=refuse)
    assert isinstance(found, dict)
    return found


def test_text_through_a_process(case: Path) -> None:
    process = run(case)
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("A dilemma\nBy hand\n\ncase              ")
    assert "\nV* lies within the outer set and contains the inner set;" in process.stdout
    assert "\nfirst-best total  18: reached" in process.stdout


def test_json_is_one_object_and_nothing_else(case: Path) -> None:
    process = run(case, "--json")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.count("\n") == 1
    found = read(process.stdout)
    assert found["format"] == "apsgen-result/1"
    assert found["case"] == str(case)
    assert found["status"] == "converged"
    assert found["delta"] == "4/5"
    assert found["gap"] <= 1e-5
    assert max(x + y for x, y in found["inner"]) == pytest.approx(18.0, abs=1e-5)


def test_the_readme_shows_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    case, said = (block(readme, language) for language in ("toml", "text"))
    (tmp_path / "dilemma.toml").write_text(case)
    monkeypatch.chdir(tmp_path)
    assert main(["iterate", "dilemma.toml"]) == 0
    printed = capsys.readouterr().out
    kept = [
        sorted(line for line in words.splitlines() if not line.startswith(("effort", "gap")))
        for words in (printed, said)
    ]
    assert kept[0] == kept[1]


def block(page: str, language: str) -> str:
    """Return the one block of a language in a page."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert isinstance(found, str)
    return found


def test_a_case_can_be_cited_without_solving_it(tmp_path: Path) -> None:
    paper = 'reference = "Doe, J. (2001), Price wars, Econometrica 69, 1-20"'
    path = written(tmp_path, CASE.replace('reference = "By hand"', paper))
    process = run(path, "--cite")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("@misc{apsgen,\n")
    assert "\n@article{doe_2001,\n" in process.stdout
    nameless = run(written(tmp_path, CASE.replace('reference = "By hand"\n', "")), "--cite")
    assert nameless.returncode == 0
    assert nameless.stdout.count("@") == 1
    assert nameless.stderr == f'{path} names no paper; give it a line reference = "..."\n'
    assert run(written(tmp_path, FAULTY), "--cite").returncode == 2


def test_the_launcher_of_a_clone(case: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "iterate", str(case), "--json"]
    process = subprocess.run(command, capture_output=True, text=True, cwd=case.parent, check=False)
    assert process.returncode == 0
    assert read(process.stdout)["status"] == "converged"


def test_delta_and_parameters_from_outside(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["iterate", str(case), "--json", "--delta", "1/20 + 1/20"]) == 0
    impatient = read(capsys.readouterr().out)
    assert impatient["delta"] == "1/10"
    assert impatient["outer"] == [pytest.approx([3.0, 3.0], abs=1e-5)]
    assert main(["iterate", str(case), "--json", "--delta", "1/10", "--set", "gain=1/2"]) == 0
    tempted = read(capsys.readouterr().out)
    assert max(x for x, _ in tempted["inner"]) == pytest.approx(9.0, abs=1e-5)


def test_an_empty_set_is_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, PENNIES)
    assert main(["iterate", str(path), "--json"]) == 0
    found = read(capsys.readouterr().out)
    assert (found["status"], found["outer"], found["inner"]) == ("empty", [], [])
    assert main(["iterate", str(path)]) == 0
    assert "V* is empty: no payoffs can be supported;" in capsys.readouterr().out


@pytest.mark.parametrize("limit", [["--max-iterations", "1"], ["--time-limit", "1e-9"]])
def test_a_limit_is_told_from_an_answer(
    tmp_path: Path, limit: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, LONG)
    assert main(["iterate", str(path), "--json", *limit]) == 3
    found = read(capsys.readouterr().out)
    assert found["status"] == "stopped"
    assert found["outer"]


def test_faults_are_all_told_and_nothing_is_written(tmp_path: Path) -> None:
    path = written(tmp_path, FAULTY)
    process = run(path, "--json", "-o", tmp_path / "a.json", "--plot", tmp_path / "a.svg")
    assert process.returncode == 2
    assert process.stdout == ""
    assert f"{path}:3:" in process.stderr
    assert "payofs" in process.stderr
    assert process.stderr.endswith("faults; nothing was computed\n")
    assert "Traceback" not in process.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["iterate", str(tmp_path / "absent.toml")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "absent.toml: " in printed.err
    assert printed.err.endswith("1 fault; nothing was computed\n")


def test_output_goes_to_the_file_as_well(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "result.json"
    assert main(["iterate", str(case), "-o", str(path)]) == 0
    assert capsys.readouterr().out.startswith("A dilemma\n")
    assert read(path.read_text())["status"] == "converged"
    assert main(["iterate", str(case), "--json", "--output", str(path)]) == 0
    assert capsys.readouterr().out == path.read_text()


def test_figures_are_drawn_in_every_format(case: Path, tmp_path: Path) -> None:
    heads = {"a.pdf": b"%PDF", "b.PNG": b"\x89PNG", "c.svg": b"<?xml", "d.tex": b"% A figure"}
    plots = [word for name in heads for word in ("--plot", str(tmp_path / name))]
    assert main(["iterate", str(case), *plots]) == 0
    for name, head in heads.items():
        assert (tmp_path / name).read_bytes().startswith(head)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*heads, case.name])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tol", "0"], "0.0 is not a number above 0"),
        (["--tol", "-1"], "-1.0 is not a number above 0"),
        (["--tol", "nan"], "nan is not a number above 0"),
        (["--tol", "little"], "'little' is not a valid float"),
        (["--time-limit", "inf"], "inf is not a number above 0"),
        (["--max-iterations", "0"], "0 is not in the range x>=1"),
        (["--set", "gain"], "'gain' is not NAME=VALUE; write for example r=5/2"),
        (["--plot", "set.jpg"], "--plot set.jpg: figures end in .pdf, .png, .svg"),
        (["--plot", "figure"], "--plot figure: figures end in"),
        (["--plot-trace", "a.gif"], "--plot-trace a.gif: figures end in .pdf"),
        (["--plot-trace", "a.svg", "--plot", "a.svg"], "a.svg: is named twice"),
        (["--plot", "absent/set.pdf"], "absent/set.pdf: there is no folder absent"),
        (["-o", "absent/result.json"], "absent/result.json: there is no folder absent"),
        (["-o", "."], "is a folder; name a file in it"),
        (["-o", "a.svg", "--plot", "a.svg"], "a.svg: is named twice"),
        (["-o", "case.toml"], "case.toml: is named twice"),
    ],
)
def test_wrong_usage_is_told_before_any_work(
    case: Path,
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(case.parent)
    assert main(["iterate", case.name, *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert list(case.parent.iterdir()) == [case]


def test_a_parameter_that_is_not_there(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["iterate", str(case), "--set", "loss=1"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "loss" in printed.err
    assert "Traceback" not in printed.err


def test_a_full_disk_is_told(case: Path) -> None:
    full = Path("/dev/full")
    process = run(case, "-o", full)
    assert process.returncode == 2
    assert process.stdout.startswith("A dilemma")
    assert f"{full}: cannot be written: {os.strerror(errno.ENOSPC)}" in process.stderr
    with full.open("w") as stdout:
        process = run(case, capture_output=False, stdout=stdout, stderr=subprocess.PIPE)
    assert process.returncode == 2
    assert process.stderr == (
        f"apsgen: standard output cannot be written: {os.strerror(errno.ENOSPC)}\n"
    )


def test_a_reader_that_leaves_is_no_fault(case: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stdout:
        process = run(
            case,
            "-o",
            tmp_path / "result.json",
            capture_output=False,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )
    assert (process.returncode, process.stderr) == (0, "")
    assert read((tmp_path / "result.json").read_text())["status"] == "converged"


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A long computation that shows its progress on a terminal, after the first step."""
    terminal, side = pty.openpty()
    path = written(tmp_path, LONG)
    process = subprocess.Popen(
        [*APSGEN, str(path), "--json", "--tol", "1e-12"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=side,
    )
    os.close(side)
    assert b"step" in os.read(terminal, 4096)
    yield process, terminal
    process.kill()
    process.communicate()
    os.close(terminal)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_prints_what_was_found(
    busy: tuple[subprocess.Popen[bytes], int], number: signal.Signals
) -> None:
    process, terminal = busy
    process.send_signal(number)
    printed, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    found = read(printed.decode())
    assert found["status"] == "stopped"
    assert found["outer"]
    assert b"Traceback" not in rest(terminal)


def rest(terminal: int) -> bytes:
    """Return what is left to read; a terminal whose other side has closed may have nothing."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_no_progress_unless_on_a_terminal(case: Path) -> None:
    terminal, side = pty.openpty()
    quiet = run(case, "--quiet", capture_output=False, stdout=subprocess.PIPE, stderr=side)
    assert quiet.returncode == 0
    loud = run(case, capture_output=False, stdout=subprocess.PIPE, stderr=side)
    assert loud.returncode == 0
    os.write(side, b"end")
    shown = b""
    while not shown.endswith(b"end"):
        shown += os.read(terminal, 65536)
    os.close(side)
    os.close(terminal)
    assert shown.startswith(b"\rstep ")
    assert shown.count(b"step 1:") <= 1
    assert shown.endswith(b" \rend")


def test_a_second_interrupt_ends_at_once(busy: tuple[subprocess.Popen[bytes], int]) -> None:
    process, terminal = busy
    os.kill(process.pid, signal.SIGSTOP)
    process.send_signal(signal.SIGINT)
    os.kill(process.pid, signal.SIGCONT)
    time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in rest(terminal)
