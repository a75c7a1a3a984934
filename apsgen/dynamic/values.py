"""Values of a buyer that lie evenly on intervals: demand, options, posted prices, menus; exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from apsgen.dynamic.piecewise import Piecewise, times
from apsgen.errors import UsageError

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Values:
    """A distribution of values.

    Attributes
    ----------
    parts
        Intervals and their probabilities: low, high, probability, the last ones summing to 1.

    Raises
    ------
    UsageError
        If an interval is empty, a probability is negative, or they do not sum to 1.

    Examples
    --------
    >>> business = Values.even((0, 1), (2, 3))
    >>> business.demand(Fraction(5, 2)), business.option(Fraction(1))
    (Fraction(1, 4), Fraction(3, 4))
    """

    parts: tuple[tuple[Fraction, Fraction, Fraction], ...]

    def __post_init__(self) -> None:
        bad = [part for part in self.parts if part[0] >= part[1] or part[2] < 0]
        if bad or sum((weight for _, _, weight in self.parts), ZERO) != 1:
            found = f"found intervals {', '.join(f'{a} to {b}: {x}' for a, b, x in self.parts)}"
            raise UsageError(f"{found}; each needs low < high, and probabilities sum to 1")

    @classmethod
    def even(cls, *intervals: tuple[Fraction | int, Fraction | int]) -> Values:
        """Return values that are even on several intervals of one length in all."""
        whole = sum((Fraction(high) - low for low, high in intervals), ZERO)
        parts = ((Fraction(a), Fraction(b), (Fraction(b) - a) / whole) for a, b in intervals)
        return cls(tuple(parts))

    @classmethod
    def mixed(cls, types: Sequence[tuple[Fraction, Values]]) -> Values:
        """Return the values of types of given probabilities together."""
        return cls(tuple((a, b, p * x) for p, own in types for a, b, x in own.parts))

    def demand(self, price: Fraction) -> Fraction:
        """Return the probability of a value above a price."""
        shares = ((min(max((b - price) / (b - a), ZERO), ONE), x) for a, b, x in self.parts)
        return sum((share * x for share, x in shares), ZERO)

    def option(self, strike: Fraction) -> Fraction:
        """Return what the right to buy at a price is worth: the mean of max(value - strike, 0)."""
        total = ZERO
        for low, high, weight in self.parts:
            bottom = max(low, strike)
            if bottom < high:
                total += weight * (high - bottom) * ((high + bottom) / 2 - strike) / (high - low)
        return total

    def curve(self) -> Piecewise:
        """Return the demand as a function of the price, over all prices that matter."""
        breaks = sorted({end for low, high, _ in self.parts for end in (low, high)})
        pieces = []
        for low, high in pairwise(breaks):
            first, second = self.demand(low), self.demand(high)
            slope = (second - first) / (high - low)
            pieces.append((first - slope * low, slope))
        return Piecewise(tuple(breaks), tuple(pieces))


def posted_price(curve: Piecewise, cost: Fraction = ZERO) -> tuple[Fraction, Fraction]:
    """Return the price that earns most, and what it earns.

    Parameters
    ----------
    curve
        The demand by price: 1 at its beginning, 0 at its end, a polynomial of at most second
        degree on each piece.
    cost
        Of the good.

    Returns
    -------
    tuple
        The price, exact if it is rational and a double if not, and the profit at it.

    Examples
    --------
    >>> price, profit = posted_price(Values.even((0, 1)).curve())
    >>> str(price), str(profit)
    ('1/2', '1/4')
    """
    margin = (-cost, ONE)
    profit = Piecewise(curve.breaks, tuple(times(piece, margin) for piece in curve.pieces))
    return max(((x, profit(x)) for x in profit.candidates()), key=lambda pair: pair[1])


@dataclass(frozen=True, slots=True)
class Option:
    """A contract: a fee now, and the right to buy at a strike later.

    A ticket at price P with refund R is the fee P - R with the strike R.
    """

    fee: Fraction
    strike: Fraction

    @classmethod
    def ticket(cls, price: Fraction, refund: Fraction = ZERO) -> Option:
        """Return what a ticket with a refund is as an option."""
        return cls(price - refund, refund)


@dataclass(frozen=True, slots=True)
class Sale:
    """What a menu of options does for a type.

    Attributes
    ----------
    option
        What the type takes: the best, the one meant for him if tied; ``None`` if he stays away.
    gain
        What it is worth to him, at least 0.
    profit
        What it earns.
    """

    option: Option | None
    gain: Fraction
    profit: Fraction


def sales(
    types: Mapping[str, Values], menu: Mapping[str, Option], cost: Fraction = ZERO
) -> Mapping[str, Sale]:
    """Return what each type takes of a menu: first- and second-stage incentives are his choice.

    Parameters
    ----------
    types
        The values of each type.
    menu
        The option that is meant for a type; it is taken if none is better.
    cost
        Of the good.

    Examples
    --------
    >>> flyers = {"leisure": Values.even((1, 2)), "business": Values.even((0, 1), (2, 3))}
    >>> menu = {
    ...     "leisure": Option.ticket(Fraction(3, 2)),
    ...     "business": Option.ticket(Fraction(7, 4), Fraction(1)),
    ... }
    >>> for name, sale in sales(flyers, menu, cost=Fraction(1)).items():
    ...     print(name, sale.option == menu[name], sale.gain, sale.profit)
    leisure True 0 1/2
    business True 0 3/4
    """
    found = {}
    for name, own in types.items():
        offers = [(menu[name], True)] if name in menu else []
        offers += [(option, False) for option in menu.values()]
        gains = [(own.option(one.strike) - one.fee, is_own, one) for one, is_own in offers]
        gain, _, option = max(gains, key=lambda one: one[:2], default=(ZERO, False, None))
        if option is None or gain < 0:
            found[name] = Sale(None, ZERO, ZERO)
        else:
            profit = option.fee + (option.strike - cost) * own.demand(option.strike)
            found[name] = Sale(option, gain, profit)
    return found
