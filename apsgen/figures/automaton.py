"""Automata as figures: circles for states, arrows for transitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle as Disc
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path as Course

from apsgen.errors import UsageError
from apsgen.figures.diagram import NOTE, STROKE, Circle, Curve, Diagram, diagram_of
from apsgen.figures.figure import format_of
from apsgen.figures.keys import DISC, KEY, Label
from apsgen.figures.latex import escaped
from apsgen.figures.page import METADATA, settings
from apsgen.figures.paper import Paper
from apsgen.figures.tikz import HEAD
from apsgen.figures.words import mathtext
from apsgen.mechanism import Automaton

_DASH = (0, (4.0, 2.5))
_SMALL = 0.85


def draw_automaton(automaton: Automaton, path: Path, paper: Paper | None = None) -> None:
    """Write an automaton as a figure; the same automaton gives the same bytes.

    The figure is as wide as the paper, or wider where the states do not fit. Each state bears
    its number and the average payoffs that it promises, to three digits; each arrow the reports
    and signals that lead along it, and how likely it is on the path, or a key that the table
    below explains if there is no room. A dashed arrow is taken after a deviation that is seen.
    Of more states than eight, or more arrows than there are keys, payoffs stand below, and lines
    are the wider the likelier an arrow is; what is left out is told.

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
    if not chosen.legend:
        diagram = replace(diagram, rows=tuple(row for row in diagram.rows if row.lines != (NOTE,)))
    content = _tikz(diagram, chosen).encode() if form == "tex" else _page(diagram, chosen, form)
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
    diagram = diagram_of(automaton, width, 9.0)
    _paint(diagram, axes, 9.0)
    left, right = diagram.lower[0], diagram.upper[0]
    middle, half = (left + right) / 2, max(right - left, width) / 2
    bottom = diagram.lower[1] - _below(diagram)
    axes.set_xlim(middle - half, middle + half)
    axes.set_ylim(bottom, diagram.upper[1])
    _paint_rows(diagram, axes, 9.0, middle - half)


def _below(diagram: Diagram) -> float:
    """Return the height of what stands below the drawing."""
    count = sum(len(row.lines) for row in diagram.rows)
    return diagram.line * (count + 0.5) if count else 0.0


def _page(diagram: Diagram, paper: Paper, form: str) -> bytes:
    with settings(paper):
        above = 1.6 * paper.size / 72 * bool(paper.title)
        wide, high = (diagram.upper - diagram.lower).tolist()
        below = _below(diagram)
        whole = max(wide, paper.width), high + above + below
        figure = Figure(figsize=whole)
        axes = figure.add_axes((0.0, 0.0, 1.0, (high + below) / whole[1]))
        _paint(diagram, axes, paper.size)
        left = (diagram.lower[0] + diagram.upper[0] - whole[0]) / 2
        axes.set_xlim(left, left + whole[0])
        axes.set_ylim(diagram.lower[1] - below, diagram.upper[1])
        _paint_rows(diagram, axes, paper.size, left)
        if paper.title:
            top = 1 - 0.3 * above / 1.6 / whole[1]
            figure.text(0.5, top, mathtext((paper.title,)), ha="center", va="top")
        content = BytesIO()
        figure.savefig(content, format=form, metadata=METADATA[form])
    return content.getvalue()


def _paint(diagram: Diagram, axes: Axes, size: float) -> None:
    axes.set_axis_off()
    axes.set_aspect("equal")
    for curve in diagram.curves:
        _paint_curve(curve, axes, size, diagram.radius)
    for circle in diagram.circles:
        _paint_circle(circle, diagram.radius, axes, size)
    for curve in diagram.curves:
        if curve.label is not None:
            _paint_label(curve.label, axes, size, diagram.line)


def _paint_circle(circle: Circle, radius: float, axes: Axes, size: float) -> None:
    style = _DASH if circle.is_dashed else "solid"
    x, y = circle.centre.tolist()
    axes.add_patch(
        Disc((x, y), radius, facecolor="white", edgecolor="black", lw=STROKE, ls=style, zorder=2)
    )
    small = _SMALL * size
    if len(circle.lines) == 1:
        axes.text(x, y, circle.lines[0], ha="center", va="center_baseline", fontsize=0.8 * small)
        return
    first, second = circle.lines
    head = small if circle.is_dashed else size
    axes.text(x, y + 0.04 * radius, first, ha="center", va="bottom", fontsize=head)
    axes.text(x, y - 0.1 * radius, second, ha="center", va="top", fontsize=0.8 * small)


