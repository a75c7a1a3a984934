"""Points for sweeps, done in other processes; what they do leaves a trace in a folder."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apsgen.case.load import reload
from apsgen.errors import UsageError
from apsgen.game import Source
from apsgen.liquidity import thresholds
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


def liquidity_point(
    case: str,
    text: str,
    files: Mapping[str, str],
    settings: Mapping[str, str],
    wanted: str,
    tolerance: float,
) -> Json:
    """Return the critical discount factor of the first best in closed form."""
    steps = thresholds(reload(Source(case, text, files, None, settings)))
    star = str(steps[-1].delta)
    known: Json = {
        "status": "bracketed" if steps[-1].delta else "always",
        "lo": star,
        "hi": star,
        "proved": True,
        "value": float(steps[-1].delta),
        "root": star,
        "binding": ["liquidity"],
    }
    return known


def slow_liquidity_point(**arguments: Any) -> Json:
    """Take a while, and count the points that were begun."""
    with Path(os.environ["APSGEN_TEST_MARKS"]).open("a") as marks:
        marks.write(".")
    time.sleep(0.2)
    return liquidity_point(**arguments)


DILEMMA = """\
title = "A dilemma with transfers"
delta = "1/3"

[parameters]
gain = 1
loss = 3
size = 1

[players.row]
actions = ["C", "D"]

[players.column]
actions = ["C", "D"]

[payoffs]
row = [["2 / size", "-loss"], ["(2 + gain) / size", 0]]
column = [["2 / size", "(2 + gain) / size"], ["-loss", 0]]

[transfers]
kind = "balanced"
timing = "after-signals"
"""
"""Both gain by defecting; the closed form of its critical discount factor is known."""
