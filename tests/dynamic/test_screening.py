"""Sequential screening as a linear program: numbers of the literature, and brute force."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.dynamic import environment_of
from apsgen.dynamic.news import revenue_if_observed
from apsgen.dynamic.screening import ScreeningWithoutLots, best_screening
from apsgen.dynamic.uniform import UniformScreening
from apsgen.errors import UsageError
from tests.dynamic.cases import case
from tests.dynamic.sales import LOTTERY, Brute, sale


@pytest.mark.parametrize("seed", range(40))
def test_no_strategy_of_reports_leaves_more(seed: int) -> None:
    best = best_screening(sale(seed).environment())
    assert float(best.revenue) == pytest.approx(Brute(sale(seed)).best(), abs=1e-7)


def test_travellers_pay_all_that_flights_are_worth() -> None:
    assert best_screening(case("courty_li_2000_airline")).revenue == Fraction(2, 3)


def test_grids_close_in_on_the_closed_form() -> None:
    unit = (Fraction(0), Fraction(1))
    limit = UniformScreening(unit, unit).revenue
    for n in (4, 8, 16):
        found = best_screening(case("courty_li_2000_uniform", {"n": str(n)})).revenue
        assert found - limit == Fraction(3, 8 * n) - Fraction(1, 12 * n**2)


def test_a_type_that_stays_is_sold_to_as_if_there_were_one_period() -> None:
    best = best_screening(case("baron_besanko_1984"))
    static = max(Fraction(k, 10) * Fraction(11 - k, 10) for k in range(1, 11))
    assert best.revenue == static * (1 + Fraction(9, 10) + Fraction(81, 100)) == Fraction(813, 1000)


def test_types_that_are_drawn_afresh_leave_rents_in_the_first_period_alone() -> None:
    text = (Path(__file__).parents[2] / "cases/environments/baron_besanko_1984.toml").read_text(
        encoding="utf-8"
    )
    fresh = environment_of(Path("fresh.toml"), text.replace('"stays"', '"redrawn"'))
    later = Fraction(11, 20) * (Fraction(9, 10) + Fraction(81, 100))
    assert best_screening(fresh).revenue == Fraction(3, 10) + later


def test_lots_may_earn_more() -> None:
    best = best_screening(LOTTERY.environment())
    pure = ScreeningWithoutLots(best.reports)
    assert (best.revenue, best.draws_lots) == (Fraction(57, 16), True)
    assert (pure.revenue, pure.draws_lots) == (Fraction(7, 2), False)
    assert pure.revenue == pytest.approx(Brute(LOTTERY).best_without_lots(), abs=1e-7)


def test_one_agent_alone_may_learn() -> None:
    text = """
kind = "dynamic"
title = "Two who learn"
delta = 1
horizon = 2
agents.one.types = { a = { v = 1, probability = 1 }, b = { v = 2 } }
agents.two.types = { a = { v = 1, probability = 1 }, b = { v = 2 } }
allocations = ["only"]
"""
    with pytest.raises(UsageError, match="several types of one, two; sequential screening is of"):
        _ = best_screening(environment_of(Path("two.toml"), text)).revenue


def test_nothing_to_screen() -> None:
    text = """
kind = "dynamic"
title = "Nobody"
delta = 1
horizon = 2
agents.one.utility = 1
allocations = ["only"]
"""
    with pytest.raises(UsageError, match="there is nothing to screen"):
        _ = best_screening(environment_of(Path("nobody.toml"), text)).revenue


def test_one_period_is_a_price() -> None:
    text = (Path(__file__).parents[2] / "cases/environments/baron_besanko_1984.toml").read_text(
        encoding="utf-8"
    )
    once = environment_of(Path("once.toml"), text.replace("horizon = 3", "horizon = 1"))
    assert best_screening(once).revenue == Fraction(3, 10)


def test_programs_that_would_take_too_long_are_refused_at_once() -> None:
    large = case("courty_li_2000_uniform", {"n": "60"})
    with pytest.raises(UsageError, match="unknowns or more; at most 5,000 are solved: use fewer"):
        _ = best_screening(large).revenue
    with pytest.raises(UsageError, match="at most 5,000 are solved"):
        revenue_if_observed(large)
