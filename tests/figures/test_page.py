"""Nothing in a figure covers anything else, at any size, whatever is shown and however named."""

from __future__ import annotations

import math
import re
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

import apsgen
from apsgen.figures.page import METADATA, laid_out, page, settings
from apsgen.figures.paper import Paper
from apsgen.figures.payoff_set import scene_of
from apsgen.figures.picture import Picture
from apsgen.figures.scene import Scene
from apsgen.figures.trace import scenes_of
from apsgen.figures.view import LABELLED
from apsgen.result import Result
from tests.figures.extents import box, collisions, texts
from tests.figures.results import KITE, in_units, kinds, moved, result, steps

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.toml"))
KINDS = kinds()
DOZEN = [(math.cos(step * math.pi / 6), math.sin(step * math.pi / 6)) for step in range(12)]
NAMES = {
    "plain": ("firm1", "firm2"),
    "formulas": ("50% of $x_1 & ~{\\frac}", "Müller–Σ 企業 $\\delta$ #^_"),
    "long": ("the incumbent and its three subsidiaries " * 4, "W" * 120),
    "wide": ("企業" * 30, "M W " * 40),
}


def figure_of(scene: Scene, paper: Paper) -> Figure:
    with settings(paper):
        figure = laid_out([scene], paper)
        assert collisions(figure) == []
    return figure


def labelled(*shown: Result) -> Scene:
    return scene_of(map(Picture.of, shown), margin=LABELLED)


