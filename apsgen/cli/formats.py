"""The formats of a result: which one is asked for, and the result in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from apsgen.cli.colour import GOOD, OPEN, painted
from apsgen.errors import UsageError

if TYPE_CHECKING:
    from apsgen.result import Result

FORMATS = ("text", "json", "csv", "latex")
"""What ``--format`` accepts; the first is the default."""

SUFFIXES = {".csv": "csv", ".tex": "latex"}
"""Endings of files that are not JSON."""


def agreed(chosen: str | None, as_json: bool) -> str:
    """Return the format that ``--format`` and ``--json`` ask for together.

    Raises
    ------
    UsageError
        If they ask for two.
    """
    if as_json and chosen not in (None, "json"):
        raise UsageError(f"--json and --format {chosen} ask for two formats; leave one out")
    return "json" if as_json else chosen or FORMATS[0]


def of_file(path: Path) -> str:
    """Return the format of a file by its ending.

    Examples
    --------
    >>> of_file(Path("table.tex")), of_file(Path("set.CSV")), of_file(Path("result"))
    ('latex', 'csv', 'json')
    """
    return SUFFIXES.get(path.suffix.lower(), "json")


def rendered(result: Result, case: str, chosen: str) -> str:
    """Return a result in a format; no newline at the end."""
    from apsgen import report, serialise

    match chosen:
        case "json":
            return serialise.json_text(result, case)
        case "csv":
            return report.csv_text(result)
        case "latex":
            return report.latex_text(result, case)
    return report.text(result, case, lambda claim: _coloured(claim, result))


def _coloured(claim: str, result: Result) -> str:
    """Colour a claim for standard output: an answer, or a question that stays open."""
    return painted(claim, OPEN if result.status == "stopped" else GOOD, sys.stdout)
