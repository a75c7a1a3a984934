"""Repeated trade: the greatest totals below the thresholds, from both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

import apsgen

CASES = Path(__file__).parents[2] / "cases"


@pytest.mark.parametrize(
    ("case", "delta", "total"),
    [
        ("athey_miller_2007", "2/3", 0.75),
        ("athey_miller_2007", "18/25", 0.8592),
        ("athey_miller_2007", "37/50", 0.8685),
        ("athey_miller_2007_interim", "3/5", 0.8333),
        ("athey_miller_2007_interim", "33/50", 0.8698),
        ("athey_miller_2007_interim", "3/4", 0.875),
    ],
)
def test_the_total_is_as_in_the_table(case: str, delta: str, total: float) -> None:
    result = apsgen.iterate(apsgen.load(CASES / f"{case}.toml", delta=delta), tolerance=1e-4)

    assert result.outer_set.support((1, 1)) == pytest.approx(total, abs=6e-5)
    assert result.inner_set.support((1, 1)) == pytest.approx(total, abs=6e-5)
