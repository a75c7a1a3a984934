"""States by number, and a last period that is told by a public state instead of a horizon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.dynamic import (
    Claim,
    DirectMechanism,
    Environment,
    balanced_team,
    check_dynamic,
    contingent,
    efficient,
    environment_of,
    flow_team,
    pivot,
    team,
)
from apsgen.dynamic.deviator import Deviator
from apsgen.dynamic.environment import mean
from apsgen.dynamic.moments import BEGINNING
from apsgen.dynamic.setting import Setting
from apsgen.mechanism.constraint import Status
from tests.dynamic.cases import FILES, case
from tests.dynamic.worlds import World, worlds

Builder = Callable[[Environment], DirectMechanism]


def ended_by_a_state(world: World) -> Environment:
    """Return the environment in which a public state counts the periods, and then nothing is left.

    Without a last period; once it is over, utilities are 0.
    """
    assert world.horizon is not None
    last = world.horizon
    names = [f"p{place}" for place in range(last)] + ["over"]
    values = ", ".join(
        f"{name} = {{ at = {place}, probability = {int(place == 0)} }}"
        for place, name in enumerate(names)
    )
    ahead = f'"1 if next.at == min(at + 1, {last}) else 0"'
    lines = []
    for line in replace(world, horizon=None).text().splitlines():
        if line.startswith("utility"):
            expression = line.split('"')[1]
            line = f'utility = "({expression}) if state.at < {last} else 0"'
        lines.append(line)
    state = f"[state]\nvalues = {{ {values} }}\ntransition = {ahead}\n"
    return environment_of(Path("ended.toml"), "\n".join(lines) + f"\n{state}")


@given(world=worlds(horizons=(1, 2, 3), private=False))
@settings(max_examples=15, deadline=None)
def test_efficient_policies_are_the_same(world: World) -> None:
    plain, ended = efficient(world.environment()), efficient(ended_by_a_state(world))
    (values,) = ended.values
    for period, row in enumerate(plain.values):
        assert row == values[4 * period : 4 * period + 4]
    assert not any(values[-4:])


@pytest.mark.parametrize("builder", [pivot, team, balanced_team, flow_team])
@given(world=worlds(horizons=(2, 3), private=False), agent=st.sampled_from((0, 1)))
@settings(max_examples=6, deadline=None)
def test_payments_and_plans_are_the_same(builder: Builder, world: World, agent: int) -> None:
    plain, ended = world.environment(), ended_by_a_state(world)
    one, other = builder(plain), builder(ended)
    remembers = len(one.memory) > 1
    for period, stage in enumerate(one.stages):
        for memory, rules in stage.items():
            # The public state counts in the number of the last state.
            before = 1 + 4 * (period - 1) + memory - 1 if remembers and memory else 0
            for types, rule in enumerate(rules):
                assert other.rule(0, before, 4 * period + types).payments == rule.payments
    plans = [Deviator(Setting(*pair), agent) for pair in ((plain, one), (ended, other))]
    assert plans[0].best(BEGINNING) == plans[1].best(BEGINNING)


@given(world=worlds(horizons=(2, 3)))
@settings(max_examples=10, deadline=None)
def test_what_holds_with_a_horizon_holds_with_a_state(world: World) -> None:
    ended = ended_by_a_state(world)
    assert check_dynamic(ended, balanced_team(ended)).holds
    assert check_dynamic(ended, pivot(ended), (Claim.EX_POST_IC,)).holds


def stock() -> Environment:
    """Two units for two buyers; a unit is sold or kept, and nothing when none is left."""
    return environment_of(
        Path("stock.toml"),
        """
kind = "dynamic"
title = "Two units"
delta = "9/10"

[state]
values = { two = { left = 2, probability = 1 }, one = { left = 1 }, over = { left = 0 } }
transition = "1 if next.left == left - min(1, allocation.to) else 0"

[agents.ann]
types = { low = { v = 1, probability = "1/2" }, high = { v = 3, probability = "1/2" } }
utility = "v if allocation.to == 1 else 0"
transition = "2/3 if next.v == v else 1/3"

[agents.bob]
types = { low = { v = 1, probability = "1/2" }, high = { v = 4, probability = "1/2" } }
utility = "v if allocation.to == 2 else 0"
transition = "2/3 if next.v == v else 1/3"

[allocations]
keep = { to = 0 }
ann = { to = 1, feasible = "state.left > 0" }
bob = { to = 2, feasible = "state.left > 0" }
""",
    )


@pytest.mark.parametrize("builder", [pivot, team, balanced_team, contingent])
def test_what_is_feasible_depends_on_the_public_state(builder: Builder) -> None:
    environment = stock()
    mechanism = builder(environment)
    report = check_dynamic(environment, mechanism)
    assert report.holds
    places = {one.state for one in report.lines}
    assert places == {"two", "one", "over"}
    setting = Setting(environment, mechanism)
    for period, memory, state in setting.situations():
        rule = mechanism.rule(period, memory, state)
        assert rule.allocation in environment.options(state)


def test_waiting_has_a_value() -> None:
    environment = stock()
    (choice,) = efficient(environment).choices
    kept = [environment.states[state] for state, which in enumerate(choice) if which == 0]
    # The last unit waits for the type of bob that is worth 4, even if ann would give 3 now.
    assert [parts for parts in kept if parts[0] < 2] == [(0, 0, 0), (1, 0, 0), (1, 1, 0)]


def test_a_bad_rule_fails_in_the_public_state_where_it_stands() -> None:
    environment = stock()
    mechanism = pivot(environment)
    (stage,) = mechanism.stages
    free = tuple(
        replace(rule, payments=(rule.payments[0] * 0, rule.payments[1] * 0))
        if environment.public_of(state) == 0
        else rule
        for state, rule in enumerate(stage[0])
    )
    report = check_dynamic(environment, replace(mechanism, stages=({0: free},)))
    failing = report.having(Status.FAILS)
    assert failing
    assert {one.state for one in failing} == {"two"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_states_have_numbers(path: Path) -> None:
    environment = case(path.stem)
    for number, parts in enumerate(environment.states):
        assert environment.number(parts[0], parts[1:]) == number
        for agent, types in enumerate(environment.types):
            for own in range(len(types)):
                there = environment.changed(number, agent, own)
                assert environment.type_of(there, agent) == own
                back = environment.changed(there, agent, environment.type_of(number, agent))
                assert back == number
    ones = [Fraction(1)] * len(environment.states)
    assert mean(environment.start, ones) == 1
