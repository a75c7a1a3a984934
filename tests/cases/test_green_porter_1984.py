"""Price wars by chance: the greatest total, and what is sold for it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from apsgen.mechanism import check, read_mechanism
from tests.cases.held import CASES, bracketed, solved

CASE = "green_porter_1984"
OUTPUTS = (3.0, 3.5, 4.0, 4.5)
LOW = {6: 0.05, 6.5: 0.1, 7: 0.2, 7.5: 0.4, 8: 0.8, 8.5: 0.9, 9: 0.95}


def test_the_greatest_total() -> None:
    result = solved(CASE, "5/7", gap=1e-2)

    assert bracketed(result, (1, 1), 34, off=1e-6, short=1e-6)


def test_less_patient_firms_do_worse() -> None:
    assert solved(CASE, "7/10", gap=1e-2).outer_set.support((1, 1)) < 33.76


def profit(own: float, other: float) -> float:
    return own * (12 - own - other)


def value(q: float) -> float:
    """Return a firm's profit at q each, less what deterring the worst deviation costs."""
    costs = [
        LOW[2 * q] * (profit(other, q) - profit(q, q)) / (LOW[q + other] - LOW[2 * q])
        for other in OUTPUTS
        if other > q
    ]
    return profit(q, q) - max([0.0, *costs])


def test_more_than_the_monopoly_output_is_sold() -> None:
    assert [value(q) for q in OUTPUTS[:3]] == pytest.approx([16.75, 17, 16])
    assert max(profit(q, q) for q in OUTPUTS) == profit(3, 3)
    for one, other in product(OUTPUTS, repeat=2):
        assert profit(one, other) + profit(other, one) <= 36


def test_the_price_war_of_the_page_is_an_equilibrium() -> None:
    scheme = read_mechanism(CASES / f"{CASE}.price_war.json")

    assert check(CASES / f"{CASE}.toml", scheme).holds
    assert scheme.states[scheme.start].payoff == (Fraction(17), Fraction(17))
