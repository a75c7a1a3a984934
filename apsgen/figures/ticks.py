"""Where the ticks of an axis stand, and what is written at them.

Numbers are written exactly. Where they would be long, far from zero or in tiny units, the
axis says once from which number they count, or in which power of ten.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from apsgen.figures.words import Math, Words

MOST = 8
"""Intervals between ticks, at most, where there is room for so many."""

FAR = 10_000
"""Numbers that are so many times larger than their spread count from a nearer one than 0."""

PLAIN = range(-3, 5)
"""Powers of ten of the largest number for which numbers are written out."""

_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Unit:
    """How numbers on an axis are written.

    Attributes
    ----------
    origin
        The number from which they count; 0 for most axes.
    power
        They are in units of ten to this power, a multiple of three; 0 for most axes.
    """

    origin: Fraction = Fraction(0)
    power: int = 0

    @classmethod
    def of(cls, low: float, high: float) -> Unit:
        """Return the unit that keeps the numbers between two ends short.

        Examples
        --------
        >>> Unit.of(0.0, 2e-9).power
        -9
        >>> Unit.of(1e9 + 3, 1e9 + 9).origin
        Fraction(1000000000, 1)
        """
        ends = Fraction(low), Fraction(high)
        extent = ends[1] - ends[0]
        origin = Fraction(0)
        if max(map(abs, ends)) > FAR * extent:
            rounded = Fraction(10) ** (math.ceil(math.log10(extent)) + 1)
            origin = round(sum(ends) / 2 / rounded) * rounded
        largest = max(abs(end - origin) for end in ends)
        power = math.floor(math.log10(largest))
        return cls(origin, 0 if power in PLAIN else 3 * (power // 3))

    def number(self, value: float | Fraction) -> Fraction:
        """Return a value in this unit."""
        return (Fraction(value) - self.origin) / Fraction(10) ** self.power

    def words(self) -> Words:
        """Return what the label of the axis says of the unit; nothing for most axes."""
        sign = "\N{MINUS SIGN}" if self.origin > 0 else "+"
        origin = abs(Decimal(self.origin.numerator) / Decimal(self.origin.denominator))
        words: Words = (f" {sign} {origin.normalize():f}",) if origin else ()
        return (*words, ", in units of ", Math(f"10^{{{self.power}}}")) if self.power else words


@dataclass(frozen=True, slots=True)
class Ticks:
    """Ticks: where they stand, in payoffs, and the numbers written at them."""

    positions: tuple[float, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """A plain axis from one end to the other.

    Attributes
    ----------
    low, high
        Its ends.
    least
        The least distance of two ticks; 1 for numbers that count something.
    """

    low: float
    high: float
    least: Fraction = Fraction(0)
    unit: Unit = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit.of(self.low, self.high))

    def ticks(self, most: int = MOST) -> Ticks:
        """Return ticks at round numbers, with at most so many intervals between.

        Examples
        --------
        >>> Linear(-0.3, 1.2).ticks(3).labels
        ('0.0', '0.5', '1.0')
        >>> Linear(1e9 + 1, 1e9 + 9).ticks(5).labels
        ('2', '4', '6', '8')
        """
        low, high = Fraction(self.low), Fraction(self.high)
        step = max(self.least, _step((high - low) / most))
        places = max(0, self.unit.power - math.floor(math.log10(step)))
        values = [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
        return Ticks(
            tuple(map(float, values)),
            tuple(_written(self.unit.number(value), places) for value in values),
        )

    def number(self, value: float) -> str:
        """Return a value in the axis' unit, to ten digits of its extent.

        Examples
        --------
        >>> Linear(0.0, 4.0).number(1 / 3), Linear(0.0, 4.0).number(-1e-15)
        ('0.333333333', '0')
        """
        extent = float(self.unit.number(self.high) - self.unit.number(self.low))
        places = _DIGITS - math.ceil(math.log10(extent))
        return f"{round(float(self.unit.number(value)), places) + 0.0:.15g}"


@dataclass(frozen=True, slots=True)
class Logarithmic:
    """A logarithmic axis between two positive ends."""

    low: float
    high: float
    unit: Unit = Unit()

    def ticks(self, most: int = MOST) -> Ticks:
        """Return ticks at powers of ten.

        Examples
        --------
        >>> Logarithmic(0.002, 30).ticks().labels
        ('$10^{-2}$', '$10^{-1}$', '$10^{0}$', '$10^{1}$')
        """
        first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
        powers = range(first, last + 1, max(1, math.ceil((last - first) / most)))
        return Ticks(
            tuple(10.0**power for power in powers),
            tuple(f"$10^{{{power}}}$" for power in powers),
        )

    def number(self, value: float) -> str:
        """Return a value to ten digits."""
        return f"{value:.{_DIGITS}g}"


Division = Linear | Logarithmic


def _step(least: Fraction) -> Fraction:
    """Return the least number of at least this size that is 1, 2 or 5 times a power of ten."""
    power = Fraction(10) ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def _written(number: Fraction, places: int) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator):.{places}f}"
