"""Recursive mechanisms: their files, whether they hold, and what they do."""

from __future__ import annotations

from apsgen.mechanism.automaton import Arrow, Automaton, Node, automaton_of
from apsgen.mechanism.checking import CheckReport, check
from apsgen.mechanism.constraint import Constraint, Name, Status
from apsgen.mechanism.deviation import Deviation
from apsgen.mechanism.dot import dot_text
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
    "Arrow",
    "Automaton",
    "Block",
    "Branch",
    "CheckReport",
    "Choice",
    "Constraint",
    "Continuation",
    "Deviation",
    "Mechanism",
    "Name",
    "Node",
    "Payments",
    "Plan",
    "Simulation",
    "State",
    "Status",
    "automaton_of",
    "check",
    "dot_text",
    "mechanism_of",
    "read_mechanism",
    "simulate",
]
