"""Payoffs and directions as they are asked for: exact, or refused."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from apsgen.errors import UsageError
from apsgen.extraction.asked import exactly, question


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (0.1, Fraction(1, 10)),
        (1e-3, Fraction(1, 1000)),
        ("67/100", Fraction(67, 100)),
        (" -.5", Fraction(-1, 2)),
        (3, Fraction(3)),
        (Fraction(2, 7), Fraction(2, 7)),
    ],
)
def test_numbers_are_taken_as_they_are_printed(value: float | str, exact: Fraction) -> None:
    assert exactly(value) == exact


@pytest.mark.parametrize("text", ["", "x", "1e999999999", "1/2/3", "nan", "1" * 400, "1_0", "٣"])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        exactly(text)


def test_one_question_at_a_time() -> None:
    with pytest.raises(UsageError, match="one of the two is needed"):
        question(None, None)
    with pytest.raises(UsageError, match="one of the two is needed"):
        question((1, 1), (1, 1))
    assert question(None, (1, 0)) == (Fraction(1), Fraction(0))


@pytest.mark.parametrize(
    "given", [("1",), ("1", "2", "3"), ("1", "1/0"), (1, float("inf")), (1, float("nan"))]
)
def test_two_finite_numbers_are_needed(given: tuple[float | str, ...]) -> None:
    with pytest.raises(UsageError, match="two numbers are accepted"):
        question(given, None)


def test_no_direction_is_none() -> None:
    with pytest.raises(UsageError, match="the direction 0,0"):
        question(None, (0, 0))
