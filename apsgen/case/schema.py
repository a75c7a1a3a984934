"""The words of the case file: its keys, its kinds, and how much is too much."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

CASE = (
    "title",
    "reference",
    "delta",
    "parameters",
    "define",
    "players",
    "payoffs",
    "stage",
    "decisions",
    "prior",
    "monitoring",
    "transfers",
    "punishment",
    "constraints",
)
PLAYER = ("types", "actions", "payoff", "commits")
TYPE = ("probability", "reports")
GRID = ("grid", "from", "to", "points")
DECISIONS = ("mixing",)
DECISION = ("payoff", "deviation", "allowed")
TABLES: Mapping[str, tuple[str, ...]] = {
    "stage": ("nfg",),
    "prior": ("joint",),
    "monitoring": ("kind", "signals", "probability"),
    "transfers": ("kind", "timing"),
    "punishment": ("kind", "values", "on_path"),
    "constraints": ("off_schedule",),
}
"""The tables with keys that do not depend on other parts of the file."""

MOST_ACTIONS = 1_000
"""Actions of one player."""

MOST_TYPES = 1_000
"""Types of one player."""

MOST_CELLS = 250_000
"""Decisions times type profiles, and decisions times signals."""

MOST_HIDDEN = 5_000_000
"""Unobserved deviations of both players from all decisions."""

MOST_NAMES = 1_000
"""Parameters, and intermediates of ``[define]``."""

MOST_WORK = 20_000_000
"""Characters of expressions, each counted as often as it is evaluated for one table."""

MOST_BYTES = 16_000_000
"""Size of a Gambit file."""


class MonitoringKind(StrEnum):
    """What is seen of the actions."""

    PERFECT = "perfect"
    PUBLIC = "public"


class PunishmentKind(StrEnum):
    """Where the punishment payoffs come from."""

    WORST = "worst"
    FIXED = "fixed"
