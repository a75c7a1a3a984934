"""Points for sweeps, done in other processes; what they do leaves a trace in a folder."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from apsgen.errors import UsageError
from apsgen.portable import Json
from apsgen.sweep import Task

HOME = "tests.sweep.points"


def squares(count: int, folder: Path, function: str = "square") -> list[Task]:
    """Return tasks that square numbers and count how often each was begun."""
    return [
        Task(f"{HOME}:{function}", {"number": number, "folder": str(folder)})
        for number in range(count)
    ]


def begun(folder: Path, number: int) -> int:
    """Return how often a number was begun."""
    mark = folder / f"{number}.begun"
    return len(mark.read_text()) if mark.exists() else 0


def _mark(folder: str, number: int) -> int:
    with (Path(folder) / f"{number}.begun").open("a") as mark:
        mark.write("x")
    return begun(Path(folder), number)


def square(number: int, folder: str) -> Json:
    """Return the square."""
    _mark(folder, number)
    return number**2


def slow_square(number: int, folder: str) -> Json:
    """Return the square after a while."""
    _mark(folder, number)
    time.sleep(0.3)
    return number**2


def killed_once(number: int, folder: str) -> Json:
    """Kill the process at the first try of number 1."""
    if _mark(folder, number) == 1 and number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number**2


def killed_always(number: int, folder: str) -> Json:
    """Kill the process whenever number 1 is tried."""
    _mark(folder, number)
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number**2


def refused(number: int, folder: str) -> Json:
    """Refuse number 1, as a parameter out of range is refused."""
    _mark(folder, number)
    if number == 1:
        raise UsageError("1 is refused")
    return number**2


def broken(number: int, folder: str) -> Json:
    """Fail as a program does that has a fault."""
    return number // 0
