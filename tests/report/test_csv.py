from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from apsgen.report.csv import csv_text
from apsgen.result import Result, Status
from tests.sample_results import game, result


def rows(of: Result) -> list[list[str]]:
    return list(csv.reader(StringIO(csv_text(of), newline="")))


def named(first: str, second: str) -> Result:
    return result(of=replace(game(), players=(first, second)))


def test_a_vertex_a_line() -> None:
    apart = result(outer=[(0, 0), (2, 0), (0, 2)], inner=[(0, 0), (1.5, 0), (0, -0.0)])
    assert csv_text(apart) == (
        "set,index,firm1,firm2\n"
        "outer,1,0.0,0.0\n"
        "outer,2,2.0,0.0\n"
        "outer,3,0.0,2.0\n"
        "inner,1,0.0,0.0\n"
        "inner,2,1.5,0.0"
    )


def test_numbers_keep_every_digit() -> None:
    third = result(outer=[(1 / 3, 2 / 7)], inner=[(1 / 3, 2 / 7)])
    assert [tuple(map(float, row[2:])) for row in rows(third)[1:]] == [(1 / 3, 2 / 7)] * 2


@pytest.mark.parametrize(
    "name", ["Smith, Ltd", 'the "old" firm', "two\nlines", "two\r\nlines", " blank ", "δ", "'", ""]
)
def test_names_survive(name: str) -> None:
    table = rows(named(name, "other"))
    assert table[0] == ["set", "index", name, "other"]
    assert {len(row) for row in table} == {4}


def test_no_two_columns_have_one_name() -> None:
    assert rows(named("set", "index"))[0] == ["set", "index", "player set", "player index"]
    assert rows(named("set", "player set"))[0][2:] == ["player set", "player player set"]


def test_an_empty_set_has_no_lines() -> None:
    assert csv_text(result(outer=[], inner=[], status=Status.EMPTY)) == "set,index,firm1,firm2"
    without = rows(result(inner=[], status=Status.STOPPED))
    assert [row[0] for row in without] == ["set", "outer", "outer", "outer"]
