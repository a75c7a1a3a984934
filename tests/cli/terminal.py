"""Commands as a user runs them: on a terminal of some width, through pipes, or half and half."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
APSGEN = [sys.executable, "-m", "apsgen"]

DILEMMA = """\
title = "A dilemma"
reference = "Doe, J. (2001), Price wars, Econometrica 69, 1-20"
delta = "4/5"

[players.row]
actions = ["C", "D"]

[players.column]
actions = ["C", "D"]

[payoffs]
row = [[9, 1], [10, 3]]
column = [[9, 10], [1, 3]]
"""

CURVED = ROOT / "cases" / "athey_bagwell_2001.toml"
"""A case that can be kept busy for as long as a test needs it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a command showed: on the terminal, and on streams that were no terminal."""

    status: int
    terminal: str
    stdout: str
    stderr: str


def environment(changes: dict[str, str]) -> dict[str, str]:
    """Return this process's environment without what decides on colour, then changed."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM", "COLUMNS")}
    return {**kept, "TERM": "xterm", **changes}


def opened(width: int) -> tuple[int, int]:
    """Open a terminal: the end to read from, and the end for a process."""
    reading, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    return reading, side


def seen(
    *words: object,
    on: tuple[str, ...] = ("stdout", "stderr"),
    width: int = 80,
    changes: dict[str, str] | None = None,
) -> Seen:
    """Run apsgen with the streams named in `on` connected to a terminal, the others to pipes."""
    reading, side = opened(width)
    streams: dict[str, int | IO[bytes]] = {
        name: side if name in on else subprocess.PIPE for name in ("stdout", "stderr")
    }
    command = [*APSGEN, *map(str, words)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(changes or {}),
        stdout=streams["stdout"],
        stderr=streams["stderr"],
    )
    os.close(side)
    shown = drained(reading)
    stdout, stderr = process.communicate(timeout=60)
    return Seen(process.returncode, shown, *((part or b"").decode() for part in (stdout, stderr)))


def drained(reading: int) -> str:
    """Read a terminal until the last process has left it."""
    shown = b""
    try:
        while part := os.read(reading, 65536):
            shown += part
    except OSError:
        pass
    os.close(reading)
    return shown.decode().replace("\r\n", "\n")
