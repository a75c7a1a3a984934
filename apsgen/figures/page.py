"""A figure of its own: a layout in which nothing is cut off or covered, at the width asked for."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from apsgen.figures.paint import (
    INCH,
    LEGEND,
    divide,
    fold_label,
    label_vertices,
    legend_of,
    paint,
)
from apsgen.figures.paper import Paper
from apsgen.figures.scene import Scene
from apsgen.figures.words import FOLDS, Words

METADATA: Mapping[str, Mapping[str, str | None]] = {
    "pdf": {"Creator": "apsgen", "Producer": None, "CreationDate": None},
    "png": {"Software": None},
    "svg": {"Creator": "apsgen", "Date": None},
}
"""For each format what the file says of itself: no date and no version, so that the same
result gives the same bytes."""

FAMILIES = {
    "serif": (["STIXGeneral", "DejaVu Serif"], "stix"),
    "sans": (["DejaVu Sans"], "dejavusans"),
}
"""Fonts that come with matplotlib, and the formulas that go with them."""

KIN = {"serif": "'Times New Roman', Times, serif", "sans": "Verdana, sans-serif"}
"""Fonts that come with browsers, of nearly the same widths."""

_PAD = 2.0
_GAP = 7.0
_TALLEST = 1.0
_ROUNDS = 3
_FIRST = (0.3, 0.3, 0.55, 0.55)


def page(scenes: Sequence[Scene], paper: Paper, form: str) -> bytes:
    """Return a figure as a file of a format, the scenes below each other.

    The same scenes give the same bytes, whatever the user's matplotlib settings are.

    Parameters
    ----------
    scenes
        At least one.
    paper
        How the figure is set.
    form
        ``pdf``, ``png`` or ``svg``.
    """
    with settings(paper):
        figure = laid_out(scenes, paper)
        content = BytesIO()
        figure.savefig(content, format=form, metadata=METADATA[form])
    return _with_kin(content.getvalue(), paper) if form == "svg" else content.getvalue()


def _with_kin(content: bytes, paper: Paper) -> bytes:
    """Name fonts of the same widths after those of an SVG: a browser may lack the first."""
    kin = KIN.get(paper.font, KIN["serif"]).encode()
    return re.sub(rb"(font-family: [^;\"]*)", rb"\1, " + kin, content)


def laid_out(scenes: Sequence[Scene], paper: Paper) -> Figure:
    """Return the figure with everything in its place."""
    figure = Figure(figsize=(paper.width, paper.width))
    layout = _Layout(figure, tuple(figure.add_axes(_FIRST) for _ in scenes))
    for scene, axes in zip(scenes, layout.axes, strict=True):
        paint(scene, axes)
    layout.arrange(scenes, paper)
    for scene, axes in zip(scenes, layout.axes, strict=True):
        if paper.vertices:
            label_vertices(scene, axes)
    return figure


@contextmanager
def settings(paper: Paper) -> Iterator[None]:
    """Set matplotlib for the paper, whatever the user's own settings are."""
    with style.context(["default", _style(paper)]), warnings.catch_warnings():
        # A name in a script that the fonts lack is drawn as boxes: no reason to warn of more.
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        yield


