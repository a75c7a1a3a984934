from __future__ import annotations

import os
import resource
import runpy
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

import apsgen
from apsgen.cli.main import COMMANDS, main

ROOT = Path(__file__).parents[2]
LAUNCHERS = [["-m", "apsgen"], ["cli.py"]]
HEAVY = "numpy", "shapely", "scipy", "matplotlib", "highspy"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_launchers_tell_the_version(launcher: list[str]) -> None:
    process = run(*launcher, "--version")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout == f"apsgen {apsgen.__version__}\n"


@pytest.mark.parametrize("name", ["__main__", "apsgen.__main__"])
def test_the_package_runs_only_as_a_program(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["apsgen", "--version"])
    ending = pytest.raises(SystemExit, match=r"^0$") if name == "__main__" else nullcontext()
    with ending:
        runpy.run_module("apsgen.__main__", run_name=name)
    assert bool(capsys.readouterr().out) == (name == "__main__")


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_help_lists_every_command(launcher: list[str]) -> None:
    process = run(*launcher, "--help")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("Usage: apsgen [OPTIONS] COMMAND")
    assert all(f"\n  {command} " in process.stdout for command in COMMANDS)
    assert "apsgen iterate case.toml --delta 9/10 --json" in process.stdout


@pytest.mark.parametrize(
    "words",
    [
        *(["--help"], ["--version"], ["--cite"], ["completion", "bash"]),
        *([command, "--help"] for command in COMMANDS),
    ],
)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    program = (
        "import sys; from apsgen.cli.main import main; "
        f"assert main({words}) == 0; print(sorted(set(sys.modules) & set({HEAVY})))"
    )
    process = run("-c", program)
    assert process.returncode == 0, process.stderr
    assert process.stdout.splitlines()[-1] == "[]"


def test_import_is_cheap_and_lazy() -> None:
    program = (
        f"import sys, apsgen; print(sorted(set(sys.modules) & set({HEAVY}))); "
        "print(apsgen.Polygon.__name__, 'numpy' in sys.modules)"
    )
    process = run("-c", program)
    assert process.returncode == 0, process.stderr
    assert process.stdout.splitlines() == ["[]", "Polygon True"]


def test_help_is_there_at_once() -> None:
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run("-m", "apsgen", "--help", COVERAGE_PROCESS_START="")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.2


def test_every_public_name_can_be_had() -> None:
    for name in apsgen.__all__:
        assert getattr(apsgen, name).__name__.removeprefix("apsgen.") == name
        assert name in dir(apsgen)
    with pytest.raises(AttributeError, match="module 'apsgen' has no attribute 'Poligon'"):
        _ = apsgen.Poligon


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["itterate"], "No such command 'itterate'"),
        (["--quick"], "No such option"),
        (["iterate"], "Missing argument 'CASE'"),
    ],
)
def test_wrong_usage(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "--help" in printed.err


def test_nothing_asked_for_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Usage: apsgen" in capsys.readouterr().err


@pytest.mark.parametrize(("chosen", "threads"), [({}, "1 1"), ({"OMP_NUM_THREADS": "3"}, "1 3")])
def test_linear_algebra_has_one_thread_unless_the_user_says_so(
    chosen: dict[str, str], threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"
    for name in names:
        monkeypatch.delenv(name, raising=False)
    program = (
        "import os; from apsgen.cli.main import main; main(['--version']); "
        f"print(*map(os.environ.get, {names}))"
    )
    assert run("-c", program, **chosen).stdout.splitlines()[-1] == threads


def test_what_a_terminal_cannot_print_is_escaped() -> None:
    process = run("-m", "apsgen", "δ", PYTHONIOENCODING="latin-1")
    assert process.returncode == 2
    assert "No such command '\\u03b4'" in process.stderr


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_apsgen_can_be_cited(launcher: list[str]) -> None:
    process = run(*launcher, "--cite")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("@misc{apsgen,\n")
    assert process.stdout.endswith("\n}\n")
    assert process.stdout.count("@") == 1
