"""Outer proofs: levels only fall, in any directions, and the hull holds what they allow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from apsgen import checker
from apsgen.certificate.facets import around, directions_of
from apsgen.certificate.normal import Normal
from apsgen.certificate.outer import OuterProof
from apsgen.certificate.program import Program
from apsgen.checker import Part
from apsgen.fixedpoint.limits import LimitError
from tests.certificate.games import game


def begun(folder: Path, seed: int) -> tuple[OuterProof, Normal]:
    normal = Normal.of(game(folder, seed))
    return OuterProof(normal, Program.of(normal.game), around(normal)), normal


@pytest.mark.parametrize("seed", range(30))
def test_every_application_lowers_levels_and_proves_it(tmp_path: Path, seed: int) -> None:
    proof, normal = begun(tmp_path, seed)
    for _ in range(6):
        before = proof.levels().levels
        if proof.is_empty or not proof.apply():
            break
        assert (proof.levels().levels <= before + 1e-12).all()
    corners = [] if proof.is_empty else proof.vertices()
    document = proof.document(corners)
    assert checker.check_outer(Part(document, "outer"), normal.case) == corners


@pytest.mark.parametrize("seed", range(30))
def test_other_directions_forget_at_most_what_they_cannot_say(tmp_path: Path, seed: int) -> None:
    """The set is held in the new directions, touched by them, and no further off."""
    proof, normal = begun(tmp_path, seed)
    if not proof.is_empty:
        proof.apply()
    polygon = proof.polygon()
    if proof.is_empty or polygon.dimension < 2:
        return
    generator = np.random.default_rng(seed)
    angles = generator.uniform(-np.pi, np.pi, size=5)
    listed = directions_of(normal, np.stack([np.cos(angles), np.sin(angles)], axis=1))
    proof.turn(listed)
    assert proof.known.directions.listed == listed
    after = proof.levels()
    reach = (after.directions @ polygon.vertices.T).max(axis=1)
    assert np.abs(after.levels - reach).max() < 1e-7
    assert polygon.excess(proof.polygon()) < 1e-7


def test_a_limit_ends_it_with_what_is_proved(tmp_path: Path) -> None:
    proof, normal = begun(tmp_path, 3)
    left = [2]

    def pause() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise LimitError("enough")

    with pytest.raises(LimitError):
        proof.tighten(lambda falls: False, pause)
    assert proof.steps
    corners = proof.vertices()
    assert checker.check_outer(Part(proof.document(corners), "outer"), normal.case) == corners


def test_nothing_follows_a_step_that_shows_emptiness(tmp_path: Path) -> None:
    empty = 0
    for seed in (10, 68, 134, 147, 194):
        proof, normal = begun(tmp_path, seed)
        proof.tighten(lambda falls: False, lambda: None)
        empty += proof.is_empty
        assert proof.is_empty
        assert checker.check_outer(Part(proof.document([]), "outer"), normal.case) == []
    assert empty
