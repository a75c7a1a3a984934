"""Properties as they are written."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.critical.wanted import Kind, Property
from apsgen.errors import UsageError


@pytest.mark.parametrize("text", ["first-best", "non-empty", "total=67/50", "payoff=1/2,-3"])
def test_what_is_read_is_written_the_same(text: str) -> None:
    assert str(Property.read(text)) == text


def test_numbers_are_exact() -> None:
    assert Property.read("total = 0.1") == Property.total("1/10")
    assert Property.payoff(0.5, 2) == Property(Kind.PAYOFF, (Fraction(1, 2), Fraction(2)))


@pytest.mark.parametrize("text", ["best", "total", "total=1,2", "payoff=1", "first-best=1", ""])
def test_no_other_words_are_accepted(text: str) -> None:
    with pytest.raises(UsageError, match="accepted are first-best, non-empty"):
        Property.read(text)


@pytest.mark.parametrize("text", ["total=x", "payoff=1,nan", "total=1/0"])
def test_numbers_must_be_numbers(text: str) -> None:
    with pytest.raises(UsageError, match="decimals or fractions"):
        Property.read(text)
