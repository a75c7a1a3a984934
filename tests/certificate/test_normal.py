"""Normalised games: the way there and back is exact, and rounding errs to one side."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from apsgen.certificate.normal import Normal, above, grid, near
from tests.certificate.games import game


def draw(random: Random) -> Fraction:
    return Fraction(random.uniform(-1, 1)) * Fraction(10) ** random.randint(-6, 6)


@pytest.mark.parametrize("seed", range(40))
def test_payoffs_span_the_unit_interval(tmp_path: Path, seed: int) -> None:
    normal = Normal.of(game(tmp_path, seed))
    for i in (0, 1):
        values = [v for table in normal.game.payoff[i] for row in table for v in row]
        assert min(values) == 0
        assert max(values) <= 1
    if normal.case.transfers != "none":
        assert normal.scale[0] == normal.scale[1]


@pytest.mark.parametrize("seed", range(40))
def test_points_directions_and_levels_come_back(tmp_path: Path, seed: int) -> None:
    """A direction times a payoff is the same in both units, up to the level of its foot."""
    random = Random(seed)
    normal = Normal.of(game(tmp_path, seed))
    point = draw(random), draw(random)
    direction = normal.direction(random.uniform(-1, 1), random.uniform(-1, 1))
    inside, outward = normal.inward(point), normal.outward(direction)
    assert all(
        s + c * v == p for s, c, v, p in zip(normal.shift, normal.scale, inside, point, strict=True)
    )
    there = outward[0] * inside[0] + outward[1] * inside[1]
    assert there + normal.foot(direction) == direction[0] * point[0] + direction[1] * point[1]
    level = random.uniform(-2, 2)
    excess = normal.level(level, direction) - normal.foot(direction) - Fraction(level)
    assert 0 <= excess <= grid(max(map(abs, outward)))


def test_a_direction_along_which_money_passes_is_exact(tmp_path: Path) -> None:
    normal = Normal.of(game(tmp_path, 1))
    assert normal.case.transfers != "none"
    for x, y in ((0.7071067811865475, 0.7071067811865476), (-2.0, -2.0000000000000004)):
        first, second = normal.direction(x, y)
        assert first == second != 0


@pytest.mark.parametrize("seed", range(40))
def test_numbers_are_rounded_to_short_ones(seed: int) -> None:
    random = Random(seed)
    value = draw(random)
    step = grid(abs(value))
    assert 2**43 <= abs(value) / step <= 2**46
    assert 0 <= above(value, step) - value < step
    assert abs(near(value, step) - value) <= 2**10 * step
    assert step.numerator == 1 or step.denominator == 1
    simple = Fraction(random.randint(-99, 99), random.randint(1, 99))
    assert near(Fraction(float(simple)), grid(max(abs(simple), Fraction(1)))) == simple
