"""Progress on standard error: a moving line on a terminal, few plain lines elsewhere."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TextIO

from apsgen.cli.colour import is_capable

if TYPE_CHECKING:
    from apsgen.result import Step

ECHO = len("^C")
"""Columns that a terminal needs to show a Ctrl-C behind the moving line."""


@dataclass(frozen=True, slots=True)
class Told:
    """A step of something else than an iteration.

    Attributes
    ----------
    forms
        The step in words, from the most to the fewest.
    seconds
        Time elapsed.
    """

    forms: tuple[str, ...]
    seconds: float


class Progress(Protocol):
    """Shows the steps of a computation."""

    def show(self, step: Step | Told) -> None:
        """Show a step, or leave it out."""

    def clear(self) -> None:
        """Wipe what is not meant to stay."""


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[Step | Told], None]]:
    """Yield what shows a step on standard error; in the end what moves there is wiped."""
    shown = Silent() if quiet else progress_on(sys.stderr)
    try:
        yield shown.show
    finally:
        shown.clear()


def progress_on(stream: TextIO | None) -> Progress:
    """Return the progress that suits a stream: a terminal, a log, or one that is closed."""
    if stream is None or stream.closed:
        return Silent()
    return MovingLine(stream) if is_capable(stream) else PlainLines(stream)


class Silent:
    """Shows nothing."""

    def show(self, step: Step | Told) -> None:
        """Show nothing."""

    def clear(self) -> None:
        """Leave everything as it is."""


class MovingLine:
    """Shows the newest step on one line, which is wiped in the end.

    Parameters
    ----------
    stream
        The terminal.
    interval
        The least time between two steps shown, in seconds.
    """

    def __init__(self, stream: TextIO, interval: float = 0.1) -> None:
        self._stream = stream
        self._interval = interval
        self._due = 0.0
        self._width = 0

    def show(self, step: Step | Told) -> None:
        """Show a step, unless one was shown just before."""
        if step.seconds < self._due:
            return
        self._due = step.seconds + self._interval
        self._write(fitted(step, max(columns(self._stream) - ECHO - 1, 0)))

    def clear(self) -> None:
        """Wipe the line, and the echo of a Ctrl-C behind it."""
        if self._width:
            self._width += ECHO
            self._write("")
            self._write_out("\r")

    def _write(self, shown: str) -> None:
        self._write_out("\r" + shown.ljust(self._width))
        self._width = len(shown)

    def _write_out(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)
            self._stream.flush()


class PlainLines:
    """Writes a step a line, at growing intervals: a log of a long run stays short.

    The first line comes after a second, so that short runs write nothing; each further one
    when the time has grown by a half. A run of an hour writes some twenty lines, one of a day
    some thirty.

    Parameters
    ----------
    stream
        A file or a pipe; once it is closed at the other end, nothing more is written.
    first
        Seconds before the first line.
    growth
        By how much the time grows between two lines.
    """

    def __init__(self, stream: TextIO, first: float = 1.0, growth: float = 1.5) -> None:
        self._stream = stream
        self._due = first
        self._growth = growth

    def show(self, step: Step | Told) -> None:
        """Write a step, unless too little time has gone by."""
        if step.seconds < self._due:
            return
        self._due = self._growth * step.seconds
        try:
            self._stream.write(f"{line(step)}\n")
            self._stream.flush()
        except OSError:
            self._due = float("inf")

    def clear(self) -> None:
        """Leave the lines as they are."""


def columns(stream: TextIO) -> int:
    """Return the width of a terminal; standard output may be another one, or none."""
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        width = 0
    return width or shutil.get_terminal_size().columns


def fitted(step: Step | Told, width: int) -> str:
    """Return a step in as many words as fit in a width."""
    return next((words for words in forms(step) if len(words) <= width), forms(step)[-1][:width])


def line(step: Step | Told) -> str:
    """Return a step in words: applications of T, gap, vertices, programs, time."""
    return forms(step)[0]


def forms(step: Step | Told) -> tuple[str, ...]:
    """Return a step in words, from the most to the fewest."""
    if isinstance(step, Told):
        return step.forms
    head = f"step {step.iterations}: " + (
        "no inner set yet" if step.inner_set.is_empty else f"gap {step.gap:.2g}"
    )
    outer, inner = len(step.outer_set.vertices), len(step.inner_set.vertices)
    time = f"{step.seconds:.1f} s"
    vertices = f"{outer} outer and {inner} inner vertices"
    return (
        f"{head}, {vertices}, {step.linear_programs} linear programs, {time}",
        f"{head}, {vertices}, {time}",
        f"{head}, {outer}/{inner} vertices, {time}",
        f"{head}, {time}",
    )
