"""The payoff set as a figure: feasible set, outer and inner set, punishment, first best.

A set that would vanish at the scale of the picture is drawn as what it looks like: a thin
polygon as a segment, a tiny one as a point, both with a width that one can see.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon as Patch
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import MaxNLocator

from apsgen.errors import UsageError
from apsgen.figures.view import View, view_of
from apsgen.game import Game, Outline
from apsgen.polygon import Floats, Polygon
from apsgen.result import Result

METADATA: Mapping[str, Mapping[str, str | None]] = {
    "pdf": {"Creator": "apsgen", "Producer": None, "CreationDate": None},
    "png": {"Software": None},
    "svg": {"Creator": "apsgen", "Date": None},
}
"""For each format what the file says of itself: no date and no version, so that the same
result gives the same bytes."""

PAPER: dict[str, Any] = {
    "font.family": ["STIXGeneral", "DejaVu Serif"],
    "mathtext.fontset": "stix",
    "font.size": 10,
    "axes.formatter.use_mathtext": True,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": 9,
    "savefig.dpi": 300,
    "pdf.fonttype": 42,
    "svg.hashsalt": "apsgen",
}
"""How `draw` differs from matplotlib's defaults; both fonts come with matplotlib."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a set looks as a polygon, as a segment (`band` points wide) and as a point (`dot`).

    Attributes
    ----------
    fill, face
        The colour of the inside: of a polygon, and of a segment or a point.
    edge, stroke
        The colour and the width of the rim.
    patch_layer, line_layer
        What is drawn over what: polygons, and segments or points.
    """

    label: str
    fill: str
    face: str
    edge: str
    stroke: float
    band: float
    dot: float
    patch_layer: float
    line_layer: float


# An outer polygon is an edge over the filled inner one; an outer segment or point is a rim
# around the filled inner one, and so lies below it.
_FEASIBLE = _Look(
    label="feasible payoffs",
    fill="#f4f4f4",
    face="#f4f4f4",
    edge="#a0a0a0",
    stroke=0.7,
    band=0.8,
    dot=3.0,
    patch_layer=0.5,
    line_layer=0.5,
)
_OUTER = _Look(
    label="outer set",
    fill="none",
    face="white",
    edge="#08306b",
    stroke=1.0,
    band=2.6,
    dot=6.5,
    patch_layer=3.0,
    line_layer=4.0,
)
_INNER = _Look(
    label="inner set",
    fill="#9ecae1",
    face="#9ecae1",
    edge="none",
    stroke=0.0,
    band=2.6,
    dot=5.4,
    patch_layer=2.0,
    line_layer=5.0,
)


def draw(result: Result, path: Path) -> None:
    """Write the payoff set as a figure that is fit for a paper.

    The same result gives the same bytes, whatever the user's matplotlib settings are.

    Parameters
    ----------
    result
        What ``iterate`` answered.
    path
        The file; its suffix says the format: ``.pdf``, ``.png`` or ``.svg``.

    Raises
    ------
    UsageError
        If the suffix is another one, or if the file cannot be written.
    """
    form = format_of(path)
    with style.context(["default", PAPER]), warnings.catch_warnings():
        # A name in a script that the fonts lack is drawn as boxes: no reason to warn of more.
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        figure = Figure(figsize=(3.6, 3.6))
        plot(result, figure.add_subplot())
        page = BytesIO()
        figure.savefig(
            page, format=form, metadata=METADATA[form], bbox_inches="tight", pad_inches=0.04
        )
    try:
        path.write_bytes(page.getvalue())
    except OSError as error:
        raise UsageError(
            f"{path}: the figure cannot be written: {error.strerror}; "
            "name a file in a folder that exists and that you may write to"
        ) from error


def plot(result: Result, axes: Axes) -> None:
    """Draw the payoff set on axes of one's own, a notebook's for instance.

    Limits, labels, aspect ratio and legend of the axes are set; fonts are left as they are.

    Parameters
    ----------
    result
        What ``iterate`` answered.
    axes
        Empty matplotlib axes.
    """
    view = view_of(result)
    for polygon, look in (
        (result.feasible_set, _FEASIBLE),
        (result.outer_set, _OUTER),
        (result.inner_set, _INNER),
    ):
        _add_set(axes, view, polygon, look)
    _add_first_best(axes, view, result.first_best)
    _add_punishment(axes, view, result.punishment)
    if result.outer_set.is_empty:
        _add_words(axes, view, result.punishment)
    _frame(axes, view, result.game)


def format_of(path: Path) -> str:
    """Return the format that the suffix of a figure's file asks for.

    Raises
    ------
    UsageError
        If apsgen does not write that format.

    Examples
    --------
    >>> format_of(Path("set.PDF"))
    'pdf'
    """
    form = path.suffix.lower().removeprefix(".")
    if form in METADATA:
        return form
    found = f"not as {path.suffix}" if path.suffix else "and this name has no suffix"
    accepted = f"{path.stem}.pdf, {path.stem}.png or {path.stem}.svg"
    raise UsageError(f"{path}: a figure is written as pdf, png or svg, {found}; try {accepted}")


def _add_set(axes: Axes, view: View, polygon: Polygon, look: _Look) -> None:
    shape = view.shape(polygon)
    if len(shape) == 1:
        axes.add_line(_dot(shape, look))
    elif len(shape) == 2:
        axes.add_line(_band(shape, look))
    elif len(shape) > 2:
        axes.add_patch(_patch(shape, look))


def _dot(shape: Floats, look: _Look) -> Line2D:
    return Line2D(
        *shape.T,
        linestyle="none",
        marker="o",
        markersize=look.dot,
        markerfacecolor=look.face,
        markeredgecolor=look.edge,
        markeredgewidth=look.stroke,
        zorder=look.line_layer,
        label=look.label,
    )


def _band(shape: Floats, look: _Look) -> Line2D:
    rim = Stroke(linewidth=look.band + 2 * look.stroke, foreground=look.edge)
    return Line2D(
        *shape.T,
        color=look.face,
        linewidth=look.band,
        solid_capstyle="round",
        path_effects=[rim, Normal()] if look.stroke else None,
        zorder=look.line_layer,
        label=look.label,
    )


def _patch(shape: Floats, look: _Look) -> Patch:
    return Patch(
        shape,
        closed=True,
        facecolor=look.fill,
        edgecolor=look.edge,
        linewidth=look.stroke,
        joinstyle="round",
        zorder=look.patch_layer,
        label=look.label,
    )


def _add_first_best(axes: Axes, view: View, total: float) -> None:
    """Draw the payoffs with the first-best total, where they cross the picture."""
    left = max(view.low[0], total - view.high[1])
    right = min(view.high[0], total - view.low[1])
    if left < right:
        middle = (left + right) / 2
        axes.axline(
            (middle, total - middle),
            slope=-1,
            color="#404040",
            linewidth=0.8,
            linestyle=(0, (5, 3)),
            zorder=1,
            label="first-best total",
        )


def _add_punishment(axes: Axes, view: View, punishment: tuple[float | None, float | None]) -> None:
    """Mark p0; a line where only one player can be punished."""
    first, second = punishment
    color, label = "#a50f15", "punishment $p_0$"
    if first is not None and second is not None:
        if not view.contains((first, second)):
            label += f"\nat ({first:.6g}, {second:.6g}),\noutside the picture"
        axes.plot([first], [second], "x", ms=6.5, mew=1.3, color=color, zorder=6, label=label)
    elif first is not None:
        axes.axvline(first, lw=0.9, ls=":", color=color, zorder=1, label=label)
    elif second is not None:
        axes.axhline(second, lw=0.9, ls=":", color=color, zorder=1, label=label)


def _add_words(axes: Axes, view: View, punishment: tuple[float | None, float | None]) -> None:
    """Say that there is no equilibrium payoff, at a height where p0 is not hidden."""
    mark = punishment[1]
    height = 0.5
    if mark is not None:
        taken = (mark - view.low[1]) / (view.high[1] - view.low[1])
        height = 0.5 if abs(taken - 0.5) > 0.1 else 0.65
    axes.text(
        0.5,
        height,
        "$V^*$ is empty",
        transform=axes.transAxes,
        horizontalalignment="center",
        verticalalignment="center",
        zorder=7,
    )


def _frame(axes: Axes, view: View, game: Game | Outline) -> None:
    axes.set_xlim(*view.low[:1], *view.high[:1])
    axes.set_ylim(*view.low[1:], *view.high[1:])
    axes.set_aspect("equal", adjustable="box")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    axes.set_xlabel(_of(game.players[0]), parse_math=False, usetex=False)
    axes.set_ylabel(_of(game.players[1]), parse_math=False, usetex=False)
    axes.legend(
        title=rf"$\delta = {_number(game.delta)}$",
        loc="upper left",
        bbox_to_anchor=(1.02, 1.0),
        borderaxespad=0.0,
        frameon=False,
        alignment="left",
    )


def _of(player: str) -> str:
    return textwrap.fill(f"average payoff of {player}", 40)


def _number(value: Fraction) -> str:
    """Write a fraction as on paper; one with many digits as a decimal."""
    return str(value) if value.denominator <= 100 else f"{float(value):.8g}"
