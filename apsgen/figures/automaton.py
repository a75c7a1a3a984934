"""Automata as figures: circles for states, arrows for transitions."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle as Disc
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path as Course

from apsgen.errors import UsageError
from apsgen.figures.diagram import Circle, Curve, Diagram, diagram_of
from apsgen.figures.figure import format_of
from apsgen.figures.latex import escaped
from apsgen.figures.page import METADATA, settings
from apsgen.figures.paper import Paper
from apsgen.figures.tikz import HEAD
from apsgen.figures.words import mathtext
from apsgen.mechanism import Automaton

NOTE = "dashed: after a deviation that is seen"
_STROKE = 0.7
_DASH = (0, (4.0, 2.5))
_SMALL = 0.85
_CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
"""What is behind a label: no line crosses it."""


def draw_automaton(automaton: Automaton, path: Path, paper: Paper | None = None) -> None:
    """Write an automaton as a figure; the same automaton gives the same bytes.

    The figure is as wide as the paper, or wider where the states do not fit. Each state bears
    its number and the average payoffs that it promises, to three digits; each arrow the reports
    and signals that lead along it, and how likely it is on the path. A dashed arrow is taken
    after a deviation that is seen.

    Parameters
    ----------
    automaton
        What `mechanism.automaton_of` gives.
    path
        The file; its suffix says the format: ``.pdf``, ``.png``, ``.svg``, or ``.tex`` for TikZ.
    paper
        Its width, fonts and title; a journal's column if left out.

    Raises
    ------
    UsageError
        If the suffix is another one, or if the file cannot be written.
    """
    form, chosen = format_of(path), paper or Paper()
    diagram = diagram_of(automaton, chosen.width, chosen.size)
    has_note = any(arrow.after_deviation for arrow in automaton.arrows)
    note = NOTE if has_note and chosen.legend else ""
    if form == "tex":
        content = _tikz(diagram, chosen, note).encode()
    else:
        content = _page(diagram, chosen, note, form)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path}: the figure cannot be written: {error.strerror}") from error


def plot_automaton(automaton: Automaton, axes: Axes) -> None:
    """Draw an automaton on axes of one's own; see `draw_automaton`.

    Parameters
    ----------
    automaton
        What `mechanism.automaton_of` gives.
    axes
        Empty matplotlib axes. Frame and ticks are taken off.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    width = figure.get_figwidth() * axes.get_position().width
    _paint(diagram_of(automaton, width, 9.0), axes, 9.0)


def _page(diagram: Diagram, paper: Paper, note: str, form: str) -> bytes:
    with settings(paper):
        line = 1.6 * paper.size / 72
        width, height = (diagram.upper - diagram.lower).tolist()
        above, below = line * bool(paper.title), line * bool(note)
        whole = max(width, paper.width), height + above + below
        figure = Figure(figsize=whole)
        axes = figure.add_axes(
            (
                (whole[0] - width) / 2 / whole[0],
                below / whole[1],
                width / whole[0],
                height / whole[1],
            )
        )
        _paint(diagram, axes, paper.size)
        if paper.title:
            figure.text(
                0.5, 1 - 0.3 * line / whole[1], mathtext((paper.title,)), ha="center", va="top"
            )
        if note:
            small = _SMALL * paper.size
            figure.text(0.5, 0.3 * line / whole[1], note, ha="center", va="bottom", fontsize=small)
        content = BytesIO()
        figure.savefig(content, format=form, metadata=METADATA[form])
    return content.getvalue()


def _paint(diagram: Diagram, axes: Axes, size: float) -> None:
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(diagram.lower[0], diagram.upper[0])
    axes.set_ylim(diagram.lower[1], diagram.upper[1])
    for circle in diagram.circles:
        _paint_circle(circle, diagram.radius, axes, size)
    for curve in diagram.curves:
        _paint_curve(curve, axes, size)


