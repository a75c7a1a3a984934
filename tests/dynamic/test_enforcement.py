"""Self-enforcing mechanisms, the least discount factor for them, and the ergodic condition."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from apsgen.dynamic import Claim, Environment, balanced_team, check_dynamic, environment_of
from apsgen.dynamic.enforcement import enforced, ergodicity, least_delta, simplest
from apsgen.errors import UnsupportedError, UsageError
from tests.dynamic.cases import FOLDER, case

LEAST = Fraction(32, 57)


def repeated(delta: Fraction) -> Environment:
    return replace(case("athey_segal_2013_repeated"), delta=delta)


def test_the_repeated_example_needs_thirty_two_fifty_sevenths() -> None:
    found = least_delta(repeated(Fraction(1, 2)), balanced_team)
    assert found.high == LEAST
    assert LEAST - Fraction(1, 10**6) <= found.low < LEAST


@pytest.mark.parametrize("off", [Fraction(-1, 10**12), Fraction(0), Fraction(1, 10**12)])
def test_it_is_sharp(off: Fraction) -> None:
    environment = repeated(LEAST + off)
    found = enforced(environment, balanced_team(environment))
    assert (found is None) == (off < 0)
    if found is not None:
        assert check_dynamic(environment, found, tuple(Claim)[2:3]).holds
        assert check_dynamic(environment, found).holds
        least = min(one.slack for one in check_dynamic(environment, found).of("self-enforcement"))
        assert (least == 0) == (off == 0)


def test_without_constants_the_seller_leaves() -> None:
    environment = repeated(Fraction(9, 10))
    report = check_dynamic(environment, balanced_team(environment), (Claim.SELF_ENFORCING,))
    assert not report.holds
    assert {one.agent for one in report.lines if one.slack < 0} == {"seller"}


def test_play_of_the_repeated_example_wanders_everywhere() -> None:
    found = ergodicity(repeated(Fraction(1, 2)))
    assert (found.classes, found.surpluses) == (1, (Fraction(25, 8),))
    assert found.holds


def test_types_that_stay_are_not_ergodic() -> None:
    found = ergodicity(case("bergemann_valimaki_2010_bandit"))
    assert sorted(found.surpluses) == [Fraction(7, 10), Fraction(1)]
    assert not found.holds


def test_the_long_run_of_a_chain_that_lingers() -> None:
    text = """
kind = "dynamic"
title = "A lasting type"
delta = "1/2"
[agents.ann]
types = { low = { v = 0, probability = 1 }, high = { v = 6 } }
utility = "v"
transition = [["1/2", "1/2"], ["1/4", "3/4"]]
[agents.bob]
[allocations]
all = {}
"""
    found = ergodicity(environment_of(FOLDER / "lasting.toml", text))
    assert (found.classes, found.surpluses) == (1, (Fraction(4),))


def test_nothing_to_share_is_never_enforced() -> None:
    text = (FOLDER / "athey_segal_2013_repeated.toml").read_text(encoding="utf-8")
    costly = text.replace('"theta * allocation.x"', '"theta * allocation.x - 4"')
    environment = environment_of(FOLDER / "costly.toml", costly)
    assert not ergodicity(environment).holds
    with pytest.raises(UnsupportedError, match="not even at delta = 1048575/1048576"):
        least_delta(environment, balanced_team)


def test_a_last_period_is_refused() -> None:
    environment = case("athey_segal_2013")
    for asked in (ergodicity, lambda one: least_delta(one, balanced_team)):
        with pytest.raises(UsageError, match="last period"):
            asked(environment)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0", "1", "1"),
        ("0", "1/2", "1/2"),
        ("1/3", "1/2", "1/2"),
        ("1/2", "2/3", "2/3"),
        ("3/10", "31/100", "4/13"),
        ("1/2", "501/1000", "251/501"),
        ("7/3", "5/2", "5/2"),
    ],
)
def test_simplest(low: str, high: str, expected: str) -> None:
    first, last = Fraction(low), Fraction(high)
    found = simplest(first, last)
    assert found == Fraction(expected)
    for below in range(1, found.denominator):
        above = last.numerator * below // last.denominator
        assert not first < Fraction(above, below) <= last
