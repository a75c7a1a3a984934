"""The bound on strongly symmetric equilibria: payoffs that are worth 0 to all others."""

from __future__ import annotations

import pytest

from apsgen.case import load
from apsgen.fixedpoint import iterate
from tests.cases.held import CASES, bracketed, solved

CASE = "abreu_milgrom_pearce_1991"
STEEP = (1.0, 100.0)
"""Whoever leaves the face v2 = 0 for a unit pays a hundred for it."""


@pytest.mark.parametrize("delta", ["5/7", "3/4"])
def test_the_best_is_that_of_the_paper(delta: str) -> None:
    result = solved(CASE, delta, gap=1e-4)

    assert bracketed(result, (0, 1), 0)
    assert bracketed(result, STEEP, 4 / 5, off=1e-3)
    assert result.inner_set.distance((4 / 5, 0)) < 1e-4


def test_nobody_works_below_the_threshold() -> None:
    assert bracketed(solved(CASE, "7/10", gap=1e-4), STEEP, 0)


@pytest.mark.parametrize(
    ("ratio", "delta", "best"), [("2", "17/20", 0), ("5", "4/5", 9 / 10), ("5", "17/20", 9 / 10)]
)
def test_accidents_that_say_more_cost_less(ratio: str, delta: str, best: float) -> None:
    game = load(CASES / f"{CASE}.toml", delta=delta, settings={"ratio": ratio})

    result = iterate(game, tolerance=1e-3)

    assert bracketed(result, STEEP, best, off=5e-3)
