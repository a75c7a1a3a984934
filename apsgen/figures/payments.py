"""The payments of a dynamic mechanism: a row for each situation, a mark for each agent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsgen.dynamic import DirectMechanism, Environment
from apsgen.dynamic.mechanism import label
from apsgen.errors import UsageError
from apsgen.figures import shades
from apsgen.figures.figure import format_of
from apsgen.figures.latex import escaped
from apsgen.figures.page import METADATA, settings
from apsgen.figures.paper import Paper
from apsgen.figures.tikz import HEAD
from apsgen.figures.words import folded, mathtext
from apsgen.mechanism.spelling import as_float

MOST = 60
"""Rows of a figure; a mechanism with more is drawn for some periods or memories."""

AXIS = "payment (below 0: received)"

_MARKS = (
    ("o", "*"),
    ("s", "square*"),
    ("^", "triangle*"),
    ("D", "diamond*"),
    ("v", "triangle*, mark options={rotate=180}"),
    ("P", "+"),
    ("X", "x"),
    ("h", "pentagon*"),
)
"""For each agent the marks of matplotlib and of pgfplots."""

_SIZE = 4.5
_SMALL = 0.9
_STEP = 0.24
_ROW = 0.8
_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation by name, and what each agent pays in it."""

    name: str
    payments: tuple[float, ...]


def situations(environment: Environment, mechanism: DirectMechanism) -> tuple[Situation, ...]:
    """Return the situations of a mechanism that are drawn, in the order of its file.

    Where payments are the same whatever the mechanism remembers, it is not told.
    """
    found: dict[Situation, None] = {}
    for period, stage in enumerate(mechanism.stages):
        when = "" if environment.horizon is None else f"{period + 1}: "
        for memory, rules in stage.items():
            for state, rule in enumerate(rules):
                name = when + (label(environment, state) or "always")
                if any(other[state].payments != rule.payments for other in stage.values()):
                    name += f", after ({mechanism.memory[memory]})" if memory else ", at first"
                found[Situation(name, tuple(map(as_float, rule.payments)))] = None
    return tuple(found)


def draw_payments(
    environment: Environment,
    mechanism: DirectMechanism,
    path: Path,
    paper: Paper | None = None,
) -> None:
    """Write the payments of a dynamic mechanism as a figure; the same one gives the same bytes.

    Parameters
    ----------
    environment, mechanism
        The mechanism, and the environment that it is of.
    path
        The file; its suffix says the format: ``.pdf``, ``.png``, ``.svg``, or ``.tex`` for
        pgfplots.
    paper
        Its width, fonts and title; a journal's column if left out.

    Raises
    ------
    UsageError
        If the suffix is another one, the file cannot be written, or there are too many situations
        for one figure.
    """
    form, chosen = format_of(path), paper or Paper()
    rows = _few(situations(environment, mechanism))
    content = (
        _pgfplots(rows, environment.agents, chosen).encode()
        if form == "tex"
        else _page(rows, environment.agents, chosen, form)
    )
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path}: the figure cannot be written: {error.strerror}") from error


def plot_payments(environment: Environment, mechanism: DirectMechanism, axes: Axes) -> None:
    """Draw the payments of a dynamic mechanism on empty matplotlib axes; see `draw_payments`."""
    _paint(_few(situations(environment, mechanism)), environment.agents, axes)
    if len(environment.agents) > 1:
        axes.legend(frameon=False)


def _few(rows: tuple[Situation, ...]) -> tuple[Situation, ...]:
    if len(rows) > MOST:
        raise UsageError(
            f"{len(rows)} situations; at most {MOST} are drawn in one figure: have fewer types, or "
            "draw from the file what matters"
        )
    return rows