def vertex_labels(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_meets_in_figures_of_the_cases(path: Path) -> None:
    found = apsgen.iterate(apsgen.load(path), tolerance=0.1)
    figure = figure_of(labelled(found), Paper(vertices=True))
    assert found.inner_set.is_empty or vertex_labels(figure)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_meets_in_figures_of_any_kind(kind: str) -> None:
    figure_of(labelled(KINDS[kind]), Paper(vertices=True, title="A game with a title"))


@pytest.mark.parametrize("width", [2.0, 3.4])
@pytest.mark.parametrize("names", NAMES)
def test_nothing_meets_whatever_the_players_are_called(names: str, width: float) -> None:
    shown = result(KITE, KITE, players=NAMES[names])
    figure_of(labelled(shown), Paper(width=width, title=NAMES[names][0]))


@pytest.mark.parametrize(("font", "size"), [("serif", 6.0), ("serif", 14.0), ("sans", 12.0)])
def test_nothing_meets_in_any_size_of_letters(font: str, size: float) -> None:
    figure_of(labelled(KINDS["polygon"]), Paper(font=font, size=size, vertices=True))


@pytest.mark.parametrize(("offset", "scale"), [(5, 0.4), (1e9, 1), (0, 1e-9), (-3e5, 1e-3)])
def test_twelve_labels_close_together_do_not_meet(offset: float, scale: float) -> None:
    dozen = moved(DOZEN, offset, scale)
    around = moved([(-9, -9), (11, -9), (-9, 11)], offset, scale)
    shown = result(
        dozen, dozen, feasible=around, punishment=(None, None), gap=0.0, first_best=2 * offset
    )
    figure = figure_of(labelled(shown), Paper(vertices=True))
    assert len(vertex_labels(figure)) >= 6
    assert len(set(vertex_labels(figure))) == len(vertex_labels(figure))


def test_labels_do_not_cover_the_punishment() -> None:
    figure = figure_of(labelled(KINDS["polygon"]), Paper(vertices=True))
    (cross,) = [line for line in figure.axes[0].lines if line.get_label() == "punishment"]
    assert isinstance(cross, Line2D)
    place = figure.axes[0].transData.transform((3, 3)) * 72 / figure.dpi
    assert "(3, 3)" in vertex_labels(figure)
    assert not any(box(text, figure).contains(*place) for text in figure.axes[0].texts)


def test_many_sets_with_long_names_do_not_meet() -> None:
    shown = [result(moved(KITE, 0, size), moved(KITE, 0, size)) for size in (0.3, 0.5, 0.7, 1)]
    names = [f"a name of some length that says what differs, number {n}" for n in range(4)]
    figure_of(scene_of(map(Picture.of, shown), names), Paper())


@pytest.mark.parametrize("width", [2.0, 6.0])
def test_nothing_meets_in_a_trace(width: float) -> None:
    paper = Paper(width=width, title="How the sets closed in")
    with settings(paper):
        figure = laid_out(scenes_of(steps(5)), paper)
        assert collisions(figure) == []
        above, below = figure.axes
        assert above.get_position().y0 > below.get_position().y1


@pytest.mark.parametrize(
    ("kind", "width"), [("polygon", 6.5), ("point", 2.0), ("small and far away", 3.4)]
)
def test_a_figure_is_as_wide_as_asked_for(kind: str, width: float) -> None:
    figure = figure_of(labelled(KINDS[kind]), Paper(width=width))
    assert figure.get_size_inches()[0] == pytest.approx(width)
    assert 0.5 * width < figure.get_size_inches()[1] < 2 * width


def test_a_figure_has_no_empty_rim() -> None:
    figure = figure_of(labelled(KINDS["polygon"]), Paper(title="Up to the rim"))
    boxes = [box(text, figure) for text in texts(figure)]
    wide, tall = figure.get_size_inches() * 72
    assert min(one.x0 for one in boxes) < 6
    assert min(one.y0 for one in boxes) < 6
    assert max(one.y1 for one in boxes) > tall - 6
    assert figure.axes[0].get_position().x1 * wide > wide - 12


def test_letters_have_the_size_asked_for() -> None:
    figure = figure_of(labelled(KINDS["polygon"]), Paper(size=8.0))
    assert figure.axes[0].xaxis.label.get_fontsize() == 8.0
    assert [text.get_fontsize() for text in figure.legends[0].get_texts()] == [
        pytest.approx(7.2)
    ] * 4


def test_a_figure_may_go_without_legend_title_and_labels() -> None:
    bare = figure_of(labelled(KINDS["polygon"]), Paper(legend=False))
    full = figure_of(labelled(KINDS["polygon"]), Paper(title="A title", vertices=True))
    assert not bare.legends
    assert not bare.texts
    assert not vertex_labels(bare)
    assert full.legends
    assert [text.get_text() for text in full.texts] == ["A title"]
    assert vertex_labels(full)


def test_nothing_meets_with_the_largest_letters() -> None:
    figure_of(scene_of([Picture.of(KINDS["polygon"])]), Paper(width=2.0, size=12.0, title="A game"))


def test_another_font_is_used_if_it_is_there(tmp_path: Path) -> None:
    scene = scene_of([Picture.of(KINDS["polygon"])])
    content = {font: page([scene], Paper(font=font), "pdf") for font in ("serif", "DejaVu Serif")}
    assert b"STIXGeneral" in content["serif"]
    assert b"DejaVuSerif" in content["DejaVu Serif"]


def test_text_of_an_svg_is_text() -> None:
    content = page([scene_of([Picture.of(KINDS["polygon"])])], Paper(), "svg").decode()
    assert "average payoff of firm1</text>" in content
    assert "first-best total</text>" in content
    fonts = set(re.findall(r"font-family: ([^;\"]*)", content))
    assert fonts
    assert all(names.startswith("'STIXGeneral'") for names in fonts)
    assert all(names.endswith("'Times New Roman', Times, serif") for names in fonts)


@pytest.mark.parametrize("form", METADATA)
def test_the_same_scene_gives_the_same_bytes(form: str) -> None:
    scenes = [scene_of([Picture.of(in_units(0.0, scale))]) for scale in (1.0, 1.0)]
    first, second = (page([scene], Paper(vertices=True), form) for scene in scenes)
    assert first == second


def test_settings_are_put_back() -> None:
    before = dict(mpl.rcParams)
    with settings(Paper(size=20.0)):
        assert mpl.rcParams["font.size"] == 20.0
    assert dict(mpl.rcParams) == before


def test_the_measure_finds_what_meets() -> None:
    figure = Figure(figsize=(2, 2))
    axes = figure.add_axes((0.3, 0.3, 0.6, 0.6))
    axes.text(0.1, 0.5, "one text")
    axes.text(0.15, 0.52, "another")
    axes.text(0.9, 0.1, "too far right")
    axes.set_xlabel("words that are much too long for a page of two inches")
    figure.text(0.5, 0.6, "over the axes")
    faults = "\n".join(collisions(figure))
    assert "'one text' meets 'another'" in faults
    assert "'too far right' leaves the axes" in faults
    assert "'over the axes' lies over the axes" in faults
    assert "inches' leaves the page" in faults
