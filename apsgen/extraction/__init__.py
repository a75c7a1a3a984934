"""The equilibrium behind a payoff: recursive mechanisms from payoff sets, exact, of few states."""

from __future__ import annotations

from apsgen.extraction.asked import question
from apsgen.extraction.explaining import Explanation, explain
from apsgen.extraction.extracting import extract
from apsgen.extraction.moments import Later, Moment
from apsgen.extraction.prices import Scarcity

__all__ = ["Explanation", "Later", "Moment", "Scarcity", "explain", "extract", "question"]
