"""Penal codes in the game of three quantities."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.case import load
from apsgen.mechanism import check, read_mechanism
from tests.cases.held import CASES, Point, is_fixed, is_hull, solved

CASE = "abreu_1988"


@pytest.mark.parametrize(
    ("delta", "points"),
    [
        ("249/1000", ((7, 7),)),
        ("1/4", ((0, 21 / 4), (21 / 4, 0), (51 / 4, 21 / 4), (21 / 4, 51 / 4))),
        ("4/7", ((0, 3), (3, 0), (75 / 7, 0), (15, 3), (10, 10), (3, 15), (0, 75 / 7))),
        ("3/5", ((0, 0), (75 / 7, 0), (15, 3), (10, 10), (3, 15), (0, 75 / 7))),
        ("4/5", ((0, 0), (75 / 7, 0), (15, 3), (10, 10), (3, 15), (0, 75 / 7))),
    ],
)
def test_the_regions(delta: str, points: tuple[Point, ...]) -> None:
    assert is_hull(solved(CASE, delta), points)
    game = load(CASES / f"{CASE}.toml", delta=delta)
    assert len(points) < 3 or is_fixed(game, points)


@pytest.mark.parametrize(("delta", "total"), [("33/100", 18), ("1/3", 20)])
def test_full_collusion_begins_at_a_third(delta: str, total: float) -> None:
    result = solved(CASE, delta)

    assert result.outer_set.support((1, 1)) == pytest.approx(total, abs=1e-6)
    assert result.inner_set.support((1, 1)) == pytest.approx(total, abs=1e-6)


def test_the_code_of_the_paper_is_an_equilibrium() -> None:
    report = check(CASES / f"{CASE}.toml", read_mechanism(CASES / f"{CASE}.penal_code.json"))

    assert report.holds
    assert report.punishment == (Fraction(0), Fraction(0))
