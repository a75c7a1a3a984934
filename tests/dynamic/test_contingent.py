"""Contingent payments: Liu's bidders, both theorems, a last period."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings

from apsgen.dynamic import (
    Claim,
    DirectMechanism,
    Environment,
    check_dynamic,
    contingent,
    contingent_by_programs,
    efficient,
    environment_of,
    pivot,
)
from apsgen.dynamic.contingent import deterring, ending_constantly, smallest
from apsgen.dynamic.independence import Evidence, all_evidence
from apsgen.dynamic.setting import Setting
from apsgen.errors import UnsupportedError
from tests.dynamic.cases import FOLDER, case, state_of
from tests.dynamic.worlds import World, worlds

HALF, ONE = Fraction(1, 2), Fraction(1)

Builder = Callable[[Environment], DirectMechanism]


def next_payments(environment: Environment, first: str, second: str) -> list[tuple[Fraction, ...]]:
    """Return what the two pay next, by the next signals: low and low, then high and high."""
    mechanism = contingent(environment)
    begin = mechanism.rule(0, 0, state_of(environment, first, second))
    return [
        mechanism.rule(0, begin.next, state_of(environment, signal, signal)).payments
        for signal in ("low", "high")
    ]


def test_the_loser_pays_by_the_next_signal_of_the_winner() -> None:
    liu = case("liu_2018")
    nothing = Fraction(0)
    low = (Fraction(20, 9), Fraction(-20, 3))
    high = (Fraction(10, 3), Fraction(-50, 9))

    # The good goes to the lower signal, as the other's counts twice; ties to the first bidder.
    assert next_payments(liu, "low", "high") == [(nothing, low[0]), (nothing, low[1])]
    assert next_payments(liu, "low", "low") == [(nothing, low[0]), (nothing, low[1])]
    assert next_payments(liu, "high", "low") == [(low[0], nothing), (low[1], nothing)]
    assert next_payments(liu, "high", "high") == [(nothing, high[0]), (nothing, high[1])]


@pytest.mark.parametrize("builder", [contingent, contingent_by_programs])
def test_no_misreport_gains(builder: Builder) -> None:
    liu = case("liu_2018")
    report = check_dynamic(liu, builder(liu))
    assert report.holds
    assert len(report.lines) == 40


def test_the_pivot_mechanism_does_not_do_it() -> None:
    liu = case("liu_2018")
    assert not check_dynamic(liu, pivot(liu), (Claim.EX_POST_IC,)).holds


def test_with_spanning_each_gets_the_total_of_all() -> None:
    liu = case("liu_2018")
    truth = Setting(liu, contingent(liu)).truth
    (values,) = efficient(liu).values
    for state in range(4):
        assert truth.value(0, 0, state) == (values[state], values[state])


LOSER_PAYS = {
    (0, 0): Fraction(20, 9),
    (0, 3): Fraction(-20, 3),
    (3, 0): Fraction(10, 3),
    (3, 3): Fraction(-50, 9),
}
"""By the winner's bid, and by his next one."""


def test_in_an_auction_with_these_payments_bids_are_three_times_the_signal() -> None:
    """The lowest bid wins, the first bidder on a tie; the loser pays when the next bids are in.

    Whatever the signals are, and whatever number is bid once, bidding 3 theta is as good.
    """
    liu = case("liu_2018")
    (values,) = efficient(liu).values
    for state, agent in product(range(4), (0, 1)):
        theirs = 3 * liu.type_of(state, 1 - agent)

        def worth(bid: Fraction, state: int, agent: int, theirs: int) -> Fraction:
            wins = bid <= theirs if agent == 0 else bid < theirs
            winner = agent if wins else 1 - agent
            total = liu.utility[agent][winner][state]
            for to, weight in liu.kernel[winner][state]:
                paid = 0 if wins else LOSER_PAYS[theirs, 3 * liu.type_of(to, 1 - agent)]
                total += liu.delta * weight * (values[to] - paid)
            return total

        own = Fraction(3 * liu.type_of(state, agent))
        best = worth(own, state, agent, theirs)
        assert best == values[state]
        for quarters in range(-8, 24):
            assert worth(Fraction(quarters, 4), state, agent, theirs) <= best


