"""Self-enforcing mechanisms, the least discount factor for them, and the ergodic condition."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from apsgen.dynamic import Claim, Environment, balanced_team, check_dynamic, environment_of
from apsgen.dynamic.constants import least_constants
from apsgen.dynamic.enforcement import (
    LeastDelta,
    enforced,
    ergodicity,
    least_delta,
    simplest,
)
from apsgen.dynamic.mechanism import shifted
from apsgen.errors import UnsupportedError, UsageError
from apsgen.report.dynamic import least_delta_text
from tests.dynamic.cases import FOLDER, case

LEAST = Fraction(32, 57)


def repeated(delta: Fraction) -> Environment:
    return replace(case("athey_segal_2013_repeated"), delta=delta)


def test_the_repeated_example_needs_thirty_two_fifty_sevenths() -> None:
    found = least_delta(repeated(Fraction(1, 2)), balanced_team)
    assert found.high == LEAST
    assert found.low is not None
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


GOOD = """
kind = "dynamic"
title = "A public good without exit fees"
delta = "9/10"
[parameters]
share = "1/2"
[agents.ann]
types = { low = { v = 0, probability = "1/2" }, high = { v = 1, probability = "1/2" } }
utility = "v - share if allocation.good == 1 else 0"
[agents.bob]
types = { low = { v = 0, probability = "1/2" }, high = { v = 1, probability = "1/2" } }
utility = "v - 1 + share if allocation.good == 1 else 0"
[allocations]
no = { good = 0 }
yes = { good = 1 }
"""


def good(delta: Fraction, share: str = "1/2") -> Environment:
    return environment_of(FOLDER / "good.toml", GOOD, delta=str(delta), settings={"share": share})


@pytest.mark.parametrize("share", ["1/2", "1/4", "1/3"])
def test_lies_followed_by_leaving_are_what_binds(share: str) -> None:
    """Of low value, in units of today: truth is worth k/8 - 1/8, high and then leaving 1/8 + k/16.

    So patience k = delta / (1 - delta) of 4 is needed, delta = 4/5, whoever bears the cost: what
    one bears more the constants give back.
    """
    found = least_delta(good(Fraction(1, 2), share), balanced_team)
    assert found.high == Fraction(4, 5)
    assert found.low is not None
    assert found.low >= Fraction(4, 5) - Fraction(1, 10**6)
    for delta in (Fraction(4, 5), Fraction(9, 10)):
        environment = good(delta, share)
        made = enforced(environment, balanced_team(environment))
        assert made is not None
        assert check_dynamic(environment, made, (Claim.SELF_ENFORCING,)).holds
        least = least_constants(environment, balanced_team(environment))
        assert least is not None
        assert (sum(least) == 0) == (delta == Fraction(4, 5))


@pytest.mark.parametrize("delta", [Fraction(3, 4), Fraction(4, 5), Fraction(17, 20)])
def test_less_than_the_least_constant_does_not_do(delta: Fraction) -> None:
    environment = good(delta, "1/3")
    mechanism = balanced_team(environment)
    least = least_constants(environment, mechanism)
    assert least is not None
    for agent, name in enumerate(environment.agents):
        for off in (Fraction(0), Fraction(-1, 10**9)):
            constants = [Fraction(10)] * 2
            constants[agent] = least[agent] + off
            made = shifted(mechanism, constants)
            report = check_dynamic(environment, made, (Claim.SELF_ENFORCING,))
            failing = {one.agent for one in report.lines if one.slack < 0}
            assert failing == ({name} if off else set())


def test_a_lie_that_pays_for_ever_is_not_cured_by_constants() -> None:
    environment = case("liu_2018")
    assert least_constants(environment, balanced_team(environment)) is None
    with pytest.raises(UnsupportedError, match="none do where a lie pays"):
        least_delta(environment, balanced_team)


def test_what_holds_at_the_least_that_is_tried_claims_no_lower_end() -> None:
    text = """
kind = "dynamic"
title = "Nothing to fear"
delta = "1/2"
allocations = ["rest"]
[agents.ann]
utility = 1
[agents.bob]
utility = 1
"""
    found = least_delta(environment_of(FOLDER / "rest.toml", text), balanced_team)
    assert found == LeastDelta(None, Fraction(1, 2**20))
    assert "the least that was tried" in least_delta_text(found)


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
