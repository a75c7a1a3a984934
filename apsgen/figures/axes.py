"""A result on axes that need not be there yet."""

from __future__ import annotations

from matplotlib import pyplot
from matplotlib.axes import Axes

from apsgen.figures.figure import plot
from apsgen.result import Result


def drawn(result: Result, axes: Axes | None) -> Axes:
    """Draw a result on axes, those of a new figure if there are none; return the axes."""
    if axes is None:
        # The legend stands beside the axes: only this layout keeps it in the figure.
        _, axes = pyplot.subplots(layout="compressed")
    plot(result, axes)
    return axes
