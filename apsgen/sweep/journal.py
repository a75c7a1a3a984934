"""The points that are done, one a line, so that a sweep that was cut short can go on."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from apsgen.errors import UsageError
from apsgen.sweep.task import Outcome, Task


@dataclass(frozen=True, slots=True)
class Journal:
    """A file of finished points.

    Each line bears the key of its task, which is made of everything that the answer rests on. So
    lines of another case, property, tolerance or version do no harm, and are kept.

    Attributes
    ----------
    path
        The file; it need not exist.
    """

    path: Path

    def finished(self) -> dict[str, Outcome]:
        """Return what is known, by the keys of the tasks.

        A line that was cut off, as a machine that loses power may leave one, counts for nothing.

        Raises
        ------
        UsageError
            If the file cannot be read.
        """
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be read: {error.strerror}") from error
        return dict(pair for line in text.split("\n") if (pair := _read(line)))

    def add(self, task: Task, outcome: Outcome) -> None:
        """Write a finished point, to the disk.

        Raises
        ------
        UsageError
            If the file cannot be written.
        """
        fields = {"key": task.key, "value": outcome.value, "error": outcome.error}
        line = json.dumps(fields, allow_nan=False, separators=(",", ":")) + "\n"
        try:
            _append(self.path, line.encode("ascii"))
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be written: {error.strerror}") from error


def _append(path: Path, line: bytes) -> None:
    """Add a line in one piece: a process that is killed leaves it whole, or not there at all."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        size = os.lseek(file, 0, os.SEEK_END)
        if size:
            os.lseek(file, size - 1, os.SEEK_SET)
            line = line if os.read(file, 1) == b"\n" else b"\n" + line
        if os.write(file, line) < len(line):
            raise OSError(0, "the disk is full")
        os.fsync(file)
    finally:
        os.close(file)


def _read(line: str) -> tuple[str, Outcome] | None:
    try:
        fields = json.loads(line)
        key, error = fields["key"], fields["error"]
        value = fields["value"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if not (isinstance(key, str) and isinstance(error, str)):
        return None
    return key, Outcome(value, error)
