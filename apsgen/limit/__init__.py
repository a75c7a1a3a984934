"""Limit sets: what patient players can reach."""

from __future__ import annotations

from apsgen.limit.answer import LimitSet, Score
from apsgen.limit.conditions import Conditions, Profile
from apsgen.limit.limiting import limit

__all__ = ["Conditions", "LimitSet", "Profile", "Score", "limit"]
