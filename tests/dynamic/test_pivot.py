"""The dynamic pivot mechanism: numbers of the literature, and properties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.dynamic import Claim, check_dynamic, efficient, pivot
from apsgen.dynamic.setting import Setting
from tests.dynamic.cases import case, state_of
from tests.dynamic.worlds import World, raised, worlds

NOTHING = Fraction(0)
BOTH = (Claim.EX_POST_IC, Claim.EX_POST_IR)


def test_three_tasks_pay_for_the_delay_that_they_cause() -> None:
    environment = case("bergemann_valimaki_2010_scheduling")
    mechanism = pivot(environment)
    seen = []
    state = state_of(environment, "ten", "six", "two")
    for _ in range(4):
        rule = mechanism.rule(0, 0, state)
        seen.append((environment.allocations[rule.allocation], rule.payments))
        ((state, _),) = environment.kernel[rule.allocation][state]

    assert seen[:3] == [
        ("first", (Fraction(7, 2), NOTHING, NOTHING)),
        ("second", (NOTHING, Fraction(1), NOTHING)),
        ("third", (NOTHING,) * 3),
    ]
    assert seen[3][1] == (NOTHING,) * 3
    assert check_dynamic(environment, mechanism, BOTH).holds


@pytest.mark.parametrize(
    ("a", "first", "payments", "total", "contributions"),
    [
        ("7/10", "risky", ("0", "7/10"), "153/20", ("63/20", "13/20")),
        ("9/10", "safe", ("9/20", "0"), "9", ("9/2", "0")),
    ],
)
def test_the_arms_pay_for_each_other(
    a: str, first: str, payments: tuple[str, str], total: str, contributions: tuple[str, str]
) -> None:
    environment = case("bergemann_valimaki_2010_bandit", {"a": a})
    mechanism = pivot(environment)
    rule = mechanism.rule(0, 0, 0)

    assert environment.allocations[rule.allocation] == first
    assert rule.payments == tuple(map(Fraction, payments))
    assert efficient(environment).values[0][0] == Fraction(total)
    truth = Setting(environment, mechanism).truth
    assert truth.value(0, 0, 0) == tuple(map(Fraction, contributions))
    assert check_dynamic(environment, mechanism, BOTH).holds


@given(world=worlds())
@settings(max_examples=30, deadline=None)
def test_with_private_values_it_holds_and_gives_contributions(world: World) -> None:
    environment = world.environment()
    mechanism = pivot(environment)
    # Where nothing can be done without an agent he may cost the others more than he brings.
    report = check_dynamic(environment, mechanism, (Claim.EX_POST_IC,))
    assert report.holds
    setting = Setting(environment, mechanism)
    whole = efficient(environment).values
    for period, memory, state in setting.situations():
        for agent, value in enumerate(setting.truth.value(period, memory, state)):
            without = efficient(environment, (1 - agent,)).values
            assert value == whole[period][state] - without[period][state]


@given(world=worlds(private=False), agent=st.sampled_from((0, 1)))
@settings(max_examples=20, deadline=None)
def test_payments_do_not_change_with_a_constant(world: World, agent: int) -> None:
    before = pivot(world.environment())
    after = pivot(raised(world, agent, Fraction(7, 3)).environment())
    assert before.stages == after.stages


@given(world=worlds(horizons=(None, 3)))
@settings(max_examples=15, deadline=None)
def test_nobody_is_subsidised_for_staying_out_of_the_way(world: World) -> None:
    """An agent who does not change what is best for the others pays exactly nothing."""
    environment = world.environment()
    mechanism = pivot(environment)
    whole = efficient(environment)
    for agent in (0, 1):
        without = efficient(environment, (1 - agent,))
        for period, choice in enumerate(whole.choices):
            for state, which in enumerate(choice):
                if which == without.choices[period][state]:
                    assert mechanism.rule(period, 0, state).payments[agent] == 0
                assert mechanism.rule(period, 0, state).payments[agent] >= 0
