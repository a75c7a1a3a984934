"""What expressions may know of a player: the attributes of his types and of his actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apsgen.case.expression import Number


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The types or the actions of a player.

    Attributes
    ----------
    names
        In the order of the file.
    attributes
        For each of them the values of its attributes; ``None`` for one that has a fault.
    """

    names: tuple[str, ...]
    attributes: tuple[Mapping[str, Number | None], ...]

    def __len__(self) -> int:
        return len(self.names)


def length(alternatives: Alternatives | None) -> int | None:
    """Return the number of alternatives, ``None`` after a fault."""
    return None if alternatives is None else len(alternatives)


def plain(names: tuple[str, ...]) -> Alternatives:
    """Return alternatives without attributes."""
    return Alternatives(names, ({},) * len(names))


ONLY = plain(("",))
"""The one type, or the one action, of a player who has no choice of it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A player's name, types and actions; ``None`` for what could not be read."""

    name: str
    types: Alternatives | None
    actions: Alternatives | None
