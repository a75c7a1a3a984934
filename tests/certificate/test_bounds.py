"""The map from levels to levels in floats is the one that the checker evaluates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from apsgen import checker
from apsgen.certificate.bounds import bounds
from apsgen.certificate.facets import around
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.outer import OuterProof
from apsgen.certificate.program import Program
from apsgen.certificate.rows import certificate_rows
from apsgen.checker import Part
from apsgen.fixedpoint.outer import Levels
from tests.certificate.games import game


@pytest.mark.parametrize("seed", range(60))
def test_the_map_is_that_of_the_checker(tmp_path: Path, seed: int) -> None:
    normal = Normal.of(game(tmp_path, seed))
    program = Program.of(normal.game)
    proof = OuterProof(normal, program, around(normal))
    if proof.is_empty:
        return
    present, generator = proof.levels(), np.random.default_rng(seed)
    order = np.argsort(np.arctan2(present.directions[:, 1], present.directions[:, 0]))
    rolled = Levels(present.directions[order], present.levels[order])
    mechanisms = Mechanisms(program, rolled.polygon().vertices)
    optima = [mechanisms.farthest(direction) for direction in rolled.directions]
    if None in optima:
        return
    multipliers = np.array([mechanisms.multipliers(one) for one in optima if one is not None])
    phi = bounds(program, rolled.directions, multipliers, frozenset())
    for _ in range(3):
        levels = rolled.levels - generator.uniform(0, 0.1, size=len(order))
        for k, place in enumerate(order.tolist()):
            direction = proof.known.directions.listed[place]
            outward = normal.outward(direction)
            length = float(np.hypot(float(outward[0]), float(outward[1])))
            rows = certificate_rows(normal, program, outward, length * multipliers[k])
            stated = list(proof.known.levels)
            for j, other in enumerate(order.tolist()):
                listed = proof.known.directions.listed[other]
                along = normal.outward(listed)
                size = float(np.hypot(float(along[0]), float(along[1])))
                stated[other] = normal.level(float(levels[j]) * size, listed)
            exact = checker.bound_at(proof.known.bound(Part(rows, "rows"), direction), stated)
            found = float(exact - normal.foot(direction)) / length
            assert phi.at(levels)[k] == pytest.approx(found, abs=1e-8)
