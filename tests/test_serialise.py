from __future__ import annotations

import json
import math
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from apsgen.case import load
from apsgen.provenance import Provenance
from apsgen.result import Proved, Result, Status
from apsgen.serialise import json_object, json_text
from tests.sample_results import result

CASES = Path(__file__).parents[1] / "cases"
VERSION_1 = [
    "format",
    "case",
    "title",
    "players",
    "delta",
    "status",
    "outer",
    "inner",
    "gap",
    "punishment",
    "iterations",
    "linear_programs",
    "seconds",
]


def refuse(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def test_fields_of_version_1_come_first_and_in_order() -> None:
    fields = json_object(result(), "case.toml")
    assert list(fields)[: len(VERSION_1)] == VERSION_1
    assert fields["format"] == "apsgen-result/1"
    assert fields["case"] == "case.toml"
    assert fields["title"] == "Price war"
    assert fields["players"] == ["firm1", "firm2"]
    assert fields["delta"] == "4/5"
    assert fields["status"] == "converged"
    assert fields["gap"] == 0.0
    assert fields["punishment"] == [0.0, 0.0]
    assert (fields["iterations"], fields["linear_programs"]) == (7, 412)
    assert fields["seconds"] == 0.2104


def test_further_fields() -> None:
    fields = json_object(result(first_best=3.5, tolerance=1e-3), "case.toml")
    assert {name: fields[name] for name in list(fields)[len(VERSION_1) :]} == {
        "tolerance": 1e-3,
        "feasible": [[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]],
        "first_best": 3.5,
        "exact": True,
        "proved": None,
        "provenance": None,
    }


def test_what_is_proved() -> None:
    proved = Proved(inner=True, outer=True, gap=Fraction(1, 1000), rounded=False)
    fields = json_object(result(proved=proved), "case.toml")
    assert fields["proved"] == {"inner": True, "outer": True, "gap": "1/1000", "rounded": False}
    assert Result.from_json(result(proved=proved).to_json()).proved == proved


def test_what_is_needed_to_run_it_again() -> None:
    """The files themselves, to the byte, or the game if there are none."""
    run = Provenance("2001-02-03T04:05:06Z", 7, None, {"apsgen": "0.1.0"})
    game = load(CASES / "luce_raiffa_1957.toml", delta="1/2 + 1/4")
    fields = provenance(replace(result(of=game), provenance=run))
    assert {name: fields[name] for name in ("versions", "started", "seconds")} == {
        "versions": {"apsgen": "0.1.0"},
        "started": "2001-02-03T04:05:06Z",
        "seconds": 0.2104,
    }
    assert fields["options"] == {
        "delta": "1/2 + 1/4",
        "settings": {},
        "tolerance": 1e-6,
        "max_iterations": 7,
        "time_limit": None,
    }
    case = fields["case"]
    assert case["path"] == str(CASES / "luce_raiffa_1957.toml")
    for name, one in (("luce_raiffa_1957.toml", case), *case["files"].items()):
        content = (CASES / name).read_bytes()
        assert one["text"].encode() == content
        assert one["sha256"] == sha256(content).hexdigest()
    assert list(case["files"]) == ["luce_raiffa_1957.nfg"]
    built = provenance(replace(result(), provenance=run))["case"]
    assert (built["path"], built["game"]["title"]) == (None, "Price war")
    assert len(built["sha256"]) == 64


def provenance(of: Result) -> dict[str, Any]:
    found = json.loads(json_text(of, None))["provenance"]
    assert isinstance(found, dict)
    return found


def test_vertices_run_counter_clockwise() -> None:
    square = result(outer=[(0, 2), (2, 2), (2, 0), (0, 0)])
    vertices = json.loads(json_text(square, "case.toml"))["outer"]
    following = [*vertices[1:], vertices[0]]
    crosses = [a * d - b * c for (a, b), (c, d) in zip(vertices, following, strict=True)]
    assert len(vertices) == 4
    assert sum(crosses) == 8.0  # twice the area, counter-clockwise


def test_a_point_has_one_vertex_and_a_segment_two() -> None:
    fields = json_object(result(outer=[(0, 2), (1, 1), (2, 0)], inner=[(1, 1)]), "case.toml")
    assert fields["outer"] == [[0.0, 2.0], [2.0, 0.0]]
    assert fields["inner"] == [[1.0, 1.0]]


def test_what_is_not_known_is_null() -> None:
    stopped = result(inner=[], status=Status.STOPPED, punishment=(0.25, None))
    assert math.isinf(stopped.gap)
    read = json.loads(json_text(stopped, "case.toml"), parse_constant=refuse)
    assert read["gap"] is None
    assert read["inner"] == []
    assert read["punishment"] == [0.25, None]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_number_outside_json(value: float) -> None:
    odd = replace(result(), first_best=value, gap=value, seconds=value, punishment=(value, value))
    read = json.loads(json_text(odd, "case.toml"), parse_constant=refuse)
    assert [read["first_best"], read["gap"], read["seconds"]] == [None] * 3
    assert read["punishment"] == [None, None]


def test_an_empty_set() -> None:
    fields = json_object(
        result(outer=[], inner=[], status=Status.EMPTY, punishment=(None, None)), "case.toml"
    )
    assert (fields["status"], fields["outer"], fields["inner"]) == ("empty", [], [])


def test_one_line_of_ascii_without_negative_zero() -> None:
    written = json_text(result(inner=[(-0.0, -0.0)], punishment=(-0.0, 0.0)), "café.toml")
    assert written.isascii()
    assert "\n" not in written
    assert "-0.0" not in written
    assert json.loads(written)["case"] == "café.toml"


def test_numbers_survive_the_round_trip() -> None:
    third = 1 / 3
    assert json.loads(json_text(result(inner=[(third, 2 / 7)]), "c"))["inner"] == [[third, 2 / 7]]
