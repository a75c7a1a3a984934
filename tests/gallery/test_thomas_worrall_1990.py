"""Hidden income: the closed form, what the cut of the set costs, and the way to misery."""

from __future__ import annotations

from math import e, exp, log
from pathlib import Path

import numpy as np
import pytest

import apsgen
from apsgen.mechanism import Simulation
from tests.gallery.insurance import DOWN, ROOM, UP, Contract
from tests.gallery.insurance import STEP as RATIO

CASE = Path(__file__).parents[2] / "cases" / "thomas_worrall_1990.toml"
BETA = 0.9
OMEGA = (1.0341824, 0.9680049)
CONSTANT = 8.0780837
EXPONENTS = (13.603887, -14.675603)
RANGE = (-1.25, 1.0)
STEP = 1 / 8


@pytest.fixture(scope="module")
def result() -> apsgen.Result:
    return apsgen.iterate(apsgen.load(CASE), tolerance=6e-4)


@pytest.fixture(scope="module")
def paths(result: apsgen.Result) -> Simulation:
    contract = result.mechanism(maximise=(1, 4))
    return apsgen.simulate(CASE, contract, periods=6000, paths=300, seed=1)


def disutility(omega: tuple[float, float]) -> tuple[float, float]:
    """Return what keeps the promise of -1, and the rich from claiming to be poor."""
    poor, rich = omega
    first = (2 - BETA * (poor + rich) - BETA * (poor - rich)) / (1 + 1 / e)
    return first, first / e + BETA * (poor - rich)


def worth(omega: tuple[float, float]) -> float:
    """Return what the lender gets with these factors, at the promise of -1."""
    today = sum(log(a) + income for a, income in zip(disutility(omega), (1, 2), strict=True)) / 2
    return (today + 10 * BETA * (log(omega[0]) + log(omega[1])) / 2) / (1 - BETA)


def test_the_closed_form_is_the_best_of_its_kind() -> None:
    grid = np.linspace(-0.02, 0.02, 41)
    near = [worth((OMEGA[0] + x, OMEGA[1] + y)) for x in grid for y in grid]

    assert worth(OMEGA) == pytest.approx(-CONSTANT, abs=1e-7)
    assert max(near) <= worth(OMEGA) + 1e-9
    assert 0.5 * (1 / OMEGA[0] + 1 / OMEGA[1]) == pytest.approx(1, abs=1e-6)
    assert 0.5 * (log(OMEGA[0]) + log(OMEGA[1])) == pytest.approx(5.465e-4, abs=1e-7)


def test_the_exponents_make_martingales() -> None:
    for theta in EXPONENTS:
        assert BETA * (OMEGA[0] ** theta + OMEGA[1] ** theta) / 2 == pytest.approx(1, abs=1e-5)


def dearer(promise: float) -> float:
    """Return what grid and cut cost the lender on average at most, at an average promise."""
    transfers = [
        -log(10 * -promise * a) - y for a, y in zip(disutility(OMEGA), (1, 2), strict=True)
    ]
    down, up = min(transfers) - RANGE[0], RANGE[1] - max(transfers)
    left = exp(-EXPONENTS[0] * down) + exp(EXPONENTS[1] * up)
    without = -log((exp(-1) + exp(-2)) / 2)
    return STEP**2 / 8 + (log(10) - CONSTANT / 10 - without) * left


@pytest.mark.parametrize("weight", [3, 4, 5])
def test_grid_and_cut_cost_no_more_than_derived(result: apsgen.Result, weight: float) -> None:
    direction, promise = (1, weight), -1 / weight
    closed = log(-promise) + log(10) - CONSTANT / 10 + weight * promise
    gap = result.gap * weight

    assert dearer(promise) < 0.0035
    assert result.inner_set.support(direction) <= closed + 1e-7
    assert result.outer_set.support(direction) >= closed - dearer(promise)
    assert result.outer_set.support(direction) <= closed + gap
    assert result.inner_set.support(direction) >= closed - dearer(promise) - gap


def test_promises_move_as_in_the_closed_form(paths: Simulation) -> None:
    promises = np.array([float(state.payoff[1]) for state in paths.mechanism.states])
    promised, reports = promises[paths.state[:, :200]], paths.reports[1, :, :199]
    ratios = promised[:, 1:] / promised[:, :-1]

    for report, omega in enumerate(OMEGA):
        assert ratios[reports == report].mean() == pytest.approx(omega, abs=1.5e-3)
    assert ratios.mean() - 1 > 4 * ratios.std() / np.sqrt(ratios.size)


def test_play_ends_in_misery_or_at_the_upper_cut(paths: Simulation) -> None:
    promises = np.array([float(state.payoff[1]) for state in paths.mechanism.states])
    last = promises[paths.final]
    misery, bliss = last <= promises.min() + 5e-3, last >= promises.max() - 5e-3

    assert (misery | bliss).mean() > 0.95
    assert misery.mean() > 0.5


def test_a_fine_grid_is_near_the_closed_form() -> None:
    steps, weight = 32, 4
    fine = apsgen.iterate(apsgen.load(CASE, settings={"steps": str(steps)}), tolerance=2e-4)
    closed = log(1 / weight) + log(10) - CONSTANT / 10 - 1
    cost = dearer(-1 / weight) - STEP**2 / 8 + 1 / (8 * steps**2)
    gap = fine.gap * weight

    assert cost < 1.6e-4
    assert closed - cost <= fine.outer_set.support((1, weight)) <= closed + gap
    assert closed - cost - gap <= fine.inner_set.support((1, weight)) <= closed + 1e-7


def test_the_contract_of_the_paper_holds_and_drifts_to_misery() -> None:
    game = apsgen.load(CASE, settings={"steps": "32"})
    contract = Contract(game)
    promised, borrower = (float(x[0]) for x in (contract.lender, contract.promise))
    closed = log(-borrower) + log(10) - CONSTANT / 10
    mechanism = contract.mechanism(CASE.name)
    report = apsgen.check(game, mechanism)

    assert report.holds
    assert closed - 1.5e-4 - 2 * ROOM <= promised <= closed
    assert pytest.approx((log(OMEGA[0]), log(OMEGA[1])), abs=1e-5) == (UP * RATIO, -DOWN * RATIO)

    paths = apsgen.simulate(game, mechanism, periods=100, paths=2000, seed=1)
    promises = np.log([-float(state.payoff[1]) for state in mechanism.states])
    drifts = (promises[paths.state[:, -1]] - promises[paths.state[:, 0]]) / 99
    error = drifts.std() / np.sqrt(len(drifts))
    assert error < 1e-4
    assert drifts.mean() == pytest.approx(5.465e-4, abs=3 * error)
    assert drifts.mean() > 4 * error