def _style(paper: Paper) -> dict[str, Any]:
    """Return how a figure differs from matplotlib's defaults."""
    family, formulas = FAMILIES.get(paper.font, ([paper.font, *FAMILIES["serif"][0]], "custom"))
    pattern = re.sub(r"([-:,\\])", r"\\\1", paper.font)
    small = 0.9 * paper.size
    return {
        "font.family": family,
        "mathtext.fontset": formulas,
        "mathtext.rm": pattern,
        "mathtext.it": f"{pattern}:italic",
        "font.size": paper.size,
        "axes.titlesize": paper.size,
        "axes.labelsize": paper.size,
        "xtick.labelsize": small,
        "ytick.labelsize": small,
        "legend.fontsize": small,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "figure.dpi": 300,
        "savefig.dpi": 300,
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "apsgen",
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """Axes below each other, a title above and a legend below; lengths in points."""

    figure: Figure
    axes: tuple[Axes, ...]

    def arrange(self, scenes: Sequence[Scene], paper: Paper) -> None:
        """Give everything its place; text and axes depend on each other, hence the rounds."""
        room = INCH * paper.width - 2 * _PAD
        title = self._title(paper.title, room)
        legend = self._legend(scenes, room) if paper.legend else None
        for _ in range(_ROUNDS):
            for scene, axes in zip(scenes, self.axes, strict=True):
                divide(scene, axes)
                _fit_labels(scene, axes)
            self.figure.align_ylabels(self.axes)
            self._place(scenes, room, title, legend)

    def _title(self, title: str, room: float) -> Text | None:
        if not title:
            return None
        text = self.figure.text(0.5, 1.0, "", ha="center", va="top")
        _fit_words(text, (title,), lambda: self._length(text.get_window_extent().width) <= room)
        return text

    def _legend(self, scenes: Sequence[Scene], room: float) -> Legend:
        """Return the legend with as many columns as there is room for."""
        legend = None
        for fold in FOLDS:
            handles, words = _gathered(scenes, fold)
            for columns in range(min(3, len(words)), 0, -1):
                if legend is not None:
                    legend.remove()
                legend = self.figure.legend(
                    handles, words, ncols=columns, loc="lower center", **LEGEND
                )
                if self._length(legend.get_window_extent().width) <= room:
                    return legend
        assert legend is not None
        return legend

    def _place(
        self, scenes: Sequence[Scene], room: float, title: Text | None, legend: Legend | None
    ) -> None:
        margins = [self._margins(axes) for axes in self.axes]
        left = max(margin.x0 for margin in margins)
        free = room - left - max(margin.x1 for margin in margins)
        heights = [free * min(scene.ratio, _TALLEST) for scene in scenes]
        below = self._height(legend) + (_GAP if legend else 0.0)
        above = self._height(title) + (_GAP if title else 0.0)
        axes_heights = sum(
            margin.y0 + height + margin.y1 + _GAP
            for margin, height in zip(margins, heights, strict=True)
        )
        whole = 2 * _PAD + below + axes_heights - _GAP + above
        wide = room + 2 * _PAD
        self.figure.set_size_inches(wide / INCH, whole / INCH)
        top = whole - _PAD - above
        for scene, axes, margin, height in zip(scenes, self.axes, margins, heights, strict=True):
            width = height / scene.ratio
            start = _PAD + left + (free - width) / 2
            bottom = top - margin.y1 - height
            axes.set_position((start / wide, bottom / whole, width / wide, height / whole))
            top = bottom - margin.y0 - _GAP
        if title:
            title.set_y(1.0 - _PAD / whole)
        if legend:
            legend.set_bbox_to_anchor((0.5, _PAD / whole))

    def _margins(self, axes: Axes) -> Bbox:
        """Return how far ticks and labels stand out on each side: left, bottom, right, top."""
        axes.apply_aspect()
        inner, outer = axes.get_window_extent(), axes.get_tightbbox()
        assert outer is not None
        return Bbox.from_extents(
            self._length(inner.x0 - outer.x0),
            self._length(inner.y0 - outer.y0),
            self._length(outer.x1 - inner.x1),
            self._length(outer.y1 - inner.y1),
        )

    def _height(self, artist: Text | Legend | None) -> float:
        return 0.0 if artist is None else self._length(artist.get_window_extent().height)

    def _length(self, pixels: float) -> float:
        return pixels * INCH / self.figure.dpi


def _gathered(scenes: Sequence[Scene], fold: int) -> tuple[list[Any], list[str]]:
    pairs = [legend_of(scene, fold) for scene in scenes]
    return (
        [handle for handles, _ in pairs for handle in handles],
        [line for _, words in pairs for line in words],
    )


def _fit_labels(scene: Scene, axes: Axes) -> None:
    """Break the labels of the axes into lines that are not longer than the axes."""
    extent = axes.get_window_extent()
    across, up = axes.xaxis.label, axes.yaxis.label
    _fit_words(
        across, scene.horizontal.label, lambda: across.get_window_extent().width <= extent.width
    )
    _fit_words(up, scene.vertical.label, lambda: up.get_window_extent().height <= extent.height)


def _fit_words(text: Text, words: Words, fits: Callable[[], bool]) -> None:
    for fold in FOLDS:
        fold_label(text, words, fold)
        if fits():
            return
