"""The first period of an equilibrium, in exact numbers."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import apsgen
from apsgen import Result, UnsupportedError
from apsgen.extraction.explaining import normal_at

CASES = Path(__file__).parents[2] / "cases"


@cache
def solved(name: str) -> Result:
    return apsgen.iterate(apsgen.load(CASES / f"{name}.toml"), tolerance=1e-4)


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("athey_bagwell_2001", (1, 1)),
        ("levin_2003_moral_hazard", (1, 1)),
        ("radner_myerson_maskin_1986", (1, 1)),
        ("goldluecke_kranz_2012", (1, 0)),
        ("li_matouschek_powell_2017", (1, 0)),
    ],
)
def test_today_and_later_make_up_the_payoff(name: str, direction: tuple[int, int]) -> None:
    found = solved(name).explain(maximise=direction)
    parts = zip(found.today, found.later, strict=True)
    assert tuple(now + then for now, then in parts) == found.payoff
    assert sum(moment.chance for moment in found.moments) == 1
    assert all(sum(later.chance for later in one.later) == 1 for one in found.moments)


def test_what_binds_is_what_the_check_says() -> None:
    found = solved("judd_yeltekin_conklin_2003").explain(maximise=(1, 0))
    (dear,) = [one for one in found.scarcities if one.price > 1e-6]
    assert (dear.constraint.player, dear.constraint.slack) == ("firm2", Fraction(0))
    assert dear.constraint in found.report.constraints


def test_inside_of_the_set_nothing_has_a_price() -> None:
    found = solved("stahl_1991").explain(at=(5, 5))
    assert found.direction is None
    assert all(one.price == 0 for one in found.scarcities)


def test_the_direction_at_a_vertex_lies_between_those_of_its_edges() -> None:
    result = solved("stahl_1991")
    found = result.explain(at=(9, 9))
    assert found.direction == (Fraction(1), Fraction(1))
    edge = normal_at(result, result.mechanism(at=("9.25", "7")).states[0].payoff)
    assert edge is not None
    side = np.array([9.75, 3]) - np.array([9, 9])
    assert float(np.array([float(x) for x in edge]) @ side) == pytest.approx(0, abs=1e-6)


def test_what_no_equilibrium_gives_is_not_explained() -> None:
    with pytest.raises(UnsupportedError):
        solved("stahl_1991").explain(at=(10, 10))
