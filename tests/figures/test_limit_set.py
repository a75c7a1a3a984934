"""Figures of limit sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from apsgen.errors import UsageError
from apsgen.figures.limit_set import draw_limit, picture_of
from apsgen.limit import limit
from tests.limit.games import case


def test_a_limit_set_is_drawn(tmp_path: Path) -> None:
    found = limit(case("fudenberg_levine_maskin_1994"))
    path = tmp_path / "limit.tex"
    draw_limit(found, path)
    text = path.read_text(encoding="utf-8")
    assert "limit set" in text
    assert "2.376" in text
    assert picture_of(found).delta == 1


def test_other_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a figure is written as pdf"):
        draw_limit(limit(case("stahl_1991")), tmp_path / "limit.txt")
