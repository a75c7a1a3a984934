"""Random games as the checker reads them, and their certificates."""

from __future__ import annotations

from pathlib import Path
from random import Random

import apsgen
from apsgen import checker
from apsgen.certificate import Certificate
from apsgen.checker import Game
from tests.brute.games import random_game
from tests.checker.proofs import sure
from tests.checker.written import written


def case(folder: Path, seed: int) -> Path:
    """Write a random game to a case file."""
    path = folder / f"{seed}.toml"
    path.write_text(written(random_game(Random(seed))), encoding="utf-8")
    return path


def game(folder: Path, seed: int) -> Game:
    """Return a random game."""
    path = case(folder, seed)
    return checker.read_case(path.read_bytes(), folder, None, {}, sure)


def proved(path: Path, tolerance: float) -> Certificate:
    """Return the certificate of a case."""
    return apsgen.prove(apsgen.iterate(apsgen.load(path), tolerance=tolerance))
