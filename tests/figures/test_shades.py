"""Colours differ in lightness, so that they survive a printer without colour."""

from __future__ import annotations

from itertools import pairwise

import pytest
from matplotlib.colors import to_rgb

from apsgen.figures.shades import DASHES, FILL, INK, dashes, fills, lines


def lightness(colour: str) -> float:
    """Return the luminance that a grey print shows, from 0 to 1."""
    red, green, blue = to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_fills_can_be_told_apart_in_grey(count: int) -> None:
    shades = [lightness(fill) for fill in fills(count)]
    assert all(first - second > 0.06 for first, second in pairwise(shades))


@pytest.mark.parametrize("count", [1, 2, 7])
def test_lines_stand_out_from_fills_and_paper(count: int) -> None:
    assert min(map(lightness, fills(count))) - lightness(INK) > 0.4
    assert lines(count)[-1] == INK
    assert max(map(lightness, lines(count))) < 0.8


def test_a_set_alone_has_its_own_fill() -> None:
    assert fills(1) == (FILL,)
    assert lines(1) == (INK,)


def test_line_styles_differ_and_come_again() -> None:
    assert len(set(dashes(len(DASHES)))) == len(DASHES)
    assert dashes(1) == ((),)
    assert dashes(len(DASHES) + 1)[-1] == ()
    assert all(len(dash) % 2 == 0 for dash in DASHES)
