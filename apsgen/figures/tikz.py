r"""Scenes as a ``tikzpicture`` of pgfplots axes, in the fonts of the document that takes it.

The file compiles by itself, and goes into a document by ``\input``. Coordinates are in the
units of the ticks, so that they can be read and changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from apsgen.figures import shades
from apsgen.figures.labels import Box, Surface, places
from apsgen.figures.latex import escaped, latex
from apsgen.figures.paper import Paper
from apsgen.figures.scene import Axis, Entry, Kind, Mark, Scene
from apsgen.figures.sheet import SAMPLE, Sheet
from apsgen.figures.ticks import Ticks
from apsgen.polygon import Floats

HEAD = r"""% A figure by apsgen: compiles by itself, or goes by \input where pgfplots is loaded.
\ifdefined\pgfplotsset
  \let\apsgenend\relax
\else
  \IfFileExists{standalone.cls}{\documentclass{standalone}}
    {\documentclass{article}\pagestyle{empty}}
  \usepackage{pgfplots}
  \pgfplotsset{compat=1.16}
  \begin{document}
  \def\apsgenend{\end{document}}
\fi"""
"""What makes the file compile by itself."""

_ROW = 4
_MARKERS = {Kind.DOT: "*", Kind.CROSS: "x", Kind.ARROW: "triangle*"}
_MARK_ROOM = 2.0


def tikz(scenes: Sequence[Scene], paper: Paper) -> str:
    """Return scenes below each other as a LaTeX file.

    Parameters
    ----------
    scenes
        At least one.
    paper
        How the figure is set; its font is that of the document.

    Returns
    -------
    str
        The same text for the same scenes. Letters beyond ASCII stand in it only where LaTeX
        has no command for them.
    """
    sheet = Sheet(paper, scenes)
    body = [line for place in range(len(scenes)) for line in _axis(sheet, place)]
    lines = [HEAD, r"\begin{tikzpicture}", *_colours(scenes), *body]
    return "\n".join([*lines, r"\end{tikzpicture}%", r"\apsgenend", ""])


def _colours(scenes: Sequence[Scene]) -> Iterator[str]:
    marks = [mark for scene in scenes for mark in scene.marks]
    marks += [mark for scene in scenes for entry in scene.entries for mark in entry.sample]
    used = {colour for mark in marks for colour in (mark.fill, mark.edge) if colour}
    for colour in sorted({*used, shades.TOTAL}):
        yield rf"\definecolor{{{_named(colour)}}}{{HTML}}{{{colour[1:].upper()}}}"


def _named(colour: str | None) -> str:
    return f"apsgen{colour[1:]}" if colour else "none"


def _axis(sheet: Sheet, place: int) -> Iterator[str]:
    """Yield one of the axes; the last one bears the legend of all."""
    scene = sheet.scenes[place]
    bears_legend = sheet.paper.legend and place == len(sheet.scenes) - 1
    yield r"\begin{axis}["
    yield f"  name=apsgen{place},"
    if place:
        yield f"  at={{(apsgen{place - 1}.below south west)}}, anchor=above north west,"
        yield "  yshift=-6bp,"
    elif sheet.paper.title:
        yield f"  title={{{latex(sheet.title())}}},"
        yield f"  title style={{align=center, {_font(sheet.paper.size)}}},"
    yield from _frame(scene, sheet)
    if bears_legend:
        yield from _legend_style(scene, sheet)
    yield "]"
    for mark in scene.marks:
        yield _plot(scene, mark)
    if sheet.paper.vertices:
        yield from _vertices(scene, sheet)
    if bears_legend:
        for entry in sheet.entries():
            yield from _entry(entry)
    yield r"\end{axis}"


def _frame(scene: Scene, sheet: Sheet) -> Iterator[str]:
    width, height = sheet.axes(scene)
    yield f"  scale only axis, width={width:.5g}bp, height={height:.5g}bp,"
    yield "  axis lines*=left, tick align=outside, scaled ticks=false, clip mode=individual,"
    if scene.flatness is not None:
        # Cells reach up to the axes.
        yield "  axis on top,"
    yield "  axis line style={line width=0.6bp}, tick style={black, line width=0.6bp},"
    yield f"  tick label style={{{_font(sheet.small)}}},"
    yield from _divided("x", scene.horizontal, sheet.horizontal_ticks(scene))
    # Set before "near ticks", alignment is lost.
    style = f"{{align=center, {_font(sheet.paper.size)}}}"
    yield f"  xlabel near ticks, xlabel style={style},"
    yield f"  xlabel={{{latex(sheet.horizontal_label(scene))}}},"
    yield from _divided("y", scene.vertical, sheet.vertical_ticks(scene))
    yield f"  ylabel near ticks, ylabel style={style},"
    yield f"  ylabel={{{latex(sheet.vertical_label(scene))}}},"


def _divided(letter: str, axis: Axis, ticks: Ticks) -> Iterator[str]:
    division = axis.division
    if not axis.is_linear:
        yield f"  {letter}mode=log, {letter}minorticks=false,"
    number = division.number
    yield f"  {letter}min={number(division.low)}, {letter}max={number(division.high)},"
    yield f"  {letter}tick={{{', '.join(map(number, ticks.positions))}}},"
    labels = ", ".join(f"${label.strip('$')}$" for label in ticks.labels)
    yield f"  {letter}ticklabels={{{labels}}},"


def _legend_style(scene: Scene, sheet: Sheet) -> Iterator[str]:
    yield f"  legend columns={sheet.columns()}, legend cell align=left,"
    yield "  legend style={"
    across, down = (sheet.width - sheet.free) / 2, sheet.drop(scene)
    yield f"    at={{(0.5, 0)}}, anchor=north, xshift=-{across:.4g}bp, yshift=-{down:.4g}bp,"
    yield f"    draw=none, fill=none, inner sep=0bp, {_font(sheet.small)},"
    yield "    cells={align=left}, /tikz/every odd column/.append style={column sep=4bp},"
    yield "    /tikz/every even column/.append style={column sep=8bp},"
    yield "  },"


def _font(size: float) -> str:
    return rf"font=\fontsize{{{size:g}}}{{{1.2 * size:g}}}\selectfont"


def _plot(scene: Scene, mark: Mark) -> str:
    course = _course(scene, mark.points)
    if mark.kind is Kind.AREA:
        return rf"\addplot[forget plot, {_path(mark)}] coordinates {{{course}}} -- cycle;"
    if mark.kind is Kind.LINE:
        return rf"\addplot[forget plot, {_path(mark)}] coordinates {{{course}}};"
    return rf"\addplot[forget plot, {_marker(mark)}] coordinates {{{course}}};"


def _course(scene: Scene, points: Floats) -> str:
    """Return coordinates, four to a row."""
    pairs = [_pair(scene, point) for point in points]
    rows = [" ".join(pairs[start : start + _ROW]) for start in range(0, len(pairs), _ROW)]
    return rows[0] if len(rows) == 1 else "".join(f"\n  {row}" for row in rows) + "\n"


def _pair(scene: Scene, point: Floats) -> str:
    across, up = point.tolist()
    first, second = scene.horizontal.division.number(across), scene.vertical.division.number(up)
    return f"({first}, {second})"


def _path(mark: Mark) -> str:
    """Return how a line or an area is drawn, in TikZ's words."""
    words = ["mark=none", f"draw={_named(mark.edge)}"]
    if mark.kind is Kind.AREA:
        words += [f"fill={_named(mark.fill)}"]
    if mark.edge:
        words += [f"line width={mark.stroke:g}bp", "line join=round", "line cap=round"]
    if mark.dash:
        lengths = zip(mark.dash[::2], mark.dash[1::2], strict=True)
        pattern = " ".join(f"on {on:g}bp off {off:g}bp" for on, off in lengths)
        words[-1:] = [f"dash pattern={pattern}"]
    return ", ".join(words)


