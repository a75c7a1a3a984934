"""What `critical` answers: a bracket of the critical discount factor, and what is known at it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from apsgen.critical.proving import Proof
from apsgen.critical.wanted import Property
from apsgen.game import Game

FORMAT = "apsgen-critical/1"


class Found(StrEnum):
    """How a search ended."""

    BRACKETED = "bracketed"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Root:
    """A number read off the constraints that bind, to many digits.

    Attributes
    ----------
    text
        In closed form: ``25/38``, ``sqrt(125/254)``, or a polynomial and where its root is.
    polynomial
        Integer coefficients, the constant first, of a polynomial that has the root.
    digits
        To how many digits the solution of the binding constraints agrees with the root.
    """

    text: str
    polynomial: tuple[int, ...]
    digits: int

    def __str__(self) -> str:
        return self.text


Sides = tuple[float | None, float | None]
"""A derivative from the left and from the right; ``None`` where there is none."""


@dataclass(frozen=True, slots=True, repr=False)
class Critical:
    """The critical discount factor of a property, between two bounds.

    Attributes
    ----------
    game, wanted
        What was asked.
    status
        ``bracketed``; ``always``: V* has the property at every discount factor; ``never``: at
        none that was tried.
    lo, hi
        lo < critical discount factor <= hi. 0 and 0 if always; if never, the greatest discount
        factor that was tried, and 1.
    proved
        Whether both ends carry an exact proof.
    tolerance
        The width that was asked for.
    monotone
        Whether it is shown that a payoff set that is supported stays so when the discount factor
        rises: then V* has the property at each discount factor from hi on, and at none up to lo.
    value
        The critical discount factor to some nine digits, as the binding constraints give it;
        ``None`` if they were not found.
    binding
        The names of the constraints that bind there.
    root
        In closed form, where it is read off these constraints.
    derivatives
        For each parameter of the case the derivative of the critical discount factor from the
        left and from the right.
    below, above
        The proofs at the two ends.
    """

    game: Game
    wanted: Property
    status: Found
    lo: Fraction
    hi: Fraction
    proved: bool
    tolerance: float
    monotone: bool
    value: float | None = None
    binding: tuple[str, ...] = ()
    root: Root | None = None
    derivatives: Mapping[str, Sides] = field(default_factory=dict)
    below: Proof | None = None
    above: Proof | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether the bracket is as narrow as was asked for."""
        return self.status is not Found.BRACKETED or self.hi - self.lo <= self.tolerance

    def to_json(self) -> str:
        """Return one line of JSON, of the format ``apsgen-critical/1``."""
        return json.dumps(
            {
                "format": FORMAT,
                "case": None if self.game.source is None else self.game.source.path,
                "title": self.game.title,
                "property": str(self.wanted),
                "status": str(self.status),
                "lo": spelled(self.lo),
                "hi": spelled(self.hi),
                "proved": self.proved,
                "monotone": self.monotone,
                "value": self.value,
                "binding": list(self.binding),
                "root": None if self.root is None else self.root.text,
                "polynomial": None if self.root is None else list(self.root.polynomial),
                "derivatives": {name: list(sides) for name, sides in self.derivatives.items()},
            }
        )

    def __repr__(self) -> str:
        what = f"{self.wanted} in {self.game.title!r}"
        return f"<Critical {what}: {self.status}, {spelled(self.lo)} to {spelled(self.hi)}>"


def spelled(value: Fraction) -> str:
    """Return a rational exactly: as a decimal if it is one of few digits, else as a fraction.

    Examples
    --------
    >>> spelled(Fraction(1, 8)), spelled(Fraction(1, 7)), spelled(Fraction(-1, 4))
    ('0.125', '1/7', '-0.25')
    """
    for digits in range(19):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            whole, part = divmod(abs(scaled.numerator), 10**digits)
            sign = "-" if value < 0 else ""
            return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"
    return str(value)
