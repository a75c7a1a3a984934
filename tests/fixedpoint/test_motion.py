from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from apsgen.fixedpoint.motion import Motion
from apsgen.game import Game, Punishment
from apsgen.polygon import Polygon
from apsgen.program.generating import Generated
from apsgen.program.reduced import Reduced
from apsgen.self_generation import Operator
from tests.brute.games import random_bimatrix, random_game
from tests.builders import nothing

Floats = npt.NDArray[np.float64]
STEP = 1e-6
PUNISHMENTS = {
    "worst": Punishment(None, False),
    "worst, on the path": Punishment(None, True),
    "fixed": Punishment((Fraction(0), Fraction(-1, 3)), False),
    "fixed, on the path": Punishment((Fraction(-2), Fraction(-7, 3)), True),
}


def some_polygon(chance: np.random.Generator) -> Floats:
    return Polygon.hull(chance.random((5, 2)) * 1.5 - 0.25).vertices


def payoff(operator: Operator, vertices: Floats, direction: Floats) -> Floats | None:
    point = operator.at(vertices).support(direction)
    return None if point is None else point.payoff


def moved(operator: Operator, vertices: Floats, direction: Floats, at: int) -> Floats | None:
    """Return how the point moves with one coordinate; ``None`` where it does not move smoothly."""
    shift = np.zeros(vertices.size)
    shift[at] = STEP
    steps = [sign * shift.reshape(vertices.shape) for sign in (-1, -0.5, 0.5, 1)]
    found = [payoff(operator, vertices + step, direction) for step in steps]
    points = [point for point in found if point is not None]
    if len(points) < len(steps):
        return None
    first, second, third, fourth = points
    slopes = np.array([second - first, third - second, fourth - third]) / [
        [0.5 * STEP],
        [STEP],
        [0.5 * STEP],
    ]
    return slopes[1] if np.ptp(slopes, axis=0).max() < 1e-3 else None


def compared(game: Game, seed: int) -> int:
    """Check the derivatives of a point of T of some set; return how many there were to check."""
    chance = np.random.default_rng(seed)
    operator = Operator.of(game)
    vertices, direction = some_polygon(chance), chance.normal(size=2)
    found = operator.at(vertices).moving(direction[None] / np.linalg.norm(direction), nothing)
    if found is None:
        return 0
    point = found[0].point
    slopes = derivative(operator, vertices, point, found[0].rates)
    count = 0
    for at in range(vertices.size):
        expected = moved(operator, vertices, point.reduced.normal, at)
        if expected is not None:
            np.testing.assert_allclose(slopes[:, at], expected, atol=2e-3)
            count += 1
    return count


def derivative(
    operator: Operator, vertices: Floats, point: Generated, rates: tuple[Reduced, Reduced]
) -> Floats:
    motion = Motion.of(operator, vertices)
    layout = operator.incentives.layout
    found = motion.derivatives([((point, 1.0),)] * 2, Reduced.stacked(rates), layout)
    return found.reshape(2, -1)


@pytest.mark.parametrize("kind", PUNISHMENTS)
def test_derivatives_with_floors(kind: str) -> None:
    """Perfect monitoring: continuations at vertices, at cuts of edges and at both floors."""
    games = [random_bimatrix(Random(seed), largest=3) for seed in range(12)]
    cases = enumerate(replace(one, punishment=PUNISHMENTS[kind]) for one in games)
    assert sum(compared(one, seed) for seed, one in cases) >= 40


@pytest.mark.parametrize("kind", PUNISHMENTS)
def test_derivatives_of_every_kind_of_game(kind: str) -> None:
    games = [random_game(Random(seed)) for seed in range(16)]
    cases = enumerate(replace(one, punishment=PUNISHMENTS[kind]) for one in games)
    assert sum(compared(one, seed) for seed, one in cases) >= 40
