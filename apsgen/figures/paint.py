"""A scene on matplotlib axes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis as Division
from matplotlib.font_manager import FontProperties
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon as Patch
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator
from matplotlib.transforms import Bbox

from apsgen.figures import shades
from apsgen.figures.labels import Box, Surface, places
from apsgen.figures.scene import Entry, Kind, Mark, Scene
from apsgen.figures.ticks import MOST, Ticks
from apsgen.figures.words import Words, folded, mathtext
from apsgen.polygon import Floats

INCH = 72.0
"""Points in an inch."""

FOLD = 40
"""Letters of a line of words, at most."""

_MARKERS = {Kind.DOT: "o", Kind.CROSS: "x", Kind.ARROW: "v"}
_LOWEST = 1.0
_STEP = 0.001
_HIGHEST = 3.0
_LABEL_SIZE = 0.85
_MARK_ROOM = 2.0
_SPACE = 0.5

Handle = tuple[Line2D | Patch, ...]


def paint(scene: Scene, axes: Axes) -> None:
    """Draw a scene without its legend; limits, axes' labels, ticks and aspect ratio are set.

    Parameters
    ----------
    scene
        What to draw.
    axes
        Empty matplotlib axes; fonts are left as they are.
    """
    for number, mark in enumerate(scene.marks):
        artist = _artist(mark, mark.points)
        artist.set_zorder(_LOWEST + _STEP * number)
        if isinstance(artist, Patch):
            axes.add_patch(artist)
        else:
            axes.add_line(artist)
    axes.set_xscale("linear" if scene.horizontal.is_linear else "log")
    axes.set_yscale("linear" if scene.vertical.is_linear else "log")
    axes.set_xlim(*scene.view.low[:1], *scene.view.high[:1])
    axes.set_ylim(*scene.view.low[1:], *scene.view.high[1:])
    if scene.has_equal_units:
        axes.set_aspect("equal", adjustable="box")
    else:
        axes.set_box_aspect(scene.ratio)
    fold_label(axes.xaxis.label, scene.horizontal.label, FOLD)
    fold_label(axes.yaxis.label, scene.vertical.label, FOLD)
    divide(scene, axes)


def divide(scene: Scene, axes: Axes) -> None:
    """Set as many ticks as there is room for on axes of the present size."""
    axes.apply_aspect()
    for division, axis in ((axes.xaxis, scene.horizontal), (axes.yaxis, scene.vertical)):
        side = int(division is axes.yaxis)
        for most in range(MOST, 0, -1):
            _set_ticks(division, axis.division.ticks(most))
            if _is_legible(division, side):
                break


def _set_ticks(division: Division, ticks: Ticks) -> None:
    labels = [label.replace("-", "\N{MINUS SIGN}") for label in ticks.labels]
    division.set_major_locator(FixedLocator(ticks.positions))
    division.set_major_formatter(FixedFormatter(labels))
    division.set_minor_locator(NullLocator())
    for label in division.get_ticklabels():
        label.set_usetex(False)


def _is_legible(division: Division, side: int) -> bool:
    """Whether there is space between all neighbouring labels of ticks."""
    boxes = [label.get_window_extent() for label in division.get_ticklabels()]
    ends = sorted((float(box.min[side]), float(box.max[side])) for box in boxes)
    space = _SPACE * max((box.height for box in boxes), default=0.0)
    return all(first[1] + space <= second[0] for first, second in pairwise(ends))


def fold_label(text: Text, words: Words, width: int) -> None:
    """Set a text to words in lines of so many letters; names are never read as formulas."""
    text.set_usetex(False)
    text.set_text(mathtext(folded(words, width)))


def legend_of(scene: Scene, width: int = FOLD) -> tuple[list[Handle], list[str]]:
    """Return samples and words of a legend, as matplotlib takes them."""
    handles = [_sample(entry) for entry in scene.entries]
    return handles, [mathtext(folded(entry.words, width)) for entry in scene.entries]


LEGEND = {
    "handler_map": {tuple: HandlerTuple(ndivide=1, pad=0.0)},
    "frameon": False,
    "alignment": "left",
    "borderpad": 0.0,
    "borderaxespad": 0.0,
}
"""How every legend is set."""


def _sample(entry: Entry) -> Handle:
    marks = [_artist(mark, np.zeros((2, 2))) for mark in entry.sample]
    return tuple(marks) or (Line2D([], [], linestyle="none"),)


def _artist(mark: Mark, points: Floats) -> Line2D | Patch:
    if mark.kind is Kind.AREA:
        return Patch(
            points,
            closed=True,
            facecolor=mark.fill or "none",
            edgecolor=mark.edge or "none",
            linewidth=mark.stroke,
            linestyle=(0, mark.dash) if mark.dash else "solid",
            joinstyle="round",
            label=mark.name,
        )
    if mark.kind is Kind.LINE:
        return Line2D(
            *points.T,
            color=mark.edge,
            linewidth=mark.stroke,
            linestyle=(0, mark.dash) if mark.dash else "solid",
            solid_capstyle="round",
            solid_joinstyle="round",
            label=mark.name,
        )
    return Line2D(
        *points.T,
        linestyle="none",
        marker=_MARKERS[mark.kind],
        markersize=mark.size,
        markerfacecolor=mark.fill or "none",
        markeredgecolor=mark.edge or "none",
        markeredgewidth=mark.stroke,
        label=mark.name,
    )


def label_vertices(scene: Scene, axes: Axes) -> None:
    """Write the payoffs beside the scene's vertices, where there is room for them.

    Positions are final: the axes must have their place and size on the page already.
    """
    axes.apply_aspect()
    inches = INCH / axes.figure.dpi
    points = axes.transData.transform(scene.vertices) * inches
    size = _LABEL_SIZE * FontProperties(size="medium").get_size_in_points()
    texts = [_text(axes, scene.name_of(vertex), size) for vertex in scene.vertices]
    boxes = [_box(text.get_window_extent(), inches) for text in texts]
    sizes = [(box.right - box.left, box.top - box.bottom) for box in boxes]
    to_axes = axes.transAxes.inverted()
    for text, place in zip(texts, places(points, sizes, _surface(scene, axes)), strict=True):
        if place is None:
            text.remove()
            continue
        across, up = to_axes.transform(place.centre / inches).tolist()
        text.set_position((across, up))
        if place.leader is not None:
            axes.add_line(_leader(axes, to_axes.transform(place.leader / inches)))


def _text(axes: Axes, words: str, size: float) -> Text:
    return axes.text(
        0.5,
        0.5,
        words,
        transform=axes.transAxes,
        fontsize=size,
        horizontalalignment="center",
        verticalalignment="center",
        zorder=_HIGHEST,
        usetex=False,
    )


def _leader(axes: Axes, ends: Floats) -> Line2D:
    return Line2D(
        *ends.T,
        transform=axes.transAxes,
        color=shades.TOTAL,
        linewidth=0.4,
        zorder=_HIGHEST,
        label="leader",
    )


def _surface(scene: Scene, axes: Axes) -> Surface:
    inches = INCH / axes.figure.dpi
    markers = [mark for mark in scene.marks if mark.kind not in (Kind.AREA, Kind.LINE)]
    taken = [
        Box.around(point, (mark.size + _MARK_ROOM,) * 2)
        for mark in markers
        for point in axes.transData.transform(mark.points) * inches
    ]
    courses = [axes.transData.transform(course) * inches for course in scene.outlines()]
    return Surface(_box(axes.get_window_extent(), inches), tuple(taken), tuple(courses))


def _box(extent: Bbox, inches: float) -> Box:
    return Box(*(float(side) * inches for side in extent.extents))
