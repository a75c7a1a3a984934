from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from apsgen.cli.main import main
from apsgen.cli.options import parts
from apsgen.errors import UsageError
from tests.cli.test_iterate import CASE, FAULTY, LONG, PENNIES, written

ROOT = Path(__file__).parents[2]
APSGEN = [sys.executable, "-m", "apsgen", "plot"]
MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG", "svg": b"<?xml", "tex": b"% A figure"}


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return written(tmp_path, CASE)


def run(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [*APSGEN, *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, **options
    )


def legend(path: Path) -> list[str]:
    """Return the legend of a pgfplots file."""
    return re.findall(r"\\addlegendentry\{(.*)\}", path.read_text(encoding="utf-8"))


def test_a_figure_in_every_format_through_a_process(case: Path, tmp_path: Path) -> None:
    outputs = [word for form in MAGIC for word in ("-o", f"set.{form}")]
    process = run(case.name, *outputs, "--vertices", "--title", "A dilemma", cwd=tmp_path)
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")
    for form, magic in MAGIC.items():
        assert (tmp_path / f"set.{form}").read_bytes().startswith(magic)
    text = (tmp_path / "set.tex").read_text()
    assert "title={A dilemma}" in text
    assert "{(9.75, 3)}" in text


def test_a_process_writes_the_same_bytes_again(case: Path, tmp_path: Path) -> None:
    words = ["--delta", "1/5,3/10", "-o"]
    assert run(case.name, *words, "first.pdf", cwd=tmp_path).returncode == 0
    assert main(["plot", case.name, *words, "second.pdf"]) == 0
    assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "second.pdf").read_bytes()


def test_each_discount_factor_has_a_set(case: Path, tmp_path: Path) -> None:
    assert main(["plot", case.name, "--delta", "1/10, 1/5,4/5", "-o", "sets.tex"]) == 0
    assert legend(tmp_path / "sets.tex")[:3] == [
        rf"$\delta = {delta}$" for delta in ("1/10", "1/5", "4/5")
    ]


def test_each_value_of_a_parameter_has_a_set(case: Path, tmp_path: Path) -> None:
    words = ["--set", "gain=1/2, max(1, 2)", "--delta", "1/5,3/10"]
    assert main(["plot", case.name, *words, "-o", "sets.tex"]) == 0
    assert legend(tmp_path / "sets.tex")[:4] == [
        rf"gain = {gain}, $\delta = {delta}$"
        for gain in ("1/2", "max(1, 2)")
        for delta in ("1/5", "3/10")
    ]


def test_several_cases_and_results_share_a_figure(case: Path, tmp_path: Path) -> None:
    other = tmp_path / "pennies.toml"
    other.write_text(PENNIES.replace('"A dilemma"', '"Pennies"'))
    assert main(["iterate", case.name, "--delta", "3/10", "-o", "result.json"]) == 0
    assert main(["plot", case.name, "pennies.toml", "result.json", "-o", "sets.tex"]) == 0
    assert legend(tmp_path / "sets.tex")[:2] == [
        r"A dilemma, $\delta = 4/5$; A dilemma, $\delta = 3/10$",
        r"Pennies, $\delta = 4/5$: empty",
    ]


def test_a_result_is_drawn_as_its_case_is(case: Path, tmp_path: Path) -> None:
    assert main(["iterate", case.name, "-o", "result.json", "--plot", "first.svg"]) == 0
    assert main(["plot", "result.json", "-o", "second.svg"]) == 0
    assert (tmp_path / "first.svg").read_bytes() == (tmp_path / "second.svg").read_bytes()


def test_labels_a_close_up_and_no_legend(case: Path, tmp_path: Path) -> None:
    words = ["plot", case.name, "--delta", "1/5,4/5"]
    labels = ["--label", "impatient", "--label", "patient & wise"]
    assert main([*words, *labels, "--close-up", "-o", "named.tex"]) == 0
    assert legend(tmp_path / "named.tex") == ["impatient", r"patient \& wise"]
    assert main([*words, "--no-legend", "-o", "bare.tex"]) == 0
    assert legend(tmp_path / "bare.tex") == []


def test_width_and_letters_are_those_asked_for(case: Path, tmp_path: Path) -> None:
    words = ["--width", "10cm", "--font", "sans", "--font-size", "8"]
    assert main(["plot", case.name, *words, "-o", "set.svg"]) == 0
    text = (tmp_path / "set.svg").read_text()
    assert 'width="283.46' in text
    assert "font-size: 8px; font-family: 'DejaVu Sans'" in text


