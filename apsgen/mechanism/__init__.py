"""Recursive mechanisms: their files, whether they hold, and what they do."""

from __future__ import annotations

from apsgen.mechanism.checking import CheckReport, check
from apsgen.mechanism.constraint import Constraint, Name, Status
from apsgen.mechanism.deviation import Deviation
from apsgen.mechanism.parts import (
    Block,
    Branch,
    Choice,
    Continuation,
    Mechanism,
    Payments,
    Plan,
    State,
)
from apsgen.mechanism.read import mechanism_of, read_mechanism
from apsgen.mechanism.simulation import Simulation, simulate

__all__ = [
    "Block",
    "Branch",
    "CheckReport",
    "Choice",
    "Constraint",
    "Continuation",
    "Deviation",
    "Mechanism",
    "Name",
    "Payments",
    "Plan",
    "Simulation",
    "State",
    "Status",
    "check",
    "mechanism_of",
    "read_mechanism",
    "simulate",
]
