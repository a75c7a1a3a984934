"""Buyers whose values lie evenly on intervals: demand, options, menus."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.dynamic.values import Option, Values, posted_price, sales
from apsgen.errors import UsageError

ONE, THIRD = Fraction(1), Fraction(1, 3)
FLYERS = {"leisure": Values.even((1, 2)), "business": Values.even((0, 1), (2, 3))}
EVERYBODY = Values.mixed([(THIRD, FLYERS["leisure"]), (2 * THIRD, FLYERS["business"])])


def test_waiting_earns_a_third_at_price_two() -> None:
    assert posted_price(EVERYBODY.curve(), ONE) == (Fraction(2), THIRD)


def test_the_menu_of_the_literature_earns_two_thirds() -> None:
    menu = {
        "leisure": Option.ticket(Fraction(3, 2)),
        "business": Option.ticket(Fraction(7, 4), ONE),
    }
    taken = sales(FLYERS, menu, cost=ONE)
    assert THIRD * taken["leisure"].profit + 2 * THIRD * taken["business"].profit == 2 * THIRD
    assert all(taken[name].option == menu[name] and taken[name].gain == 0 for name in FLYERS)


@pytest.mark.parametrize("part", range(5))
def test_any_strike_from_one_to_two_does_the_same(part: int) -> None:
    strike = 1 + Fraction(part, 4)
    fee = (Fraction(5, 2) - strike) / 2
    menu = {"leisure": Option.ticket(Fraction(3, 2)), "business": Option(fee, strike)}
    taken = sales(FLYERS, menu, cost=ONE)
    assert [taken[name].option == menu[name] for name in FLYERS] == [True, True]
    assert THIRD * taken["leisure"].profit + 2 * THIRD * taken["business"].profit == 2 * THIRD


def test_a_cheaper_ticket_is_taken_by_all() -> None:
    menu = {
        "leisure": Option.ticket(Fraction(4, 3)),
        "business": Option.ticket(Fraction(7, 4), ONE),
    }
    taken = sales(FLYERS, menu, cost=ONE)
    assert taken["business"].option == menu["leisure"]
    assert [sale.gain for sale in taken.values()] == [Fraction(1, 6)] * 2


def test_who_gains_nothing_stays_away() -> None:
    taken = sales(FLYERS, {"business": Option.ticket(Fraction(3))})
    assert {sale.option for sale in taken.values()} == {None}
    assert sales(FLYERS, {})["leisure"].profit == 0


@pytest.mark.parametrize("name", FLYERS)
def test_an_option_is_worth_the_demand_above_its_strike(name: str) -> None:
    own = FLYERS[name]
    whole = own.option(Fraction(0))
    demand = own.curve().primitive()
    for k in range(13):
        strike = Fraction(k, 4)
        if strike >= own.curve().breaks[0] and strike <= own.curve().breaks[-1]:
            assert own.demand(strike) == own.curve()(strike)
            lower = own.curve().breaks[0]
            assert whole - own.option(strike) == lower + demand(strike)


def test_no_price_earns_more() -> None:
    _, best = posted_price(EVERYBODY.curve(), ONE)
    profits = [(Fraction(k, 50) - 1) * EVERYBODY.demand(Fraction(k, 50)) for k in range(151)]
    assert max(profits) == best


def test_intervals_are_intervals() -> None:
    with pytest.raises(UsageError, match="each needs low < high, and probabilities sum to 1"):
        Values(((ONE, ONE, ONE),))
    with pytest.raises(UsageError, match="sum to 1"):
        Values(((Fraction(0), ONE, THIRD),))
