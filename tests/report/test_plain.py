from __future__ import annotations

from fractions import Fraction
from math import cos, pi, sin

import pytest

from apsgen.report.facts import printable
from apsgen.report.plain import ROWS, text
from apsgen.result import Result, Status
from tests.sample_results import game, result

EMPTY = result(outer=[], inner=[], status=Status.EMPTY, punishment=(None, None))
SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]


def lines(of: Result) -> list[str]:
    return text(of, "case.toml").splitlines()


def line(of: Result, start: str) -> str:
    (found,) = [words for words in lines(of) if words.strip().startswith(start)]
    return " ".join(found.split())


def circle(radius: float, corners: int) -> list[tuple[float, float]]:
    turns = [2 * pi * k / corners for k in range(corners)]
    return [(1 + radius * cos(turn), 1 + radius * sin(turn)) for turn in turns]


def test_the_heading_names_the_game() -> None:
    assert lines(result())[:2] == ["Price war", "Doe (2001)"]
    assert line(result(), "case") == "case case.toml"
    assert line(result(), "players") == "players firm1, firm2"
    assert line(result(), "delta") == "delta 4/5 = 0.8"
    assert "averages per period" in line(result(), "payoffs")


def test_whole_text_of_a_segment() -> None:
    segment = result(
        of=game(with_actions=False, fixed=(Fraction(6, 25), Fraction(6, 25))),
        outer=[(0.25, 1.25), (1.25, 0.25)],
        inner=[(0.25, 1.25), (1.25, 0.25)],
        punishment=(0.24, 0.24),
        first_best=1.5,
    )
    assert text(segment, "case.toml") == (
        """\
Price war
Doe (2001)

case              case.toml
players           firm1, firm2
delta             4/5 = 0.8
payoffs           averages per period (a total is the average divided by 1 - delta)

V* lies within the outer set and contains the inner set; computed in floating
point, not proved exactly.

The fixed punishment is taken as given, not shown to be supported.

The inner and the outer set are each a segment.

extreme points of the inner set: 2
  firm1   firm2
  0.25    1.25
  1.25    0.25

greatest total    1.5 (sum of the two players' payoffs)
first-best total  1.5: reached

                     firm1   firm2
least payoff         0.25    0.25
punishment (fixed)   0.24    0.24

gap               0 (0 of the outer set's size; asked for 1e-06)
effort            7 applications of T in 0.21 s, 412 linear programs"""
    )


def test_an_empty_set_has_neither_points_nor_totals() -> None:
    said = text(EMPTY, "case.toml")
    for word in ("extreme", "greatest", "first-best", "least", "punishment", "gap", "The inner"):
        assert word not in said
    assert line(EMPTY, "effort")


def test_an_empty_set_keeps_its_fixed_punishment() -> None:
    empty = result(
        outer=[],
        inner=[],
        status=Status.EMPTY,
        of=game(fixed=(Fraction(1, 3), None)),
        punishment=(1 / 3, None),
    )
    assert line(empty, "punishment") == "punishment (fixed) 0.333333333 never punished"


def test_few_points_are_all_listed_and_many_are_not() -> None:
    few = result(outer=circle(1, ROWS), inner=circle(1, ROWS))
    assert "--json" not in text(few, "c")
    many = lines(result(outer=circle(1, ROWS + 5), inner=circle(1, ROWS + 5)))
    title = many.index(f"extreme points of the inner set: {ROWS + 5}")
    assert many[title + 2 + ROWS] == "  ... and 5 more (--json lists all)"


def test_outer_points_stand_beside_when_they_differ() -> None:
    apart = result(outer=[(0, 0), (2, 0), (0, 2)], inner=[(0, 0), (1.5, 0), (0, 1.25)])
    title = lines(apart).index(
        "extreme points of the inner set: 3; of the outer set: 3, the nearest beside"
    )
    table = [" ".join(row.split()) for row in lines(apart)[title + 1 : title + 5]]
    assert table == ["firm1 firm2 outer firm1 outer firm2", "0 0 0 0", "1.5 0 2 0", "0 1.25 0 2"]


