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


def sample(found: Proof, random: Random, count: int) -> list[Place]:
    """Return the place of some value of every field, and a number of any others."""
    places = list(leaves(found.certificate))
    random.shuffle(places)
    fields = {tuple("" if isinstance(k, int) else k for k in place): place for place in places}
    return list(dict.fromkeys([*fields.values(), *places[:count]]))


def rejected(found: Proof, certificate: dict[str, Any], folder: Path) -> bool:
    """Judge a damaged certificate: it is rejected with the place and the reason, or true."""
    status, said = judged(found, json.dumps(certificate), folder)
    assert status in (0, 1), said
    if status == 0:
        assert is_true(found, certificate), said
        return False
    assert said.startswith("Rejected: certificate") or "numbers get too long" in said, said
    return True


@pytest.mark.parametrize("name", PROOFS)
def test_a_value_of_the_wrong_kind_is_rejected(tmp_path: Path, name: str) -> None:
    found, random = proof(name), Random(name)
    for place in sample(found, random, 5):
        old = holder(found.certificate, place)[place[-1]]
        for value in random.sample([v for v in WRONG if type(v) is not type(old)], 1):
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
    count = 0
    for place in sample(found, random, 15):
        old = holder(found.certificate, place)[place[-1]]
        if isinstance(old, int):
            new: Any = random.choice((old + 1, max(old - 1, 0), 0, 1, 2))
        elif isinstance(old, str) and checker._RATIONAL.fullmatch(old):
            new = str(random.choice(changes)(Fraction(old)))
        else:
            continue
        count += rejected(found, damaged(found, place, new), tmp_path)
    assert count


@pytest.mark.parametrize("name", PROOFS)
def test_what_is_dropped_doubled_or_swapped_proves_nothing_false(tmp_path: Path, name: str) -> None:
    found, random = proof(name), Random(name)
    count = 0
    for place in sample(found, random, 10):
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
        count += rejected(found, whole, tmp_path)
    assert count


def rows(certificate: dict[str, Any]) -> Iterator[list[Any]]:
    """Give every list of rows."""
    outer = certificate["outer"]
    for step in outer["steps"]:
        entries = [step] if "rows" in step else step.get("bounds", [])
        yield from (entry["rows"] for entry in entries)


@pytest.mark.parametrize("name", PROOFS)
def test_a_row_that_is_dropped_or_of_another_player_proves_nothing_false(
    tmp_path: Path, name: str
) -> None:
    """A sign that is changed, too; all of them together leave nothing proved."""
    found, random = proof(name), Random(name)
    count = 0
    for change in ("drop", "player", "sign"):
        whole = copy.deepcopy(found.certificate)
        lists = [listed for listed in rows(whole) if listed]
        one = random.choice(lists)
        place = random.randrange(len(one))
        kept = list(one[place])
        if change == "drop":
            del one[place]
        elif change == "player":
            one[place][1] = 1 - kept[1]
        else:
            where = 4 if kept[0] == "lie" else -1
            one[place][where] = f"-{kept[where]}"
        count += rejected(found, whole, tmp_path)
    assert count
    whole = copy.deepcopy(found.certificate)
    for listed in rows(whole):
        listed.clear()
    assert rejected(found, whole, tmp_path)


@pytest.mark.parametrize("name", ["perfect monitoring", "empty after steps"])
def test_a_file_cut_off_anywhere_is_unreadable(tmp_path: Path, name: str) -> None:
    found = proof(name)
    text = json.dumps(found.certificate)
    for end in Random(name).sample(range(len(text)), 50):
        status, said = judged(found, text[:end], tmp_path)
        assert status == 2, said
        assert said.startswith("Unreadable: no JSON")


