"""The best plan of lies, held to brute force over strategies."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.dynamic import (
    DirectMechanism,
    Environment,
    balanced_team,
    flow_team,
    pivot,
    team,
)
from apsgen.dynamic.deviator import Deviator
from apsgen.dynamic.moments import BEGINNING
from apsgen.dynamic.setting import Setting
from tests.dynamic.brute import Game, Known, Rule, truthful
from tests.dynamic.worlds import PROFILES, Types, World, worlds

Builder = Callable[[Environment], DirectMechanism]

BUILDERS: list[Builder] = [pivot, team, balanced_team, flow_team]


def as_rule(mechanism: DirectMechanism) -> Rule:
    """Return the rules of a mechanism by whole reports."""
    remembers = len(mechanism.memory) > 1

    def rule(period: int, before: Types | None, now: Types) -> tuple[int, tuple[Fraction, ...]]:
        memory = 0 if before is None or not remembers else 1 + PROFILES.index(before)
        found = mechanism.rule(period, memory, PROFILES.index(now))
        return found.allocation, found.payments

    return rule


def best(environment: Environment, mechanism: DirectMechanism, agent: int) -> Fraction:
    return Deviator(Setting(environment, mechanism), agent).best(BEGINNING)


@given(world=worlds(horizons=(2,)), agent=st.sampled_from((0, 1)), which=st.sampled_from(BUILDERS))
@settings(max_examples=3, deadline=None)
def test_no_strategy_at_all_does_better(world: World, agent: int, which: Builder) -> None:
    environment = world.environment()
    mechanism = which(environment)
    game = Game(world, as_rule(mechanism), agent)
    payoffs = [game.payoff(plan.__getitem__) for plan in game.strategies()]

    assert len(payoffs) == 1024
    assert max(payoffs) == game.best() == best(environment, mechanism, agent)


@given(
    world=worlds(horizons=(1, 2, 3), private=False),
    agent=st.sampled_from((0, 1)),
    which=st.sampled_from(BUILDERS),
)
@settings(max_examples=40, deadline=None)
def test_the_best_plan_is_that_of_the_tree_of_histories(
    world: World, agent: int, which: Builder
) -> None:
    environment = world.environment()
    mechanism = which(environment)

    assert best(environment, mechanism, agent) == Game(world, as_rule(mechanism), agent).best()


@given(world=worlds(horizons=(1, 2, 3), private=False), which=st.sampled_from(BUILDERS))
@settings(max_examples=20, deadline=None)
def test_truth_gives_what_its_paths_give(world: World, which: Builder) -> None:
    environment = world.environment()
    mechanism = which(environment)
    setting = Setting(environment, mechanism)
    for agent in (0, 1):
        expected = sum(
            weight * setting.truth.value(0, 0, state)[agent] for state, weight in environment.start
        )
        assert expected == Game(world, as_rule(mechanism), agent).payoff(truthful)


@given(world=worlds(horizons=(2, 3)), seed=st.integers(0, 10**9))
@settings(max_examples=25, deadline=None)
def test_no_random_plan_gains_in_the_balanced_team_mechanism(world: World, seed: int) -> None:
    environment = world.environment()
    mechanism = balanced_team(environment)
    plans = random.Random(seed)
    for agent in (0, 1):
        game = Game(world, as_rule(mechanism), agent)
        truth = game.payoff(truthful)
        for _ in range(5):
            chosen: dict[Known, int] = {}

            def plan(known: Known, chosen: dict[Known, int] = chosen) -> int:
                return chosen.setdefault(known, plans.randrange(2))

            assert game.payoff(plan) <= truth


@given(world=worlds(horizons=(None,), private=False), which=st.sampled_from(BUILDERS[:2]))
@settings(max_examples=15, deadline=None)
def test_without_a_last_period_the_best_plan_solves_its_equation(
    world: World, which: Builder
) -> None:
    environment = world.environment()
    setting = Setting(environment, which(environment))
    deviator = Deviator(setting, 0)
    for moment in (BEGINNING, *deviator.moments):
        value = sum(
            max(deviator.weighed(moment, spot, report) for report in (0, 1))
            for spot in deviator.seen(moment)
        )
        assert value == deviator.best(moment)


def test_leaving_is_weighed_against_every_report() -> None:
    """Staying costs 1 a period whatever is done, so that the best plan is to leave at once."""
    cost = ((Fraction(-1),) * 4,) * 2
    half = ((Fraction(1, 2),) * 4,) * 2
    world = World(Fraction(1, 2), None, (cost, cost), (half, half), (Fraction(1, 2),) * 2)
    environment = world.environment()
    setting = Setting(environment, pivot(environment))

    assert Deviator(setting, 0).best(BEGINNING) == -2
    assert Deviator(setting, 0, Fraction(0)).best(BEGINNING) == 0
    assert Deviator(setting, 0, Fraction(-3, 2)).best(BEGINNING) == Fraction(-3, 2)
