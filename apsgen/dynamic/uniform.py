"""Sequential screening in closed form where the virtual surplus is regular: even first types.

The first type τ is even on an interval, the value is coefficient · τ + shock, and the shock is
even on another. The value is sold from cost + coefficient · (1 − F(τ))/f(τ) on: an option with this
strike, which falls in τ, so that the better types buy more. The fee leaves to τ the integral of
coefficient · (probability of a sale).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from apsgen.dynamic.piecewise import Piecewise, Polynomial, plus, times
from apsgen.errors import UsageError

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class UniformScreening:
    """The best menu of options for a buyer with even first types and even shocks, exactly.

    Attributes
    ----------
    types
        The interval of first types.
    shocks
        The interval of shocks.
    coefficient
        What a step of the first type adds to the value; at least 0.
    cost
        Of the good.

    Raises
    ------
    UsageError
        If an interval is empty, or the coefficient is negative.

    Examples
    --------
    >>> unit = (Fraction(0), Fraction(1))
    >>> menu = UniformScreening(unit, unit)
    >>> print(menu.strike, "|", menu.fee, "|", menu.revenue)
    -x + 1 from 0 to 1 | x^2 from 0 to 1/2, x - 1/4 from 1/2 to 1 | 7/12
    """

    types: tuple[Fraction, Fraction]
    shocks: tuple[Fraction, Fraction]
    coefficient: Fraction = ONE
    cost: Fraction = ZERO

    def __post_init__(self) -> None:
        for name, (low, high) in (("types", self.types), ("shocks", self.shocks)):
            if low >= high:
                raise UsageError(f"found {name} from {low} to {high}; the first must be less")
        if self.coefficient < 0:
            found = f"found the coefficient {self.coefficient}"
            raise UsageError(f"{found}; at least 0 is accepted: better types first")

    @property
    def strike(self) -> Piecewise:
        """The price at which each first type may buy."""
        return Piecewise(self.types, (self._strike,))

    @property
    def sold(self) -> Piecewise:
        """The probability with which each first type buys."""
        return self._by_reach(((ZERO,), times(self._reach, (1 / self._width,)), (ONE,)))

    @property
    def worth(self) -> Piecewise:
        """What his option is worth to each first type, the fee aside."""
        square = times(times(self._reach, self._reach), (1 / (2 * self._width),))
        return self._by_reach(((ZERO,), square, plus(self._reach, (-self._width / 2,))))

    @property
    def rent(self) -> Piecewise:
        """What each first type gains; the worst gains 0."""
        sold = self.sold
        steps = tuple(times(piece, (self.coefficient,)) for piece in sold.pieces)
        return Piecewise(sold.breaks, steps).primitive()

    @property
    def fee(self) -> Piecewise:
        """What each first type pays for his option."""
        worth, rent = self.worth, self.rent
        pairs = zip(worth.pieces, rent.pieces, strict=True)
        return Piecewise(worth.breaks, tuple(plus(x, times(y, (-ONE,))) for x, y in pairs))

    @property
    def revenue(self) -> Fraction:
        """What the menu earns, the cost taken off."""
        fee, sold = self.fee, self.sold
        margin = plus(self._strike, (-self.cost,))
        pairs = zip(fee.pieces, sold.pieces, strict=True)
        earned = tuple(plus(x, times(y, margin)) for x, y in pairs)
        low, high = self.types
        return Piecewise(fee.breaks, earned).integral() / (high - low)

    @property
    def demand(self) -> Piecewise:
        """The probability that the value exceeds a price, first types unknown.

        Raises
        ------
        UsageError
            If values do not depend on first types.
        """
        low, high = (self.coefficient * end for end in self.types)
        if low == high:
            raise UsageError("the coefficient is 0; demand is that of the shocks alone")
        short, long = sorted((high - low, self._width))
        bottom, top = low + self.shocks[0], high + self.shocks[1]
        area = 1 / (2 * short * long)
        rising = plus((ONE,), times(times((-bottom, ONE), (-bottom, ONE)), (-area,)))
        middle = ((top - short / 2) / long, -1 / long)
        falling = times(times((top, -ONE), (top, -ONE)), (area,))
        breaks = (bottom, bottom + short, bottom + long, top)
        if short == long:
            return Piecewise((bottom, bottom + short, top), (rising, falling))
        return Piecewise(breaks, (rising, middle, falling))

    @property
    def _width(self) -> Fraction:
        return self.shocks[1] - self.shocks[0]

    @property
    def _strike(self) -> Polynomial:
        return (self.cost + self.coefficient * self.types[1], -self.coefficient)

    @property
    def _reach(self) -> Polynomial:
        """By how much the highest value of a first type exceeds his strike."""
        highest = (self.shocks[1], self.coefficient)
        return plus(highest, times(self._strike, (-ONE,)))

    def _by_reach(self, pieces: tuple[Polynomial, Polynomial, Polynomial]) -> Piecewise:
        """Return the function that is one polynomial where nobody buys, some do, and all do."""
        low, high = self.types
        level, slope = self._reach
        if not slope:
            place = 0 if level <= 0 else 1 if level < self._width else 2
            return Piecewise(self.types, (pieces[place],))
        inner = [min(max((end - level) / slope, low), high) for end in (ZERO, self._width)]
        ends = [low, *inner, high]
        kept = [place for place in range(3) if ends[place] < ends[place + 1]]
        breaks = (low, *(ends[place + 1] for place in kept))
        return Piecewise(breaks, tuple(pieces[place] for place in kept))
