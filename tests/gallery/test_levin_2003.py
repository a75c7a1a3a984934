"""Relational contracts: what the page derives beyond the numbers of the cases."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import apsgen

CASES = Path(__file__).parents[2] / "cases"
TOTAL = (1, 1)


@pytest.mark.parametrize(
    ("case", "delta", "total"),
    [
        ("levin_2003_hidden_information", "3/5", Fraction(85, 228)),
        ("levin_2003_moral_hazard", "1/2", Fraction(2)),
        ("levin_2003_effort", "3/4", Fraction(2, 9)),
    ],
)
def test_stationary_contracts_are_optimal(case: str, delta: str, total: Fraction) -> None:
    game = apsgen.load(CASES / f"{case}.toml", delta=delta)
    result = apsgen.iterate(game)

    mechanism = result.mechanism(maximise=TOTAL)

    assert len(mechanism.states) == 1
    assert sum(mechanism.states[0].payoff) == total
    assert apsgen.check(game, mechanism).holds
    assert result.outer_set.support(TOTAL) == pytest.approx(total)


@pytest.mark.parametrize(
    ("delta", "total"),
    [("1/2", 0), ("13/25", 17 / 18**2), ("2/3", 5 / 36), ("4/5", 1 / 4)],
)
def test_a_plain_grid_asks_for_less(delta: str, total: float) -> None:
    game = apsgen.load(CASES / "levin_2003_effort.toml", delta=delta, settings={"lift": "0"})

    result = apsgen.iterate(game, tolerance=1e-3)

    assert result.outer_set.support(TOTAL) == pytest.approx(total, abs=1e-8)
    assert result.inner_set.support(TOTAL) == pytest.approx(total, abs=1e-8)
