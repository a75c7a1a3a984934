"""Where the keys and values of a TOML text stand.

The text is one that ``tomllib`` accepted, so nothing is validated here: the scanner only
finds the places, by the same key paths as the tree that ``tomllib`` gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Key = tuple[str | int, ...]
"""A path of keys and of places in arrays (from 0), from the root of the file."""

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_BASIC = r'"(?:[^"\\]++|\\.)*+"'
_LITERAL = r"'[^']*'"
_STRING = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}' + r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"
    rf"|{_BASIC}|{_LITERAL}",
    re.DOTALL,
)
_PART = re.compile(rf"{_BASIC}|{_LITERAL}|[A-Za-z0-9_-]+", re.DOTALL)
_SCALAR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9][^\s,\]}#]*|[^\s,\]}#]+")
_CHARACTER = re.compile(
    r"(?P<joined>\\[ \t]*\n[ \t\n]*)"
    r"|\\(?:u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})|x(?P<two>[0-9a-fA-F]{2}))"
    r"|\\(?P<letter>.)|.",
    re.DOTALL,
)
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets in the text, from 0, of a key and of its value.

    An entry of an array has no key: there both are the value's. A table that is opened by a
    header has the header as its value.
    """

    key: int
    value: int


def scan(text: str) -> dict[Key, Span]:
    """Return where every key and value of a TOML text stands, without the root.

    Examples
    --------
    >>> scan("a = [1, 2]")[("a", 1)]
    Span(key=8, value=8)
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.spans


def character(text: str, start: int, count: int) -> int:
    """Return where in the text the character number `count` of a string value stands.

    Parameters
    ----------
    text
        The TOML text.
    start
        The offset of the string's opening quote; anything but a string gives itself.
    count
        The place in the value, from 0; past the end gives the closing quote.
    """
    match = _STRING.match(text, start)
    if match is None:
        return start
    quote = text[start]
    wide = 3 if text.startswith(quote * 3, start) else 1
    end = match.end() - wide
    at = start + wide
    if wide == 3 and text.startswith("\n", at):
        at += 1
    if quote == "'":
        return min(at + count, end)
    for length, value in _decoded(text, at, end):
        if value and not count:
            return at
        at += length
        count -= len(value)
    return end


def _decoded(text: str, at: int, end: int) -> Iterator[tuple[int, str]]:
    """Give the length in the text and the value of each character of a basic string."""
    for match in _CHARACTER.finditer(text, at, end):
        digits = match["four"] or match["eight"] or match["two"]
        value = match.group()
        if match["joined"]:
            value = ""
        elif digits:
            value = chr(int(digits, 16))
        elif match["letter"]:
            value = _LETTERS.get(match["letter"], match["letter"])
        yield len(match.group()), value


class _Scanner:
    def __init__(self, text: str) -> None:
        self.spans: dict[Key, Span] = {}
        self._text = text
        self._at = 0
        self._tables: dict[Key, int] = {}

    def document(self) -> None:
        table: Key = ()
        self._space()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._space()

    def _space(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _takes(self, sign: str) -> bool:
        """Step over blanks, then over the sign if it stands there."""
        self._space()
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _header(self) -> Key:
        start = self._at
        brackets = 2 if self._text.startswith("[[", start) else 1
        self._at += brackets
        parts = self._parts()
        path: Key = ()
        for name, offset in parts[:-1]:
            path = (*path, name)
            self.spans.setdefault(path, Span(offset, start))
            path = self._entry(path)
        name, offset = parts[-1]
        path = (*path, name)
        if brackets == 2:
            self.spans.setdefault(path, Span(offset, start))
            self._tables[path] = self._tables.get(path, 0) + 1
            path = self._entry(path)
        self.spans[path] = Span(offset, start)
        self._takes("]" * brackets)
        return path

    def _entry(self, path: Key) -> Key:
        """Return the last table of an array of tables; any other path as it is."""
        return (*path, self._tables[path] - 1) if path in self._tables else path

    def _parts(self) -> list[tuple[str, int]]:
        parts = []
        while True:
            self._space()
            match = _PART.match(self._text, self._at)
            if match is None:
                raise ValueError(f"no key at offset {self._at}: the text is not TOML")
            parts.append((_name(match.group()), self._at))
            self._at = match.end()
            if not self._takes("."):
                return parts

    def _pair(self, table: Key) -> None:
        path = table
        for name, offset in (parts := self._parts()):
            path = (*path, name)
            self.spans.setdefault(path, Span(offset, offset))
        self._takes("=")
        self._value(path, parts[-1][1])

    def _value(self, path: Key, key: int | None) -> None:
        self._space()
        start = self._at
        self.spans[path] = Span(start if key is None else key, start)
        opening = self._text[start]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline(path)
        else:
            match = (_STRING if opening in "\"'" else _SCALAR).match(self._text, start)
            self._at = match.end() if match else len(self._text)

    def _array(self, path: Key) -> None:
        self._at += 1
        place = 0
        while not self._takes("]"):
            self._value((*path, place), None)
            self._takes(",")
            place += 1

    def _inline(self, path: Key) -> None:
        self._at += 1
        while not self._takes("}"):
            self._pair(path)
            self._takes(",")


def _name(part: str) -> str:
    if part.startswith("'"):
        return part[1:-1]
    if part.startswith('"'):
        return "".join(value for _, value in _decoded(part, 1, len(part) - 1))
    return part
