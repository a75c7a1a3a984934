"""One error tree: everything that apsgen raises on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ApsgenError(Exception):
    """Root of the tree; its text is what a user reads."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file: where it stands, what was found, what would be accepted.

    Attributes
    ----------
    path
        The file as the user named it; ``None`` for a game that was given in Python.
    line, column
        Position in the file, from 1; 0 when the fault has no place (a missing file).
    key
        The dotted key, for example ``monitoring.kind``; empty when there is none.
    found
        What was found and what would be accepted, in one sentence or two.
    source
        The text of the line, for the caret; empty when there is none.
    """

    path: Path | None
    line: int
    column: int
    key: str
    found: str
    source: str = ""

    def __str__(self) -> str:
        file = "" if self.path is None else f"{self.path}: "
        place = f"{self.path}:{self.line}:{self.column}: " if self.line else file
        key = f"{self.key}: " if self.key else ""
        text = f"{place}{key}{self.found}"
        if not self.source:
            return text
        shown = self.source.expandtabs(1)
        return f"{text}\n    {shown}\n    {' ' * (self.column - 1)}^"


class CaseError(ApsgenError):
    """A case does not describe a game; every fault of it is listed.

    Attributes
    ----------
    faults
        All faults, in the order in which they stand in the case.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class UsageError(ApsgenError):
    """A command or a function was asked for something that makes no sense."""


class ResultError(ApsgenError):
    """A text is no result that apsgen wrote, or not one that it can read."""


class MechanismError(ApsgenError):
    """A text is no recursive mechanism, or not one of the game at hand."""


class UnsupportedError(ApsgenError):
    """No equilibrium gives what was asked for."""


class UndecidedError(ApsgenError):
    """Whether an equilibrium gives what was asked for is not known."""


class UnboundedError(ApsgenError):
    """The payoff set has no bound, so no polygon contains it."""


class ProgramError(ApsgenError):
    """A linear program was not solved: neither an optimum nor infeasibility was shown."""