def _paint_curve(curve: Curve, axes: Axes, size: float, radius: float) -> None:
    codes = [Course.MOVETO, Course.CURVE4, Course.CURVE4, Course.CURVE4]
    axes.add_patch(
        FancyArrowPatch(
            path=Course(curve.points, codes),
            arrowstyle="-|>",
            mutation_scale=min(0.9 * size, 40.0 * radius),
            facecolor="black",
            edgecolor="black",
            linewidth=curve.stroke,
            linestyle=_DASH if curve.is_dashed else "solid",
            zorder=1,
            shrinkA=0,
            shrinkB=0,
        )
    )


def _paint_label(label: Label, axes: Axes, size: float, line: float) -> None:
    x, y = label.centre.tolist()
    small = _SMALL * size
    if label.is_key:
        axes.add_patch(Disc((x, y), DISC * line, facecolor="white", edgecolor="none", zorder=2))
        axes.text(x, y, label.lines[0], ha="center", va="center_baseline", fontsize=small)
        return
    text = "\n".join(mathtext((line,)) for line in label.lines)
    axes.text(x, y, text, ha="center", va="center", fontsize=small)


def _paint_rows(diagram: Diagram, axes: Axes, size: float, left: float) -> None:
    for x, y, text in _placed(diagram, left):
        axes.text(x, y, mathtext((text,)), ha="left", va="baseline", fontsize=_SMALL * size)


def _placed(diagram: Diagram, left: float) -> Iterator[tuple[float, float, str]]:
    """Give the words below the drawing with the places where they begin, on their baselines."""
    start, y = left + 0.4 * diagram.line, diagram.lower[1]
    indent = 0.4 * KEY * diagram.line if any(row.key for row in diagram.rows) else 0.0
    for row in diagram.rows:
        if row.key:
            yield start, float(y - diagram.line), row.key
        for line in row.lines:
            y -= diagram.line
            yield start + (indent if row.key else 0.0), float(y), line


def _tikz(diagram: Diagram, paper: Paper) -> str:
    lines = [HEAD, r"\begin{tikzpicture}[x=1in, y=1in, >=latex, line width=0.7bp]"]
    lines += [*_tikz_curves(diagram), *_tikz_circles(diagram, paper), *_tikz_labels(diagram, paper)]
    middle = (diagram.lower[0] + diagram.upper[0]) / 2
    if paper.title:
        font = _font(paper.size)
        at = f"({middle:.4g}, {diagram.upper[1]:.4g})"
        lines.append(rf"\node[above, font={font}] at {at} {{{escaped(paper.title)}}};")
    left = min(diagram.lower[0], middle - paper.width / 2)
    style = f"anchor=base west, inner sep=0, font={_font(_SMALL * paper.size)}"
    for x, y, text in _placed(diagram, left):
        lines.append(rf"\node[{style}] at {_at([x, y])} {{{escaped(text)}}};")
    return "\n".join([*lines, r"\end{tikzpicture}%", r"\apsgenend", ""])


def _tikz_circles(diagram: Diagram, paper: Paper) -> Iterator[str]:
    for circle in diagram.circles:
        at = _at(circle.centre.tolist())
        style = "fill=white, dashed" if circle.is_dashed else "fill=white"
        yield rf"\draw[{style}] {at} circle[radius={diagram.radius:.4g}];"
        sizes = _font(_SMALL * paper.size), _font(0.8 * _SMALL * paper.size)
        words = map(escaped, circle.lines)
        chosen = sizes if len(circle.lines) > 1 else sizes[1:]
        text = r"\\".join(rf"{{{font} {line}}}" for font, line in zip(chosen, words, strict=True))
        yield rf"\node[align=center, inner sep=0] at {at} {{{text}}};"


def _tikz_curves(diagram: Diagram) -> Iterator[str]:
    for curve in diagram.curves:
        begin, one, other, end = (_at(point) for point in curve.points.tolist())
        style = "->, dashed" if curve.is_dashed else "->"
        width = f", line width={curve.stroke:.3g}bp" if curve.stroke != STROKE else ""
        yield rf"\draw[{style}{width}] {begin} .. controls {one} and {other} .. {end};"


def _tikz_labels(diagram: Diagram, paper: Paper) -> Iterator[str]:
    font = _font(_SMALL * paper.size)
    for label in (curve.label for curve in diagram.curves):
        if label is not None:
            text = r"\\".join(map(escaped, label.lines))
            style = f"align=center, inner sep=0, font={font}"
            if label.is_key:
                style += f", circle, fill=white, minimum size={2 * DISC * diagram.line:.4g}in"
            yield rf"\node[{style}] at {_at(label.centre.tolist())} {{{text}}};"


def _at(point: list[float]) -> str:
    x, y = (round(value, 4) + 0.0 for value in point)
    return f"({x:.4g}, {y:.4g})"


def _font(size: float) -> str:
    return rf"\fontsize{{{size:.4g}bp}}{{{1.2 * size:.4g}bp}}\selectfont"
