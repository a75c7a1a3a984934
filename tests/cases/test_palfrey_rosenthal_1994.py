"""A public good without money: who pays is paid with later goods."""

from __future__ import annotations

import pytest

from apsgen.case import load
from apsgen.fixedpoint import iterate
from tests.cases.held import CASES, CLOSE, Point, bracketed, is_fixed, is_hull, solved

CASE = "palfrey_rosenthal_1994"


@pytest.mark.parametrize(
    ("delta", "points"),
    [
        ("1/2", ((0, 0),)),
        ("79/100", ((0, 0),)),
        ("4/5", ((0, 0), (1 / 8, 0), (0, 1 / 8))),
        ("9/10", ((0, 0), (1 / 8, 0), (0, 1 / 8))),
    ],
)
def test_the_set_has_these_vertices(delta: str, points: tuple[Point, ...]) -> None:
    assert is_hull(solved(CASE, delta), points)
    game = load(CASES / f"{CASE}.toml", delta=delta)
    assert len(points) < 3 or is_fixed(game, points)


@pytest.mark.parametrize(("delta", "reached"), [("13/20", False), ("7/10", True)])
def test_the_first_best_when_one_keen_agent_is_enough(delta: str, reached: bool) -> None:
    game = load(CASES / f"{CASE}.toml", delta=delta, settings={"value": "2"})

    result = iterate(game, tolerance=2e-3)

    assert result.first_best == pytest.approx(7 / 8)
    if reached:
        assert bracketed(result, (1, 1), 7 / 8, off=CLOSE, short=2e-3)
    else:
        assert result.outer_set.support((1, 1)) < 7 / 8 - 4e-3
