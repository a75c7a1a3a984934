"""Where results go: standard output, and files that are either whole or untouched."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from apsgen.errors import UsageError


def emit(text: str) -> None:
    """Print to standard output; a reader that has left (``| head``) is no fault.

    Raises
    ------
    UsageError
        If standard output cannot be written (a full disk).
    """
    try:
        click.echo(text)
    except OSError as error:
        _discard_the_rest()
        if not isinstance(error, BrokenPipeError):
            raise UsageError(f"standard output cannot be written: {error.strerror}") from error


def _discard_the_rest() -> None:
    """Keep the interpreter from writing what is still buffered when it ends."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)


def check_writable(path: Path) -> None:
    """Refuse a file that could not be written later, before anything is computed.

    Raises
    ------
    UsageError
        If the path is a folder or no possible name, or if its folder does not exist or is
        closed to the user.
    """
    try:
        obstacle = _obstacle(path)
    except OSError as error:
        obstacle = f"cannot be written: {error.strerror}"
    if obstacle:
        raise UsageError(f"{path}: {obstacle}")


def _obstacle(path: Path) -> str:
    folder = path.parent
    if path.is_dir():
        return "is a folder; name a file in it"
    if not folder.is_dir():
        return f"there is no folder {folder}; create it first"
    if not os.access(path if _is_special(path) else folder, os.W_OK):
        return "no permission to write there; name another place"
    return ""


def check_written(read: Iterable[Path], written: Iterable[Path]) -> None:
    """Refuse files that could not be written later, or that are named twice.

    Raises
    ------
    UsageError
        If `check_writable` refuses one, or if one is also read, or written twice.
    """
    seen = set(map(os.path.realpath, read))
    for path in written:
        check_writable(path)
        if os.path.realpath(path) in seen:
            raise UsageError(f"{path}: is named twice; give every file to write its own name")
        seen.add(os.path.realpath(path))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file that takes the place of `path` once it is whole.

    Parameters
    ----------
    path
        The file to write; links are followed. Pipes and devices are written directly.

    Raises
    ------
    UsageError
        If the file cannot be written; `path` is then as it was.
    """
    target = Path(os.path.realpath(path))
    draft = target if _is_special(path) else target.with_name(f".{os.getpid()}{target.suffix}")
    try:
        yield draft
        if draft != target:
            draft.replace(target)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if draft != target:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Whether the path is a pipe or a device, which must not be replaced by a file."""
    return path.exists() and not path.is_file()
