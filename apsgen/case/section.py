"""A table of the case file, read key by key, each value of the kind that it must have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

import numpy as np

from apsgen.case.faults import Faults, Key
from apsgen.case.nearest import nearest

Choice = TypeVar("Choice", bound=StrEnum)

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Section:
    """A table, the place where it stands, and where its faults are collected.

    Attributes
    ----------
    faults
        The collector of the whole file.
    key
        The path of the table; empty for the file itself.
    data
        What the table holds.
    """

    faults: Faults
    key: Key
    data: Mapping[str, object]

    def __contains__(self, name: str) -> bool:
        return name in self.data

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def at(self, name: str) -> Key:
        """Return the path of a key of this table."""
        return (*self.key, name)

    def only(self, known: Iterable[str], what: str = "key") -> None:
        """Report every key that is not known."""
        names = tuple(known)
        for name in self.data:
            if name not in names:
                self.faults.at_key(self.at(name), unknown(what, name, names))

    def missing(self, name: str, accepted: str) -> None:
        """Report that a key is not there, unless it is only misspelled."""
        for other in self.data:
            if self.faults.stand_at(self.at(other)) and nearest(other, (name,)):
                return
        self.faults.at_key(self.at(name), f"missing; {accepted}")

    def table(self, name: str) -> Section | None:
        """Return a table of this table: empty when left out, ``None`` when it is none."""
        value = self.data.get(name, {})
        if isinstance(value, Mapping):
            return Section(self.faults, self.at(name), value)
        self.faults.at_value(self.at(name), f"found {described(value)}; a table is accepted")
        return None

    def text(self, name: str) -> str | None:
        """Return a text, ``None`` when it is left out or none."""
        value = self.data.get(name)
        if value is None or isinstance(value, str):
            return value
        self.faults.at_value(
            self.at(name), f"found {described(value)}; a text in quotes is accepted"
        )
        return None

    def flag(self, name: str) -> bool:
        """Return a boolean; left out it is false."""
        value = self.data.get(name, False)
        if isinstance(value, bool):
            return value
        self.faults.at_value(
            self.at(name), f"found {described(value)}; true or false (no quotes) is accepted"
        )
        return False

    def choice(self, name: str, default: Choice) -> Choice:
        """Return one of the words of an enumeration."""
        kind = type(default)
        words = [str(word) for word in kind]
        value = self.data.get(name, default)
        if isinstance(value, str) and value in words:
            return kind(value)
        found = f"found {described(value)}; accepted: {quoted(words)}"
        near = nearest(value, words) if isinstance(value, str) else None
        self.faults.at_value(self.at(name), found + meant(near))
        return default

    def names(self, name: str, what: str) -> tuple[str, ...] | None:
        """Return a list of different names; ``None`` when it is not such a list."""
        key = self.at(name)
        value = self.data.get(name)
        if not isinstance(value, list):
            self.faults.at_value(key, f"found {described(value)}; a list of {what} is accepted")
            return None
        if not value:
            self.faults.at_value(key, f"found an empty list; at least one of the {what} is needed")
            return None
        taken: set[str] = set()
        faults = [self._fault_of(entry, taken) for entry in value]
        for place, fault in enumerate(faults):
            if fault:
                self.faults.at_value((*key, place), fault)
        return None if any(faults) else tuple(str(entry) for entry in value)

    def _fault_of(self, entry: object, taken: set[str]) -> str:
        if not isinstance(entry, str):
            return f"found {described(entry)}; a name in quotes is accepted"
        if not nameable(entry):
            return f"found {described(entry)}; {NAMEABLE}"
        if entry in taken:
            return f"{entry} is there already; each name may stand once"
        taken.add(entry)
        return ""


NAMEABLE = "a name has 1 to 200 characters, all of them printable"
LISTED = 16


def nameable(name: str) -> bool:
    """Return whether a text can name a player, type, action, decision or signal."""
    return bool(name) and name.isprintable() and len(name) <= 200


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is not known, which ones are, and which one may be meant."""
    names = tuple(known)
    near = nearest(name, names)
    more = ", ..." if len(names) > LISTED else ""
    listed = f"known: {', '.join(map(shown, names[:LISTED]))}{more}" if names else "none is known"
    return f"unknown {what} {shown(name)}; {listed}{meant(near)}"


def meant(near: str | None) -> str:
    """Return the question for a nearest name, empty when there is none."""
    return f"; did you mean {shown(near)}?" if near is not None else ""


def quoted(words: Iterable[str]) -> str:
    """Return words as they would stand in the file."""
    return ", ".join(f'"{word}"' for word in words)


def shown(text: str) -> str:
    """Return a text on one line, cut when it is long."""
    plain = text if text.isprintable() else ascii(text)[1:-1]
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}..."


def described(value: object) -> str:
    """Say of what kind a value is, and what it is when that is short."""
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, int | float | Fraction):
        return f"the number {shown(str(value))}"
    if isinstance(value, str):
        return f'"{shown(value)}"'
    if isinstance(value, dict | list):
        kind = "table" if isinstance(value, dict) else "list"
        return f"a {kind}" if value else f"an empty {kind}"
    if isinstance(value, np.ndarray):
        return f"an array of {' x '.join(map(str, value.shape))} entries"
    return "nothing" if value is None else f"the date or time {shown(str(value))}"
