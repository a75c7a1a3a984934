"""Sequential screening in closed form, held to numbers of the literature and to brute force."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest

from apsgen.dynamic.piecewise import Piecewise
from apsgen.dynamic.uniform import UniformScreening
from apsgen.dynamic.values import Values, posted_price
from apsgen.errors import UsageError

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
UNIT = (ZERO, ONE)
MENUS = (
    UniformScreening(UNIT, UNIT),
    UniformScreening((ZERO, Fraction(2)), (-ONE, Fraction(2)), HALF, Fraction(1, 3)),
    UniformScreening((ONE, Fraction(3)), (ZERO, HALF), Fraction(3, 4), ONE),
    UniformScreening(UNIT, (ZERO, Fraction(5)), HALF, Fraction(7)),
    UniformScreening(UNIT, (Fraction(2), Fraction(3)), ZERO, Fraction(1, 4)),
)


def test_the_menu_of_the_unit_square() -> None:
    menu = MENUS[0]
    assert menu.revenue == Fraction(7, 12)
    assert menu.strike == Piecewise(UNIT, ((ONE, -ONE),))
    fee = Piecewise((ZERO, HALF, ONE), ((ZERO, ZERO, ONE), (-Fraction(1, 4), ONE, ZERO)))
    for k in range(21):
        assert menu.fee(Fraction(k, 20)) == fee(Fraction(k, 20))


def test_one_price_for_all_earns_less() -> None:
    price, profit = posted_price(MENUS[0].demand)
    assert float(price) == pytest.approx(sqrt(2 / 3), abs=1e-15)
    assert float(profit) == pytest.approx(sqrt(2 / 3) * 2 / 3, abs=1e-15)
    assert round(float(profit), 5) == 0.54433


def worth(menu: UniformScreening, own: Fraction, strike: Fraction) -> Fraction:
    low, high = (menu.coefficient * own + end for end in menu.shocks)
    return Values(((low, high, ONE),)).option(strike)


@pytest.mark.parametrize("menu", MENUS)
def test_no_type_wants_the_option_of_another(menu: UniformScreening) -> None:
    low, high = menu.types
    points = [low + (high - low) * Fraction(k, 24) for k in range(25)]
    for own in points:
        gain = worth(menu, own, menu.strike(own)) - menu.fee(own)
        assert gain == menu.rent(own) >= 0
        for other in points:
            assert gain >= worth(menu, own, menu.strike(other)) - menu.fee(other)


@pytest.mark.parametrize("menu", MENUS)
def test_the_revenue_is_the_virtual_surplus(menu: UniformScreening) -> None:
    """Integrate max(value - cost - coefficient (1 - F)/f, 0) on a grid of middles."""
    size = 400
    middles = (np.arange(size) + 0.5) / size
    low, high = map(float, menu.types)
    types = low + (high - low) * middles[:, None]
    bottom, top = map(float, menu.shocks)
    values = float(menu.coefficient) * types + bottom + (top - bottom) * middles[None, :]
    surplus = values - float(menu.cost) - float(menu.coefficient) * (high - types)
    assert float(menu.revenue) == pytest.approx(np.maximum(surplus, 0.0).mean(), abs=2e-5)


@pytest.mark.parametrize("menu", [one for one in MENUS if one.coefficient])
def test_demand_is_that_of_the_sum(menu: UniformScreening) -> None:
    low, high = (menu.coefficient * end for end in menu.types)
    curve = menu.demand
    assert (curve(curve.breaks[0]), curve(curve.breaks[-1])) == (ONE, ZERO)
    shocks = Values(((*menu.shocks, ONE),))
    for k in range(9):
        price = curve.breaks[0] + (curve.breaks[-1] - curve.breaks[0]) * Fraction(k, 8)
        # The mean over first types of the demand of each, by options: an option is its integral.
        mean = (shocks.option(price - high) - shocks.option(price - low)) / (high - low)
        assert curve(price) == mean


def test_what_is_no_such_sale_is_refused() -> None:
    with pytest.raises(UsageError, match="found types from 1 to 0"):
        UniformScreening((ONE, ZERO), UNIT)
    with pytest.raises(UsageError, match="better types first"):
        UniformScreening(UNIT, UNIT, -ONE)
    with pytest.raises(UsageError, match="demand is that of the shocks alone"):
        _ = UniformScreening(UNIT, UNIT, ZERO).demand
