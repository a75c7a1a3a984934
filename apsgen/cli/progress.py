"""One moving line on a terminal while a computation runs."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from apsgen.result import Step


class Silent:
    """Shows nothing."""

    def show(self, step: Step) -> None:
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

    def show(self, step: Step) -> None:
        """Show a step, unless one was shown just before."""
        if step.seconds < self._due:
            return
        self._due = step.seconds + self._interval
        self._write(line(step))

    def clear(self) -> None:
        """Wipe the line."""
        if self._width:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, text: str) -> None:
        shown = text[: shutil.get_terminal_size().columns - 1]
        self._stream.write("\r" + shown.ljust(self._width))
        self._stream.flush()
        self._width = len(shown)


def line(step: Step) -> str:
    """Return a step in words: applications of T, gap, vertices, time."""
    gap = f"gap {step.gap:.2g}" if len(step.inner.vertices) else "no inner set yet"
    return (
        f"step {step.iterations}: {gap}, {len(step.outer.vertices)} outer and "
        f"{len(step.inner.vertices)} inner vertices, {step.linear_programs} linear programs, "
        f"{step.seconds:.1f} s"
    )
