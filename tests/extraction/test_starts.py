"""Payoffs that are farthest in a direction, on exact edges and in short numbers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import apsgen
from apsgen.extraction.setting import Setting
from apsgen.extraction.starts import along, farthest

CASES = Path(__file__).parents[2] / "cases"
TOTAL = Fraction(1), Fraction(1)


@pytest.fixture(scope="module")
def collusion() -> Setting:
    return Setting.of(apsgen.load(CASES / "athey_bagwell_2001.toml"))


def test_ends_of_an_edge_are_moved_onto_the_first_best_line(collusion: Setting) -> None:
    off = Fraction(1, 10**12)
    points = [
        (Fraction(79, 100) - off, Fraction(55, 100)),
        (Fraction(55, 100), Fraction(79, 100) - off),
        (Fraction(1, 2), Fraction(1, 2)),
    ]
    starts = [*farthest(collusion, points, TOTAL, 1e-4)]
    exact = [start for start in starts if along(TOTAL, start.payoff) == Fraction(67, 50)]
    assert exact[0].payoff[0] == Fraction(2, 3)
    for start in exact[1:4]:
        assert start.others == ((start.payoff[1], start.payoff[0]),)
        assert start.payoff[0].denominator <= 100
        assert Fraction(55, 100) <= start.payoff[0] <= Fraction(79, 100)


def test_a_vertex_alone_is_a_start_as_it_is(collusion: Setting) -> None:
    points = [(Fraction(1, 3), Fraction(1, 3)), (Fraction(1, 7), Fraction(1, 9))]
    starts = [*farthest(collusion, points, TOTAL, 1e-6)]
    assert starts[-1].payoff == points[0]
    assert all(along(TOTAL, one.payoff) == Fraction(2, 3) for one in starts)
