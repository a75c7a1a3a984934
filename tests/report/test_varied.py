from __future__ import annotations

from fractions import Fraction

from apsgen.portable import Json
from apsgen.report import critical_map_text
from apsgen.report.varied import MOST
from apsgen.sweep import CriticalMap, Outcome, Point, axis

ANSWER: dict[str, Json] = {
    "status": "bracketed",
    "lo": "0.3",
    "hi": "1/3",
    "proved": True,
    "root": "1/3",
}


def test_a_line_for_each_point_and_each_fault_once() -> None:
    points = (
        Point.of((Fraction(1, 2),), Outcome(dict(ANSWER))),
        Point.of((Fraction(1),), Outcome(None, "divides by zero")),
        Point.of((Fraction(3, 2),), Outcome(None, "divides by zero")),
        Point.of((Fraction(2),), None),
    )
    shown = critical_map_text(
        CriticalMap("A case", "first-best", 1e-6, (axis("r=1/2:2:4"),), points)
    )
    lines = shown.splitlines()
    assert lines[0] == "A case"
    assert lines[4].split() == ["r", "lo", "hi", "status", "proved", "root"]
    assert lines[5].split() == ["0.5", "0.3", "0.3333333333", "bracketed", "yes", "1/3"]
    assert lines[6].split() == ["1", "-", "-", "error", "-"]
    assert lines[8].split() == ["2", "-", "-", "missing", "-"]
    assert shown.count("divides by zero") == 1


def test_of_many_points_the_first_are_listed() -> None:
    points = tuple(Point.of((Fraction(k),), Outcome(dict(ANSWER))) for k in range(MOST + 3))
    shown = critical_map_text(CriticalMap("", "", 1e-6, (axis("r=0:42:43"),), points))
    assert shown.endswith("... and 3 more (--format csv lists all)")
    assert shown.count("bracketed") == MOST