def test_a_key_that_stands_twice_is_rejected(tmp_path: Path) -> None:
    for name in ("perfect monitoring", "empty after steps", "a chain of applications"):
        found = proof(name)
        text = json.dumps(found.certificate)
        for key in {key for place in leaves(found.certificate) for key in place}:
            if isinstance(key, str):
                twice = text.replace(f'"{key}":', f'"{key}": "0", "{key}":', 1)
                said = f"Rejected: the key '{key}' stands twice in a table\n"
                assert judged(found, twice, tmp_path) == (1, said)


def test_a_table_of_many_keys_one_of_them_twice_is_rejected_soon(tmp_path: Path) -> None:
    text = ", ".join(f'"{key}": 0' for key in [*range(200_000), 199_999])
    status, said = judged(proof("perfect monitoring"), f"{{{text}}}", tmp_path)
    assert (status, said) == (1, "Rejected: the key '199999' stands twice in a table\n")


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


def long(count: int) -> list[str]:
    """Return fractions whose denominators have nothing in common: their sums grow without end."""
    return [f"1/{10**1900 + 2 * k + 1}" for k in range(count)]


def lengthened(whole: dict[str, Any], part: str) -> None:
    """Put long numbers in a part of a certificate."""
    outer, inner = whole["outer"], whole["inner"]
    bounds = next(step["bounds"] for step in outer["steps"] if "bounds" in step)
    around = range(len(outer["directions"]))
    if part == "rows":
        bounds[0]["rows"][:] = [["obey", 0, 0, 0, "observed", x] for x in long(3_000)]
    elif part == "weights":
        outer["steps"] = [
            {
                "rule": "contradiction",
                "weights": [[k % len(around), x] for k, x in enumerate(long(3_000))],
            }
        ]
    elif part == "mean":
        inner["mechanisms"][0][0]["blocks"][0]["continuation"][0] = [[0, x] for x in long(3_000)]
    else:
        outer["start"] = [*long(1), *outer["start"][1:]]


@pytest.mark.parametrize("part", ["rows", "weights", "mean", "start"])
def test_long_numbers_end_in_a_rejection_soon(tmp_path: Path, part: str) -> None:
    found = proof("perfect monitoring")
    whole = copy.deepcopy(found.certificate)
    lengthened(whole, part)
    status, said = judged(found, json.dumps(whole), tmp_path)
    assert status == 1
    assert part == "start" or "numbers get too long" in said


@pytest.mark.parametrize("place", [("directions",), ("start",), ("steps", 0), ("vertices",)])
def test_an_empty_list_is_no_crash(tmp_path: Path, place: Place) -> None:
    found = proof("perfect monitoring")
    values: list[Any] = [[], {}, [[]], [{}]]
    for value in values:
        certificate = damaged(found, ("outer", *place), value)
        assert rejected(found, certificate, tmp_path)
    nothing = {"directions": [], "start": [], "steps": [], "vertices": [["0", "0"]]}
    assert rejected(found, damaged(found, ("outer",), nothing), tmp_path)


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


@pytest.mark.parametrize(
    "name", ["perfect monitoring", "hidden costs, division", "public monitoring", "money burnt"]
)
def test_outer_vertices_moved_inwards_are_rejected(tmp_path: Path, name: str) -> None:
    found = proof(name)
    vertices = found.outer
    centre = [sum(v[i] for v in vertices) / len(vertices) for i in (0, 1)]
    moved = [[str(x + (c - x) / 1000) for x, c in zip(v, centre, strict=True)] for v in vertices]
    status, said = judged(found, json.dumps(damaged(found, ("outer", "vertices"), moved)), tmp_path)
    assert status == 1
    assert said.startswith("Rejected: certificate.outer.vertices: the levels reach beyond")
    alone = [
        rejected(found, damaged(found, ("outer", "vertices", k), vertex), tmp_path)
        for k, vertex in enumerate(moved)
    ]
    assert sum(alone) >= 3


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
    whole = damaged(found, ("claim", "gap"), str(gap * Fraction(98, 100)))
    assert judged(found, json.dumps(whole), tmp_path)[1].startswith(
        "Rejected: certificate.claim.gap"
    )
