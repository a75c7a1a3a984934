"""Outer and inner sets of a repeated game, applied T until they meet."""

from __future__ import annotations

from apsgen.fixedpoint.limits import Limits
from apsgen.fixedpoint.patience import iterate_deltas
from apsgen.fixedpoint.run import iterate

__all__ = ["Limits", "iterate", "iterate_deltas"]
