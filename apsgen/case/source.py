"""A number of the case file before it is evaluated: a number outright, or an expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from apsgen.case.expression import Expression, ExpressionError, Number, parse
from apsgen.case.faults import Faults, Key
from apsgen.case.section import described
from apsgen.case.syntax import Arithmetic, Condition
from apsgen.game import Rationals

_RATIO = re.compile(r"(-?[0-9]{1,60})/([1-9][0-9]{0,59})")


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression and the place where it stands."""

    key: Key
    expression: Expression


@dataclass(frozen=True, slots=True, eq=False)
class ByTypes:
    """Numbers for all types, given in Python, and the place where they stand.

    Attributes
    ----------
    key
        The place.
    values
        Shape (n1, n2), the types of the first and of the second player; a length may be 1.
    """

    key: Key
    values: Rationals


Source = Number | Formula


def read_source(faults: Faults, key: Key, value: object) -> Source | None:
    """Read a number or an expression; ``None`` when it is neither."""
    if isinstance(value, str):
        # Most texts in large matrices are plain ratios; parsing each one takes ten times longer.
        ratio = _RATIO.fullmatch(value)
        if ratio:
            return Number(Fraction(int(ratio[1]), int(ratio[2])))
        return read_formula(faults, key, value)
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Number(Fraction(value))
    faults.at_value(
        key, f'found {described(value)}; a number or an expression such as "r - 1" is accepted'
    )
    return None


def read_table(faults: Faults, key: Key, value: object) -> Source | ByTypes | None:
    """Read a number, an expression or, given in Python, an array; ``None`` when it is none."""
    if isinstance(value, np.ndarray) and value.ndim == 2:
        entries = value.reshape(-1).tolist()
        if all(isinstance(entry, Fraction) for entry in entries):
            return ByTypes(key, value)
    return read_source(faults, key, value)


def read_formula(faults: Faults, key: Key, text: str) -> Formula | None:
    """Read an expression that is a number; ``None`` when it is none."""
    return _read(faults, key, text, Arithmetic, "found a condition; a number is accepted")


def read_condition(faults: Faults, key: Key, text: str) -> Formula | None:
    """Read an expression that is true or false; ``None`` when it is none."""
    found = "found a number; a condition such as x == 1 is accepted"
    return _read(faults, key, text, Condition, found)


def _read(
    faults: Faults, key: Key, text: str, kind: type[Arithmetic | Condition], otherwise: str
) -> Formula | None:
    try:
        formula = Formula(key, parse(text))
    except ExpressionError as error:
        faults.at_character(key, error.offset, error.message)
        return None
    if isinstance(formula.expression.root, kind):
        return formula
    faults.at_value(key, otherwise)
    return None
