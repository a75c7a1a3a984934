"""Sizes of a pgfplots figure add up to the width asked for."""

from __future__ import annotations

import pytest

from apsgen.figures.paper import Paper
from apsgen.figures.payoff_set import scene_of
from apsgen.figures.picture import Picture
from apsgen.figures.sheet import SAMPLE, Sheet, length_of, width_of
from apsgen.figures.words import Math
from tests.figures.results import KITE, kinds, result

KINDS = kinds()


def sheet(width: float = 3.4, players: tuple[str, str] = ("firm1", "firm2")) -> Sheet:
    return Sheet(Paper(width=width), [scene_of([Picture.of(result(KITE, KITE, players=players))])])


@pytest.mark.parametrize("width", [2.0, 3.4, 6.5])
def test_axes_leave_room_for_ticks_and_labels(width: float) -> None:
    one = sheet(width)
    across, up = one.axes(one.scenes[0])
    assert one.width - 60 < across < one.width - 25
    assert up == pytest.approx(across * one.scenes[0].ratio)


def test_axes_are_never_taller_than_wide_paper() -> None:
    tall = [(0, 0), (0.1, 0), (0, 5)]
    shown = result(tall, tall, feasible=tall, punishment=(None, None))
    one = Sheet(Paper(), [scene_of([Picture.of(shown)])])
    across, up = one.axes(one.scenes[0])
    assert across < up <= one.free


def test_the_widths_of_letters_are_those_of_computer_modern() -> None:
    assert width_of("M", 10.0) == pytest.approx(9.17, abs=0.5)
    assert width_of("0123456789", 10.0) == pytest.approx(50.0, abs=0.6)
    assert width_of("$10^{-3}$", 10.0) == width_of("10-3", 10.0)
    assert width_of("企", 10.0) == width_of("M", 10.0)


def test_a_command_counts_as_a_letter() -> None:
    assert length_of((Math(r"\delta"),), 10.0) == length_of(("x",), 10.0)
    assert length_of(("two\nlines",), 10.0) == width_of("lines", 10.0)


def test_long_names_are_folded() -> None:
    one = sheet(players=("a very long name " * 6, "another name " * 6))
    scene = one.scenes[0]
    assert length_of(one.horizontal_label(scene), 9.0) <= 0.75 * one.width
    assert length_of(one.vertical_label(scene), 9.0) <= one.axes(scene)[1] * 1.2
    assert one.drop(scene) > sheet().drop(sheet().scenes[0])


@pytest.mark.parametrize("width", [2.0, 2.6, 3.4, 6.5])
def test_columns_of_the_legend_fit(width: float) -> None:
    one = sheet(width)
    columns = one.columns()
    lengths = [length_of(entry.words, one.small) for entry in one.entries()]
    used = sum(max(lengths[place::columns]) for place in range(columns)) + columns * SAMPLE
    assert columns == 1 or used <= one.width
    assert columns >= (2 if width >= 3.4 else 1)


def test_ticks_are_fewer_where_there_is_less_room() -> None:
    narrow, wide = sheet(2.0), sheet(6.5)
    few, many = (len(one.horizontal_ticks(one.scenes[0]).labels) for one in (narrow, wide))
    assert 2 <= few <= many
    assert len(narrow.vertical_ticks(narrow.scenes[0]).labels) >= 2
