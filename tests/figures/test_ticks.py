"""Ticks stand at round numbers, and what is written at them is exact and short."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apsgen.figures.ticks import MOST, Linear, Logarithmic, Unit
from apsgen.figures.words import mathtext

numbers = st.floats(-1e12, 1e12).map(lambda number: float(f"{number:.9g}"))


@pytest.mark.parametrize(
    ("ends", "labels", "unit"),
    [
        ((0.0, 1.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"], ""),
        ((-15.0, 13.0), ["-15", "-10", "-5", "0", "5", "10"], ""),
        ((-0.05, 0.05), ["-0.04", "-0.02", "0.00", "0.02", "0.04"], ""),
        ((0.0, 2.1e-9), ["0.0", "0.5", "1.0", "1.5", "2.0"], ", in units of $10^{-9}$"),
        ((0.0, 5e13), ["0", "10", "20", "30", "40", "50"], ", in units of $10^{12}$"),
        ((1e9 + 3, 1e9 + 9), ["3", "4", "5", "6", "7", "8", "9"], " − 1000000000"),
        ((-1e9 - 3, -1e9 + 3), ["-3", "-2", "-1", "0", "1", "2", "3"], " + 1000000000"),
    ],
)
def test_labels_are_short_and_the_axis_says_their_unit(
    ends: tuple[float, float], labels: list[str], unit: str
) -> None:
    axis = Linear(*ends)
    assert list(axis.ticks().labels) == labels
    assert mathtext(axis.unit.words()) == unit


@given(numbers, st.floats(1e-9, 1e9))
def test_labels_are_never_long(low: float, extent: float) -> None:
    axis = Linear(low, low + max(extent, 1e-9 * abs(low)))
    assert max(map(len, axis.ticks().labels)) <= 8


@given(numbers, numbers)
def test_labels_say_where_ticks_stand(first: float, second: float) -> None:
    low, high = sorted((first, second))
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        high = low + max(1.0, abs(low))
    axis = Linear(low, high)
    ticks = axis.ticks()
    assert 2 <= len(ticks.labels) <= MOST + 1
    assert len(set(ticks.labels)) == len(ticks.labels)
    for position, label in zip(ticks.positions, ticks.labels, strict=True):
        assert low <= position <= high
        told = Fraction(label) * Fraction(10) ** axis.unit.power + axis.unit.origin
        assert math.isclose(float(told), position, rel_tol=1e-15, abs_tol=1e-300)
        assert float(axis.number(position)) == pytest.approx(float(label), rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("most", range(1, 9))
def test_there_are_no_more_intervals_than_asked_for(most: int) -> None:
    for high in (0.7, 1.0, 3.3, 8.0, 9.99):
        assert len(Linear(0.0, high).ticks(most).labels) <= most + 1
        assert len(Logarithmic(1e-9, 10.0**high).ticks(most).labels) <= most + 1


def test_fewer_ticks_are_written_in_the_same_unit() -> None:
    axis = Linear(1e9 + 3, 1e9 + 9)
    assert set(axis.ticks(3).positions) <= set(axis.ticks().positions)


def test_counts_are_whole() -> None:
    assert Linear(0.0, 2.0, least=Fraction(1)).ticks().labels == ("0", "1", "2")


def test_numbers_have_ten_digits_of_the_extent() -> None:
    axis = Linear(1e9, 1e9 + 8)
    assert axis.number(1e9 + 1 / 3) == "0.333333373"
    assert axis.number(1e9 - 1e-10) == "0"
    assert Logarithmic(1e-9, 1.0).number(1 / 3e7) == "3.333333333e-08"


def test_a_logarithmic_axis_has_powers_of_ten() -> None:
    ticks = Logarithmic(1e-12, 1.0).ticks(4)
    assert ticks.positions == (1e-12, 1e-9, 1e-6, 1e-3, 1.0)
    assert ticks.labels[0] == "$10^{-12}$"


def test_an_ordinary_unit_says_nothing() -> None:
    assert Unit.of(-3.0, 8.0) == Unit()
    assert Unit().words() == ()
