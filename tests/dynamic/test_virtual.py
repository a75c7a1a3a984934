"""The mechanism of the virtual surplus, and whether it is incentive compatible."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.dynamic import Claim, Environment, check_dynamic, environment_of
from apsgen.dynamic.courses import revenue
from apsgen.dynamic.impulse import thresholds
from apsgen.dynamic.screening import best_screening
from apsgen.dynamic.virtual import Relaxed, virtual_surplus
from apsgen.dynamic.weights import Known
from apsgen.errors import UsageError
from tests.dynamic.cases import case
from tests.dynamic.sales import ordered, relaxed_by_brute_force, sale

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)


def sold_from(environment: Environment, *names: str) -> list[Fraction]:
    """Return the least value, of those that can follow, that gets the good in each period."""
    relaxed, known = Relaxed(environment), None
    types, found = environment.types[0], []
    for period, name in enumerate(names):
        can_be = {relaxed.treated(period, known, state) for state in range(len(types))}
        buying = [
            environment.utility[0][0][state]
            for state in can_be
            if environment.allocations[relaxed.allocation(period, known, state)] == "sell"
        ]
        found.append(min(buying))
        known = relaxed.after(period, known, types.index(name))
    return found


def test_distortions_die_out_as_first_types_lose_their_influence() -> None:
    environment = case("pavan_segal_toikka_2014")
    found = sold_from(environment, "p1_400", "p2_200", "p3_100", "p4_050")
    assert found == [Fraction(3, 5), Fraction(3, 10), Fraction(3, 20), Fraction(3, 40)]
    assert found == [*thresholds(HALF, 1 - Fraction(2, 5), 4)]


def test_it_is_incentive_compatible_where_types_are_autoregressive() -> None:
    environment = case("pavan_segal_toikka_2014")
    mechanism = virtual_surplus(environment)
    assert check_dynamic(environment, mechanism).holds
    assert revenue(environment, mechanism) == Fraction(224043, 250000)


@pytest.mark.parametrize("name", ["courty_li_2000_uniform", "baron_besanko_1984"])
def test_it_is_the_best_mechanism_where_it_holds(name: str) -> None:
    environment = case(name)
    mechanism = virtual_surplus(environment)
    assert Relaxed(environment).is_bound
    assert check_dynamic(environment, mechanism).holds
    assert revenue(environment, mechanism) == best_screening(environment).revenue


def test_it_fails_where_a_better_type_may_have_a_worse_future() -> None:
    environment = case("courty_li_2000_airline")
    mechanism = virtual_surplus(environment)
    assert not Relaxed(environment).is_bound
    assert not check_dynamic(environment, mechanism).holds
    assert revenue(environment, mechanism) > best_screening(environment).revenue


@pytest.mark.parametrize("seed", [*range(40), 66, 72, 156])
def test_random_relaxed_problems_are_solved_and_bound_the_best(seed: int) -> None:
    world = ordered(seed)
    environment = world.environment()
    mechanism = virtual_surplus(environment)
    earned = revenue(environment, mechanism)
    best = best_screening(environment).revenue
    assert Relaxed(environment).is_bound
    assert earned >= best
    if all(all(row) for row in world.rows):
        assert float(earned) == pytest.approx(relaxed_by_brute_force(world), abs=1e-7)
    holds = check_dynamic(environment, mechanism).holds
    assert holds is (seed < 40)
    if holds:
        assert earned == best


def test_it_fails_where_the_middle_lasts() -> None:
    """Who stays in the middle is not sold to, who falls from it is: everybody falls, in words."""
    environment = case("battaglini_lamba_2019")
    mechanism = virtual_surplus(environment)
    report = check_dynamic(environment, mechanism)
    later = [environment.allocations[rule.allocation] for rule in mechanism.stages[1][2]]
    assert later == ["sell", "keep", "sell"]
    assert revenue(environment, mechanism) == Fraction(701, 300)
    assert best_screening(environment).revenue == Fraction(683, 300)
    worst = report.lines[0]
    assert not report.holds
    assert (worst.period, worst.memory, worst.types, worst.report) == (2, "middle", "high", "low")
    assert (worst.left, worst.right) == (Fraction(1), Fraction(3))


BIDDERS = """
kind = "dynamic"
title = "Two bidders whose values last"
delta = "1/2"
horizon = 2
[agents.ann]
types = { low = { v = 2, probability = "1/2" }, high = { v = 4, probability = "1/2" } }
utility = "v if allocation.to == 1 else 0"
transition = "7/10 if next.v == v else 3/10"
[agents.bob]
types = { low = { v = 1, probability = "1/2" }, high = { v = 3, probability = "1/2" } }
utility = "v if allocation.to == 2 else 0"
transition = "3/4 if next.v == v else 1/4"
[allocations]
nobody = { to = 0 }
ann = { to = 1 }
bob = { to = 2 }
"""


def test_several_agents_bid() -> None:
    environment = environment_of(Path("bidders.toml"), BIDDERS)
    mechanism = virtual_surplus(environment)
    assert check_dynamic(environment, mechanism).holds
    first = {
        types: mechanism.rule(0, 0, environment.number(0, types)).allocation
        for types in ((0, 0), (0, 1), (1, 0), (1, 1))
    }
    # Virtual values are 2 - 2 = 0 and 4 for ann, 1 - 2 = -1 and 3 for bob.
    assert first == {(0, 0): 0, (0, 1): 2, (1, 0): 1, (1, 1): 1}


def test_payments_do_not_change_with_a_constant_in_a_utility() -> None:
    environment = environment_of(Path("bidders.toml"), BIDDERS)
    text = BIDDERS.replace(
        '"v if allocation.to == 2 else 0"', '"v + 5 if allocation.to == 2 else 5"'
    )
    raised = environment_of(Path("bidders.toml"), text)
    before, after = virtual_surplus(environment), virtual_surplus(raised)
    for state in range(len(environment.states)):
        old, new = before.rule(0, 0, state), after.rule(0, 0, state)
        assert old.allocation == new.allocation
        assert new.payments[0] == old.payments[0]
    # The worst type still gets 0, so that the constant is paid.
    assert revenue(raised, after) == revenue(environment, before) + 5 * (1 + HALF)


def test_rents_hold_whatever_the_others_are_where_choices_are_monotone() -> None:
    environment = environment_of(Path("bidders.toml"), BIDDERS)
    report = check_dynamic(environment, virtual_surplus(environment), (Claim.EX_POST_IC,))
    assert report.holds


def test_a_last_period_is_needed() -> None:
    text = BIDDERS.replace("horizon = 2\n", "")
    with pytest.raises(UsageError, match="no last period"):
        virtual_surplus(environment_of(Path("bidders.toml"), text))


def test_what_is_remembered_is_told_apart() -> None:
    relaxed = Relaxed(case("pavan_segal_toikka_2014"))
    names = [relaxed.name(known, place) for place, known in enumerate(relaxed.memories)]
    assert len(set(names)) == len(names)
    assert names[0] == "start"
    assert all(isinstance(known, Known) for known in relaxed.memories[1:])


@pytest.mark.parametrize("seed", range(15))
def test_the_worst_first_type_gets_nothing(seed: int) -> None:
    environment = sale(seed).environment()
    relaxed = Relaxed(environment)
    state = environment.number(0, [0, 0])
    assert relaxed.rent(1, 0, None, state) == 0


def test_a_hundred_periods() -> None:
    text = (Path(__file__).parents[2] / "cases/environments/baron_besanko_1984.toml").read_text(
        encoding="utf-8"
    )
    long = environment_of(Path("long.toml"), text.replace("horizon = 3", "horizon = 100"))
    discounted = (1 - Fraction(9, 10) ** 100) * 10
    assert revenue(long, virtual_surplus(long)) == Fraction(3, 10) * discounted
