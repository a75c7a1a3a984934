"""Payoff sets of repeated games of two players, with an outer and an inner bound.

Names are imported when they are first used, so that ``import apsgen`` stays cheap.

Examples
--------
>>> import apsgen
>>> apsgen.Polygon.hull([(0, 0), (1, 0), (0, 1)]).dimension
2
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apsgen.case import load
    from apsgen.errors import (
        ApsgenError,
        CaseError,
        Fault,
        ProgramError,
        UnboundedError,
        UsageError,
    )
    from apsgen.fixedpoint import Limits, iterate
    from apsgen.game import Game
    from apsgen.polygon import Polygon
    from apsgen.result import Result, Status, Step

__version__ = "0.1.0"

__all__ = [
    "ApsgenError",
    "CaseError",
    "Fault",
    "Game",
    "Limits",
    "Polygon",
    "ProgramError",
    "Result",
    "Status",
    "Step",
    "UnboundedError",
    "UsageError",
    "iterate",
    "load",
]


def _home(name: str) -> str:
    """Return the module that defines a public name."""
    match name:
        case "load":
            return "apsgen.case"
        case "Limits" | "iterate":
            return "apsgen.fixedpoint"
        case "Game":
            return "apsgen.game"
        case "Polygon":
            return "apsgen.polygon"
        case "Result" | "Status" | "Step":
            return "apsgen.result"
    return "apsgen.errors"


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'apsgen' has no attribute {name!r}")
    value = getattr(import_module(_home(name)), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
