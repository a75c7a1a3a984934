"""Text files, read with care: only regular ones, of bounded size, in UTF-8."""

from __future__ import annotations

import stat
from pathlib import Path

from apsgen.errors import CaseError, Fault

LIMIT = 4 * 1024 * 1024
"""Bytes of the largest case file."""

LONGEST = 400
"""Characters of the longest line that a message repeats."""


def read_text(path: Path, limit: int = LIMIT) -> str:
    """Read a file as text, with a bare line feed at the end of every line; see `read_exact`."""
    return with_line_feeds(read_exact(path, limit))


def with_line_feeds(text: str) -> str:
    """Return a text with a bare line feed at the end of every line."""
    return text.replace("\r\n", "\n")


def read_exact(path: Path, limit: int = LIMIT) -> str:
    """Read a file as text, character for character.

    Parameters
    ----------
    path
        The file. Devices, pipes and directories are refused without being opened.
    limit
        The greatest size in bytes; a larger file is refused without being read.

    Returns
    -------
    str
        The text, without NUL characters.

    Raises
    ------
    CaseError
        With one fault that says why the file cannot be read.
    """
    content = _content(path, limit)
    if content.startswith(b"\xef\xbb\xbf"):
        raise CaseError(
            (Fault(path, 1, 1, "", "found a byte order mark; UTF-8 without one is accepted"),)
        )
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        read = content[: error.start].decode()
        found = f"found the byte 0x{content[error.start]:02x}; a text file in UTF-8 is accepted"
        raise CaseError((text_fault(path, read, len(read), found),)) from None
    if "\0" in text:
        found = "found a NUL character; a text file is accepted"
        raise CaseError((text_fault(path, text, text.index("\0"), found),))
    return text


def text_fault(path: Path, text: str, offset: int, found: str) -> Fault:
    """Return a fault without a key at an offset of a text, with the line that it is on."""
    start = text.rfind("\n", 0, offset) + 1
    line = text.count("\n", 0, offset) + 1
    return Fault(path, line, offset - start + 1, "", found, printable(line_at(text, start)))


def line_at(text: str, start: int) -> str:
    """Return the line of a text that starts at an offset."""
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]


def printable(line: str) -> str:
    """Return a line as a message may show it, character for character.

    Characters that steer a terminal are replaced, and a line that is too long to be read
    gives an empty text.
    """
    if len(line) > LONGEST:
        return ""
    return "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line)


def _content(path: Path, limit: int) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _unreadable(path, "not a regular file; a text file is accepted")
        if status.st_size > limit:
            raise _too_large(path, limit)
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _unreadable(path, f"cannot be read: {reason}") from None
    if len(content) > limit:
        raise _too_large(path, limit)
    return content


def _too_large(path: Path, limit: int) -> CaseError:
    return _unreadable(path, f"too large: at most {limit:,} bytes are accepted")


def _unreadable(path: Path, found: str) -> CaseError:
    return CaseError((Fault(path, 0, 0, "", found),))
