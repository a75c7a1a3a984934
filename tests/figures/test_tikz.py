r"""The pgfplots file holds what the scene holds; where LaTeX is installed, it compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from apsgen.figures.critical import critical_scene
from apsgen.figures.nested import nested_scenes
from apsgen.figures.paper import Paper
from apsgen.figures.payoff_set import scene_of
from apsgen.figures.picture import Picture
from apsgen.figures.tikz import HEAD, tikz
from apsgen.figures.trace import scenes_of
from apsgen.figures.view import LABELLED
from apsgen.result import Result
from tests.figures.grids import grid
from tests.figures.results import KITE, in_units, kinds, moved, result, steps

KINDS = kinds()
TEX = [path for path in [shutil.which("pdflatex")] if path]
AWKWARD = ("50% of $x_1 & ~{\\frac}", 'Müller–Σ 企業 [a, b] $\\delta$ #^_ = "x"')


def drawn(*shown: Result, paper: Paper | None = None) -> str:
    margin = LABELLED if paper and paper.vertices else 0.06
    return tikz([scene_of(map(Picture.of, shown), margin=margin)], paper or Paper())


def coordinates(text: str) -> list[list[tuple[float, float]]]:
    """Return the coordinates of every plot."""
    return [
        [(float(x), float(y)) for x, y in re.findall(r"\(([-\d.e]+), ([-\d.e]+)\)", course)]
        for course in re.findall(r"coordinates \{(.*?)\}", text, re.DOTALL)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_braces_and_environments_are_balanced(kind: str) -> None:
    text = drawn(KINDS[kind], paper=Paper(vertices=True, title="A title"))
    bare = re.sub(r"\\[{}]", "", text)
    depth = 0
    for letter in bare:
        depth += (letter == "{") - (letter == "}")
        assert depth >= 0
    assert depth == 0
    for name in ("tikzpicture", "axis"):
        assert text.count(rf"\begin{{{name}}}") == text.count(rf"\end{{{name}}}") == 1
    assert text.startswith(HEAD)
    assert text.endswith("\\apsgenend\n")


def test_sets_have_the_vertices_of_the_result() -> None:
    found = coordinates(drawn(KINDS["polygon"]))
    assert [sorted(course) for course in found].count(sorted(KITE)) == 2


def test_coordinates_have_ten_digits() -> None:
    third = [(0.0, 0.0), (10 / 3, 0.0), (0.0, 10 / 3)]
    found = coordinates(drawn(result(third, third)))
    assert (3.33333333, 0.0) in [point for course in found for point in course]


@pytest.mark.parametrize(("offset", "scale"), [(1e9, 1.0), (0.0, 1e-9), (0.0, 1e12)])
def test_coordinates_are_in_the_units_of_the_ticks(offset: float, scale: float) -> None:
    text = drawn(in_units(offset, scale))
    assert (
        max(abs(number) for course in coordinates(text) for pair in course for number in pair) < 20
    )
    plain = coordinates(drawn(KINDS["polygon"]))[0]
    assert coordinates(text)[0] == [pytest.approx(pair) for pair in plain]


def test_axes_are_as_the_scene_says() -> None:
    scene = scene_of([Picture.of(KINDS["polygon"])])
    text = tikz([scene], Paper())
    found = re.search(r"width=([\d.]+)bp, height=([\d.]+)bp", text)
    assert found is not None
    assert float(found[2]) / float(found[1]) == pytest.approx(scene.ratio, rel=1e-3)
    assert re.search(r"xtick=\{2, 4, 6, 8, 10\}", text)
    assert "xticklabels={$2$, $4$, $6$, $8$, $10$}" in text
    assert "xlabel={average payoff of firm1}" in text
    assert "ylabel={average payoff of firm2}" in text


def test_every_colour_is_defined() -> None:
    text = tikz(scenes_of(steps(5)), Paper())
    used = set(re.findall(r"(?:draw|fill)=(apsgen\w+)", text))
    assert used
    assert used <= set(re.findall(r"\\definecolor\{(\w+)\}", text))


def test_the_legend_names_every_entry() -> None:
    text = drawn(KINDS["polygon"])
    assert re.findall(r"\\addlegendentry\{(.*)\}", text) == [
        r"equilibrium payoffs $V^*$, $\delta = 4/5$",
        "feasible payoffs",
        "first-best total",
        "punishment $p_0$",
    ]
    assert "legend" not in drawn(KINDS["polygon"], paper=Paper(legend=False))


def test_names_are_escaped() -> None:
    text = drawn(result(KITE, KITE, players=AWKWARD), paper=Paper(title="R&D_1 costs 5$"))
    assert (
        r"50\% of \$x\_1 \& \textasciitilde{}\textbraceleft{}\textbackslash{}frac\textbraceright{}"
        in text
    )
    assert r"title={R\&D\_1 costs 5\$}" in text


def test_vertices_bear_labels_within_the_axes() -> None:
    text = drawn(KINDS["polygon"], paper=Paper(vertices=True))
    labels = re.findall(r"\\node\[.*?\] at \(axis cs:([-\d.]+), ([-\d.]+)\) \{(.*?)\};", text)
    assert {label for _, _, label in labels} == {"(3, 3)", "(9.75, 3)", "(9, 9)", "(3, 9.75)"}
    limits = re.search(r"xmin=([-\d.]+), xmax=([-\d.]+)", text)
    assert limits is not None
    assert all(float(limits[1]) < float(x) < float(limits[2]) for x, _, _ in labels)
    assert r"\node" not in drawn(KINDS["polygon"])


def test_labels_without_room_are_left_out() -> None:
    wide, narrow = (
        drawn(KINDS["curved"], paper=Paper(width=width, size=14.0, vertices=True))
        for width in (9.0, 2.5)
    )
    assert narrow.count(r"\node") < wide.count(r"\node")


def test_segments_points_and_dashes_are_drawn() -> None:
    assert "only marks, mark=*" in drawn(KINDS["point"])
    assert re.search(
        r"line width=4\.6bp.*coordinates \{\(8, 10\) \(10, 8\)\};", drawn(KINDS["segment"])
    )
    several = drawn(
        result(moved(KITE, 0, 0.5), moved(KITE, 0, 0.5), delta="1/2"), result(KITE, KITE)
    )
    assert "dash pattern=on 4bp off 1.5bp" in several


def test_a_trace_has_two_axes_and_one_legend() -> None:
    text = tikz(scenes_of(steps(4)), Paper())
    assert text.count(r"\begin{axis}") == 2
    assert text.count("legend style") == 1
    assert "ymode=log, yminorticks=false" in text
    assert r"at={(apsgen0.below south west)}" in text


@pytest.mark.parametrize("pdflatex", TEX)
def test_figures_compile(pdflatex: str, tmp_path: Path) -> None:
    """Each by itself, and all in one document; nothing here where LaTeX is not installed."""
    paper = Paper(vertices=True, title=AWKWARD[1])
    texts = [drawn(KINDS[kind], paper=paper) for kind in ("curved", "empty", "segment", "point")]
    texts += [drawn(result(KITE, KITE, players=AWKWARD), paper=paper)]
    texts += [tikz(scenes_of(steps(4)), Paper())]
    one = result(KITE, KITE)
    texts += [tikz(nested_scenes([one], one), Paper())]
    stars = "0.1", "never", None, "0.4"
    texts += [tikz([critical_scene(grid(stars, *sizes))], Paper()) for sizes in ((4,), (2, 2))]
    for number, text in enumerate(texts):
        (tmp_path / f"figure{number}.tex").write_text(text, encoding="utf-8")
    body = "\n\n".join(rf"\input{{figure{number}}}" for number in range(len(texts)))
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\n\\usepackage{pgfplots}\n\\begin{document}\n"
        + body
        + "\n\\end{document}\n",
        encoding="utf-8",
    )
    for name in ("figure4", "paper"):
        command = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False
        )
        assert done.returncode == 0, done.stdout[-2000:]
        assert (tmp_path / f"{name}.pdf").stat().st_size > 5000
