"""Blocks alone: closed only where the checker agrees, and never where a point enforces them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from apsgen import checker
from apsgen.certificate.blocks import is_enforced, price_block
from apsgen.certificate.facets import around
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.outer import OuterProof
from apsgen.certificate.program import Program
from apsgen.certificate.rows import certificate_rows
from apsgen.checker import Part
from tests.certificate.games import game


def closed_blocks(folder: Path, seed: int) -> int:
    """Return how many blocks of a game are closed at its start; the checker closes them too."""
    normal = Normal.of(game(folder, seed))
    program = Program.of(normal.game)
    proof = OuterProof(normal, program, around(normal))
    if proof.is_empty:
        return 0
    mechanisms, count = Mechanisms(program, proof.polygon().vertices), 0
    nothing = np.zeros(len(program.keys))
    for place, listed in program.own_rows.items():
        points, worst = mechanisms.points, mechanisms.punishment
        priced = price_block(program, points, worst, place, nothing)
        assert priced.rows == listed
        assert priced.multipliers.min() >= 0
        if priced.is_closed:
            count += 1
            assert not is_enforced(program, points, worst, place)
            multipliers = np.zeros(len(program.rows))
            multipliers[priced.rows] = priced.multipliers
            zero = Fraction(0), Fraction(0)
            rows = certificate_rows(normal, program, zero, multipliers)
            step = {"rule": "closed", "profile": place[0], "decision": place[1], "rows": rows}
            checker.check_step(Part(step, "step"), proof.known)
            assert place in proof.known.closed
    return count


@pytest.mark.parametrize("seed", range(40))
def test_what_is_closed_is_not_enforced_and_the_checker_agrees(tmp_path: Path, seed: int) -> None:
    closed_blocks(tmp_path, seed)


def test_some_blocks_are_closed(tmp_path: Path) -> None:
    assert sum(closed_blocks(tmp_path, seed) for seed in range(40)) > 5
