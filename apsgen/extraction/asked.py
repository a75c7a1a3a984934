"""What is asked for, in exact numbers: a payoff or a direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from apsgen.checker import Point
from apsgen.errors import UsageError
from apsgen.result import Number

_PLAIN = re.compile(r"\s*[-+]?(?:\d{1,300}(?:/\d{1,300}|\.\d{0,300})?|\.\d{1,300})\s*", re.ASCII)


def question(at: Sequence[Number] | None, maximise: Sequence[Number] | None) -> Point:
    """Return the payoffs or the direction that is asked for, exactly.

    Raises
    ------
    UsageError
        Unless one of the two is given, as two numbers; the direction must not be (0, 0).
    """
    if (at is None) == (maximise is None):
        raise UsageError(
            "one of the two is needed: a payoff (at), such as 1,2/3, or a direction (maximise), "
            "such as 1,1"
        )
    given = at if at is not None else maximise
    assert given is not None
    try:
        first, second = (exactly(value) for value in given)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        listed = given if isinstance(given, str) else ",".join(map(str, given))
        raise UsageError(
            f"found {listed}; two numbers are accepted, such as 1,2/3 or 0.25,-1"
        ) from None
    if maximise is not None and not (first or second):
        raise UsageError("found the direction 0,0; 1,1 maximises the total payoff")
    return first, second


def exactly(value: Number) -> Fraction:
    """Return a number exactly; a float is the decimal that it is printed as.

    Raises
    ------
    ValueError
        If it is none, not finite, or longer than any number that makes sense.

    Examples
    --------
    >>> exactly(0.67), exactly("2/3")
    (Fraction(67, 100), Fraction(2, 3))
    """
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise ValueError(f"{value!r} is no plain number")
    return Fraction(value if isinstance(value, str) else repr(float(value)))
