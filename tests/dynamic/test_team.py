"""Team, expected externality and balanced team mechanisms: numbers, and properties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.dynamic import (
    Claim,
    DynamicReport,
    Environment,
    balanced_team,
    check_dynamic,
    environment_of,
    expected_externality,
    flow_team,
    shifted,
    team,
)
from apsgen.dynamic.lines import Line
from apsgen.errors import UsageError
from apsgen.mechanism.constraint import Status
from tests.dynamic.cases import FOLDER, case, state_of
from tests.dynamic.worlds import World, raised, worlds


def failing(report: DynamicReport) -> list[tuple[int | None, str | None, str | None, str | None]]:
    return [(one.period, one.agent, one.types, one.report) for one in report.having(Status.FAILS)]


def line(report: DynamicReport, memory: str, types: str, lie: str) -> Line:
    (found,) = [
        one
        for one in report.of(Claim.BAYESIAN_IC)
        if (one.memory, one.types, one.report) == (memory, types, lie)
    ]
    return found


def test_expected_externalities_leave_the_buyer_a_gain_of_seven_quarters() -> None:
    environment = case("athey_segal_2013")
    report = check_dynamic(environment, expected_externality(environment))
    found = line(report, "high_cost, low", "high", "low")

    assert (found.agent, found.period, found.slack) == ("buyer", 2, Fraction(-7, 4))
    assert failing(report) == [(2, "buyer", "high", "low"), (2, "buyer", "low", "high")]
    assert check_dynamic(environment, expected_externality(environment), (Claim.BALANCE,)).holds


def test_the_balanced_team_pays_what_the_tutorial_says() -> None:
    environment = case("athey_segal_2013")
    constant = Fraction(35, 8)
    mechanism = shifted(balanced_team(environment), (constant, -constant))
    paid = {}
    for seller in ("high_cost", "low_cost"):
        first = state_of(environment, seller, "low")
        begin = mechanism.rule(0, 0, first)
        for buyer in ("low", "high"):
            then = mechanism.rule(1, begin.next, state_of(environment, seller, buyer))
            paid[seller, buyer] = begin.payments[1] + then.payments[1]

    assert paid == {
        ("high_cost", "low"): Fraction(11, 4),
        ("high_cost", "high"): Fraction(17, 4),
        ("low_cost", "low"): 11,
        ("low_cost", "high"): 17,
    }
    assert check_dynamic(environment, mechanism).holds


def test_with_three_periods_the_payment_must_look_ahead() -> None:
    environment = case("athey_segal_2013_three_periods")
    report = check_dynamic(environment, flow_team(environment))
    found = line(report, "low_cost, first", "low", "high")

    assert (found.agent, found.period, found.slack) == ("buyer", 2, Fraction(-58, 25))
    of_the_buyer = [one.slack for one in report.lines if one.agent == "buyer" and one.period == 2]
    assert min(of_the_buyer) == Fraction(-58, 25)
    assert check_dynamic(environment, balanced_team(environment)).holds


@given(world=worlds())
@settings(max_examples=25, deadline=None)
def test_the_balanced_team_holds_and_balances(world: World) -> None:
    environment = world.environment()
    assert check_dynamic(environment, balanced_team(environment)).holds


@given(world=worlds())
@settings(max_examples=15, deadline=None)
def test_the_team_holds_whatever_the_types(world: World) -> None:
    environment = world.environment()
    assert check_dynamic(environment, team(environment)).holds


@given(world=worlds(horizons=(1, 2, 3), private=False))
@settings(max_examples=15, deadline=None)
def test_budgets_balance_identically(world: World) -> None:
    environment = world.environment()
    for builder in (expected_externality, balanced_team, flow_team):
        assert check_dynamic(environment, builder(environment), (Claim.BALANCE,)).holds


@given(world=worlds(horizons=(1,)))
@settings(max_examples=15, deadline=None)
def test_in_one_period_all_balanced_mechanisms_are_the_same(world: World) -> None:
    environment = world.environment()
    one, two, three = (
        [rule.payments for rule in builder(environment).stages[0][0]]
        for builder in (expected_externality, balanced_team, flow_team)
    )
    assert one == two == three
    assert check_dynamic(environment, expected_externality(environment)).holds


@given(world=worlds(horizons=(1, 2, 3), private=False), agent=st.sampled_from((0, 1)))
@settings(max_examples=15, deadline=None)
def test_payments_do_not_change_with_a_constant(world: World, agent: int) -> None:
    other = raised(world, agent, Fraction(7, 3)).environment()
    for builder in (expected_externality, balanced_team, flow_team):
        assert builder(world.environment()).stages == builder(other).stages


def test_without_a_last_period_probabilities_must_last() -> None:
    environment = case("bergemann_valimaki_2010_bandit")
    with pytest.raises(UsageError, match="change from period to period"):
        expected_externality(environment)
    repeated = case("athey_segal_2013_repeated")
    assert check_dynamic(repeated, expected_externality(repeated)).holds


def alone() -> Environment:
    text = 'kind = "dynamic"\ntitle = "Alone"\ndelta = "1/2"\nallocations = ["a"]\n[agents.ann]\n'
    return environment_of(FOLDER / "alone.toml", text)


def test_one_agent_has_nobody_to_pay() -> None:
    for builder in (expected_externality, balanced_team, flow_team):
        with pytest.raises(UsageError, match="there is one; at least two are needed"):
            builder(alone())
