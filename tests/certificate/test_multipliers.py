"""Multipliers that are sharpened and pruned hold levels down no less than before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from apsgen.certificate.blocks import price_block
from apsgen.certificate.bounds import bounds
from apsgen.certificate.facets import around, by_angle
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.multipliers import Sharpening
from apsgen.certificate.normal import Normal
from apsgen.certificate.outer import OuterProof
from apsgen.certificate.program import Program
from tests.certificate.games import game


@pytest.mark.parametrize("seed", range(40))
def test_at_the_known_levels_they_bound_no_less(tmp_path: Path, seed: int) -> None:
    normal = Normal.of(game(tmp_path, seed))
    program = Program.of(normal.game)
    proof = OuterProof(normal, program, around(normal))
    if proof.is_empty:
        return
    levels, nothing = by_angle(proof.levels()), np.zeros(len(program.keys))
    polygon = levels.polygon()
    every = Mechanisms(program, polygon.vertices)
    closed = frozenset(
        place
        for place in program.own_rows
        if price_block(program, every.points, every.punishment, place, nothing).is_closed
    )
    mechanisms = Mechanisms(program, polygon.vertices, closed)
    optima = [mechanisms.farthest(direction) for direction in levels.directions]
    if None in optima:
        return
    plain = np.array([mechanisms.multipliers(one) for one in optima if one is not None])
    before = bounds(program, levels.directions, plain, closed)
    sharpening = Sharpening(program, levels, polygon, mechanisms.punishment, closed)
    found = sharpening.round(plain.copy())
    assert found.multipliers.min(initial=0.0) >= 0
    known = levels.levels
    assert (found.phi.at(known) <= before.at(known) + 1e-7).all()
