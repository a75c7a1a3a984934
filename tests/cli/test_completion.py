from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apsgen.cli.main import COMMANDS
from tests.cli.terminal import APSGEN, ROOT, environment, opened

SHELLS = ("bash", "zsh", "fish")
INSTALLED = [shell for shell in SHELLS if shutil.which(shell)]
FORMATS = ["text", "json", "csv", "latex"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases").mkdir()
    for name in ("case.toml", "my case.toml", "we,ird$x.toml", "notes.txt", ".hidden.toml"):
        (tmp_path / name).touch()
    (tmp_path / "cases" / "inside.toml").touch()
    program = tmp_path / "bin" / "apsgen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {ROOT / "cli.py"} "$@"\n')
    program.chmod(0o755)
    return tmp_path


def inside(folder: Path, **changes: str) -> dict[str, str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return environment({"PATH": path, "HOME": str(folder), **changes})


def completed(shell: str, line: str, folder: Path) -> list[tuple[str, str]]:
    """Ask as the script of a shell asks; return the kinds and the values offered."""
    *before, last = line.split(" ")
    protocol = {"_APSGEN_COMPLETE": f"{shell}_complete", "COMP_WORDS": line}
    protocol["COMP_CWORD"] = last if shell == "fish" else str(len(before))
    process = subprocess.run(
        [sys.executable, str(ROOT / "cli.py")],
        cwd=folder,
        env=inside(folder, **protocol),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    said = process.stdout.splitlines()
    if shell == "zsh":
        return list(zip(said[::3], said[1::3], strict=True))
    found = [offer.partition("\t")[0].partition(",") for offer in said]
    return [(kind, value) for kind, _, value in found]


def values(shell: str, line: str, folder: Path) -> list[str]:
    return [value for kind, value in completed(shell, line, folder) if kind == "plain"]


@pytest.mark.parametrize("shell", SHELLS)
def test_words_are_completed(shell: str, folder: Path) -> None:
    assert values(shell, "apsgen ", folder) == list(COMMANDS)
    assert values(shell, "apsgen it", folder) == ["iterate"]
    assert values(shell, "apsgen --ci", folder) == ["--cite"]
    assert values(shell, "apsgen iterate --f", folder) == ["--format"]
    assert values(shell, "apsgen iterate case.toml --format ", folder) == FORMATS
    assert values(shell, "apsgen completion ", folder) == list(SHELLS)


@pytest.mark.parametrize("shell", SHELLS)
def test_cases_are_completed_and_folders_are_left_to_the_shell(shell: str, folder: Path) -> None:
    everything = completed(shell, "apsgen iterate ", folder)
    assert everything == [
        ("dir", ""),
        ("plain", "case.toml"),
        ("plain", "my case.toml"),
        ("plain", "we,ird$x.toml"),
    ]
    assert completed(shell, "apsgen iterate cases/", folder) == [
        ("dir", "cases/"),
        ("plain", "cases/inside.toml"),
    ]
    assert completed(shell, "apsgen iterate ~/c", folder) == [("file", "~/c")]
    assert completed(shell, "apsgen iterate case.toml -o n", folder) == [("file", "n")]


def script(shell: str, folder: Path) -> str:
    command = [*APSGEN, "completion", shell]
    process = subprocess.run(
        command, cwd=ROOT, env=inside(folder), capture_output=True, text=True, check=False
    )
    assert (process.returncode, process.stderr) == (0, "")
    return process.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_for_apsgen(shell: str, folder: Path) -> None:
    written = script(shell, folder)
    assert f"_APSGEN_COMPLETE={shell}_complete" in written
    assert written.endswith("\n")
    assert "%(" not in written


@pytest.mark.parametrize("shell", INSTALLED)
def test_a_script_is_one_that_the_shell_can_read(shell: str, folder: Path) -> None:
    path = folder / "script"
    path.write_text(script(shell, folder))
    process = subprocess.run([shell, "-n", str(path)], capture_output=True, text=True, check=False)
    assert (process.returncode, process.stderr) == (0, "")


def test_a_shell_that_is_not_known(folder: Path) -> None:
    process = subprocess.run(
        [*APSGEN, "completion", "tcsh"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in process.stderr


def test_bash_completes_at_the_prompt(folder: Path) -> None:
    reading, side = opened(80)
    process = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        cwd=folder,
        env=inside(folder, PS1="$ ", TERM="dumb", INPUTRC="/dev/null"),
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
    )
    os.close(side)
    os.set_blocking(reading, False)
    try:
        typed(reading, 'eval "$(apsgen completion bash)"; echo re""ady\n', "ready\r\n")
        typed(reading, "apsgen iter\t", "apsgen iterate ")
        typed(reading, "case.\t", "case.toml ")
        typed(reading, "--form\t", "--format ")
        typed(reading, "la\t", "latex ")
        typed(reading, "\x15apsgen iterate my\t", r"my\ case.toml ")
        typed(reading, "\x15apsgen iterate cases\t", "cases/")
        typed(reading, "in\t", "inside.toml ")
        typed(reading, "\x15apsgen iterate ~/cases/in\t", "~/cases/inside.toml ")
    finally:
        process.kill()
        process.wait()
        os.close(reading)


def typed(terminal: int, keys: str, expected: str) -> None:
    """Type at a prompt, and wait until the shell has written what is expected."""
    os.write(terminal, keys.encode())
    shown, patience = "", time.monotonic() + 30
    while expected not in shown:
        assert time.monotonic() < patience, f"typed {keys!r}, saw {shown!r}"
        try:
            shown += os.read(terminal, 65536).decode(errors="replace")
        except BlockingIOError:
            time.sleep(0.02)