@given(world=worlds(horizons=(None, 2, 3), private=False))
@settings(max_examples=25, deadline=None)
def test_where_types_can_be_told_it_holds(world: World) -> None:
    environment = world.environment()
    found = [*all_evidence(environment)]
    assume(all(one.is_spanning for one in found))
    for builder in (contingent, contingent_by_programs):
        assert check_dynamic(environment, builder(environment)).holds


def test_with_a_last_period_its_allocation_is_constant() -> None:
    text = (FOLDER / "liu_2018.toml").read_text(encoding="utf-8")
    liu = environment_of(FOLDER / "liu_2018.toml", text.replace("delta", "horizon = 3\ndelta", 1))
    policy = ending_constantly(liu)
    assert set(policy.choices[2]) == {0}
    assert len(set(policy.choices[0])) == len(set(policy.choices[1])) == 2
    for builder in (contingent, contingent_by_programs):
        assert check_dynamic(liu, builder(liu)).holds


PUBLIC = """
kind = "dynamic"
title = "What can be done depends on what everybody sees"
delta = "1/2"
horizon = 2
[agents.ann]
types = { low = { v = 0, probability = "1/2" }, high = { v = 1, probability = "1/2" } }
utility = "v if allocation.to == 1 else 0"
transition = "3/4 if next.v == bob.v else 1/4"
[agents.bob]
types = { low = { v = 0, probability = "1/2" }, high = { v = 1, probability = "1/2" } }
utility = "3 * v / 4 if allocation.to == 2 else 0"
transition = "2/3 if next.v == ann.v else 1/3"
[state]
values = { first = { late = 0, probability = 1 }, second = { late = 1 } }
transition = { second = 1 }
[allocations]
ann = { to = 1, feasible = "state.late == 0" }
bob = { to = 2, feasible = "state.late == 0" }
later = { to = 2, feasible = "state.late == 1" }
"""


def test_the_last_allocation_may_depend_on_what_everybody_sees() -> None:
    environment = environment_of(FOLDER / "public.toml", PUBLIC)
    policy = ending_constantly(environment)
    last = {environment.public_of(s): which for s, which in enumerate(policy.choices[1])}
    assert last[1] == 2
    assert len(set(policy.choices[0])) == 3
    for builder in (contingent, contingent_by_programs):
        assert check_dynamic(environment, builder(environment)).holds


def test_where_nothing_tells_types_apart_there_are_no_payments() -> None:
    text = (FOLDER / "liu_2018.toml").read_text(encoding="utf-8")
    redrawn = text.replace('transition = { high = "high" }', 'transition = "redrawn"')
    environment = environment_of(FOLDER / "liu_2018.toml", redrawn)
    with pytest.raises(UnsupportedError, match=r"spanning fails for second .* at \(low, low\)"):
        contingent(environment)
    with pytest.raises(UnsupportedError, match="convex independence fails for"):
        contingent_by_programs(environment)


def seen(*beliefs: tuple[Fraction, ...]) -> Evidence:
    events = tuple((0, place) for place in range(len(beliefs[0])))
    return Evidence(0, 0, 0, events, beliefs)


def test_the_smallest_numbers_are_those_of_the_pseudo_inverse() -> None:
    even = seen((HALF, HALF, Fraction(0)), (Fraction(1, 3),) * 3)
    found = smallest(even, [Fraction(1), Fraction(2)])
    assert found == tuple(map(Fraction, (1, 1, 4)))
    assert smallest(seen((HALF, HALF), (HALF, HALF)), [ONE, ONE]) == (ONE, ONE)
    assert smallest(seen((HALF, HALF), (HALF, HALF)), [Fraction(1), Fraction(2)]) is None


def test_the_least_lottery_that_deters() -> None:
    told = seen((Fraction(3, 4), Fraction(1, 4)), (HALF, HALF))
    # Mean 0 at (3/4, 1/4) leaves (-x, 3x), whose mean for the other type is x.
    assert deterring(told, 0, [Fraction(0), Fraction(5)]) == (Fraction(-5), Fraction(15))
    assert deterring(told, 0, [Fraction(0), Fraction(-1)]) == (0 * ONE, 0 * ONE)
    assert deterring(seen((HALF, HALF), (HALF, HALF)), 0, [Fraction(0), Fraction(1)]) is None