def test_an_outer_vertex_without_an_inner_one_is_not_passed_over() -> None:
    lacking = result(outer=SQUARE, inner=SQUARE[:3])
    assert "inner set: 3; of the outer set: 4, the nearest" in text(lacking, "case.toml")


def test_without_an_inner_set_the_outer_points_are_listed() -> None:
    stopped = result(inner=[], status=Status.STOPPED)
    assert "extreme points of the outer set: 3" in lines(stopped)
    assert line(stopped, "greatest total").startswith("greatest total at most 2 (")
    assert line(stopped, "first-best total") == "first-best total 2: not known to be reached"
    assert line(stopped, "least payoff") == "least payoff at least 0 at least 0"
    assert line(stopped, "gap").startswith("gap not known without an inner set (asked for 1e-06")


@pytest.mark.parametrize(
    ("outer", "inner", "tolerance", "words"),
    [
        (2.0, 2.0, 1e-6, "2: reached"),
        (1.5, 1.5, 1e-6, "2: not reached (V* stays 0.5 short or more)"),
        (2.0, 1.999, 1e-2, "2: reached within the tolerance (V* is at most 0.001 short)"),
        (2.0, 1.5, 1e-6, "2: not known to be reached (V* is at most 0.5 short)"),
        (1.999, 1.998, 1e-2, "2: not reached (V* stays 0.001 short or more)"),
    ],
)
def test_first_best_is_judged_from_both_sets(
    outer: float, inner: float, tolerance: float, words: str
) -> None:
    judged = result(
        outer=[(0, 0), (outer, 0), (0, outer)],
        inner=[(0, 0), (inner, 0), (0, inner)],
        tolerance=tolerance,
    )
    assert line(judged, "first-best total") == f"first-best total {words}"
    ends = f"{outer:g}" if outer == inner else f"{inner:g} to {outer:g}"
    assert line(judged, "greatest total").startswith(f"greatest total {ends} (")


def test_least_payoffs_are_intervals() -> None:
    apart = result(outer=SQUARE, inner=[(0.25, 0), (1, 0), (1, 1)])
    assert line(apart, "least payoff") == "least payoff 0 to 0.25 0"
    assert line(apart, "gap").startswith("gap 0.8 (0.57 of the outer set's size; ")


def test_the_gap_of_a_point() -> None:
    point = result(outer=[(1, 1)], inner=[(1, 1)])
    assert line(point, "gap") == "gap 0 (asked for 1e-06 of the outer set's size)"
    assert "each a point" in text(point, "c")


def test_numbers_are_aligned_at_the_point() -> None:
    wide = result(outer=[(-12.5, 0.25), (3, 100), (4, 0)], inner=[(-12.5, 0.25), (3, 100), (4, 0)])
    title = lines(wide).index("extreme points of the inner set: 3")
    assert lines(wide)[title + 2 : title + 5] == [
        "  -12.5     0.25",
        "    4       0",
        "    3     100",
    ]


def test_no_float_noise() -> None:
    noisy = result(
        outer=[(0.1 + 0.2, 1e-17), (2.0000000000000004, -1e-16)],
        inner=[(0.1 + 0.2, 0), (2, 0)],
        feasible=[(0, 0), (2, 2)],
    )
    table = lines(noisy)
    title = table.index("extreme points of the inner set: 2")
    assert [row.split() for row in table[title + 2 : title + 4]] == [["0.3", "0"], ["2", "0"]]


def test_what_a_case_says_cannot_steer_the_terminal() -> None:
    hostile = text(result(of=game(title="a\x1b[2Jb\nc")), "x\x07.toml")
    assert hostile.startswith("a?[2Jb?c\n")
    assert "x?.toml" in hostile
    assert printable("prix élevé, δ") == "prix élevé, δ"


def test_emphasis_marks_the_claim_and_changes_nothing_else() -> None:
    marked = text(result(), "case.toml", lambda claim: f"<{claim}>")
    assert "<V* lies within the outer set and contains the inner set; computed" in marked
    assert "\npoint, not proved exactly.>\n\n" in marked
    assert marked.replace("<", "").replace(">", "") == text(result(), "case.toml")
