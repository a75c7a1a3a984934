"""What is said of a critical discount factor."""

from __future__ import annotations

import json
from fractions import Fraction

import apsgen
from apsgen.critical import critical
from apsgen.critical.answer import spelled


def test_numbers_are_spelled_exactly() -> None:
    assert [spelled(Fraction(text)) for text in ("0", "1", "0.76892", "1/3")] == [
        *("0", "1", "0.76892", "1/3")
    ]


def test_the_json_says_all_that_is_known() -> None:
    found = critical(apsgen.load("cases/macleod_malcomson_1989_bonus.toml"))
    stated = json.loads(found.to_json())
    assert stated["format"] == "apsgen-critical/1"
    assert (stated["property"], stated["status"]) == ("first-best", "bracketed")
    assert Fraction(stated["lo"]) < Fraction(1, 4) <= Fraction(stated["hi"])
    assert (stated["proved"], stated["monotone"], stated["root"]) == (True, True, "1/4")
    assert stated["polynomial"] == [-1, 4]
    assert set(stated["derivatives"]) == {"c", "y"}
    assert stated["binding"]


def test_a_game_without_parameters_has_no_derivatives() -> None:
    found = critical(apsgen.load("cases/stahl_1991.toml"))
    assert json.loads(found.to_json())["derivatives"] == {}
    assert "first-best" in repr(found)
