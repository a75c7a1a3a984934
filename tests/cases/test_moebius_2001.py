"""Trading favours: when it begins."""

from __future__ import annotations

import pytest

from apsgen.case import load
from tests.cases.held import CASES, Point, bracketed, is_fixed, is_hull, solved

CASE = "moebius_2001"


@pytest.mark.parametrize(
    ("delta", "points"),
    [("3/7", ((0, 0),)), ("49/100", ((0, 0),)), ("1/2", ((0, 0), (1, 0), (0, 1)))],
)
def test_favours_begin_at_a_half(delta: str, points: tuple[Point, ...]) -> None:
    assert is_hull(solved(CASE, delta), points)
    game = load(CASES / f"{CASE}.toml", delta=delta)
    assert len(points) < 3 or is_fixed(game, points)


def test_nobody_can_be_promised_more_than_the_efficient_plans_give() -> None:
    result = solved(CASE, "3/4", gap=3e-3)

    assert bracketed(result, (1, 1), 1.7661, off=2e-3, short=2e-3)
    assert result.outer_set.support((1, 0)) < 4 / 3
    assert result.outer_set.support((1, 1)) < 2
