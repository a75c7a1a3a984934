"""Paper that cannot be set is refused before anything is drawn."""

from __future__ import annotations

import math

import pytest

from apsgen.errors import UsageError
from apsgen.figures.paper import FONTS, Paper


def test_paper_is_a_column_of_a_journal_unless_told() -> None:
    assert Paper() == Paper(3.4, "serif", 9.0, "", True, False)


@pytest.mark.parametrize("width", [0.0, 1.9, 41.0, -3.0, math.inf, math.nan])
def test_a_width_beyond_reason_is_refused(width: float) -> None:
    with pytest.raises(UsageError, match=r"a width of \S+ inches cannot be set; 2 to 40 inches"):
        Paper(width=width)


@pytest.mark.parametrize("size", [0.0, 3.0, 50.0, math.nan])
def test_letters_beyond_reason_are_refused(size: float) -> None:
    with pytest.raises(UsageError, match=r"a font size of \S+ points cannot be set; 4 to 40"):
        Paper(size=size)


def test_letters_too_large_for_the_width_are_refused() -> None:
    assert Paper(width=2.0, size=12.0).size == 12.0
    with pytest.raises(UsageError, match=r"a font size of 12\.5 points cannot be set; 4 to 12"):
        Paper(width=2.0, size=12.5)


@pytest.mark.parametrize("font", [*FONTS, "DejaVu Sans Mono"])
def test_fonts_that_are_there_are_taken(font: str) -> None:
    assert Paper(font=font).font == font


def test_a_font_that_is_not_there_is_refused() -> None:
    with pytest.raises(
        UsageError, match="the font 'Garamont' is not installed; accepted are serif"
    ):
        Paper(font="Garamont")
