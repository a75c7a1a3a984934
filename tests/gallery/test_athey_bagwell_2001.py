"""Collusion: information alone, lower prices, no communication, and the second best."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import apsgen

CASES = Path(__file__).parents[2] / "cases"
TOTAL = (1, 1)


def solved(
    case: str, delta: str, tolerance: float = 1e-3, settings: dict[str, str] | None = None
) -> apsgen.Result:
    game = apsgen.load(CASES / f"athey_bagwell_2001{case}.toml", delta=delta, settings=settings)
    return apsgen.iterate(game, tolerance=tolerance)


def test_information_alone_lets_a_mechanism_have_the_derived_total() -> None:
    mechanism = solved("_on_schedule", "1/5").mechanism(maximise=TOTAL)

    assert sum(mechanism.states[0].payoff) == Fraction(79, 65)


def test_the_derived_total_is_proved_to_be_the_greatest() -> None:
    certificate = apsgen.prove(solved("_on_schedule", "1/5", 4e-4), tolerance=1e-3)

    proved = certificate.result
    assert proved.outer_set.support(TOTAL) == pytest.approx(79 / 65, abs=1e-6)


@pytest.mark.parametrize("delta", ["1/10", "1/5", "3/10"])
def test_lower_prices_are_of_no_use(delta: str) -> None:
    at_r = solved("_on_schedule", delta)
    lower = solved("_prices", delta, settings={"nash": "-100"})

    for polygon in (lower.outer_set, lower.inner_set):
        assert polygon.support(TOTAL) == pytest.approx(at_r.outer_set.support(TOTAL), abs=1e-6)


def test_silent_firms_reach_the_first_best_where_derived() -> None:
    share = (0.912 - (0.912**2 - 4 * 0.432 * 0.058) ** 0.5) / 0.864
    odds = 0.5 / (0.26 - 0.72 * share)
    threshold = odds / (1 + odds)

    below, above = (
        solved("_no_communication", str(Fraction(threshold + step).limit_denominator(10**6)), 1e-6)
        for step in (-2e-5, 5e-5)
    )

    assert below.status is apsgen.Status.EMPTY
    assert above.inner_set.support(TOTAL) == pytest.approx(67 / 50)
    assert -above.inner_set.support((-1, 0)) == pytest.approx(0.54 + 0.36 * share, abs=1e-3)


def test_talk_lets_firms_undercut() -> None:
    silent, talking = solved("_no_communication", "18/25"), solved("", "18/25")

    assert silent.inner_set.support(TOTAL) == pytest.approx(67 / 50)
    assert talking.outer_set.support(TOTAL) < 1.3
    assert talking.inner_set.support(TOTAL) > 1.27
