"""Losses of surplus by period, as a scene and as files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from apsgen.errors import UsageError
from apsgen.figures import draw_distortions, plot_distortions
from apsgen.figures.distortion import MOST, scene_of_distortions
from apsgen.figures.scene import Kind

HALF = Fraction(1, 2)
LOSSES = {"low": (Fraction(1), HALF, HALF**2), "high": (Fraction(0),) * 3}


def test_a_line_for_each_first_type_the_worst_the_darkest() -> None:
    scene = scene_of_distortions(LOSSES)
    lines = [mark for mark in scene.marks if mark.kind is Kind.LINE]
    assert [line.name for line in lines] == ["low", "high"]
    assert lines[0].points.tolist() == [[1, 1], [2, 0.5], [3, 0.25]]
    darkness = [int(str(line.edge)[1:3], 16) for line in lines]
    assert darkness[0] < darkness[1]
    assert len({line.dash for line in lines}) == 2
    assert not scene.has_equal_units


def test_of_many_types_some_are_drawn() -> None:
    losses = {str(k): (Fraction(int(k == 14)),) for k in range(40)}
    names = [entry.words[0] for entry in scene_of_distortions(losses).entries]
    assert len(names) == MOST
    assert (names[0], names[-1]) == ("0", "39")
    assert "14" in names


def test_nothing_lost_is_drawn_too() -> None:
    scene = scene_of_distortions({"only": (Fraction(0),)})
    assert scene.view.high[1] > scene.view.low[1]


@pytest.mark.parametrize("form", ["pdf", "png", "svg", "tex"])
def test_files(tmp_path: Path, form: str) -> None:
    first, second = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    for path in (first, second):
        draw_distortions(LOSSES, path)
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_bytes()) > 500


def test_axes_of_ones_own() -> None:
    axes = Figure().add_subplot()
    plot_distortions(LOSSES, axes)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("period", "expected loss of surplus")


@pytest.mark.parametrize("losses", [{}, {"low": ()}])
def test_there_must_be_something_to_draw(losses: dict[str, tuple[Fraction, ...]]) -> None:
    with pytest.raises(UsageError, match="no losses to draw"):
        scene_of_distortions(losses)
