"""The best screening mechanism as rules, held to every constraint."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.dynamic import check_dynamic
from apsgen.dynamic.courses import revenue
from apsgen.dynamic.screening import best_screening
from apsgen.dynamic.sequential import sequential_screening
from tests.dynamic.cases import case
from tests.dynamic.sales import Brute, sale

CASES = ("courty_li_2000_airline", "courty_li_2000_uniform", "baron_besanko_1984")


@pytest.mark.parametrize("name", CASES)
def test_the_rules_hold_and_earn_what_the_program_says(name: str) -> None:
    environment = case(name)
    mechanism = sequential_screening(environment)
    assert check_dynamic(environment, mechanism).holds
    assert revenue(environment, mechanism) == best_screening(environment).revenue


@pytest.mark.parametrize("seed", range(60))
def test_random_rules_hold_and_earn_the_most_without_lots(seed: int) -> None:
    environment = sale(seed).environment()
    mechanism = sequential_screening(environment)
    best = best_screening(environment)
    earned = revenue(environment, mechanism)
    assert check_dynamic(environment, mechanism).holds
    assert (earned == best.revenue) is not best.draws_lots
    if best.draws_lots:
        assert float(earned) == pytest.approx(Brute(sale(seed)).best_without_lots(), abs=1e-7)


def test_a_cost_is_paid_by_who_bears_it() -> None:
    environment = case("courty_li_2000_airline")
    mechanism = sequential_screening(environment)
    for period, stage in enumerate(mechanism.stages):
        for memory, rules in stage.items():
            for state, rule in enumerate(rules):
                paid = mechanism.rule(period, memory, state).payments[0]
                assert paid == environment.utility[0][rule.allocation][state]


def test_later_payments_begin_at_nothing() -> None:
    environment = case("courty_li_2000_uniform")
    mechanism = sequential_screening(environment)
    for rules in mechanism.stages[1].values():
        late = [rule for state, rule in enumerate(rules) if environment.public_of(state) == 1]
        assert min(rule.payments[0] for rule in late) == Fraction(0)
