"""All states at once: what is found holds, in floats and exactly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import apsgen
from apsgen.extraction.design import Design
from apsgen.extraction.joint import Joint
from apsgen.extraction.setting import Setting

CASES = Path(__file__).parents[2] / "cases"
ONE = Fraction(1)
TOTAL = (ONE, ONE)


def scheme(favour: Fraction) -> list[Design]:
    """Return the design of the scheme of two states for Athey and Bagwell."""
    return [
        Design(
            {(0, 0): share, (0, 1): 1 - share, (1, 0): ONE, (2, 1): ONE, (3, number): ONE},
            {(0, 0, 0): stay, (1, 0, 0): {1: ONE}, (2, 0, 0): {0: ONE}, (3, 0, 0): stay},
            divides=True,
        )
        for number, share in enumerate((favour, 1 - favour))
        for stay in [{number: ONE}]
    ]


@pytest.fixture(scope="module")
def market() -> Setting:
    return Setting.of(apsgen.load(CASES / "athey_bagwell_2001.toml"))


def payoffs(setting: Setting, values: dict[tuple[object, ...], Fraction]) -> list[Fraction]:
    normal = setting.normal
    return [normal.shift[i] + normal.scale[i] * values["v", k, i] for k in (0, 1) for i in (0, 1)]


def test_payoffs_follow_from_decisions_and_transitions(market: Setting) -> None:
    half = Fraction(67, 100)
    joint = Joint(market, [(half, half)] * 2, scheme(Fraction(9, 10)), TOTAL)
    found = joint.solve()
    assert found is not None
    more, less = Fraction(5531, 7300), Fraction(4251, 7300)
    assert payoffs(market, next(joint.exact(found))) == [more, less, less, more]


def test_weights_of_a_division_are_found_in_short_numbers(market: Setting) -> None:
    half = Fraction(67, 100)
    free = [replace(one, free=frozenset({0})) for one in scheme(Fraction(1, 2))]
    joint = Joint(market, [(half, half)] * 2, free, TOTAL)
    found = joint.solve()
    assert found is not None
    for values in joint.exact(found):
        assert values["p", 0, 0, 0] + values["p", 0, 0, 1] == 1
        assert sum(payoffs(market, values)[:2]) == Fraction(67, 50)
    assert max(next(joint.exact(found)).values()) <= 1


def test_a_design_without_incentives_has_no_solution(market: Setting) -> None:
    half = Fraction(67, 100)
    assert Joint(market, [(half, half)] * 2, scheme(ONE / 4), TOTAL).solve() is None


def test_a_start_that_is_to_stay_stays(market: Setting) -> None:
    more, less = Fraction(5531, 7300), Fraction(4251, 7300)
    points = [(more, less), (less, more)]
    assert Joint(market, points, scheme(Fraction(9, 10)), None).solve() is not None
    moved = [(more + Fraction(1, 1000), less), (less, more)]
    assert Joint(market, moved, scheme(Fraction(9, 10)), None).solve() is None