def _paint_circle(circle: Circle, radius: float, axes: Axes, size: float) -> None:
    style = _DASH if circle.is_dashed else "solid"
    x, y = circle.centre.tolist()
    axes.add_patch(
        Disc(
            (x, y), radius, facecolor="white", edgecolor="black", linewidth=_STROKE, linestyle=style
        )
    )
    first, second = circle.lines
    small = _SMALL * size
    head = small if circle.is_dashed else size
    axes.text(x, y + 0.04 * radius, first, ha="center", va="bottom", fontsize=head)
    axes.text(x, y - 0.1 * radius, second, ha="center", va="top", fontsize=0.8 * small)


def _paint_curve(curve: Curve, axes: Axes, size: float) -> None:
    codes = [Course.MOVETO, Course.CURVE4, Course.CURVE4, Course.CURVE4]
    axes.add_patch(
        FancyArrowPatch(
            path=Course(curve.points, codes),
            arrowstyle="-|>",
            mutation_scale=0.9 * size,
            facecolor="black",
            edgecolor="black",
            linewidth=_STROKE,
            linestyle=_DASH if curve.is_dashed else "solid",
            zorder=1,
            shrinkA=0,
            shrinkB=0,
        )
    )
    if curve.lines:
        x, y = curve.label.tolist()
        text = "\n".join(mathtext((line,)) for line in curve.lines)
        axes.text(x, y, text, ha="center", va="center", fontsize=_SMALL * size, bbox=_CLEAR)


def _tikz(diagram: Diagram, paper: Paper, note: str) -> str:
    lines = [HEAD, r"\begin{tikzpicture}[x=1in, y=1in, >=latex, line width=0.7bp]"]
    lines += [*_tikz_circles(diagram, paper), *_tikz_curves(diagram, paper)]
    middle, bottom = (diagram.lower[0] + diagram.upper[0]) / 2, diagram.lower[1]
    if paper.title:
        font = _font(paper.size)
        at = f"({middle:.4g}, {diagram.upper[1]:.4g})"
        lines.append(rf"\node[above, font={font}] at {at} {{{escaped(paper.title)}}};")
    if note:
        at = f"({middle:.4g}, {bottom:.4g})"
        lines.append(rf"\node[below, font={_font(_SMALL * paper.size)}] at {at} {{{note}}};")
    return "\n".join([*lines, r"\end{tikzpicture}%", r"\apsgenend", ""])


def _tikz_circles(diagram: Diagram, paper: Paper) -> Iterator[str]:
    for circle in diagram.circles:
        at = _at(circle.centre.tolist())
        style = "[dashed] " if circle.is_dashed else ""
        yield rf"\draw{style} {at} circle[radius={diagram.radius:.4g}];"
        first, second = map(escaped, circle.lines)
        sizes = _font(_SMALL * paper.size), _font(0.8 * _SMALL * paper.size)
        text = rf"{{{sizes[0]} {first}}}\\{{{sizes[1]} {second}}}"
        yield rf"\node[align=center, inner sep=0] at {at} {{{text}}};"


def _tikz_curves(diagram: Diagram, paper: Paper) -> Iterator[str]:
    for curve in diagram.curves:
        begin, one, other, end = (_at(point) for point in curve.points.tolist())
        style = "->, dashed" if curve.is_dashed else "->"
        yield rf"\draw[{style}] {begin} .. controls {one} and {other} .. {end};"
        if curve.lines:
            text = r"\\".join(map(escaped, curve.lines))
            style = f"align=center, inner sep=0.5bp, fill=white, font={_font(_SMALL * paper.size)}"
            yield rf"\node[{style}] at {_at(curve.label.tolist())} {{{text}}};"


def _at(point: list[float]) -> str:
    x, y = (round(value, 4) + 0.0 for value in point)
    return f"({x:.4g}, {y:.4g})"


def _font(size: float) -> str:
    return rf"\fontsize{{{size:.4g}bp}}{{{1.2 * size:.4g}bp}}\selectfont"
