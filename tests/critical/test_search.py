"""Critical discount factors: numbers of the literature, proved at both ends."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import sqrt

import pytest

import apsgen
from apsgen.critical import Critical, critical
from apsgen.critical.answer import Found
from apsgen.errors import UsageError
from apsgen.game import Timing, Transfers
from apsgen.liquidity import thresholds

COLLUSION = {
    "athey_bagwell_2001_on_schedule": 25 / 38,
    "athey_bagwell_2001_interim": sqrt(125 / 254),
    "athey_bagwell_2001_ex_post": (25 * sqrt(871) - 75) / 862,
    "athey_bagwell_2001": (25 * sqrt(871) - 75) / 862,
}
ROOTS = {
    "athey_bagwell_2001_on_schedule": "25/38",
    "athey_bagwell_2001_interim": "sqrt(125/254)",
    "athey_bagwell_2001_ex_post": "(-75 + 25*sqrt(871))/862",
    "athey_bagwell_2001": "(-75 + 25*sqrt(871))/862",
}


ZERO = Fraction(0)


def case(name: str, **settings: str) -> apsgen.Game:
    return apsgen.load(f"cases/{name}.toml", settings=settings)


def brackets(found: Critical, value: float) -> bool:
    """Whether both ends are proved, at most the tolerance apart, around a number."""
    return found.proved and found.is_narrow and found.lo < Fraction(value) <= found.hi


@pytest.mark.parametrize("name", COLLUSION)
def test_collusion_with_private_costs(name: str) -> None:
    found = critical(case(name))
    assert brackets(found, COLLUSION[name])
    assert found.monotone
    assert found.value == pytest.approx(COLLUSION[name], abs=1e-14)
    assert str(found.root) == ROOTS[name]


def test_the_threshold_of_ex_post_constraints_is_the_one_that_is_known_to_six_digits() -> None:
    assert COLLUSION["athey_bagwell_2001"] == pytest.approx(0.7689300, abs=1e-6)


@pytest.mark.parametrize(
    ("temptation", "reward", "nothing", "sucker"), [(10, 9, 3, 1), (5, 3, 1, 0), (3, 2, 0, -1)]
)
def test_prisoners_dilemmas(temptation: int, reward: int, nothing: int, sucker: int) -> None:
    row = [[reward, sucker], [temptation, nothing]]
    column = [[reward, temptation], [sucker, nothing]]
    threshold = Fraction(temptation - reward, temptation - nothing)
    found = critical(apsgen.game_from_arrays(row, column, delta=0.5))
    assert brackets(found, float(threshold))
    assert str(found.root) == str(threshold)


@pytest.mark.parametrize(("y", "wage"), [("4", "1/2"), ("3", "sqrt(1/3)")])
def test_employment(y: str, wage: str) -> None:
    paid_before = critical(case("macleod_malcomson_1989_wage", y=y))
    paid_after = critical(case("macleod_malcomson_1989_bonus", y=y))
    assert brackets(paid_before, sqrt(1 / float(y)))
    assert brackets(paid_after, 1 / float(y))
    assert (str(paid_before.root), str(paid_after.root)) == (wage, f"1/{y}")


def test_a_public_good_with_transfers() -> None:
    found = critical(case("daspremont_gerard_varet_1979"))
    assert brackets(found, 4 / 5)
    assert str(found.root) == "4/5"


def test_liquidity_gives_the_same_threshold() -> None:
    game = replace(
        apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.5),
        transfers=Transfers.BALANCED,
        timing=Timing.AFTER_SIGNALS,
    )
    step = thresholds(game)[-1]
    assert brackets(critical(game, f"total={step.total}"), float(step.delta))


def test_a_payoff_beyond_the_symmetric_ones() -> None:
    found = critical(case("stahl_1991"), "payoff=19/2,5")
    assert brackets(found, 1 / 4)


def test_what_needs_no_future_is_there_always() -> None:
    found = critical(case("stahl_1991"), "non-empty")
    assert (found.status, found.lo, found.hi, found.proved) == (Found.ALWAYS, ZERO, ZERO, True)


def test_more_than_all_plans_give_is_there_never() -> None:
    found = critical(case("stahl_1991"), "total=19")
    assert (found.status, found.proved) == (Found.NEVER, True)


def test_what_no_patience_supports_is_there_never() -> None:
    found = critical(case("von_neumann_1928"))
    assert (found.status, found.proved) == (Found.NEVER, True)
    assert found.lo == Fraction("0.9999")


def test_a_wider_bracket_is_enough_where_it_is_asked_for() -> None:
    found = critical(case("stahl_1991"), tolerance=1e-2)
    assert brackets(found, 1 / 7)
    assert found.hi - found.lo > Fraction(1, 1000)


def test_a_tolerance_must_make_sense() -> None:
    with pytest.raises(UsageError, match="1e-6 will do"):
        critical(case("stahl_1991"), tolerance=2.0)
