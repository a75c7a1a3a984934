"""From a case file, or the same given in Python, to the game that it describes."""

from __future__ import annotations

from apsgen.case.arrays import game_from_arrays, game_from_normal_form
from apsgen.case.load import load, reload
from apsgen.case.mapping import game_from_mapping

__all__ = ["game_from_arrays", "game_from_mapping", "game_from_normal_form", "load", "reload"]
