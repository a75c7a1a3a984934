"""Payoffs written with as many digits as tell them apart, and no float noise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from apsgen.result import Result

DIGITS = 10
"""Significant digits, counted from the size of the feasible set."""

PRECISION = 15
"""Significant digits that a double holds, whatever its size."""


@dataclass(frozen=True, slots=True)
class Decimals:
    """Writes payoffs with a fixed number of decimal places, trailing zeros left out.

    Attributes
    ----------
    places
        Digits after the decimal point; may be negative.

    Examples
    --------
    >>> Decimals(9)(0.24 + 1e-17), Decimals(9)(-1e-13), Decimals(-1)(123456.0)
    ('0.24', '0', '123460')
    """

    places: int

    @classmethod
    def of(cls, result: Result) -> Decimals:
        """Return the places that tell the payoffs of a game apart, and show no float noise."""
        points = np.vstack([result.feasible_set.vertices, result.outer_set.vertices])
        size = float(np.ptp(points, axis=0).max()) if len(points) else 0.0
        reach = float(np.abs(points).max()) if len(points) else 0.0
        places = DIGITS - 1 - _exponent(size if size > 0.0 else reach)
        return cls(min(places, PRECISION - 1 - _exponent(reach)))

    @property
    def unit(self) -> float:
        """The least difference shown."""
        return float(10.0**-self.places)

    def __call__(self, value: float) -> str:
        """Write a payoff."""
        rounded = round(value, self.places) + 0.0
        text = f"{rounded:.{max(self.places, 0)}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def interval(self, low: float, high: float) -> str:
        """Write an interval; one number if the ends look the same."""
        ends = self(low), self(high)
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _exponent(value: float) -> int:
    """Return the power of ten of the leading digit; 0 for zero."""
    return math.floor(math.log10(value)) if value > 0.0 else 0
