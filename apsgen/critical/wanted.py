"""What is asked of V*: the property whose critical discount factor is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from apsgen.case.number import NumberError, number, ratio
from apsgen.checker import Point
from apsgen.errors import UsageError
from apsgen.result import Number

ACCEPTED = "first-best, non-empty, total=NUMBER or payoff=NUMBER,NUMBER"


class Kind(StrEnum):
    """The kinds of properties."""

    FIRST_BEST = "first-best"
    NON_EMPTY = "non-empty"
    TOTAL = "total"
    PAYOFF = "payoff"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of V*.

    Attributes
    ----------
    kind
        ``first-best``: some payoff of V* has the greatest total that any plan gives;
        ``non-empty``; ``total``: some payoff has at least this total; ``payoff``: V* contains it.
    numbers
        Average payoffs: the total, or the two payoffs; none for the other kinds.

    Examples
    --------
    >>> Property.read("total=67/50")
    Property(kind=<Kind.TOTAL: 'total'>, numbers=(Fraction(67, 50),))
    >>> print(Property.payoff(1, "3/2"))
    payoff=1,3/2
    """

    kind: Kind
    numbers: tuple[Fraction, ...] = ()

    @classmethod
    def read(cls, text: str) -> Property:
        """Read a property as the command line has it.

        Raises
        ------
        UsageError
            If it is none.
        """
        word, sign, rest = (part.strip() for part in text.partition("="))
        count = {"first-best": 0, "non-empty": 0, "total": 1, "payoff": 2}.get(word)
        given = [part.strip() for part in rest.split(",")] if sign else []
        if count is None or len(given) != count:
            raise UsageError(f"found the property {text!r}; accepted are {ACCEPTED}")
        return cls(Kind(word), _numbers(text, given))

    @classmethod
    def total(cls, total: Number) -> Property:
        """Return the property that some payoff has at least a total."""
        return cls(Kind.TOTAL, _numbers(f"total={total}", [total]))

    @classmethod
    def payoff(cls, first: Number, second: Number) -> Property:
        """Return the property that V* contains a payoff."""
        return cls(Kind.PAYOFF, _numbers(f"payoff={first},{second}", [first, second]))

    @property
    def point(self) -> Point:
        """The payoff that is asked for."""
        first, second = self.numbers
        return first, second

    def __str__(self) -> str:
        word = self.kind.value
        return f"{word}={chr(44).join(map(str, self.numbers))}" if self.numbers else word


def _numbers(text: str, given: Sequence[Number]) -> tuple[Fraction, ...]:
    try:
        return tuple(_exactly(value) for value in given)
    except (NumberError, ValueError, OverflowError):
        raise UsageError(
            f"found the property {text!r}; its numbers are decimals or fractions, such as "
            "total=1.34 or payoff=67/100,0.5"
        ) from None


def _exactly(value: Number) -> Fraction:
    """Return a number exactly; a float is the decimal that it is printed as."""
    if isinstance(value, int | Fraction):
        return Fraction(value)
    written = repr(float(value)) if isinstance(value, float) else value
    return ratio(written) if "/" in written else number(written)
