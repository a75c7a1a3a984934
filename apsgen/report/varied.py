"""Critical discount factors on a grid, as a table for people."""

from __future__ import annotations

from apsgen.report.facts import printable
from apsgen.report.tables import table
from apsgen.sweep import CriticalMap, Point

MOST = 40
"""Points listed at most."""


def critical_map_text(found: CriticalMap) -> str:
    """Return a line for each point, of many points the first; no newline at the end."""
    header = [*(printable(one.name) for one in found.axes), "lo", "hi", "status", "proved", "root"]
    rows = [_row(point) for point in found.points]
    left_out = len(rows) - MOST
    more = [f"... and {left_out} more (--format csv lists all)"] if left_out > 0 else []
    bracket = f"critical discount factors for {printable(found.wanted)}: lo < delta* <= hi"
    blocks = [printable(found.title), bracket, "\n".join([*table([header, *rows[:MOST]]), *more])]
    return "\n\n".join([*blocks, *_errors(found)])


def _row(point: Point) -> list[str]:
    values = [f"{float(value):.10g}" for value in point.values]
    if point.lo is None or point.hi is None:
        return [*values, "-", "-", point.status, "-", ""]
    ends = [f"{float(end):.10g}" for end in (point.lo, point.hi)]
    proved = "yes" if point.answer.get("proved") else "no"
    return [*values, *ends, point.status, proved, printable(str(point.answer.get("root") or ""))]


def _errors(found: CriticalMap) -> list[str]:
    """Return what went wrong, each fault once."""
    faults = dict.fromkeys(point.error for point in found.points if point.error)
    return [f"without an answer: {printable(fault)}" for fault in faults]