def _marker(mark: Mark) -> str:
    look = [f"fill={_named(mark.fill)}", f"draw={_named(mark.edge)}"]
    look += [f"line width={mark.stroke:g}bp"] if mark.edge else []
    look += ["rotate=180"] if mark.kind is Kind.ARROW else []
    return (
        f"only marks, mark={_MARKERS[mark.kind]}, mark size={mark.size / 2:g}bp, "
        f"mark options={{{', '.join(look)}}}"
    )


def _entry(entry: Entry) -> Iterator[str]:
    """Yield a line of the legend, with its sample drawn as the marks are."""
    code = " ".join(map(_sampled, entry.sample))
    yield rf"\addlegendimage{{legend image code/.code={{{code}}}}}"
    yield rf"\addlegendentry{{{latex(entry.words)}}}"


def _sampled(mark: Mark) -> str:
    middle = f"{SAMPLE / 2:g}bp"
    if mark.kind is Kind.AREA:
        return rf"\path[{_path(mark)}] (0bp, -3bp) rectangle ({SAMPLE:g}bp, 3bp);"
    if mark.kind is Kind.LINE:
        return rf"\draw[{_path(mark)}] (0bp, 0bp) -- ({SAMPLE:g}bp, 0bp);"
    return rf"\draw plot[{_marker(mark)}] coordinates {{({middle}, 0bp)}};"


def _vertices(scene: Scene, sheet: Sheet) -> Iterator[str]:
    """Yield the payoffs beside vertices, where the estimated sizes leave room."""
    frame = np.array(sheet.axes(scene))
    scale = frame / (scene.view.high - scene.view.low)

    def on_page(points: Floats) -> Floats:
        return np.asarray((points - scene.view.low) * scale)

    names = [scene.name_of(vertex) for vertex in scene.vertices]
    taken = [
        Box.around(point, (mark.size + _MARK_ROOM,) * 2)
        for mark in scene.marks
        if mark.kind not in (Kind.AREA, Kind.LINE)
        for point in on_page(mark.points)
    ]
    surface = Surface(
        Box(0.0, 0.0, *frame.tolist()), tuple(taken), tuple(map(on_page, scene.outlines()))
    )
    settled = places(on_page(scene.vertices), [sheet.size_of(name) for name in names], surface)
    for name, place in zip(names, settled, strict=True):
        if place is None:
            continue
        at = _pair(scene, place.centre / scale + scene.view.low)
        font = f"inner sep=0bp, {_font(sheet.small)}"
        yield rf"\node[{font}] at (axis cs:{at[1:-1]}) {{{escaped(name)}}};"
        if place.leader is not None:
            start, end = (_pair(scene, one / scale + scene.view.low) for one in place.leader)
            look = f"draw={_named(shades.TOTAL)}, line width=0.4bp"
            yield rf"\draw[{look}] (axis cs:{start[1:-1]}) -- (axis cs:{end[1:-1]});"
