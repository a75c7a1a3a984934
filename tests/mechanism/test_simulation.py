"""Paths of play: what they promise, what a deviation leads to, and that they can be repeated."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from apsgen.case import load
from apsgen.errors import MechanismError, UsageError
from apsgen.mechanism import Deviation, Simulation, simulate
from tests.mechanism.schemes import cooperation, two_states

CASES = Path(__file__).parents[2] / "cases"
MARKET = load(CASES / "athey_bagwell_2001.toml")
DILEMMA = load(CASES / "stahl_1991.toml")
SCHEME = two_states(MARKET.delta, Fraction(9, 10))


def market(periods: int, paths: int, seed: int, *deviations: Deviation) -> Simulation:
    return simulate(MARKET, SCHEME, periods=periods, paths=paths, seed=seed, deviations=deviations)


@pytest.mark.parametrize("periods", [1, 5, 120])
def test_means_agree_with_what_is_promised(periods: int) -> None:
    """After 120 periods the promises for later weigh 2e-12: the paths alone give the mean."""
    found = market(periods, 4_000, 3)
    assert found.promised.tolist() == [float(x) for x in SCHEME.states[0].payoff]
    assert (np.abs(found.means - found.promised) <= 4 * found.standard_errors).all()
    assert (found.standard_errors < 0.01).all()


def test_a_wrong_promise_is_seen() -> None:
    """The means do not follow the promise: with one that is wrong they are far from it."""
    found = market(120, 4_000, 3)
    assert (np.abs(found.means - 0.67) > 10 * found.standard_errors).all()


def test_frequencies_are_those_of_the_prior_and_of_the_plan() -> None:
    found = market(50, 2_000, 5)
    draws = found.types[0].size
    low = (found.types == 0).mean(axis=(1, 2))
    assert (np.abs(low - 0.6) < 5 * np.sqrt(0.24 / draws)).all()
    assert (found.reports == found.types).all()
    low_first = (found.types[0] < found.types[1])[:, :-1]
    assert (found.state[:, 1:][low_first] == 1).all()
    served = np.array(found.decisions)[found.decision]
    assert set(served[found.types[0] < found.types[1]].tolist()) == {"firm1_serves"}


def test_the_same_seed_gives_the_same_paths() -> None:
    one, same, other = (market(20, 30, seed) for seed in (1, 1, 2))
    assert one.columns() == same.columns()
    assert one.columns() != other.columns()


def test_before_a_deviation_nothing_changes() -> None:
    plain = market(20, 30, 1)
    lied = market(20, 30, 1, Deviation("firm1", 10, report="L"))
    assert (plain.types == lied.types).all()
    assert (plain.payoff[..., :10] == lied.payoff[..., :10]).all()
    assert (lied.reports[0, :, 10] == 0).all()
    changed = lied.deviated[:, 10] == 0
    assert (changed == (lied.types[0, :, 10] == 1)).all()
    assert 0 < changed.sum() < 30


def test_a_fixed_punishment_lasts_for_ever() -> None:
    found = market(12, 20, 1, Deviation("firm2", 4, action="best"))
    assert (found.state[:, 5:] == -1).all()
    assert (found.payoff[:, :, 5:] == 0.24).all()
    assert (found.types[..., 5:] == -1).all()
    assert (found.decision[:, 5:] == -1).all()
    assert (found.final == -1).all()
    assert np.isnan(found.payoff[0, :, 4]).all()
    assert not np.isnan(found.payoff[1]).any()


def test_the_worst_punishment_is_played() -> None:
    found = simulate(
        DILEMMA,
        cooperation(DILEMMA.delta),
        periods=5,
        deviations=[Deviation("row", 1, action="defect")],
    )
    assert found.state.tolist() == [[0, 0, 1, 1, 1]]
    assert found.payoff.tolist() == [[[9, 10, 3, 3, 3]], [[9, 1, 3, 3, 3]]]
    assert np.isnan(found.standard_errors).all()


def test_playing_as_planned_is_no_deviation() -> None:
    as_planned = Deviation("row", 1, action="cooperate")
    found = simulate(DILEMMA, cooperation(DILEMMA.delta), periods=3, deviations=[as_planned])
    assert (found.deviated == -1).all()
    assert found.state.tolist() == [[0, 0, 0]]


def test_a_table_of_all_paths() -> None:
    found = market(3, 2, 1, Deviation("firm1", 1, action="best"))
    frame = found.to_frame()
    assert len(frame) == 6
    assert frame["path"].tolist() == [0, 0, 0, 1, 1, 1]
    assert frame["period"].tolist() == [0, 1, 2] * 2
    assert frame["state"].tolist()[2] == "punishment"
    assert frame["deviates"].tolist() == ["", "firm1", ""] * 2
    assert len(found.columns(slice(1))["path"]) == 3
    assert "2 paths of 3 periods, seed 1" in repr(found)


@pytest.mark.parametrize(
    ("periods", "paths", "seed", "said"),
    [
        (0, 1, 0, "periods: found 0; an integer from 1"),
        (1, 0, 0, "paths: found 0"),
        (1, 1, -1, "seed: found -1; an integer from 0"),
        (10_000, 10_000, 0, "at most 5,000,000 periods"),
    ],
)
def test_numbers_out_of_range_are_refused(periods: int, paths: int, seed: int, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        market(periods, paths, seed)


def test_payoffs_beyond_a_double_cannot_be_played() -> None:
    whole = cooperation(DILEMMA.delta)
    huge = replace(whole.states[0], payoff=(Fraction(10) ** 400, Fraction(9)))
    with pytest.raises(MechanismError, match="beyond a double"):
        simulate(DILEMMA, replace(whole, states=(huge, whole.states[1])), periods=1)


def test_one_deviation_a_period() -> None:
    both = (Deviation("firm1", 1, report="L"), Deviation("firm2", 1, report="L"))
    with pytest.raises(UsageError, match="two deviations in period 1"):
        market(3, 1, 0, *both)
