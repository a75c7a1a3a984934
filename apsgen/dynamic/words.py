"""The words of an environment: its keys, its kinds, and how much is too much."""

from __future__ import annotations

from enum import StrEnum

ENVIRONMENT = (
    "kind",
    "title",
    "reference",
    "delta",
    "horizon",
    "parameters",
    "define",
    "agents",
    "allocations",
    "state",
    "joint",
)
AGENT = ("types", "utility", "transition")
STATE = ("values", "transition")
JOINT = ("probability", "transition")
ALLOCATION = ("feasible",)
RESERVED = ("allocation", "state", "next")
"""What attributes stand after in expressions; no agent has such a name."""

MOST_AGENTS = 8

MOST_STATES = 2_000
"""Public states times type profiles."""

MOST_ALLOCATIONS = 1_000

MOST_TRANSITIONS = 2_000_000
"""Allocations times states times next states."""

MOST_PERIODS = 100


class Moves(StrEnum):
    """How a type moves where no probabilities are given."""

    REDRAWN = "redrawn"
    STAYS = "stays"
