"""Menus of contracts read off mechanisms, and menus as mechanisms."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.dynamic import check_dynamic
from apsgen.dynamic.contracts import Contract, contracts, offering
from apsgen.dynamic.courses import revenue
from apsgen.dynamic.sequential import sequential_screening
from apsgen.dynamic.uniform import UniformScreening
from apsgen.errors import UsageError
from tests.dynamic.cases import case

NOTHING, ONE = Fraction(0), Fraction(1)
LEISURE = Contract("leisure", Fraction(3, 2), {"stay": NOTHING, "fly": NOTHING})
BUSINESS = Contract("business", Fraction(3, 4), {"stay": NOTHING, "fly": ONE})


def test_the_tickets_of_the_literature_earn_two_thirds() -> None:
    """Three halves without refund; seven quarters, of which one is given back."""
    environment = case("courty_li_2000_airline")
    mechanism = offering(environment, [LEISURE, BUSINESS])
    assert check_dynamic(environment, mechanism).holds
    assert revenue(environment, mechanism) == Fraction(2, 3)
    taken = contracts(environment, mechanism)
    assert [(one.type, one.fee) for one in taken] == [
        ("leisure", Fraction(3, 2)),
        ("business", Fraction(3, 4)),
    ]
    assert taken[0].prices == {"fly": NOTHING}
    assert taken[1].prices == {"stay": NOTHING, "fly": ONE}


@pytest.mark.parametrize(("price", "earned"), [("2", "1/3"), ("9/4", "5/12"), ("5/4", "1/6")])
def test_waiting_is_one_price_for_all(price: str, earned: str) -> None:
    environment = case("courty_li_2000_airline")
    wait = Contract("wait", NOTHING, {"stay": NOTHING, "fly": Fraction(price)})
    mechanism = offering(environment, [wait])
    assert check_dynamic(environment, mechanism).holds
    assert revenue(environment, mechanism) == Fraction(earned)


def test_a_menu_that_is_read_off_earns_the_same_when_offered() -> None:
    for name in ("courty_li_2000_airline", "courty_li_2000_uniform"):
        environment = case(name)
        mechanism = sequential_screening(environment)
        again = offering(environment, contracts(environment, mechanism))
        assert check_dynamic(environment, again).holds
        assert revenue(environment, again) == revenue(environment, mechanism)


def test_contracts_on_a_grid_are_those_of_the_continuum() -> None:
    environment = case("courty_li_2000_uniform", {"n": "8"})
    unit = (NOTHING, ONE)
    limit = UniformScreening(unit, unit)
    for one in contracts(environment, sequential_screening(environment)):
        early = Fraction(one.type)
        strike, fee = limit.strike(early), limit.fee(early)
        if "keep" in one.prices:
            assert (one.fee, one.prices) == (fee, {"keep": NOTHING, "sell": strike})
        else:
            assert early >= Fraction(1, 2)
            assert (one.fee, one.prices) == (fee + strike, {"sell": NOTHING})


def test_who_gains_nothing_stays_away() -> None:
    environment = case("courty_li_2000_airline")
    dear = Contract("leisure", Fraction(4), {"fly": NOTHING})
    assert revenue(environment, offering(environment, [dear])) == 0


def test_contracts_are_of_two_periods() -> None:
    environment = case("baron_besanko_1984")
    with pytest.raises(UsageError, match="two periods: horizon = 2"):
        offering(environment, [LEISURE])
    with pytest.raises(UsageError, match="two periods"):
        contracts(environment, sequential_screening(environment))


def test_a_contract_needs_a_price_for_something() -> None:
    environment = case("courty_li_2000_airline")
    with pytest.raises(UsageError, match="contract leisure has no price"):
        offering(environment, [Contract("leisure", NOTHING, {})])
