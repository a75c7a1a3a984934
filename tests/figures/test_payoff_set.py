"""The figure holds what the result holds, in every format, and always in the same bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import AxLine, Line2D
from matplotlib.patches import Polygon as Patch

from apsgen.errors import UsageError
from apsgen.figures import draw, format_of, plot
from apsgen.figures.payoff_set import METADATA
from apsgen.result import Result
from tests.figures.results import KITE, TRIANGLE, in_units, kinds, result

ROOT = Path(__file__).parents[2]
KINDS = kinds()
MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n", "svg": b"<?xml"}
AWKWARD = ("50% of $x_1 & ~{\\frac}", "Müller–Σ 企業 $\\delta$ #^_")


def axes_of(shown: Result) -> Axes:
    axes = Figure().add_subplot()
    plot(shown, axes)
    return axes


def labels(axes: Axes) -> list[str]:
    legend = axes.get_legend()
    assert legend is not None
    return [text.get_text() for text in legend.get_texts()]


def patch(axes: Axes, label: str) -> Patch:
    (found,) = [one for one in axes.patches if one.get_label() == label]
    assert isinstance(found, Patch)
    return found


def line(axes: Axes, label: str) -> Line2D:
    (found,) = [one for one in axes.lines if str(one.get_label()).startswith(label)]
    return found


def points(artist: Line2D) -> list[list[float]]:
    pairs = np.column_stack(artist.get_data())
    return [[float(first), float(second)] for first, second in pairs]


@pytest.mark.parametrize("form", METADATA)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_in_every_format(kind: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"set.{form}"
    draw(KINDS[kind], path)
    assert path.read_bytes().startswith(MAGIC[form])


@pytest.mark.parametrize("form", METADATA)
@pytest.mark.parametrize("kind", ["curved", "segment", "empty"])
def test_a_second_figure_has_the_same_bytes(kind: str, form: str, tmp_path: Path) -> None:
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    draw(KINDS[kind], first)
    draw(KINDS[kind], second)
    assert first.read_bytes() == second.read_bytes()


def test_a_fresh_process_writes_the_same_bytes_without_pyplot(tmp_path: Path) -> None:
    program = (
        "import sys, hashlib, pathlib\n"
        "from apsgen.figures import draw\n"
        "from tests.figures.results import kinds\n"
        "for name in sys.argv[1:]:\n"
        "    draw(kinds()['curved'], pathlib.Path(name))\n"
        "    print(hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest())\n"
        "print('matplotlib.pyplot' in sys.modules)\n"
    )
    names = [str(tmp_path / f"set.{form}") for form in METADATA]
    fresh = subprocess.run(
        [sys.executable, "-c", program, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    here = []
    for name in names:
        draw(KINDS["curved"], Path(name))
        here.append(hashlib.sha256(Path(name).read_bytes()).hexdigest())
    assert fresh.stdout.split() == [*here, "False"]


def test_settings_of_the_user_neither_change_the_figure_nor_are_changed(tmp_path: Path) -> None:
    plain, styled = tmp_path / "plain.svg", tmp_path / "styled.svg"
    draw(KINDS["polygon"], plain)
    with mpl.rc_context({"text.usetex": True, "font.size": 30, "axes.grid": True}):
        before = dict(mpl.rcParams)
        draw(KINDS["polygon"], styled)
        assert dict(mpl.rcParams) == before
    assert plain.read_bytes() == styled.read_bytes()


@pytest.mark.parametrize("form", METADATA)
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


def test_polygons_have_the_vertices_of_the_result() -> None:
    shown = KINDS["curved"]
    axes = axes_of(shown)
    for label, polygon in (
        ("feasible payoffs", shown.feasible_set),
        ("outer set", shown.outer_set),
        ("inner set", shown.inner_set),
    ):
        vertices = polygon.vertices.tolist()
        assert patch(axes, label).get_xy().tolist() == [*vertices, vertices[0]]
    assert points(line(axes, "punishment")) == [[3.5, 3.5]]


def test_the_inner_set_is_filled_and_the_edge_of_the_outer_set_lies_over_it() -> None:
    axes = axes_of(KINDS["polygon"])
    outer, inner = patch(axes, "outer set"), patch(axes, "inner set")
    assert to_rgba(outer.get_facecolor())[3] == 0.0
    assert to_rgba(inner.get_facecolor())[3] == 1.0
    assert outer.get_zorder() > inner.get_zorder()


@pytest.mark.parametrize(
    ("kind", "outer", "inner"),
    [
        ("segment", [[8, 10], [10, 8]], [[8, 10], [10, 8]]),
        ("shorter inner segment", [[8, 10], [10, 8]], [[8.5, 9.5], [9.5, 8.5]]),
        ("point", [[3, 3]], [[3, 3]]),
    ],
)
def test_segments_and_points_are_lines_and_markers(
    kind: str, outer: list[list[float]], inner: list[list[float]]
) -> None:
    axes = axes_of(KINDS[kind])
    assert points(line(axes, "outer set")) == outer
    assert points(line(axes, "inner set")) == inner
    assert line(axes, "inner set").get_zorder() > line(axes, "outer set").get_zorder()
    visible = "o" if len(outer) == 1 else "None"
    assert line(axes, "outer set").get_marker() == visible


def test_a_ribbon_thinner_than_a_pixel_is_shown_as_a_segment() -> None:
    shown = line(axes_of(KINDS["ribbon"]), "outer set")
    assert np.allclose(sorted(points(shown)), [[8, 10], [10, 8]], atol=2e-6)
    assert shown.get_linewidth() >= 2.0


def test_a_point_inside_a_polygon_is_a_marker_over_it() -> None:
    axes = axes_of(KINDS["point in a polygon"])
    assert points(line(axes, "inner set")) == [[6, 6]]
    assert line(axes, "inner set").get_zorder() > patch(axes, "outer set").get_zorder()


@pytest.mark.parametrize("kind", ["empty", "empty, worst"])
def test_an_empty_set_is_said_in_words_over_the_feasible_set(kind: str) -> None:
    axes = axes_of(KINDS[kind])
    (words,) = axes.texts
    assert words.get_text() == "$V^*$ is empty"
    assert patch(axes, "feasible payoffs").get_xy().shape == (5, 2)
    assert not {"outer set", "inner set"} & set(labels(axes))


@pytest.mark.parametrize("mark", [(5.5, 5.5), (5.0, 2.0)])
def test_the_words_do_not_hide_the_punishment_point(mark: tuple[float, float]) -> None:
    axes = axes_of(result([], [], punishment=mark, gap=0.0))
    height = axes.transAxes.inverted().transform(axes.transData.transform(mark))[1]
    (words,) = axes.texts
    assert abs(words.get_position()[1] - height) > 0.08


def test_a_set_that_is_not_empty_goes_without_words() -> None:
    assert not axes_of(KINDS["polygon"]).texts


def test_the_first_best_line_joins_payoffs_of_that_total() -> None:
    axes = axes_of(KINDS["segment"])
    first_best = line(axes, "first-best total")
    assert isinstance(first_best, AxLine)
    xy1 = np.asarray(first_best.get_xy1())
    assert sum(xy1) == pytest.approx(18.0)
    assert first_best.get_slope() == -1
    assert axes.get_xlim()[0] < xy1[0] < axes.get_xlim()[1]
    assert axes.get_ylim()[0] < xy1[1] < axes.get_ylim()[1]


def test_a_first_best_line_outside_the_picture_is_not_in_the_legend() -> None:
    assert "first-best total" in labels(axes_of(KINDS["polygon"]))
    far = result(KITE, KITE, first_best=30.0)
    assert "first-best total" not in labels(axes_of(far))


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("one is never punished", [[3, 0], [3, 1]]),
        ("the other is never punished", [[0, 3], [1, 3]]),
    ],
)
def test_a_punishment_of_one_player_alone_is_a_line(kind: str, ends: list[list[float]]) -> None:
    assert points(line(axes_of(KINDS[kind]), "punishment")) == ends


def test_no_punishment_is_shown_where_there_is_none() -> None:
    assert labels(axes_of(KINDS["empty, worst"])) == ["feasible payoffs", "first-best total"]


def test_a_punishment_outside_the_picture_is_given_in_the_legend() -> None:
    (label,) = [one for one in labels(axes_of(KINDS["small and far away"])) if "p_0" in one]
    assert "(3, 3)" in label
    assert "outside the picture" in label


def test_the_legend_says_all_there_is_and_lies_beside_the_data() -> None:
    axes = axes_of(KINDS["polygon"])
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    legend = axes.get_legend()
    assert legend is not None
    assert legend.get_window_extent().x0 > axes.get_window_extent().x1
    assert labels(axes) == [
        "feasible payoffs",
        "outer set",
        "inner set",
        "first-best total",
        "punishment $p_0$",
    ]


@pytest.mark.parametrize(
    ("delta", "shown"),
    [("4/5", "4/5"), ("76893/100000", "0.76893"), ("1/101", "0.0099009901")],
)
def test_the_legend_is_headed_by_delta(delta: str, shown: str) -> None:
    legend = axes_of(result(KITE, KITE, delta=delta)).get_legend()
    assert legend is not None
    assert legend.get_title().get_text() == rf"$\delta = {shown}$"


def test_axes_are_equal_and_bear_the_names_of_the_players() -> None:
    axes = axes_of(KINDS["polygon"])
    assert axes.get_aspect() == 1.0
    assert axes.get_xlabel() == "average payoff of firm1"
    assert axes.get_ylabel() == "average payoff of firm2"


@pytest.mark.parametrize("form", METADATA)
def test_names_are_never_read_as_formulas(form: str, tmp_path: Path) -> None:
    shown = result(KITE, KITE, players=AWKWARD)
    draw(shown, tmp_path / f"set.{form}")
    assert axes_of(shown).get_xlabel() == f"average payoff of {AWKWARD[0]}"
    with mpl.rc_context({"text.usetex": True}):
        label = axes_of(shown).xaxis.label
        assert not label.get_usetex()
        assert not label.get_parse_math()


def test_a_long_name_is_folded() -> None:
    axes = axes_of(result(KITE, KITE, players=("word " * 30, "firm2")))
    assert max(map(len, axes.get_xlabel().splitlines())) <= 40


@pytest.mark.parametrize(("offset", "scale"), [(1e9, 1.0), (0.0, 1e-9), (0.0, 1e12), (-1e9, 2.0)])
def test_units_do_not_change_the_picture(offset: float, scale: float) -> None:
    plain, other = axes_of(KINDS["polygon"]), axes_of(in_units(offset, scale))
    limits = np.array([*other.get_xlim(), *other.get_ylim()])
    expected = np.array([*plain.get_xlim(), *plain.get_ylim()])
    assert (limits - offset) / scale == pytest.approx(expected, abs=1e-6)
    assert labels(other) == labels(plain)


def test_a_feasible_set_without_interior_is_shown() -> None:
    axes = axes_of(result([(3, 3)], [(3, 3)], feasible=[(0, 0), (6, 6)], first_best=12))
    assert points(line(axes, "feasible payoffs")) == [[0, 0], [6, 6]]


def test_plot_leaves_room_for_more_on_shared_axes() -> None:
    left, right = Figure().subplots(1, 2, sharex=True, sharey=True)
    for axes in (left, right):
        plot(result(KITE, KITE, feasible=TRIANGLE), axes)
    left.get_figure().draw_without_rendering()
    assert left.get_xlim() == right.get_xlim()


@pytest.mark.parametrize("name", ["set.jpg", "set", "set.pdf.gz"])
def test_other_formats_are_refused_with_those_accepted(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"pdf, png or svg.*try set\S*\.pdf"):
        draw(KINDS["polygon"], tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "form"), [("a.PDF", "pdf"), ("b.Svg", "svg"), ("c.png", "png")])
def test_the_suffix_says_the_format_in_any_case(name: str, form: str) -> None:
    assert format_of(Path(name)) == form


def test_a_folder_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be written: No such file.*folder that exists"):
        draw(KINDS["polygon"], tmp_path / "nowhere" / "set.pdf")
