"""Limit sets drawn: on axes, or as a file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from matplotlib import pyplot
from matplotlib.axes import Axes

from apsgen.figures.figure import draw_sets, plot_sets
from apsgen.figures.paper import Paper
from apsgen.figures.picture import Picture
from apsgen.limit import LimitSet

LABEL = "limit set"


def picture_of(found: LimitSet) -> Picture:
    """Return what a figure shows of a limit set, for figures that show other sets too.

    Its discount factor is 1; `plot_sets` and `draw_sets` take a label in its place.
    """
    return Picture(
        title=found.game.title,
        players=found.game.players,
        delta=Fraction(1),
        outer=found.outer_set,
        inner=found.inner_set,
        gap=found.gap,
    )


def draw_limit(found: LimitSet, path: Path, paper: Paper | None = None) -> None:
    """Write a limit set as a figure that is fit for a paper.

    Parameters
    ----------
    found
        What ``limit`` answered.
    path
        The file; its suffix says the format: ``.pdf``, ``.png``, ``.svg``, or ``.tex`` for
        pgfplots.
    paper
        Its width, fonts and title; a journal's column if left out.

    Raises
    ------
    UsageError
        If the suffix is another one, or if the file cannot be written.
    """
    draw_sets([picture_of(found)], path, paper, labels=[LABEL])


def drawn(found: LimitSet, axes: Axes | None) -> Axes:
    """Draw a limit set on axes, those of a new figure if there are none; return the axes."""
    if axes is None:
        _, axes = pyplot.subplots(layout="compressed")
    plot_sets([picture_of(found)], axes, labels=[LABEL])
    return axes
