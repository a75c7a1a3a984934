"""What the pages of the documentation show: files, commands with their output, and Python."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = tuple(
    sorted(
        page
        for page in [
            *ROOT.glob("*.md"),
            *(ROOT / "cases").glob("*.md"),
            *(ROOT / "docs").rglob("*.md"),
        ]
        if "_build" not in page.parts
    )
)

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^# (\S+\.toml)$", re.MULTILINE)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])")
INTERVAL = re.compile(rf"({NUMBER.pattern}) to ({NUMBER.pattern})")
TOLERANCE = re.compile(r"--tol[ =](\S+)")

EFFORT = ("gap ", "effort ", "Stopped after ")
"""Lines whose numbers depend on the machine, or on the way to the answer."""

SLACK = 2.0
"""A number may differ from the one shown by this many times the tolerance asked for."""


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


def is_complete(text: str) -> bool:
    """Whether a block is a case, not a part of one."""
    return {"title", "players"} <= tomllib.loads(text).keys()


def stage(page: Path, folder: Path) -> None:
    """Put into a folder the files that a page names, and the cases of the literature.

    The first line of a block names its file. A Gambit file is ``game.nfg``.
    """
    for text in blocks(page, "toml"):
        name = NAME.match(text)
        if name:
            (folder / name[1]).write_text(text, encoding="utf-8")
    for text in blocks(page, "nfg"):
        (folder / "game.nfg").write_text(text, encoding="utf-8")
    (folder / "cases").symlink_to(ROOT / "cases")


@dataclass(frozen=True, slots=True)
class Command:
    r"""A command that a page shows after ``$``, and the output below it.

    Examples
    --------
    >>> list(Command.read("$ echo one\none\n$ echo two \\\n> three\n"))
    [Command(words='echo one', shown='one\n'), Command(words='echo two \\\nthree', shown='')]
    """

    words: str
    shown: str

    @classmethod
    def read(cls, block: str) -> Iterator[Command]:
        """Yield the commands of a block."""
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            first, *lines = part.splitlines()
            more = [line for line in lines if line == ">" or line.startswith("> ")]
            words = "\n".join([first, *(line[2:] for line in more)])
            shown = "".join(f"{line}\n" for line in lines[len(more) :])
            yield cls(words, shown)

    @property
    def tolerance(self) -> float:
        """The gap that is asked for, relative to the size of the set."""
        found = TOLERANCE.search(self.words)
        return float(found[1]) if found else 1e-6


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs commands in a folder, where ``apsgen`` is this tree's."""

    folder: Path
    tools: Path

    @classmethod
    def at(cls, folder: Path, tools: Path) -> Shell:
        """Return a shell in a folder, with programs of its own in another one."""
        for name, words in (("apsgen", "-m apsgen"), ("python", "")):
            program = tools / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
            program.chmod(0o755)
        return cls(folder, tools)

    def run(self, words: str, status: int) -> tuple[str, int]:
        """Run a command after one that had a status; return what is seen, and its status.

        What goes to standard error counts where the command fails: it says why.
        """
        path = f"{self.tools}{os.pathsep}{os.environ['PATH']}"
        process = subprocess.run(
            ["bash", "-c", f"(exit {status})\n{words}"],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        failed = process.returncode != 0
        return process.stdout + (process.stderr if failed else ""), process.returncode


def agree(shown: str, seen: str, tolerance: float) -> bool:
    r"""Whether an output is the one shown.

    A line of dots stands for any lines. Spaces may differ in number; numbers by `SLACK` times
    the tolerance, relative to their size where that is above 1, or freely in lines of effort.
    Rows of numbers, one below the other, may stand in any order: vertices that agree but for
    rounding may begin elsewhere.

    Examples
    --------
    >>> agree("total  1.34\n...\nend\n", "total 1.3399 to 1.34\nmore\nend\n", 1e-4)
    True
    >>> agree("total  1.34\n", "total  1.35\n", 1e-4)
    False
    """
    return _match(_lines(shown, tolerance), _lines(seen, tolerance), tolerance)


@dataclass(frozen=True, slots=True)
class _Line:
    words: tuple[str, ...]
    numbers: tuple[float, ...]

    @classmethod
    def of(cls, text: str, tolerance: float) -> _Line:
        """Read a line; an interval whose ends agree is one number."""

        def narrowed(interval: re.Match[str]) -> str:
            low, high = map(float, interval.groups())
            return interval[1] if _near(low, high, tolerance) else interval[0]

        one = INTERVAL.sub(narrowed, text)
        words = tuple(NUMBER.sub("#", one).split())
        if text.startswith(EFFORT):
            return cls(words[:1], ())
        return cls(words, tuple(map(float, NUMBER.findall(one))))

    @property
    def is_row(self) -> bool:
        return bool(self.words) and set(self.words) == {"#"}

    @property
    def rank(self) -> tuple[float, ...]:
        return tuple(round(number, 6) for number in self.numbers)

    def agrees(self, other: _Line, tolerance: float) -> bool:
        pairs = zip(self.numbers, other.numbers, strict=True)
        return self.words == other.words and all(_near(*pair, tolerance) for pair in pairs)


def _lines(text: str, tolerance: float) -> list[_Line]:
    lines = [_Line.of(line, tolerance) for line in text.splitlines()]
    parts = (list(part) for _, part in groupby(lines, key=lambda line: line.is_row))
    return [
        line
        for part in parts
        for line in (sorted(part, key=lambda line: line.rank) if part[0].is_row else part)
    ]


def _near(one: float, two: float, tolerance: float) -> bool:
    return abs(one - two) <= SLACK * tolerance * max(1.0, abs(one))


def _match(expected: list[_Line], found: list[_Line], tolerance: float) -> bool:
    if not expected:
        return not found
    first, *rest = expected
    if first.words == ("...",):
        return any(_match(rest, found[start:], tolerance) for start in range(len(found) + 1))
    return bool(found and first.agrees(found[0], tolerance) and _match(rest, found[1:], tolerance))