def test_a_trace_of_a_case(case: Path, tmp_path: Path) -> None:
    assert main(["plot", case.name, "--delta", "1/5", "--trace", "-o", "trace.tex"]) == 0
    assert "gap asked for" in legend(tmp_path / "trace.tex")
    assert main(["iterate", case.name, "--plot-trace", "other.svg", "--quiet"]) == 0
    assert "applications of" in (tmp_path / "other.svg").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["case.toml"], "Missing option '-o'"),
        (["-o", "a.pdf"], "Missing argument 'CASE...'"),
        (["case.toml", "-o", "a.jpg"], "-o a.jpg: figures end in .pdf, .png, .svg, .tex"),
        (["case.toml", "-o", "no/a.pdf"], "no/a.pdf: there is no folder no"),
        (["case.toml", "-o", "a.pdf", "-o", "a.pdf"], "a.pdf: is named twice"),
        (["case.toml", "-o", "a.pdf", "--delta", "1/2,,3/4"], "--delta: found '1/2,,3/4', where a"),
        (["case.toml", "-o", "a.pdf", "--set", "gain=1,"], "--set gain: found '1,', where a value"),
        (["case.toml", "-o", "a.pdf", "--delta", "1/2,3/2"], "delta"),
        (["case.toml", "-o", "a.pdf", "--set", "loss=1"], "loss"),
        (["case.toml", "-o", "a.pdf", "--label", "x", "--label", "y"], "found 2 of --label for 1"),
        (["case.toml", "-o", "a.pdf", "--width", "1in"], "a width of 1 inches cannot be set"),
        (["case.toml", "-o", "a.pdf", "--width", "3ft"], "'3ft' is not a length"),
        (["case.toml", "-o", "a.pdf", "--font-size", "99"], "a font size of 99 points cannot be"),
        (["case.toml", "-o", "a.pdf", "--font", "Garamont"], "'Garamont' is not installed"),
        (
            ["case.toml", "-o", "a.pdf", "--trace", "--delta", "1/2,3/4"],
            "--trace shows how one set",
        ),
        (["case.toml", "-o", "a.pdf", "--trace", "--close-up"], "--trace goes without --close-up"),
        (["case.toml", "case.toml", "-o", "a.pdf", "--trace"], "--trace shows how one set"),
        (["absent.json", "-o", "a.pdf"], "absent.json: cannot be read"),
        (["absent.json", "-o", "a.pdf", "--delta", "1/2"], "--delta and --set change cases alone"),
        (["absent.toml", "-o", "a.pdf"], "absent.toml: cannot be read"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(
    case: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plot", *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert list(case.parent.iterdir()) == [case]


def test_faults_of_a_case_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, FAULTY)
    process = run(path, "-o", tmp_path / "a.pdf")
    assert process.returncode == 2
    assert process.stderr.endswith("faults; nothing was computed\n")
    assert list(tmp_path.iterdir()) == [path]


def test_a_result_has_no_steps(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["iterate", case.name, "-o", "result.json"]) == 0
    assert main(["plot", "result.json", "--trace", "-o", "trace.pdf"]) == 2
    assert "a result's file has no steps" in capsys.readouterr().err


def test_a_limit_is_told_and_the_figure_drawn(tmp_path: Path) -> None:
    path = written(tmp_path, LONG)
    process = run(path, "--time-limit", "1e-9", "-o", tmp_path / "set.tex")
    assert process.returncode == 3
    assert process.stderr == (
        f"apsgen: {path}: stopped before the gap closed at delta = 99/100; the figure shows the "
        "outer and the inner set found so far\n"
    )
    assert legend(tmp_path / "set.tex")[0] == r"outer set, $\delta = 99/100$"


def test_an_interrupt_draws_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, LONG)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*APSGEN, path, "--tol", "1e-12", "-o", tmp_path / "set.pdf"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        while not _handles_interrupts(process.pid):
            time.sleep(0.02)
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        printed, said = process.communicate(timeout=60)
    assert (process.returncode, printed) == (130, b"")
    assert said == b"apsgen: interrupted; nothing is drawn\n"
    assert list(tmp_path.iterdir()) == [path]


def _handles_interrupts(pid: int) -> bool:
    """Whether a process has a handler for SIGTERM, as it has while it computes."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = re.search(r"^SigCgt:\s*(\w+)", status, re.MULTILINE)
    assert caught is not None
    return bool(int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1/2", ["1/2"]),
        (" 1/2 , 3/5", ["1/2", "3/5"]),
        ("min(1, 2), (3), max(1, min(2, 3))", ["min(1, 2)", "(3)", "max(1, min(2, 3))"]),
    ],
)
def test_values_are_split_at_commas_outside_parentheses(text: str, values: list[str]) -> None:
    assert parts("--set r", text) == values


@pytest.mark.parametrize("text", ["", ",", "1,", "1,,2"])
def test_a_missing_value_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"--set r: found .* where a value is missing"):
        parts("--set r", text)


def test_a_stored_map_is_drawn_alone(tmp_path: Path) -> None:
    stored = ROOT / "cases" / "athey_bagwell_2001.map.json"
    words = ["--title", "Favours", "-o", "map.tex"]

    assert run(stored, *words, cwd=tmp_path).returncode == 0
    assert "title={Favours}" in (tmp_path / "map.tex").read_text()
    refused = run(stored, *words, "--delta", "1/2", cwd=tmp_path)
    assert refused.returncode == 2
    assert "holds critical discount factors, which are drawn alone" in refused.stderr
