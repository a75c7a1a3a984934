from __future__ import annotations

import csv
import math
from io import StringIO
from pathlib import Path

import pytest

import apsgen
from apsgen.fixedpoint.patience import distance_to
from apsgen.polygon import Polygon
from apsgen.report import nested_csv, nested_text
from apsgen.result import Bounds, Result

CASE = Path(__file__).parents[2] / "cases" / "athey_bagwell_2001.toml"
SQUARE = Polygon.hull([(0, 0), (3, 0), (0, 3), (3, 3)])
LIMIT = Bounds(SQUARE, SQUARE, 0.0)


@pytest.fixture(scope="module")
def results() -> tuple[Result, ...]:
    found = apsgen.iterate_deltas(apsgen.load(CASE), ["1/2", "4/5"], tolerance=1e-2)
    stopped = apsgen.iterate_deltas(apsgen.load(CASE), ["9/10"], limits=apsgen.Limits(iterations=1))
    return (*found, *stopped)


def test_a_line_for_each_discount_factor(results: tuple[Result, ...]) -> None:
    lines = nested_text(results, "case.toml").splitlines()
    header = next(number for number, line in enumerate(lines) if line.startswith("delta"))
    assert lines[header].split("   ")[0] == "delta"
    assert lines[header].rstrip().endswith("gap")
    empty, found, stopped = lines[header + 1 : header + 4]
    assert empty.split() == ["1/2", "=", "0.5", "empty", *["-"] * 6]
    assert found.startswith("4/5 = 0.8    converged")
    assert stopped.startswith("9/10 = 0.9   stopped")
    assert "at most" in stopped
    assert stopped.endswith("not known")


def test_the_limit_has_a_column_and_a_line(results: tuple[Result, ...]) -> None:
    shown = nested_text(results, "case.toml", LIMIT)
    assert "to the limit\n" in shown
    assert shown.endswith("limit set for delta -> 1: greatest total 6, gap 0")
    assert f"{distance_to(LIMIT, results[1]):.3g}" in shown


def test_all_vertices_stand_in_one_table(results: tuple[Result, ...]) -> None:
    rows = list(csv.DictReader(StringIO(nested_csv(results, LIMIT))))
    players = results[0].game.players
    for result in results[1:]:
        delta = str(result.game.delta)
        for name, polygon in (("outer", result.outer_set), ("inner", result.inner_set)):
            listed = [
                [float(row[player]) for player in players]
                for row in rows
                if (row["delta"], row["set"]) == (delta, name) and row["index"]
            ]
            assert listed == polygon.vertices.tolist()
    empty = [row for row in rows if row["delta"] == "1/2"]
    assert [(row["status"], row["set"], row["index"]) for row in empty] == [
        ("empty", "outer", ""),
        ("empty", "inner", ""),
    ]
    assert [row["index"] for row in rows if row["delta"] == "limit"] == [*"1234"] * 2


def test_the_distance_to_the_limit() -> None:
    near = Polygon.hull([(0, 0), (3, 0), (0, 3), (3, 1)])
    nothing = Polygon.hull([])
    assert distance_to(LIMIT, Bounds(near, near, 0.0)) == SQUARE.hausdorff(near) > 1.0
    assert distance_to(LIMIT, Bounds(near, nothing, math.inf)) == SQUARE.hausdorff(near)
    assert math.isnan(distance_to(LIMIT, Bounds(nothing, nothing, 0.0)))
    assert math.isnan(distance_to(Bounds(nothing, nothing, 0.0), LIMIT))