def _page(rows: Sequence[Situation], agents: Sequence[str], paper: Paper, form: str) -> bytes:
    with settings(paper):
        line = 1.5 * paper.size / 72
        columns = min(3, len(agents), max(1, _LETTERS // max(map(len, agents))))
        legend = -(-len(agents) // columns) + sum(len(name) // _LETTERS for name in agents)
        extra = 4 + 2 * bool(paper.title) + (0.5 + legend) * paper.legend
        height = line * (len(rows) * _room(len(agents)) + extra)
        figure = Figure(figsize=(paper.width, height), layout="constrained")
        axes = figure.add_subplot()
        _paint(rows, agents, axes)
        if paper.title:
            figure.suptitle(mathtext((paper.title,)), fontsize=paper.size)
        if paper.legend and len(agents) > 1:
            figure.legend(
                loc="outside lower center",
                ncols=columns,
                frameon=False,
                fontsize=_SMALL * paper.size,
            )
        content = BytesIO()
        figure.savefig(content, format=form, metadata=METADATA[form])
    return content.getvalue()


def _paint(rows: Sequence[Situation], agents: Sequence[str], axes: Axes) -> None:
    places = range(len(rows))
    axes.axvline(0, color=shades.FEASIBLE_EDGE, linewidth=0.6, zorder=0)
    for (agent, name), (mark, _) in zip(enumerate(agents), _MARKS, strict=False):
        axes.plot(
            [row.payments[agent] for row in rows],
            [place + _apart(agent, len(agents)) for place in places],
            linestyle="none",
            marker=mark,
            markersize=_SIZE,
            markerfacecolor=_fills(len(agents))[agent],
            markeredgecolor=shades.INK,
            markeredgewidth=0.5,
            label=mathtext(folded((name,), _LETTERS)),
        )
    axes.set_yticks([*places], [mathtext((row.name,)) for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(AXIS)
    axes.grid(axis="y", color=shades.FEASIBLE_FILL, linewidth=0.6)
    axes.set_axisbelow(True)


def _apart(agent: int, count: int) -> float:
    """Return how far below the middle of its row a mark stands, so that no two cover each other."""
    return min(_STEP, _ROW / count) * (agent - (count - 1) / 2)


def _room(count: int) -> float:
    """Return the height of a row, in lines of text."""
    return max(1.0, count * _STEP / _ROW)


def _fills(count: int) -> tuple[str, ...]:
    return (shades.INK,) if count == 1 else (shades.PAPER, *shades.fills(count)[1:])


def _pgfplots(rows: Sequence[Situation], agents: Sequence[str], paper: Paper) -> str:
    labels = ",".join(f"{{{escaped(row.name)}}}" for row in rows)
    ticks = ",".join(map(str, range(len(rows))))
    options = [
        f"width={paper.width:.4g}in",
        f"height={(len(rows) * _room(len(agents)) + 4) * 1.5 * paper.size / 72:.4g}in",
        "y dir=reverse",
        f"ymin=-0.5, ymax={len(rows) - 0.5}",
        f"ytick={{{ticks}}}",
        f"yticklabels={{{labels}}}",
        f"xlabel={{{AXIS}}}",
        "ymajorgrids",
        "legend style={at={(0.5,-0.25)}, anchor=north, draw=none, legend columns=-1}",
    ]
    if paper.title:
        options.append(f"title={{{escaped(paper.title)}}}")
    lines = [HEAD, r"\begin{tikzpicture}", rf"\begin{{axis}}[{', '.join(options)}]"]
    lines += _series(rows, agents, has_legend=paper.legend and len(agents) > 1)
    return "\n".join([*lines, r"\end{axis}", r"\end{tikzpicture}%", r"\apsgenend", ""])


def _series(rows: Sequence[Situation], agents: Sequence[str], *, has_legend: bool) -> Iterator[str]:
    for (agent, name), (_, mark) in zip(enumerate(agents), _MARKS, strict=False):
        points = " ".join(
            f"({row.payments[agent]:.6g},{place + _apart(agent, len(agents)):.4g})"
            for place, row in enumerate(rows)
        )
        yield rf"\addplot[only marks, mark={mark}] coordinates {{{points}}};"
        if has_legend:
            yield rf"\addlegendentry{{{escaped(name)}}}"
