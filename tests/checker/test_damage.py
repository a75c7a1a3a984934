"""Damaged certificates: what is no longer proved is rejected, and nothing crashes the checker."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from apsgen import checker
from tests.checker.proofs import PROOFS, Proof, points, proof

Place = tuple[str | int, ...]
WRONG: tuple[Any, ...] = (None, True, [], {}, 1.5, -1, 10**8, "", "x", "1e400", "1/0", "0.5")


def judged(found: Proof, text: str, folder: Path) -> tuple[int, str]:
    """Return the exit status of the command and what it says."""
    file = folder / "proof.json"
    file.write_text(text, encoding="utf-8")
    options = [] if found.delta is None else ["--delta", found.delta]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = checker.main([str(found.case), str(file), *options])
    return status, said.getvalue()


def leaves(part: Any, place: Place = ()) -> Iterator[Place]:
    """Give the place of every value that is no table and no list, and of empty ones."""
    parts = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in parts:
        if isinstance(value, dict | list) and value:
            yield from leaves(value, (*place, key))
        else:
            yield (*place, key)


def holder(whole: Any, place: Place) -> Any:
    """Return the table or list that a place is in."""
    for key in place[:-1]:
        whole = whole[key]
    return whole


def damaged(found: Proof, place: Place, value: Any) -> dict[str, Any]:
    """Return the certificate with one value in the place of another."""
    whole = copy.deepcopy(found.certificate)
    holder(whole, place)[place[-1]] = value
    return whole


def is_true(found: Proof, certificate: dict[str, Any]) -> bool:
    """Return whether what a certificate claims agrees with the sets that were proved before.

    A set that contains V* contains the proved inner set; one in V* lies in the proved outer set.
    """
    inner, outer = certificate["inner"], certificate["outer"]
    good = True
    if inner is not None:
        claimed = points(inner["vertices"])
        around = checker.convex_hull(found.outer)
        good &= bool(around)
        good &= all(checker.squared_distance(vertex, around) == 0 for vertex in claimed)
    if outer is not None:
        claimed = points(outer["vertices"])
        hull = checker.convex_hull(claimed)
        good &= bool(claimed) or not found.inner
        good &= all(checker.squared_distance(vertex, hull) == 0 for vertex in found.inner)
    if certificate["claim"]["gap"] is not None:
        hull = checker.convex_hull(points(inner["vertices"]))
        most = Fraction(certificate["claim"]["gap"]) ** 2
        good &= all(checker.squared_distance(v, hull) <= most for v in points(outer["vertices"]))
    return good


def sample(random: Random, places: list[Place], count: int) -> list[Place]:
    return places if len(places) <= count else random.sample(places, count)


@pytest.mark.parametrize("name", PROOFS)
def test_a_value_of_the_wrong_kind_is_rejected(tmp_path: Path, name: str) -> None:
    found, random = proof(name), Random(name)
    for place in sample(random, list(leaves(found.certificate)), 15):
        old = holder(found.certificate, place)[place[-1]]
        for value in random.sample([v for v in WRONG if type(v) is not type(old)], 2):
            harmless = value is None and place in {("claim", "gap"), ("inner",), ("outer",)}
            status, said = judged(found, json.dumps(damaged(found, place, value)), tmp_path)
            empty = value in ([], {}) and old in ([], {})
            assert status == 1 or harmless or empty, (place, old, value, said)
            assert said.startswith(("Rejected: certificate", "Rejected: the number", "Accepted"))


@pytest.mark.parametrize("name", PROOFS)
def test_a_number_that_is_changed_proves_nothing_false(tmp_path: Path, name: str) -> None:
    found, random = proof(name), Random(name)
    changes: list[Callable[[Fraction], Fraction]] = [
        lambda x: -x,
        lambda x: x + 1,
        lambda x: x - 1,
        lambda x: x * 2,
        lambda x: x / 2,
        lambda x: Fraction(0),
        lambda x: x + Fraction(1, 10**6),
        lambda x: x - Fraction(1, 10**6),
    ]
    rejected = 0
    for place in sample(random, list(leaves(found.certificate)), 45):
        old = holder(found.certificate, place)[place[-1]]
        if isinstance(old, int):
            new: Any = random.choice((old + 1, max(old - 1, 0), 0, 1, 2))
        elif isinstance(old, str) and checker._RATIONAL.fullmatch(old):
            new = str(random.choice(changes)(Fraction(old)))
        else:
            continue
        certificate = damaged(found, place, new)
        status, said = judged(found, json.dumps(certificate), tmp_path)
        rejected += status
        assert status in (0, 1)
        assert status == 1 or is_true(found, certificate), (place, old, new)
        assert status == 0 or said.startswith("Rejected: certificate."), said
    assert rejected


@pytest.mark.parametrize("name", PROOFS)
def test_what_is_dropped_doubled_or_swapped_proves_nothing_false(tmp_path: Path, name: str) -> None:
    found, random = proof(name), Random(name)
    rejected = 0
    for place in sample(random, list(leaves(found.certificate)), 35):
        depth = random.randrange(1, len(place) + 1)
        whole = copy.deepcopy(found.certificate)
        inside = holder(whole, place[:depth])
        key: Any = place[depth - 1]
        other = random.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
        change = random.choice(("drop", "double", "swap"))
        if change == "drop":
            del inside[key]
        elif change == "double" and isinstance(inside, list):
            inside.insert(int(key), inside[int(key)])
        else:
            inside[key], inside[other] = inside[other], inside[key]
        status, said = judged(found, json.dumps(whole), tmp_path)
        rejected += status
        assert status in (0, 1)
        assert status == 1 or is_true(found, whole), (change, place[:depth], other)
        assert status == 0 or said.startswith("Rejected: certificate"), said
    assert rejected


@pytest.mark.parametrize("name", ["perfect monitoring", "empty after steps"])
def test_a_file_cut_off_anywhere_is_unreadable(tmp_path: Path, name: str) -> None:
    found = proof(name)
    text = json.dumps(found.certificate)
    for end in Random(name).sample(range(len(text)), 50):
        status, said = judged(found, text[:end], tmp_path)
        assert status == 2, said
        assert said.startswith("Unreadable: no JSON")


def test_a_key_that_stands_twice_is_rejected(tmp_path: Path) -> None:
    found = proof("perfect monitoring")
    text = json.dumps(found.certificate)
    for key in ("claim", "gap", "vertices", "mechanisms", "levels", "rows", "direction", "weights"):
        twice = text.replace(f'"{key}":', f'"{key}": "0", "{key}":', 1)
        if twice != text:
            assert judged(found, twice, tmp_path) == (
                1,
                f"Rejected: the key '{key}' stands twice in a table\n",
            )


def place_of(found: Proof, *ends: str | int) -> Place:
    """Return the first place in the certificate that ends so."""
    every = leaves(found.certificate)
    return next(place for place in every if place[-len(ends) :] == ends)


@pytest.mark.parametrize(
    "number",
    [
        *("1e400", "1" * 1_000_000, "1e-400", "NaN", "Infinity", '"1e400"', '"NaN"', "1" * 5_000),
        *(f'"{"1" * 1_000_000}"', f'"1/{"0" * 10}"', '"--1"', '"1/-2"', '"10**1000000"', '"1_000"'),
    ],
)
def test_numbers_that_are_none_are_rejected(tmp_path: Path, number: str) -> None:
    found = proof("perfect monitoring")
    place = place_of(found, "level")
    text = json.dumps(damaged(found, place, "HERE")).replace('"HERE"', number)
    status, said = judged(found, text, tmp_path)
    assert status == 1
    assert "number" in said or ".level: an integer or a fraction" in said


def test_long_numbers_end_in_a_rejection_soon(tmp_path: Path) -> None:
    """Sums of fractions whose denominators have nothing in common grow without end."""
    found = proof("perfect monitoring")
    whole = copy.deepcopy(found.certificate)
    rows = whole["outer"]["steps"][0]["bounds"][0]["rows"]
    rows[:] = [["obey", 0, 0, 0, "observed", f"1/{10**1900 + k}"] for k in range(5_000)]
    status, said = judged(found, json.dumps(whole), tmp_path)
    assert status == 1
    assert "numbers get too long" in said


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "[" * 900 + "]" * 900])
def test_deep_nesting_is_no_crash(tmp_path: Path, text: str) -> None:
    found = proof("perfect monitoring")
    assert judged(found, text, tmp_path)[0] in (1, 2)
    whole = json.dumps(damaged(found, place_of(found, "level"), "HERE"))
    assert judged(found, whole.replace('"HERE"', text), tmp_path)[0] in (1, 2)


def test_an_inner_vertex_moved_either_way_is_rejected(tmp_path: Path) -> None:
    for name in ("perfect monitoring", "hidden costs, division", "public monitoring"):
        found = proof(name)
        for step in (Fraction(1, 10**9), Fraction(-1, 10**9)):
            x = Fraction(found.certificate["inner"]["vertices"][0][0]) + step
            whole = damaged(found, ("inner", "vertices", 0, 0), str(x))
            status, said = judged(found, json.dumps(whole), tmp_path)
            assert status == 1
            assert said.startswith("Rejected: certificate.inner.mechanisms[")


def test_an_outer_vertex_moved_inwards_is_rejected(tmp_path: Path) -> None:
    for name in ("perfect monitoring", "hidden costs, division", "public monitoring"):
        found = proof(name)
        vertices = found.outer
        centre = [sum(v[i] for v in vertices) / len(vertices) for i in (0, 1)]
        moved = [v + (c - v) / 1000 for v, c in zip(vertices[0], centre, strict=True)]
        whole = damaged(found, ("outer", "vertices", 0), [str(x) for x in moved])
        status, said = judged(found, json.dumps(whole), tmp_path)
        assert status == 1
        assert said.startswith("Rejected: certificate.outer.vertices: the hull leaves out (")


def test_an_outer_vertex_moved_outwards_is_accepted_within_the_gap(tmp_path: Path) -> None:
    found = proof("perfect monitoring")
    x, y = found.outer[0]
    whole = damaged(found, ("outer", "vertices", 0), [str(x - 1), str(y - 1)])
    assert judged(found, json.dumps(whole), tmp_path)[1].startswith(
        "Rejected: certificate.claim.gap"
    )
    whole["claim"]["gap"] = "2"
    assert judged(found, json.dumps(whole), tmp_path)[0] == 0


@pytest.mark.parametrize(("status", "gap"), [("empty", None), ("bounded", "0"), ("proved", "1")])
def test_a_claim_that_is_not_shown_is_rejected(tmp_path: Path, status: str, gap: Any) -> None:
    found = proof("hidden costs, division")
    whole = damaged(found, ("claim",), {"status": status, "gap": gap})
    assert judged(found, json.dumps(whole), tmp_path)[1].startswith("Rejected: certificate.claim")


@pytest.mark.parametrize("name", ["empty at once", "empty after steps", "hidden costs, empty"])
def test_an_empty_set_needs_its_steps(tmp_path: Path, name: str) -> None:
    found = proof(name)
    whole = copy.deepcopy(found.certificate)
    whole["outer"]["steps"] = []
    assert judged(found, json.dumps(whole), tmp_path)[1].startswith("Rejected: certificate.outer")


def test_a_gap_a_little_too_small_is_rejected(tmp_path: Path) -> None:
    found = proof("hidden costs, division")
    gap = Fraction(found.certificate["claim"]["gap"])
    whole = damaged(found, ("claim", "gap"), str(gap * Fraction(999, 1000)))
    assert judged(found, json.dumps(whole), tmp_path)[1].startswith(
        "Rejected: certificate.claim.gap"
    )
