"""Figures for papers and notebooks; the one part of apsgen that imports matplotlib."""

from __future__ import annotations

from apsgen.figures.payoff_set import draw, format_of, plot

__all__ = ["draw", "format_of", "plot"]
