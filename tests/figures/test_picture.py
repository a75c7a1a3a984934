"""A picture holds what a figure needs of a result."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import apsgen
from apsgen.figures.picture import NOTHING, Picture
from apsgen.polygon import Polygon
from tests.figures.results import KITE, result

CASE = """\
title = "A case"
delta = "4/5"

[parameters]
gain = 1

[players.row]
actions = ["C", "D"]

[players.column]
actions = ["C", "D"]

[payoffs]
row = [[9, 1], ["9 + gain", 3]]
column = [[9, "9 + gain"], [1, 3]]
"""

EARLY = """{"format": "apsgen-result/1", "case": "case.toml", "title": "Early",
"players": ["row", "column"], "delta": "1/10", "status": "converged", "outer": [[3, 3]],
"inner": [[3, 3]], "gap": 0, "punishment": [3, 3], "iterations": 1, "linear_programs": 8,
"seconds": 0.1}"""


def test_a_picture_of_a_result_is_the_result() -> None:
    shown = result(KITE, KITE)
    picture = Picture.of(shown)
    assert picture.outer is shown.outer_set
    assert picture.inner is shown.inner_set
    assert picture.feasible is shown.feasible_set
    assert (picture.players, picture.delta) == (("firm1", "firm2"), Fraction(4, 5))
    assert (picture.gap, picture.punishment, picture.first_best) == (1e-7, (3.0, 3.0), 18.0)
    assert picture.settings == {}


def test_parameters_that_were_chosen_are_told(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(CASE)
    game = apsgen.load(case, settings={"gain": "1/2"})
    assert Picture.of(replace(result(KITE, KITE), game=game)).settings == {"gain": "1/2"}


def test_what_a_file_does_not_say_is_not_known() -> None:
    read = apsgen.Result.from_json(EARLY)
    picture = Picture.of(read)
    assert (picture.title, picture.first_best, picture.settings) == ("Early", None, {})
    assert picture.feasible.is_empty
    assert picture.outer.vertices.tolist() == [[3.0, 3.0]]


def test_a_close_up_shows_the_sets_alone() -> None:
    near = Picture.of(result(KITE, KITE)).close_up()
    assert near.feasible.is_empty
    assert (near.punishment, near.first_best) == ((None, None), None)
    assert len(near.outer.vertices) == len(near.inner.vertices) == 4


def test_a_picture_needs_only_sets() -> None:
    polygon = Polygon.hull([(0, 0), (1, 1)])
    picture = Picture("title", ("a", "b"), Fraction(1, 2), polygon, polygon, 0.0)
    assert picture.feasible is NOTHING
    assert picture.settings == {}
