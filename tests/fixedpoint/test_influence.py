from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from apsgen.fixedpoint.influence import Influence
from apsgen.fixedpoint.outer import Levels, apply
from apsgen.fixedpoint.start import start
from apsgen.self_generation import Operator
from tests.brute.games import athey_bagwell
from tests.brute.plane import circle
from tests.builders import game, nothing


def settled(operator: Operator, directions: np.ndarray) -> tuple[Levels, Influence]:
    levels = Levels.around(start(operator).feasible, directions)
    for _ in range(8):
        applied = apply(operator, levels, nothing)
        assert applied is not None
        levels = Levels(applied.levels.directions, applied.bounds)
    applied = apply(operator, levels, nothing)
    assert applied is not None
    levels = Levels(applied.levels.directions, applied.bounds)
    touching = np.array([point.payoff for point in applied.generated])
    return levels, Influence.of(applied.phi, levels.directions, levels.levels, touching)


def test_corners_in_use_hold_levels_up() -> None:
    """Directions at the slopes in use lower the levels by about the estimate."""
    operator = Operator.of(athey_bagwell(Fraction(4, 5)))
    coarse, influence = settled(operator, circle(16))
    assert influence.greatest > 0
    assert len(influence.slopes) == len(influence.worth)
    np.testing.assert_allclose(np.hypot(*influence.slopes.T), 1.0)
    fine, _ = settled(operator, np.concatenate([circle(16), influence.cuts(0.0)]))
    reach = (coarse.directions @ fine.polygon().vertices.T).max(axis=1)
    fallen = float((coarse.levels - reach).max())
    assert 0.1 * influence.greatest <= fallen <= 10 * influence.greatest


def test_few_are_cut_if_only_the_worst_count() -> None:
    operator = Operator.of(athey_bagwell(Fraction(4, 5)))
    _, influence = settled(operator, circle(16))
    assert 1 <= len(influence.cuts(0.99)) <= len(influence.cuts(0.0)) == len(influence.slopes)


def test_a_polygon_whose_edges_are_known_has_none() -> None:
    operator = Operator.of(game())
    levels, _ = settled(operator, circle(8))
    normals = levels.polygon().normals
    _, influence = settled(operator, np.concatenate([circle(8), normals]))
    assert influence.greatest == pytest.approx(0.0, abs=1e-9)
