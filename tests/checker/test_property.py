"""Claims that V* has a property or lacks it, and what makes them false."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import apsgen
from apsgen import checker
from apsgen.checker import Part, RejectedError
from apsgen.critical import Critical, critical
from apsgen.critical.certified import certificates
from apsgen.mechanism.exact import expanded

Json = dict[str, Any]


@cache
def found(name: str, wanted: str) -> Critical:
    return critical(apsgen.load(f"cases/{name}.toml"), wanted)


def ends(name: str, wanted: str) -> list[tuple[Json, str]]:
    """Return the two certificates and their discount factors."""
    known = found(name, wanted)
    return [
        (json.loads(text or ""), str(delta))
        for text, delta in zip(certificates(known), (known.lo, known.hi), strict=True)
    ]


def check(name: str, document: Json, delta: str, folder: Path) -> list[str]:
    file = folder / "certificate.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return checker.check(Path(f"cases/{name}.toml"), file, delta, {})


CASES = [
    ("athey_bagwell_2001", "first-best"),
    ("stahl_1991", "first-best"),
    ("stahl_1991", "payoff=19/2,5"),
    ("friedman_1971", "non-empty"),
    ("goldluecke_kranz_2012", "total=15"),
]


@pytest.mark.parametrize(("name", "wanted"), CASES)
def test_both_ends_are_accepted_and_neither_says_the_opposite(
    name: str, wanted: str, tmp_path: Path
) -> None:
    for document, delta in ends(name, wanted):
        assert check(name, document, delta, tmp_path)[1].startswith("V* ")
        opposite = copy.deepcopy(document)
        opposite["claim"]["status"] = {"has": "lacks", "lacks": "has"}[document["claim"]["status"]]
        with pytest.raises(RejectedError):
            check(name, opposite, delta, tmp_path)


def drop_outer(document: Json) -> None:
    document["outer"] = None


def other_property(document: Json) -> None:
    document["claim"]["property"] = ["total", "17"]


def unknown_property(document: Json) -> None:
    document["claim"]["property"] = ["best"]


def no_step(document: Json) -> None:
    document["face"]["steps"].pop()


def no_outer_step(document: Json) -> None:
    document["outer"]["steps"] = document["outer"]["steps"][:1]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (drop_outer, "an outer set is needed"),
        (other_property, "a total other than the first best"),
        (unknown_property, "accepted are first-best"),
        (no_step, "certificate.face"),
        (no_outer_step, "certificate.outer"),
    ],
)
def test_a_damaged_proof_is_rejected(
    damage: Callable[[Json], None], reason: str, tmp_path: Path
) -> None:
    document, delta = ends("stahl_1991", "first-best")[0]
    damage(document)
    with pytest.raises(RejectedError, match=reason):
        check("stahl_1991", document, delta, tmp_path)


def test_a_total_that_the_inner_set_does_not_reach_is_not_shown(tmp_path: Path) -> None:
    document, delta = ends("stahl_1991", "first-best")[1]
    document["claim"]["property"] = ["payoff", "19/2", "5"]
    with pytest.raises(RejectedError, match="the inner set does not show it"):
        check("stahl_1991", document, delta, tmp_path)


def test_a_face_that_play_may_leave_shows_nothing() -> None:
    exact = expanded(apsgen.load("cases/athey_bagwell_2001.toml"))
    part = Part(None, "face")
    assert checker.face_game(part, exact, None).allowed != exact.allowed
    rare = [[*exact.prior[0]], [exact.prior[1][0], checker.ZERO]]
    with pytest.raises(RejectedError, match="no chance to happen"):
        checker.face_game(part, replace(exact, prior=rare), None)
    rich = (checker.ONE, checker.ONE)
    with pytest.raises(RejectedError, match="to the punishment"):
        checker.face_game(part, replace(exact, on_path=True, punishment=rich), None)
    nothing: list[list[Fraction | None]] = [[None, None], [None, None]]
    untempted = [[nothing, table[1]] for table in exact.deviation]
    with pytest.raises(RejectedError, match="not efficient"):
        checker.face_game(part, replace(exact, deviation=untempted), None)
