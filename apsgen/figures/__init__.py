"""Figures for papers and notebooks; the one part of apsgen that imports matplotlib."""

from __future__ import annotations

from apsgen.figures.automaton import draw_automaton, plot_automaton
from apsgen.figures.figure import (
    draw,
    draw_critical,
    draw_distortions,
    draw_nested,
    draw_sets,
    draw_trace,
    format_of,
    plot,
    plot_distortions,
    plot_sets,
    plot_trace,
)
from apsgen.figures.paper import Paper
from apsgen.figures.payments import draw_payments, plot_payments
from apsgen.figures.picture import Picture

__all__ = [
    "Paper",
    "Picture",
    "draw",
    "draw_automaton",
    "draw_critical",
    "draw_distortions",
    "draw_nested",
    "draw_payments",
    "draw_sets",
    "draw_trace",
    "format_of",
    "plot",
    "plot_automaton",
    "plot_distortions",
    "plot_payments",
    "plot_sets",
    "plot_trace",
]
