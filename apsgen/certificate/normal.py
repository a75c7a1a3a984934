"""A game in normalised payoffs, exactly, and the way back to the case's own units.

Floats are near the truth only where payoffs span [0, 1]; a certificate speaks the case's units.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from apsgen.checker import Game, Point
from apsgen.tolerances import RESOLUTION, SLOPE

BITS = 44
"""Binary digits, below the spread of the payoffs, that are kept of a rounded number."""

_MOST_MEANS = 20_000
"""Payoffs of a player, by decision and types, of which means are taken at most."""

_SIMPLE = 16
"""The greatest denominator of a slope that is taken to be meant exactly."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A game whose stage payoffs span [0, 1] for each player, or for both where money passes.

    Attributes
    ----------
    case
        The game in the case's units.
    game
        The same in normalised units.
    shift, scale
        Payoff of i = shift[i] + scale[i] * normalised payoff.
    means
        The mean payoffs of each decision in the case's units, by normalised ones rounded: what
        a set that is the point of one decision, or a vertex, may be, however long its numbers.
    """

    case: Game
    game: Game
    shift: Point
    scale: Point
    means: Mapping[tuple[int, int], Point]

    @classmethod
    def of(cls, game: Game) -> Normal:
        """Normalise a game."""
        spans = [[v for table in game.payoff[i] for row in table for v in row] for i in (0, 1)]
        low = [min(values) for values in spans]
        spread = [max(values) - min(values) for values in spans]
        if game.transfers != "none":
            spread = [max(spread)] * 2
        scale = spread[0] or Fraction(1), spread[1] or Fraction(1)
        return cls.within(game, (low[0], low[1]), scale)

    @classmethod
    def within(cls, game: Game, shift: Point, scale: Point) -> Normal:
        """Normalise a game as another one has been."""

        def inward(i: int, value: Fraction | None) -> Fraction | None:
            """Normalise a payoff of a player, if there is one."""
            return None if value is None else (value - shift[i]) / scale[i]

        def inwards(i: int, tables: list[list[list[Fraction]]]) -> list[list[list[Fraction]]]:
            """Normalise a player's payoffs by decision and types."""
            return [[[(v - shift[i]) / scale[i] for v in row] for row in t] for t in tables]

        normal = replace(
            game,
            payoff=[inwards(i, game.payoff[i]) for i in (0, 1)],
            deviation=[
                [[[inward(i, v) for v in row] for row in t] for t in game.deviation[i]]
                for i in (0, 1)
            ],
            punishment=None
            if game.punishment is None
            else tuple(inward(i, v) for i, v in enumerate(game.punishment)),
        )
        return cls(game, normal, shift, scale, _means(game, shift, scale))

    def inward(self, point: Point) -> Point:
        """Return a payoff of the case in normalised units."""
        first, second = ((p - s) / c for p, s, c in zip(point, self.shift, self.scale, strict=True))
        return first, second

    def rounded(self, x: float, y: float) -> Point:
        """Return a payoff of the case near a normalised point: of a decision, or a short one."""
        if (mean := self.means.get((round(x / RESOLUTION), round(y / RESOLUTION)))) is not None:
            return mean
        first, second = (
            near(s + c * Fraction(value), grid(c))
            for value, s, c in zip((x, y), self.shift, self.scale, strict=True)
        )
        return first, second

    def direction(self, x: float, y: float) -> Point:
        """Return a direction for the case's payoffs, short rationals, of one for normalised."""
        along = x / float(self.scale[0]), y / float(self.scale[1])
        longest = max(map(abs, along))
        first, second = (_slope(Fraction(value / longest)) for value in along)
        return first, second

    def outward(self, direction: Point) -> Point:
        """Return a direction of the case's payoffs for normalised ones, with the same products."""
        return direction[0] * self.scale[0], direction[1] * self.scale[1]

    def foot(self, direction: Point) -> Fraction:
        """Return the level of a direction of the case's payoffs at normalised payoffs 0."""
        return direction[0] * self.shift[0] + direction[1] * self.shift[1]

    def level(self, level: float, direction: Point) -> Fraction:
        """Return a level of normalised payoffs as one of the case's payoffs, rounded up."""
        size = max(map(abs, self.outward(direction)))
        return above(Fraction(level) + self.foot(direction), grid(size))


def _means(game: Game, shift: Point, scale: Point) -> dict[tuple[int, int], Point]:
    """Return the mean payoffs of decisions, by the normalised ones and those beside them."""
    found: dict[tuple[int, int], Point] = {}
    if sum(len(row) for table in game.payoff[0] for row in table) > _MOST_MEANS:
        return found
    for tables in zip(*game.payoff, strict=True):
        first, second = (_mean(game.prior, table) for table in tables)
        x, y = ((m - s) / c for m, s, c in zip((first, second), shift, scale, strict=True))
        at = round(float(x) / RESOLUTION), round(float(y) / RESOLUTION)
        for i, j in product((-1, 0, 1), repeat=2):
            found.setdefault((at[0] + i, at[1] + j), (first, second))
    return found


def _mean(prior: list[list[Fraction]], table: list[list[Fraction]]) -> Fraction:
    rows = zip(prior, table, strict=True)
    return sum((m * v for mu, row in rows for m, v in zip(mu, row, strict=True)), Fraction(0))


def _slope(value: Fraction) -> Fraction:
    """Return a rational near a coordinate of a direction.

    Edges along which money passes have slope -1 exactly; a float would give them a price for it.
    """
    simple = value.limit_denominator(_SIMPLE)
    return simple if abs(simple - value) <= SLOPE else round(value * 2**BITS) / Fraction(2**BITS)


def grid(size: Fraction) -> Fraction:
    """Return a power of two that is far smaller than a size."""
    digits = size.numerator.bit_length() - size.denominator.bit_length()
    return Fraction(2) ** (digits - BITS)


def above(value: Fraction, step: Fraction) -> Fraction:
    """Return a multiple of a step that is not below a number."""
    return math.ceil(value / step) * step


def near(value: Fraction, step: Fraction) -> Fraction:
    """Return a short rational near a number: a simple one if it is that, all but for rounding."""
    simple = value.limit_denominator(10_000)
    if abs(simple - value) <= 2**10 * step:
        return simple
    return round(value / step) * step
