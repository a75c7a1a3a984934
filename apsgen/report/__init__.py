"""A result as text, as comma-separated values and as a LaTeX table."""

from __future__ import annotations

from apsgen.report.csv import csv_text
from apsgen.report.latex import latex_text
from apsgen.report.nested import nested_csv, nested_text
from apsgen.report.plain import text
from apsgen.report.varied import critical_map_text

__all__ = ["critical_map_text", "csv_text", "latex_text", "nested_csv", "nested_text", "text"]
