"""From a case file to the game that it describes (the format: docs/reference)."""

from __future__ import annotations

from apsgen.case.load import load

__all__ = ["load"]
