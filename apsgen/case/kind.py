"""What a file is about: a repeated game, or the environment of a dynamic mechanism."""

from __future__ import annotations

from pathlib import Path

from apsgen.case.files import read_exact
from apsgen.case.positions import parse
from apsgen.case.section import Section
from apsgen.errors import CaseError

DYNAMIC = "dynamic"

_INSTEAD = (
    f'found "{DYNAMIC}", the environment of a dynamic mechanism; apsgen design builds mechanisms '
    "for it, apsgen check verifies them"
)


def is_environment(path: Path) -> bool:
    """Return whether a file says that it is an environment; what is wrong with it is told later."""
    try:
        return parse(path, read_exact(path)).data.get("kind") == DYNAMIC
    except CaseError:
        return False


def check_is_game(case: Section) -> None:
    """Refuse an environment where a repeated game is needed.

    Raises
    ------
    CaseError
        With what takes environments.
    """
    if case.data.get("kind") == DYNAMIC:
        case.faults.at_value(case.at("kind"), _INSTEAD)
        raise case.faults.error()
