"""The faults of one case file, collected so that a user sees all of them at once."""

from __future__ import annotations

from typing import TypeVar

from apsgen.case.positions import Document, Key, Position, dotted
from apsgen.errors import CaseError, Fault

__all__ = ["Faults", "Key", "dotted"]

Item = TypeVar("Item")

MOST = 100
"""Faults that are listed one by one; more than that help nobody."""

ENOUGH = 1_000
"""Faults after which the rest of the file is not looked at."""


class Faults:
    """Collector of the faults of a document.

    Examples
    --------
    >>> from pathlib import Path
    >>> faults = Faults(Document(Path("case.toml"), "delta = 2", {"delta": 2}))
    >>> faults.at_value(("delta",), "found 2; accepted: 0 < delta < 1")
    >>> print(faults.error())
    case.toml:1:9: delta: found 2; accepted: 0 < delta < 1
        delta = 2
                ^
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._found: dict[tuple[Position, Key], Fault] = {}
        self._keys: set[Key] = set()
        self._elsewhere: list[Fault] = []
        self._follow_ups: list[tuple[frozenset[Key], tuple[Position, Key]]] = []

    def __bool__(self) -> bool:
        return bool(self._found or self._elsewhere)

    def stand_at(self, key: Key) -> bool:
        """Return whether a fault of a key is known."""
        return key in self._keys

    def at_key(self, key: Key, found: str) -> None:
        """Report a fault where a key stands, or the table around a key that is missing."""
        self._add(key, self.document.key_position(key), found)

    def at_value(self, key: Key, found: str) -> None:
        """Report a fault where a value starts."""
        self._add(key, self.document.value_position(key), found)

    def at_character(self, key: Key, offset: int, found: str) -> None:
        """Report a fault at a character of a text, at an offset from 0 in its value."""
        self._add(key, self.document.character_position(key, offset), found)

    def because(self, causes: frozenset[Key], key: Key, offset: int, found: str) -> None:
        """Report a fault that is none of its own if one of the causes has a fault."""
        place = self.document.character_position(key, offset)
        if (place, key) not in self._found:
            self._add(key, place, found)
            self._follow_ups.append((causes, (place, key)))

    def elsewhere(self, fault: Fault) -> None:
        """Report a fault of another file."""
        self._elsewhere.append(fault)

    def error(self) -> CaseError:
        """Return the error that lists all faults, in the order in which they stand."""
        dropped = {spot for causes, spot in self._follow_ups if causes & self._keys}
        spots = sorted(self._found, key=lambda spot: spot[0])
        kept = [self._found[spot] for spot in spots if spot not in dropped]
        faults = [*kept, *self._elsewhere]
        if len(faults) > MOST:
            rest = f"and {len(faults) - MOST} more faults, not listed"
            faults[MOST:] = [self.document.remark(rest)]
        return CaseError(tuple(faults))

    def settle(self, item: Item | None) -> Item:
        """Return what was read, once no fault stands.

        Raises
        ------
        CaseError
            When there is a fault.
        """
        if self or item is None:
            raise self.error()
        return item

    def _add(self, key: Key, place: Position, found: str) -> None:
        # Two faults at one place: the second follows from the first.
        self._keys.add(key)
        self._found.setdefault((place, key), self.document.fault(key, place, found))
        if len(self._found) >= ENOUGH:
            raise self.error()
