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
    from apsgen.case import game_from_arrays, game_from_mapping, game_from_normal_form, load
    from apsgen.certificate import Certificate, prove
    from apsgen.critical import Critical, Property, critical
    from apsgen.errors import (
        ApsgenError,
        CaseError,
        Fault,
        MechanismError,
        ProgramError,
        ResultError,
        UnboundedError,
        UndecidedError,
        UnsupportedError,
        UsageError,
    )
    from apsgen.fixedpoint import Limits, iterate, iterate_deltas
    from apsgen.game import Game, Outline, Source
    from apsgen.limit import LimitSet, limit
    from apsgen.mechanism import (
        CheckReport,
        Deviation,
        Mechanism,
        Simulation,
        check,
        read_mechanism,
        simulate,
    )
    from apsgen.polygon import Polygon
    from apsgen.provenance import Provenance
    from apsgen.replication import Replication, Verdict, replicate
    from apsgen.restore import read_result
    from apsgen.result import Proved, Result, Status, Step

__version__ = "0.1.0"

__all__ = [
    "ApsgenError",
    "CaseError",
    "Certificate",
    "CheckReport",
    "Critical",
    "Deviation",
    "Fault",
    "Game",
    "LimitSet",
    "Limits",
    "Mechanism",
    "MechanismError",
    "Outline",
    "Polygon",
    "ProgramError",
    "Property",
    "Proved",
    "Provenance",
    "Replication",
    "Result",
    "ResultError",
    "Simulation",
    "Source",
    "Status",
    "Step",
    "UnboundedError",
    "UndecidedError",
    "UnsupportedError",
    "UsageError",
    "Verdict",
    "check",
    "critical",
    "game_from_arrays",
    "game_from_mapping",
    "game_from_normal_form",
    "iterate",
    "iterate_deltas",
    "limit",
    "load",
    "prove",
    "read_mechanism",
    "read_result",
    "replicate",
    "simulate",
]


_HOMES = {
    "case": ("game_from_arrays", "game_from_mapping", "game_from_normal_form", "load"),
    "certificate": ("Certificate", "prove"),
    "critical": ("Critical", "Property", "critical"),
    "fixedpoint": ("Limits", "iterate", "iterate_deltas"),
    "game": ("Game", "Outline", "Source"),
    "limit": ("LimitSet", "limit"),
    "mechanism": (
        "CheckReport",
        "Deviation",
        "Mechanism",
        "Simulation",
        "check",
        "read_mechanism",
        "simulate",
    ),
    "polygon": ("Polygon",),
    "provenance": ("Provenance",),
    "replication": ("Replication", "Verdict", "replicate"),
    "restore": ("read_result",),
    "result": ("Proved", "Result", "Status", "Step"),
}


def _home(name: str) -> str:
    """Return the module that defines a public name."""
    homes = (module for module, names in _HOMES.items() if name in names)
    return f"apsgen.{next(homes, 'errors')}"


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'apsgen' has no attribute {name!r}")
    value = getattr(import_module(_home(name)), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
