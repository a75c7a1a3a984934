"""Efficient policies, held to all policies and to known indices."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from apsgen.dynamic import Environment, efficient, worth
from tests.dynamic.cases import case
from tests.dynamic.worlds import PROFILES, Types, World, all_policies, worlds

TOGETHER = (0, 1)


def followed(world: World, policy: dict[Types, int], periods: int) -> list[float]:
    """Return the total payoff by first types of a policy that is kept for some periods."""
    flow = [float(sum(world.worth(i, policy[now], now) for i in TOGETHER)) for now in PROFILES]
    rows = [[float(x) for _, x in world.next(policy[now], now)] for now in PROFILES]
    values = [0.0] * 4
    for _ in range(periods):
        values = [
            now + float(world.delta) * sum(x * y for x, y in zip(row, values, strict=True))
            for now, row in zip(flow, rows, strict=True)
        ]
    return values


@given(world=worlds(horizons=(None,), private=False))
@settings(max_examples=8, deadline=None)
def test_no_policy_for_ever_is_better(world: World) -> None:
    found = efficient(world.environment()).values[0]
    left = float(world.delta) ** 60 * 6 / (1 - float(world.delta)) + 1e-9
    for policy in all_policies(world):
        values = followed(world, policy, 60)
        assert all(x <= float(best) + left for x, best in zip(values, found, strict=True))


@given(world=worlds(horizons=(None,), private=False))
@settings(max_examples=20, deadline=None)
def test_the_value_for_ever_is_that_of_the_policy(world: World) -> None:
    environment = world.environment()
    policy = efficient(environment)
    (choice,), (values,) = policy.choices, policy.values
    for state, which in enumerate(choice):
        later = environment.expected(which, state, values)
        here = environment.total(which, state, TOGETHER) + world.delta * later
        assert values[state] == here
        for other in environment.options(state):
            flow = environment.total(other, state, TOGETHER)
            assert flow + world.delta * environment.expected(other, state, values) <= here


@given(world=worlds(horizons=(1, 2, 3), private=False))
@settings(max_examples=15, deadline=None)
def test_with_a_last_period_it_is_the_best_of_the_tree(world: World) -> None:
    def best(types: Types, periods: int) -> Fraction:
        if not periods:
            return Fraction(0)
        return max(
            sum((world.worth(i, which, types) for i in TOGETHER), Fraction(0))
            + world.delta
            * sum((x * best(to, periods - 1) for to, x in world.next(which, types)), Fraction(0))
            for which in world.allocations
        )

    assert world.horizon is not None
    environment = world.environment()
    policy = efficient(environment)
    assert list(policy.values[0]) == [best(types, world.horizon) for types in PROFILES]
    assert worth(environment, policy, TOGETHER) == policy.values


def bandit(a: str, delta: str = "9/10") -> Environment:
    return case("bergemann_valimaki_2010_bandit", {"a": a}, delta=delta)


@pytest.mark.parametrize(
    ("a", "first"), [("7/10", 2), ("81818/100000", 2), ("81819/100000", 1), ("9/10", 1)]
)
def test_the_index_of_the_risky_arm_is_nine_elevenths(a: str, first: int) -> None:
    assert efficient(bandit(a)).choices[0][0] == first


def test_at_the_index_both_arms_are_worth_the_same() -> None:
    environment = bandit("9/11")
    values = efficient(environment).values[0]
    risky, safe = (
        environment.total(which, 0, TOGETHER)
        + environment.delta * environment.expected(which, 0, values)
        for which in (2, 1)
    )
    assert risky == safe == Fraction(90, 11)


def test_values_with_and_without_agents() -> None:
    environment = bandit("7/10")
    assert efficient(environment).values[0][0] == Fraction(153, 20)
    assert efficient(environment, (1,)).values[0][0] == Fraction(9, 2)
    assert efficient(environment, (0,)).values[0][0] == 7
