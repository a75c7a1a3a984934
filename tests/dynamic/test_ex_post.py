"""Constraints that hold whatever the types are: one lie is enough, even for who knows them all."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.dynamic import (
    DirectMechanism,
    Environment,
    balanced_team,
    contingent,
    flow_team,
    pivot,
    team,
)
from apsgen.dynamic.ex_post import balance, feasible, incentives, lying, rationality
from apsgen.dynamic.setting import Setting
from apsgen.mechanism.constraint import Status
from tests.dynamic.cases import case
from tests.dynamic.worlds import World, worlds

Builder = Callable[[Environment], DirectMechanism]
BUILDERS: list[Builder] = [pivot, team, balanced_team, flow_team]


def best_of_who_knows(setting: Setting, agent: int) -> Callable[[int, int, int], Fraction]:
    """Return what the best plan gives an agent who knows the types of all in every period."""
    environment, mechanism = setting.environment, setting.mechanism

    @cache
    def best(period: int, memory: int, state: int) -> Fraction:
        found = []
        for report in range(len(environment.types[agent])):
            rule = mechanism.rule(period, memory, environment.changed(state, agent, report))
            value = environment.utility[agent][rule.allocation][state] - rule.payments[agent]
            following = environment.following(period)
            if following is not None:
                value += environment.delta * sum(
                    (
                        x * best(following, rule.next, to)
                        for to, x in environment.kernel[rule.allocation][state]
                    ),
                    Fraction(0),
                )
            found.append(value)
        return max(found)

    return best


@given(
    world=worlds(horizons=(1, 2, 3), private=False),
    agent=st.sampled_from((0, 1)),
    which=st.sampled_from(BUILDERS),
)
@settings(max_examples=40, deadline=None)
def test_no_single_lie_gains_just_where_no_plan_does(
    world: World, agent: int, which: Builder
) -> None:
    environment = world.environment()
    setting = Setting(environment, which(environment))
    best = best_of_who_knows(setting, agent)
    name = environment.agents[agent]
    is_failing = any(one.status is Status.FAILS for one in incentives(setting) if one.agent == name)
    gains = [best(*spot) - setting.truth.value(*spot)[agent] for spot in setting.situations()]
    assert all(gain >= 0 for gain in gains)
    assert is_failing == any(gains)


def test_a_lie_is_weighed_by_true_types_and_reported_ones() -> None:
    liu = case("liu_2018")
    setting = Setting(liu, contingent(liu))
    low, high = 0, 1
    # The first bidder, with two low signals, says high and loses: the second has nothing either.
    state = liu.number(0, (low, low))
    said = setting.mechanism.rule(0, 0, liu.number(0, (high, low)))
    assert liu.allocations[said.allocation] == "second"
    value = setting.truth.value(0, 0, state)[0]
    assert lying(setting, (0, 0, state), 0, high) == value
    assert lying(setting, (0, 0, liu.number(0, (high, low))), 0, low) == value_of(liu) - 1


def value_of(liu: Environment) -> Fraction:
    """Return what the first bidder gets with a high signal against a low one."""
    return Setting(liu, contingent(liu)).truth.value(0, 0, liu.number(0, (1, 0)))[0]


def test_a_line_for_each_situation() -> None:
    environment = case("athey_segal_2013")
    setting = Setting(environment, balanced_team(environment))
    situations = [*setting.situations()]
    assert len(situations) == 4 + 4 * 4
    assert len([*balance(setting)]) == 20
    assert len([*rationality(setting)]) == len([*incentives(setting)]) == 40
    assert [*feasible(setting)] == []
