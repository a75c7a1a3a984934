"""Trading votes: when it begins, and when bills go to whom they matter more."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.case import load
from apsgen.mechanism import check, read_mechanism
from tests.cases.held import CASES, Point, is_fixed, is_hull, solved

CASE = "casella_2005"


@pytest.mark.parametrize(
    ("delta", "points"),
    [
        ("1/4", ((1, 1),)),
        ("66/100", ((1, 1),)),
        ("2/3", ((1, 1), (5 / 4, 1), (1, 5 / 4))),
    ],
)
def test_the_set_has_these_vertices(delta: str, points: tuple[Point, ...]) -> None:
    assert is_hull(solved(CASE, delta), points)
    game = load(CASES / f"{CASE}.toml", delta=delta)
    assert len(points) < 3 or is_fixed(game, points)


def test_the_first_best_is_reached_by_favours_in_ties() -> None:
    scheme = read_mechanism(CASES / f"{CASE}.favours.json")
    report = check(load(CASES / f"{CASE}.toml", delta="9/10"), scheme)

    assert report.holds
    assert sum(scheme.states[scheme.start].payoff, Fraction(0)) == Fraction(5, 2)


def test_the_first_best_takes_patience() -> None:
    result = solved(CASE, "43/50", gap=3e-3)

    assert result.outer_set.support((1, 1)) < 5 / 2 - 1e-3
    assert result.inner_set.support((1, 1)) > 5 / 2 - 1e-2
