from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from apsgen import tolerances
from apsgen.fixedpoint import policy
from apsgen.fixedpoint.policy import Phi, Terms, greatest_fixed_point

Floats = npt.NDArray[np.float64]


def random_map(seed: int, steepest: float) -> Phi:
    """Return a monotone max-affine map whose slopes may add up to `steepest`."""
    chance = np.random.default_rng(seed)
    count, profiles, decisions = int(chance.integers(1, 7)), 2, 3
    blocks = int(chance.choice([1, decisions]))

    def coefficients(*shape: int) -> Floats:
        drawn: Floats = chance.random(shape) * (chance.random(shape) < 0.6)
        return drawn * steepest / (4 * profiles)

    def indices(*shape: int) -> npt.NDArray[np.int64]:
        return chance.integers(0, count, shape)

    base = chance.normal(size=(count, profiles, decisions))
    base[:, :, 1:][chance.random((count, profiles, 2)) < 0.2] = -np.inf
    shape = (count, profiles, blocks, 1, 2)
    return Phi(
        base,
        coefficients(count, profiles, decisions, 2),
        Terms(chance.normal(size=(2, 1)), chance.random((2, 1, 2)), indices(2, 1, 2)),
        Terms(chance.normal(size=shape), coefficients(*shape, 2), indices(*shape, 2)),
    )


def iterated(phi: Phi, levels: Floats, times: int) -> Floats:
    """Return what the levels fall to when min(levels, phi) is applied many times."""
    current = levels
    for _ in range(times):
        current = np.minimum(levels, phi.at(current))
    return current


@pytest.mark.parametrize("seed", range(60))
def test_contractions_against_plain_iteration(seed: int) -> None:
    phi = random_map(seed, 0.9)
    levels = np.random.default_rng(seed).normal(3.0, 2.0, len(phi.base))
    expected = iterated(phi, levels, 400)
    np.testing.assert_allclose(greatest_fixed_point(phi, levels), expected, atol=1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_a_fixed_point_that_is_known_is_taken(seed: int) -> None:
    phi = random_map(seed, 0.9)
    levels = np.random.default_rng(seed).normal(3.0, 2.0, len(phi.base))
    found = greatest_fixed_point(phi, levels)
    for near in (found, found - 1.0, levels + 1.0):
        np.testing.assert_allclose(greatest_fixed_point(phi, levels, near), found, atol=1e-9)


@pytest.mark.parametrize("seed", range(120))
def test_the_answer_never_lies_below_the_greatest_fixed_point(seed: int) -> None:
    """Steep maps need not contract; the answer is a bound all the same."""
    phi = random_map(seed, float(np.random.default_rng(seed).choice([1.0, 1.5, 2.0, 4.0])))
    levels = np.random.default_rng(seed).normal(3.0, 2.0, len(phi.base))
    found = greatest_fixed_point(phi, levels)
    assert (found <= levels).all()
    assert (found >= iterated(phi, levels, 600) - 1e-9).all()


@pytest.mark.parametrize("rounds", [0, 1])
def test_giving_up_early_leaves_a_bound(rounds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_STEPS", rounds)
    for seed in range(20):
        phi = random_map(seed, 1.2)
        levels = np.full(len(phi.base), 5.0)
        found = greatest_fixed_point(phi, levels)
        assert (found <= levels).all()
        assert (found >= iterated(phi, levels, 600) - 1e-9).all()


def linear(slope: float, constant: float) -> Phi:
    """Return the map slope * level + constant of one level."""
    return Phi(
        np.full((1, 1, 1), constant),
        np.zeros((1, 1, 1, 2)),
        Terms(np.zeros((2, 1)), np.zeros((2, 1, 2)), np.zeros((2, 1, 2), dtype=np.int64)),
        Terms(
            np.zeros((1, 1, 1, 1, 1)),
            np.array([slope, 0.0]).reshape(1, 1, 1, 1, 1, 2),
            np.zeros((1, 1, 1, 1, 1, 2), dtype=np.int64),
        ),
    )


@pytest.mark.parametrize(
    ("slope", "constant", "level", "fixed"),
    [
        (0.5, 1.0, 10.0, 2.0),
        (0.5, 1.0, 1.0, 1.0),
        (0.0, -3.0, 1.0, -3.0),
        (0.999999, 0.0, 1.0, 0.0),
        (1.0, 0.0, 7.0, 7.0),
        (2.0, -1.0, 3.0, 3.0),
    ],
)
def test_one_level(slope: float, constant: float, level: float, fixed: float) -> None:
    found = greatest_fixed_point(linear(slope, constant), np.array([level]))
    margin = tolerances.ROUNDING / (1 - slope) if slope < 1 else 0.0
    assert found[0] == pytest.approx(fixed, abs=1e-9 + margin)


@pytest.mark.parametrize("slope", [1 - 2.0**-50, 1 - 2.0**-45, 1 - 2.0**-40])
def test_rounding_does_not_topple_a_level_at_a_threshold(slope: float) -> None:
    """A constant that is off by a rounding error moves the fixed point from 1 to far below."""
    phi = linear(slope, 1 - slope - 2.0**-51)

    assert -(2.0**-51) / (1 - slope) < -1e-4
    assert greatest_fixed_point(phi, np.array([1.0]))[0] >= 1 - 1e-9


def test_a_level_without_a_fixed_point_keeps_falling() -> None:
    """No level satisfies c <= c - 1 or c <= 2 c - 3 below 3: anything is a bound."""
    for phi in (linear(1.0, -1.0), linear(2.0, -3.0)):
        assert greatest_fixed_point(phi, np.array([2.0]))[0] < 2.0


@pytest.mark.parametrize("seed", range(30))
def test_the_linear_map_touches_from_below(seed: int) -> None:
    phi = random_map(seed, 2.0)
    chance = np.random.default_rng(seed)
    here = chance.normal(size=len(phi.base))
    matrix, constant = phi.linearised(here)
    assert (matrix >= 0).all()
    np.testing.assert_allclose(matrix @ here + constant, phi.at(here))
    for _ in range(5):
        there = chance.normal(size=len(phi.base)) * 3
        assert (phi.at(there) >= matrix @ there + constant - 1e-12).all()
    for k, t, d in phi.chosen(here):
        assert np.isfinite(phi.base[k, t, d])


@pytest.mark.parametrize("seed", range(30))
def test_what_is_closed_between_two_levels_is_never_best_there(seed: int) -> None:
    phi = random_map(seed, 1.5)
    chance = np.random.default_rng(seed)
    lower = chance.normal(size=len(phi.base))
    upper = lower + chance.random(len(phi.base))
    between = phi.competitive(upper, lower)
    for share in (0.0, 0.3, 1.0):
        levels = lower + share * (upper - lower)
        kept, every = between.totals(levels), phi.totals(levels)
        best = every.max(axis=-1, keepdims=True)
        assert np.isfinite(kept[every == best]).all()
