"""What happens under truth: revenue, and what is lost."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.dynamic import pivot
from apsgen.dynamic.courses import course, distortions, revenue
from apsgen.dynamic.sequential import sequential_screening
from apsgen.dynamic.setting import Setting
from apsgen.dynamic.virtual import virtual_surplus
from apsgen.errors import UsageError
from tests.dynamic.cases import case

CASES = ("courty_li_2000_airline", "baron_besanko_1984", "battaglini_lamba_2019")


@pytest.mark.parametrize("name", CASES)
def test_what_agents_pay_is_what_they_do_not_keep(name: str) -> None:
    environment = case(name)
    mechanism = sequential_screening(environment)
    everyone = range(len(environment.agents))
    truth = Setting(environment, mechanism).truth
    kept = sum(x * sum(truth.value(0, 0, state)) for state, x in environment.start)
    made = Fraction(0)
    for period, spots in enumerate(course(environment, mechanism, environment.start)):
        assert sum(spots.values()) == 1
        for (memory, state), x in spots.items():
            which = mechanism.rule(period, memory, state).allocation
            made += environment.delta**period * x * environment.total(which, state, everyone)
    assert revenue(environment, mechanism) == made - kept


def test_losses_vanish_for_the_best_type_and_die_out_for_the_others() -> None:
    environment = case("pavan_segal_toikka_2014")
    losses = distortions(environment, virtual_surplus(environment), 0)
    assert [*losses] == [f"p1_{k}00" for k in (2, 4, 6, 8)] + ["p1_1000"]
    assert {*losses["p1_1000"]} == {0}
    second = losses["p1_400"]
    # In the second period 1/5 of the values 1/5, 3/10, 2/5 is not sold to, one in three.
    assert second[:2] == (Fraction(2, 5), Fraction(1, 5) / 3)
    assert [*second] == sorted(second, reverse=True)


def test_efficient_mechanisms_lose_nothing() -> None:
    environment = case("baron_besanko_1984")
    losses = distortions(environment, pivot(environment), 0)
    assert {x for own in losses.values() for x in own} == {0}


def test_a_last_period_is_needed() -> None:
    environment = case("bergemann_valimaki_2010_bandit")
    with pytest.raises(UsageError, match="no last period"):
        revenue(environment, pivot(environment))
