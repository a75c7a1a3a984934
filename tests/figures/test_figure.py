"""The figure holds what the result holds, in every format, and always in the same bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsgen.errors import UsageError
from apsgen.figures import (
    Paper,
    Picture,
    draw,
    draw_sets,
    draw_trace,
    format_of,
    plot,
    plot_sets,
    plot_trace,
)
from apsgen.figures.figure import FORMATS
from apsgen.polygon import Polygon
from apsgen.result import Result
from tests.figures.results import KITE, TRIANGLE, in_units, kinds, moved, result, steps

ROOT = Path(__file__).parents[2]
KINDS = kinds()
MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n", "svg": b"<?xml", "tex": b"% A figure by apsgen"}
AWKWARD = ("50% of $x_1 & ~{\\frac}", "Müller–Σ 企業 $\\delta$ #^_")


def axes_of(shown: Result) -> Axes:
    axes = Figure().add_subplot()
    plot(shown, axes)
    return axes


def legend(axes: Axes) -> list[str]:
    found = axes.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written(kind: str, tmp_path: Path) -> None:
    draw(KINDS[kind], tmp_path / "set.svg")
    assert (tmp_path / "set.svg").read_bytes().startswith(MAGIC["svg"])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", ["curved", "empty"])
def test_a_second_figure_has_the_same_bytes(kind: str, form: str, tmp_path: Path) -> None:
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    draw(KINDS[kind], first)
    draw(KINDS[kind], second)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(MAGIC[form])


def test_a_fresh_process_writes_the_same_bytes_without_pyplot(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from tests.figures.test_figure import drawn\n"
        "print(*drawn(pathlib.Path(sys.argv[1])), 'matplotlib.pyplot' in sys.modules)\n"
    )
    fresh = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert fresh.stdout.split() == [*drawn(tmp_path), "False"]


def drawn(folder: Path) -> list[str]:
    """Return the digest of a figure in every format, and of a trace."""
    paths = [folder / f"set.{form}" for form in FORMATS]
    for path in paths:
        draw(KINDS["curved"], path, Paper(vertices=True))
    draw_trace(steps(4), folder / "trace.svg")
    return [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (*paths, folder / "trace.svg")
    ]


def test_settings_of_the_user_neither_change_the_figure_nor_are_changed(tmp_path: Path) -> None:
    plain, styled = tmp_path / "plain.svg", tmp_path / "styled.svg"
    draw(KINDS["polygon"], plain)
    with mpl.rc_context({"text.usetex": True, "font.size": 30, "axes.grid": True}):
        before = dict(mpl.rcParams)
        draw(KINDS["polygon"], styled)
        assert dict(mpl.rcParams) == before
    assert plain.read_bytes() == styled.read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_tells_nothing_of_the_day(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"set.{form}"
    draw(KINDS["polygon"], path)
    text = path.read_bytes()
    assert not any(word in text for word in (b"CreationDate", b"dc:date", b"Matplotlib v"))


def test_letters_of_a_pdf_are_outlines_that_publishers_accept(tmp_path: Path) -> None:
    draw(KINDS["polygon"], tmp_path / "set.pdf")
    text = (tmp_path / "set.pdf").read_bytes()
    assert b"/FontFile2" in text
    assert b"/Type3" not in text


def test_a_pdf_has_the_width_of_the_paper(tmp_path: Path) -> None:
    draw(KINDS["polygon"], tmp_path / "set.pdf", Paper(width=5.0))
    text = (tmp_path / "set.pdf").read_bytes()
    assert b"/MediaBox [ 0 0 360 " in text


def test_the_legend_says_all_there_is_and_lies_beside_the_data() -> None:
    axes = axes_of(KINDS["polygon"])
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    found = axes.get_legend()
    assert found is not None
    assert found.get_window_extent().x0 > axes.get_window_extent().x1
    assert legend(axes) == [
        r"equilibrium payoffs $V^*$, $\delta = 4/5$",
        "feasible payoffs",
        "first-best total",
        "punishment $p_0$",
    ]


def test_axes_are_equal_and_bear_the_names_of_the_players() -> None:
    axes = axes_of(KINDS["polygon"])
    assert axes.get_aspect() == 1.0
    assert axes.get_xlabel() == "average payoff of firm1"
    assert axes.get_ylabel() == "average payoff of firm2"


def test_names_are_never_read_as_formulas(tmp_path: Path) -> None:
    shown = result(KITE, KITE, players=AWKWARD)
    for form in FORMATS:
        draw(shown, tmp_path / f"set.{form}", Paper(title=AWKWARD[1]))
    with mpl.rc_context({"text.usetex": True}):
        axes = axes_of(shown)
        plot_sets([shown], axes, labels=[AWKWARD[1]])
        found = axes.get_legend()
        assert found is not None
        for text in (axes.xaxis.label, axes.yaxis.label, *found.get_texts()):
            assert not text.get_usetex()
    draw(shown, tmp_path / "set.svg")
    assert "50% of $x_1 &amp; ~{\\frac}</text>" in (tmp_path / "set.svg").read_text("utf-8")


def test_a_long_name_is_folded() -> None:
    axes = axes_of(result(KITE, KITE, players=("word " * 30, "firm2")))
    assert max(map(len, axes.get_xlabel().splitlines())) <= 40


@pytest.mark.parametrize(("offset", "scale"), [(1e9, 1.0), (0.0, 1e-9), (0.0, 1e12), (-1e9, 2.0)])
def test_units_do_not_change_the_picture(offset: float, scale: float) -> None:
    plain, other = axes_of(KINDS["polygon"]), axes_of(in_units(offset, scale))
    limits = np.array([*other.get_xlim(), *other.get_ylim()])
    expected = np.array([*plain.get_xlim(), *plain.get_ylim()])
    assert (limits - offset) / scale == pytest.approx(expected, abs=1e-6)
    assert legend(other) == legend(plain)


def test_plot_leaves_room_for_more_on_shared_axes() -> None:
    left, right = Figure().subplots(1, 2, sharex=True, sharey=True)
    for axes in (left, right):
        plot(result(KITE, KITE, feasible=TRIANGLE), axes)
    left.get_figure().draw_without_rendering()
    assert left.get_xlim() == right.get_xlim()


def test_several_results_are_drawn_on_one_axes() -> None:
    axes = Figure().add_subplot()
    sizes = {"1/2": 0.5, "3/5": 0.75, "4/5": 1.0}
    shown = [
        result(moved(KITE, 0, size), moved(KITE, 0, size), delta=delta)
        for delta, size in sizes.items()
    ]
    plot_sets(shown, axes)
    assert legend(axes)[:3] == [rf"$\delta = {delta}$" for delta in sizes]
    outer = [patch for patch in axes.patches if patch.get_label() == "outer set"]
    assert len(outer) == 3
    assert len({patch.get_linestyle() for patch in outer}) == 3


def test_labels_replace_what_tells_sets_apart() -> None:
    axes = Figure().add_subplot()
    plot_sets([result(KITE, KITE), result(TRIANGLE, TRIANGLE)], axes, labels=["one", "other"])
    assert legend(axes)[:2] == ["one", "other"]


@pytest.mark.parametrize("labels", [["one"], ["one", "two", "three"]])
def test_labels_are_as_many_as_sets(labels: list[str]) -> None:
    with pytest.raises(UsageError, match=r"found \d labels for 2 sets; give each set one, or none"):
        plot_sets([result(KITE), result(KITE)], Figure().add_subplot(), labels=labels)


def test_a_figure_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="at least one set"):
        plot_sets([], Figure().add_subplot())


def test_vertices_are_labelled_on_axes_of_ones_own() -> None:
    axes = Figure(figsize=(4, 4)).add_subplot()
    plot_sets([result(KITE, KITE)], axes, vertices=True)
    assert {text.get_text() for text in axes.texts} == {
        "(3, 3)",
        "(9, 9)",
        "(3, 9.75)",
        "(9.75, 3)",
    }


def test_a_picture_needs_no_result(tmp_path: Path) -> None:
    triangle = Polygon.hull(TRIANGLE)
    picture = Picture("By hand", ("a", "b"), Fraction(1, 2), triangle, triangle, 0.0)
    draw_sets([picture], tmp_path / "set.svg")
    assert "average payoff of a</text>" in (tmp_path / "set.svg").read_text("utf-8")


def test_a_trace_is_drawn_on_two_axes() -> None:
    above, below = Figure().subplots(2)
    plot_trace(steps(4), [above, below])
    assert below.get_yscale() == "log"
    assert above.get_xlabel() == "average payoff of firm1"
    assert [patch.get_label() for patch in above.patches].count("outer set") == 4
    with pytest.raises(UsageError, match="found 1 axes; a trace is drawn on two: sets, gap"):
        plot_trace(steps(4), [above])


@pytest.mark.parametrize("name", ["set.jpg", "set", "set.pdf.gz"])
def test_other_formats_are_refused_with_those_accepted(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"pdf, png, svg or tex.*try set\S*\.pdf"):
        draw(KINDS["polygon"], tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "form"), [("a.PDF", "pdf"), ("b.Svg", "svg"), ("c.png", "png"), ("d.TeX", "tex")]
)
def test_the_suffix_says_the_format_in_any_case(name: str, form: str) -> None:
    assert format_of(Path(name)) == form


def test_a_folder_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be written: No such file.*folder that exists"):
        draw(KINDS["polygon"], tmp_path / "nowhere" / "set.pdf")
