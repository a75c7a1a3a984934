"""TOML read with positions: the plain data, and the line and column of every key and value."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from apsgen.case.files import (
    LIMIT,
    line_at,
    printable,
    read_exact,
    text_fault,
    with_line_feeds,
)
from apsgen.case.number import BITS, NumberError, number, too_large
from apsgen.case.scanner import Key, Span, character, scan
from apsgen.errors import CaseError, Fault

__all__ = ["Document", "Key", "Position", "dotted", "parse", "read"]

DEPTH = 32
"""Brackets within brackets."""

PARTS = 16
"""Parts of a dotted key; ``tomllib`` takes time with their third power."""

WORD = 1300
"""Characters of a bare key or a number; more digits than ``number.BITS`` has."""

_PART = r"""(?:[\w-]++|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+')"""
# What may stand anywhere in a text, valid or not, up to its first fault: strings that are not
# closed run to the end of the line, or of the text.
_LEXEME = re.compile(
    r"#[^\n]*+"
    r'|"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+(?:"{3,5}|\\?\Z)'
    r"|'''(?:[^']++|'{1,2}(?!'))*+(?:'{3,5}|\Z)"
    rf"|(?P<parts>{_PART}(?:[ \t]*\.[ \t]*{_PART}){{{PARTS},}})"
    r'|"(?:[^"\\\n]++|\\.)*+"?'
    r"|'[^'\n]*+'?"
    rf"|(?P<word>[\w+-]{{{WORD},}})|[\w+-]++"
    r"|(?P<opens>[\[{])|(?P<closes>[\]}])",
    re.DOTALL,
)
_STEPS: Mapping[str | None, int] = {"opens": 1, "closes": -1}
_EXCESS: Mapping[str | None, str] = {
    "parts": f"a key of more than {PARTS} parts; a case needs at most four",
    "word": f"a key or a number of {WORD} characters or more; shorter ones are accepted",
    "opens": f"nested too deep: at most {DEPTH} brackets within brackets are accepted",
}
_PLACED = re.compile(r"(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.DOTALL)
_UNQUOTED = ("Invalid value", "Expected newline", "Unclosed array", "Unclosed inline")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A line and a column, both from 1; columns count characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Refused:
    """A number of the file that is not accepted, and why."""

    reason: str


@dataclass(frozen=True, eq=False)
class Document:
    """A TOML file: its data, and where each part of it stands.

    A path that is not in the file has the position of the nearest table around it, so that a
    missing key can be reported.

    Attributes
    ----------
    path
        The file as the user named it.
    text
        Its text, with a bare line feed at the end of every line.
    data
        What it says. Integers are ``int``, decimals ``Fraction``, both exact.
    files
        The texts of the files that it names, by these names; ``None`` to read them from the
        folder of the file.
    """

    path: Path
    text: str = field(repr=False)
    data: Mapping[str, object]
    files: Mapping[str, str] | None = None

    def key_position(self, key: Key) -> Position:
        """Return where a key stands; for an entry of an array, where the entry stands."""
        return self._position(self._span(key).key)

    def value_position(self, key: Key) -> Position:
        """Return where a value starts; for a table, where its header does."""
        return self._position(self._span(key).value)

    def character_position(self, key: Key, offset: int) -> Position:
        """Return where a character of a text stands, at an offset from 0 in its value."""
        return self._position(character(self.text, self._span(key).value, offset))

    def source_line(self, line: int) -> str:
        """Return a line, from 1, as a message may show it; empty when it is too long."""
        return printable(line_at(self.text, self._starts[line - 1]))

    def fault(self, key: Key, position: Position, found: str) -> Fault:
        """Return a fault of a key at a position of the file."""
        source = self.source_line(position.line)
        return Fault(self.path, position.line, position.column, dotted(key), found, source)

    def remark(self, found: str) -> Fault:
        """Return a fault of the file as a whole."""
        return Fault(self.path, 0, 0, "", found)

    # Positions are only needed for faults, so a file without any is never scanned.
    @cached_property
    def _spans(self) -> Mapping[Key, Span]:
        return scan(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def _span(self, key: Key) -> Span:
        while key and key not in self._spans:
            key = key[:-1]
        return self._spans[key] if key else Span(0, 0)

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


def read(path: Path, limit: int = LIMIT) -> Document:
    """Read a TOML file of at most `limit` bytes; see `parse`."""
    return parse(path, read_exact(path, limit))


def parse(path: Path, exact: str, files: Mapping[str, str] | None = None) -> Document:
    """Read the text of a TOML file.

    Parameters
    ----------
    path
        The file, for messages, and for the folder of other files.
    exact
        Its text, character for character.
    files
        The texts of the files that it names, by these names, in place of the folder's.

    Returns
    -------
    Document
        The data with positions.

    Raises
    ------
    CaseError
        When the text is no TOML, nests too deep, or holds a number that is not finite or too
        long. Each fault has its line and column.
    """
    text = with_line_feeds(exact)
    _check_nesting(path, text)
    try:
        # A carriage return that is left is none of a line's end; tomllib would take it for one.
        data = tomllib.loads(text.replace("\r\n", "\r \n"), parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise CaseError((_syntax_fault(path, text, str(error)),)) from None
    document = Document(path, text, data, files)
    faults = [
        document.fault(key, document.value_position(key), reason) for key, reason in _refusals(data)
    ]
    if faults:
        raise CaseError(tuple(sorted(faults, key=lambda fault: (fault.line, fault.column))))
    return document


def dotted(key: Key) -> str:
    """Return a path as a message shows it.

    Examples
    --------
    >>> dotted(("players", "firm 1", "actions", 0))
    'players."firm 1".actions[0]'
    """
    text = ""
    for part in key:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + _quoted(part)
    return text


def _quoted(part: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_-]{1,80}", part):
        return part
    plain = part if part.isprintable() else ascii(part)[1:-1]
    return f'"{plain}"' if len(plain) <= 80 else f'"{plain[:80]}..."'


def _decimal(literal: str) -> Fraction | _Refused:
    try:
        return number(literal)
    except NumberError as error:
        return _Refused(str(error))


def _refusals(data: Mapping[str, object]) -> Iterator[tuple[Key, str]]:
    """Give the path of every number that is not accepted, and why."""
    waiting: list[tuple[Key, object]] = [((), data)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting.extend(((*key, name), entry) for name, entry in value.items())
        elif isinstance(value, list):
            waiting.extend(((*key, place), entry) for place, entry in enumerate(value))
        elif isinstance(value, _Refused):
            yield key, value.reason
        elif isinstance(value, int) and value.bit_length() > BITS:
            yield key, str(too_large("an integer"))


def _check_nesting(path: Path, text: str) -> None:
    depth = 0
    for match in _LEXEME.finditer(text):
        depth = max(0, depth + _STEPS.get(match.lastgroup, 0))
        if match.lastgroup in ("parts", "word") or depth > DEPTH:
            found = _EXCESS[match.lastgroup]
            raise CaseError((text_fault(path, text, match.start(), found),))


def _syntax_fault(path: Path, text: str, message: str) -> Fault:
    match = _PLACED.fullmatch(message)
    what = (match[1] if match else message)[:200]
    offset = len(text.rstrip())
    if match and match[2]:
        starts = [0, *(end.end() for end in re.finditer("\n", text))]
        offset = starts[int(match[2]) - 1] + int(match[3]) - 1
    hint = '; texts and expressions stand in quotes, such as "4/5"'
    found = f"not TOML: {what}{hint if what.startswith(_UNQUOTED) else ''}"
    return text_fault(path, text, offset, found)
