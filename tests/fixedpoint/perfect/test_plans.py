from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from apsgen.fixedpoint.outer import Levels
from apsgen.fixedpoint.perfect.plans import Plans, Prices
from apsgen.fixedpoint.policy import greatest_fixed_point
from apsgen.polygon import Floats, Polygon
from tests.brute import perfect
from tests.brute.plane import circle, hull
from tests.builders import game as small_game
from tests.fixedpoint.perfect.games import (
    KINDS,
    generated,
    normalised_table,
    profiles,
    some_points,
)

NOWHERE = -1e9


def random_plans(seed: int, steepest: float) -> Plans:
    """Return a monotone max-affine map whose slopes may add up to `steepest`."""
    chance = np.random.default_rng(seed)
    count = int(chance.integers(1, 7))
    direction = np.sort(np.concatenate([np.arange(count), chance.integers(0, count, 4)]))
    shape = (len(direction), 3)
    share: Floats = chance.random(shape) * (chance.random(shape) < 0.6) * steepest / 3
    return Plans.of(
        direction, chance.normal(size=len(direction)), chance.integers(0, count, shape), share
    )


def slowly(plans: Plans, levels: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the values of the map, and A and b of the best functions, one by one."""
    count = int(plans.direction.max()) + 1
    best, matrix, constant = np.full(count, -np.inf), np.zeros((count, count)), np.zeros(count)
    for p, k in enumerate(plans.direction.tolist()):
        row = np.zeros(count)
        for index, coefficient in zip(plans.index[p], plans.coefficient[p], strict=True):
            row[index] += coefficient
        value = plans.base[p] + row @ levels
        if value > best[k]:
            best[k], matrix[k], constant[k] = value, row, plans.base[p]
    return best, matrix, constant


@pytest.mark.parametrize("seed", range(20))
def test_the_map_one_function_at_a_time(seed: int) -> None:
    plans = random_plans(seed, 1.0)
    levels = np.random.default_rng(seed).normal(size=int(plans.direction.max()) + 1)
    values, matrix, constant = slowly(plans, levels)
    np.testing.assert_allclose(plans.at(levels), values)
    found = plans.linearised(levels)
    np.testing.assert_allclose(found[0], matrix)
    np.testing.assert_allclose(found[1], constant)
    flat = plans.without_constants()
    np.testing.assert_allclose(flat.at(levels), slowly(flat, levels)[0])


@pytest.mark.parametrize("seed", range(25))
def test_contractions_against_plain_iteration(seed: int) -> None:
    plans = random_plans(seed, 0.9)
    levels = np.random.default_rng(seed).normal(3.0, 2.0, int(plans.direction.max()) + 1)
    expected = levels
    for _ in range(400):
        expected = np.minimum(levels, plans.at(expected))
    found = greatest_fixed_point(plans, levels)
    np.testing.assert_allclose(found, expected, atol=1e-9)
    np.testing.assert_allclose(greatest_fixed_point(plans, levels, found), expected, atol=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_what_competes_is_what_may_be_best(seed: int) -> None:
    plans = random_plans(seed, 1.0)
    chance = np.random.default_rng(seed)
    lower = chance.normal(size=int(plans.direction.max()) + 1)
    upper = lower + chance.random(len(lower))
    kept = plans.competitive(upper, lower)
    for share in np.linspace(0, 1, 5):
        between = lower + share * (upper - lower)
        np.testing.assert_allclose(kept.at(between), plans.at(between))
    assert len(kept.base) <= len(plans.base)
    # Levels that are not above each other leave each direction the best function all the same.
    assert len(np.unique(plans.competitive(lower - 9, upper).direction)) == len(lower)


def tight_levels(points: Floats) -> tuple[Levels, Polygon]:
    polygon = Polygon.hull(points)
    axes = np.round(circle(4))
    return Levels.around(polygon, np.concatenate([axes, circle(7)])), polygon


def support(points: list[tuple[float, float]], directions: Floats) -> npt.NDArray[np.float64]:
    if not points:
        return np.full(len(directions), -np.inf)
    reach: Floats = (directions @ np.array(points).T).max(axis=1)
    return reach


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", KINDS)
def test_a_bound_holds_for_every_set_wherever_it_was_priced(kind: str, seed: int) -> None:
    """The levels of T(V; p0) are below the map at the levels of V, by the second solver."""
    game = KINDS[kind](Random(seed))
    if game.punishment.on_path:
        return
    known = profiles(game)
    levels, near = tight_levels(some_points(seed))
    prices = Prices(levels.directions, levels.levels, known.punishment(near.vertices))
    plans = prices.plans(known, np.full(len(levels.levels), NOWHERE))
    for other in range(5):
        polygon = Polygon.hull(some_points(1000 + 5 * seed + other))
        reach = (levels.directions @ polygon.vertices.T).max(axis=1)
        attained = support(generated(game, polygon.vertices), levels.directions)
        assert (attained <= plans.at(reach) + 1e-9).all()


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", KINDS)
def test_a_bound_is_attained_where_it_was_priced(kind: str, seed: int) -> None:
    """For each decision that T(V; p0) has, if the edges of V are among the directions."""
    game = KINDS[kind](Random(seed))
    if game.punishment.on_path:
        return
    known, table = profiles(game), normalised_table(game)
    polygon = Polygon.hull(some_points(seed))
    directions = np.concatenate([np.round(circle(4)), polygon.normals])
    levels = Levels.around(polygon, directions)
    prices = Prices(levels.directions, levels.levels, known.punishment(polygon.vertices))
    corners = hull([(float(x), float(y)) for x, y in polygon.vertices])
    for k, profile in enumerate(table.profiles):
        one = known.only(np.arange(len(known.payoff)) == k)
        plans = prices.plans(one, np.full(len(levels.levels), NOWHERE))
        alone = perfect.generate(corners, replace(table, profiles=(profile,)), 1e-12)
        if alone:
            attained = support(alone, levels.directions)
            np.testing.assert_allclose(plans.at(levels.levels), attained, atol=1e-9)


def test_decisions_below_the_levels_are_left_out() -> None:
    known = profiles(small_game())
    directions = np.round(circle(4))
    prices = Prices(directions, np.ones(4), np.zeros(2))
    plans = prices.plans(known, np.array([0.9, 0.9, NOWHERE, 0.0]))
    assert plans.direction.tolist() == [0, 1, 2, 2, 2, 2]


def test_many_pairs_are_priced_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    known = profiles(KINDS["symmetric"](Random(3)))
    levels, near = tight_levels(some_points(4))
    prices = Prices(levels.directions, levels.levels, known.punishment(near.vertices))
    above = np.full(len(levels.levels), NOWHERE)
    whole = prices.plans(known, above)
    monkeypatch.setattr("apsgen.fixedpoint.perfect.plans._TOGETHER", 7)
    parts = prices.plans(known, above)
    np.testing.assert_array_equal(whole.base, parts.base)
    np.testing.assert_array_equal(whole.coefficient, parts.coefficient)
