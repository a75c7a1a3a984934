"""Measures what a figure shows, in points: no text may touch another, or leave its place."""

from __future__ import annotations

from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import Bbox

POINTS = 72.0
TOUCH = 0.2
"""Points by which two boxes may overlap: the renderer rounds to pixels."""


def box(artist: Text | Legend, figure: Figure) -> Bbox:
    """Return the extent of an artist in points."""
    extent = artist.get_window_extent()
    return Bbox(extent.get_points() * POINTS / figure.dpi)


def texts(figure: Figure) -> list[Text]:
    """Return the texts that are drawn: of ticks, only those on the axes."""
    drawn = [
        text
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip()
    ]
    hidden = set()
    for axes in figure.axes:
        for division, (low, high) in (
            (axes.xaxis, sorted(axes.get_xlim())),
            (axes.yaxis, sorted(axes.get_ylim())),
        ):
            for tick in [*division.get_major_ticks(), *division.get_minor_ticks()]:
                hidden.add(tick.label2)
                if not low <= tick.get_loc() <= high:
                    hidden.add(tick.label1)
    return [text for text in drawn if text not in hidden]


def overlap(first: Bbox, second: Bbox) -> bool:
    """Whether two boxes share more than a touch."""
    across = min(first.x1, second.x1) - max(first.x0, second.x0)
    up = min(first.y1, second.y1) - max(first.y0, second.y0)
    return bool(across > TOUCH and up > TOUCH)


def collisions(figure: Figure) -> list[str]:
    """Return every fault of a layout, in words; none for a good one."""
    figure.draw_without_rendering()
    boxes = [(text.get_text(), box(text, figure), text) for text in texts(figure)]
    faults = [
        f"{first[0]!r} meets {second[0]!r}"
        for first, second in combinations(boxes, 2)
        if overlap(first[1], second[1])
    ]
    wide, tall = (size * POINTS for size in figure.get_size_inches())
    for words, extent, text in boxes:
        page = Bbox([[-TOUCH, -TOUCH], [wide + TOUCH, tall + TOUCH]])
        if not (page.contains(*extent.min) and page.contains(*extent.max)):
            faults.append(f"{words!r} leaves the page")
        for axes in figure.axes:
            frame = Bbox(axes.get_window_extent().get_points() * POINTS / figure.dpi)
            if text in axes.texts:
                if not (frame.contains(*extent.min) and frame.contains(*extent.max)):
                    faults.append(f"{words!r} leaves the axes")
            elif overlap(extent, frame):
                faults.append(f"{words!r} lies over the axes")
    return faults
