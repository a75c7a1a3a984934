"""What a designer earns who sees the shocks that move types."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.dynamic.news import revenue_if_observed
from apsgen.dynamic.screening import best_screening
from tests.dynamic.cases import case
from tests.dynamic.sales import sale

REGULAR = ("courty_li_2000_airline", "courty_li_2000_uniform", "baron_besanko_1984")


@pytest.mark.parametrize("name", REGULAR)
def test_new_information_leaves_no_rents_where_the_problem_is_regular(name: str) -> None:
    environment = case(name)
    assert revenue_if_observed(environment) == best_screening(environment).revenue


def test_it_does_where_values_do_not_tell_the_news() -> None:
    """The modest would get the good at bad news alone, when the eager value it as little.

    Observed: 1/2 from the modest at bad news, 2 from the eager, for whom it is worth 2. Not
    observed: what the modest get with share q gives q/2 to the eager each time it is high.
    """
    environment = case("eso_szentes_2017")
    assert best_screening(environment).revenue == 1
    assert revenue_if_observed(environment) == Fraction(1, 2) * Fraction(1, 2) + 1


@pytest.mark.parametrize("seed", range(40))
def test_seeing_shocks_never_earns_less(seed: int) -> None:
    environment = sale(seed).environment()
    assert revenue_if_observed(environment) >= best_screening(environment).revenue
