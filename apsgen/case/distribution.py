"""Probabilities: what must hold of them, and what a sum that is not 1 is told."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from apsgen.case.section import shown

ROUNDED = Fraction(1, 10**9)
"""How far a sum of rounded probabilities may be from 1."""


def outside(value: Fraction) -> str:
    """Say that a number is no probability; empty when it is one."""
    if 0 <= value <= 1:
        return ""
    return f"found {shown(str(value))}; a probability from 0 to 1 is accepted"


def off_one(values: Sequence[Fraction], *, exact: bool) -> str:
    """Say that probabilities do not sum to 1; empty when they do."""
    total = sum(values, Fraction(0))
    if abs(total - 1) <= (0 if exact else ROUNDED):
        return ""
    return f"the probabilities sum to {shown(str(total))}; they must sum to 1"


def normalised(values: Sequence[Fraction]) -> list[Fraction]:
    """Return probabilities that sum to exactly 1, from ones that do so up to rounding."""
    total = sum(values, Fraction(0))
    return [value / total for value in values]
