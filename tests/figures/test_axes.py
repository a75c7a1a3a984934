from __future__ import annotations

from io import BytesIO

from matplotlib import pyplot
from matplotlib.figure import Figure

from apsgen.figures.axes import drawn
from tests.figures.results import kinds


def test_axes_given_are_used() -> None:
    axes = Figure().add_subplot()
    assert drawn(kinds()["polygon"], axes) is axes
    assert axes.get_ylabel() == "average payoff of firm2"


def test_the_legend_of_new_axes_stands_within_the_figure() -> None:
    pyplot.switch_backend("Agg")
    try:
        axes = drawn(kinds()["polygon"], None)
        figure = axes.get_figure()
        assert isinstance(figure, Figure)
        figure.savefig(BytesIO(), format="png")
        legend = axes.get_legend()
        assert legend is not None
        assert legend.get_window_extent().x1 <= figure.bbox.x1
    finally:
        pyplot.close("all")
