"""Words and keys at arrows, and the table of keys."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from apsgen.figures.keys import MOST, keyed, letters, spelled, table, words
from apsgen.mechanism import Arrow

LINE = 0.15
STRAIGHT = np.linspace([-1.0, 0.0], [1.0, 0.0], 4)


def arrow(*events: str, probability: Fraction = Fraction(1)) -> Arrow:
    return Arrow(0, 1, events, probability, False)


def test_a_probability_is_told_once() -> None:
    assert words(arrow("with 1/3", probability=Fraction(1, 3))) == ("probability 1/3",)
    assert words(arrow("x, with 1/3", probability=Fraction(1, 6))) == (
        "x, with 1/3",
        "probability 1/6",
    )
    assert words(Arrow(0, None, ("row deviates",), Fraction(0), True)) == ()


def test_words_that_touch_something_are_none() -> None:
    centres = [np.array([-1.4, 0.0]), np.array([1.4, 0.0])]
    (label,) = spelled([arrow("x")], [STRAIGHT], centres, 0.4, LINE, 4.0) or [None]
    assert label is not None
    assert abs(label.centre[1]) > LINE / 2
    fence = [STRAIGHT + np.array([0.0, y]) for y in (-0.15, 0.15)]
    assert spelled([arrow("x")], [STRAIGHT, *fence], centres, 0.4, LINE, 4.0) is None
    assert spelled([arrow("x" * 90)], [STRAIGHT], centres, 0.4, LINE, 4.0) is None


def test_arrows_with_the_same_words_have_the_same_key() -> None:
    arrows = [arrow("x"), arrow("y"), arrow("x")]
    lines = [STRAIGHT + np.array([0.0, y]) for y in (0.0, 0.5, 1.0)]
    found = keyed(arrows, lines, [np.array([-2.0, 0.0])], 0.4, LINE)
    assert found is not None
    assert [label.lines for label in found if label is not None] == [("a",), ("b",), ("a",)]
    assert [(row.key, row.lines) for row in table(arrows, 40)] == [("a", ("x",)), ("b", ("y",))]


@pytest.mark.parametrize("count", [MOST, MOST + 1])
def test_there_are_as_many_keys_as_letters(count: int) -> None:
    arrows = [arrow(f"event {k}") for k in range(count)]
    lines = [STRAIGHT + np.array([0.0, k]) for k in range(count)]
    found = keyed(arrows, lines, [np.array([-9.0, 0.0])], 0.4, LINE)
    assert (found is None) == (count > MOST)


def test_a_key_has_no_place_where_a_state_is() -> None:
    assert keyed([arrow("x")], [STRAIGHT], [np.zeros(2)], 1.2, LINE) is None


def test_long_meanings_are_folded_and_cut() -> None:
    (row,) = table([arrow(*(f"event {k}" for k in range(99)))], 40)
    assert len(row.lines) == 4
    assert max(map(len, row.lines)) <= 40
    assert row.lines[-1].endswith("(the .dot file has all)")


def test_letters_that_fit() -> None:
    assert letters(6.8, LINE) > 1.9 * letters(3.4, LINE)
