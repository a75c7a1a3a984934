"""Steps of the outer set that prove nothing, and those that few cases need."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from apsgen import checker
from apsgen.checker import Game, Outer, Part, Point
from tests.checker.proofs import ROOT, prove, sure, write
from tests.checker.steps import AROUND, Best, before, descent, known, read, square

ZERO, ONE = Fraction(0), Fraction(1)


def bounds(game: Game, corners: list[Point], weight: Fraction) -> list[dict[str, Any]]:
    """Return the bounds of all directions with multipliers that are best at some corners."""
    best = Best(game, corners)
    entries = []
    for k, direction in enumerate(AROUND):
        level = max(direction[0] * x + direction[1] * y for x, y in corners)
        stated = {"direction": k, "rows": best.rows(direction)}
        entries.append(stated | {"level": str(level), "weight": str(weight)})
    return entries


@pytest.mark.parametrize("delta", ["1/4", "4/5", "99/100"])
def test_a_lower_fixed_point_is_not_taken_for_the_greatest(delta: str) -> None:
    """The equilibrium of the stage game generates itself, but V* is larger."""
    game, nash = read("stahl_1991", delta), [(Fraction(3), Fraction(3))]
    entries = bounds(game, nash, ONE)
    step = {"rule": "fixed point", "bounds": entries}
    outer = known(game, square(1, 10))
    for entry in entries:
        bound = outer.bound(Part(entry["rows"], "rows"), AROUND[entry["direction"]])
        assert checker.bound_at(bound, known(game, nash).levels) <= Fraction(entry["level"])
    random = Random(delta)
    for _ in range(20):
        with pytest.raises(checker.RejectedError, match="do not contract"):
            checker.check_step(Part(step, "step"), outer)
        for entry in entries:
            entry["weight"] = str(Fraction(random.randint(1, 1000), random.randint(1, 1000)))


def test_it_is_taken_where_it_is_the_greatest() -> None:
    part, nash = descent(read("stahl_1991", "1/10")), [(Fraction(3), Fraction(3))]
    hull = checker.convex_hull([(Fraction(x), Fraction(y)) for x, y in part["vertices"]])
    assert "fixed point" in [step["rule"] for step in part["steps"]]
    assert all(checker.squared_distance(v, nash) < Fraction(1, 10**12) for v in hull)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("level", "1000", "above the level that is known"),
        ("level", "-5", "do not hold the level down"),
        ("weight", "0", "a weight must be positive"),
        ("direction", 1, "stands there twice"),
        ("direction", 8, "no direction 8"),
    ],
)
def test_the_lemma_needs_all_that_it_asks_for(name: str, value: object, reason: str) -> None:
    game = read("stahl_1991", "1/10")
    outer, step = before(game, descent(game), "fixed point")
    place = next(k for k, entry in enumerate(step["bounds"]) if entry["direction"] != 1)
    step["bounds"][place][name] = value
    with pytest.raises(checker.RejectedError, match=reason):
        checker.check_step(Part(step, "step"), outer)


def test_the_rise_along_the_weights_must_be_below_the_weight() -> None:
    """The other weights grow until a bound rises by more than its weight, though not by much."""
    game = read("luce_raiffa_1957", "1/2")
    outer, step = before(game, descent(game), "fixed point")
    tried = 0
    kept = [Fraction(entry["weight"]) for entry in step["bounds"]]
    for entry in step["bounds"]:
        own = Fraction(entry["weight"])
        for tenths in range(10, 200):
            for other, weight in zip(step["bounds"], kept, strict=True):
                other["weight"] = str(weight if other is entry else weight * tenths / 10)
            if own <= rise(outer, step, entry) < 2 * own:
                tried += 1
                with pytest.raises(checker.RejectedError, match="do not contract"):
                    checker.check_step(Part(step, "step"), outer)
                break
        entry["weight"] = str(own)
    assert tried


def rise(outer: Outer, step: dict[str, Any], entry: dict[str, Any]) -> Fraction:
    """Return by how much a bound rises along the weights of a step, over all decisions."""
    weights = [ZERO] * len(outer.levels)
    for other in step["bounds"]:
        weights[other["direction"]] = Fraction(other["weight"])
    lower = list(outer.levels)
    for other in step["bounds"]:
        lower[other["direction"]] = Fraction(other["level"])
    bound = outer.bound(Part(entry["rows"], "rows"), AROUND[entry["direction"]])
    greatest = ZERO
    for profile in bound:
        best = max(one.value(lower) for one in profile)
        competing = [one for one in profile if one.value(outer.levels) >= best]
        greatest += max(one.rise(weights, outer.levels, lower) for one in competing)
    return greatest


def test_applications_and_the_start_give_no_lower_levels_than_they_imply() -> None:
    """Of a chain each level is what the rows imply at those before it; one lower is refused."""
    game = read("stahl_1991", "4/5")
    around, best = known(game, square(1, 10)), Best(game, square(1, 10))
    rows = [best.rows(direction) for direction in AROUND]
    implied = [
        around.bound(Part(some, "rows"), direction)
        for some, direction in zip(rows, AROUND, strict=True)
    ]
    chain = [list(around.levels)]
    for _ in range(4):
        reach = [checker.bound_at(bound, chain[-1]) for bound in implied]
        chain.append([min(pair) for pair in zip(reach, chain[-1], strict=True)])
    entries = [
        {"direction": k, "rows": rows[k], "levels": [str(levels[k]) for levels in chain[1:]]}
        for k in range(len(AROUND))
        if chain[1][k] < chain[0][k]
    ]
    assert entries
    step = {"rule": "application", "bounds": entries}
    checker.check_step(Part(step, "step"), around)
    assert around.levels == chain[-1]
    for entry, time in product(entries, range(4)):
        kept = list(entry["levels"])
        entry["levels"][time] = str(Fraction(kept[time]) - Fraction(1, 1000))
        with pytest.raises(checker.RejectedError, match="the rows imply no level below"):
            checker.check_step(Part(step, "step"), known(game, square(1, 10)))
        entry["levels"] = kept


def test_levels_of_an_application_that_end_early_stay() -> None:
    game = read("stahl_1991", "4/5")
    best = Best(game, square(1, 10))
    outer = known(game, square(1, 10))
    falling = [k for k in range(8) if reach(outer, best, k) < outer.levels[k]][:2]
    entries, lowest = [], [reach(outer, best, k) for k in falling]
    for k, times in zip(falling, (1, 3), strict=True):
        levels = [str(reach(outer, best, k))] * times
        entries.append({"direction": k, "rows": best.rows(AROUND[k]), "levels": levels})
    checker.check_step(Part({"rule": "application", "bounds": entries}, "step"), outer)
    assert [outer.levels[k] for k in falling] == lowest


def reach(outer: Outer, best: Best, k: int) -> Fraction:
    """Return the level of a direction that the best rows imply."""
    return checker.bound_at(
        outer.bound(Part(best.rows(AROUND[k]), "rows"), AROUND[k]), outer.levels
    )


def test_a_decision_that_nothing_enforces_is_closed() -> None:
    """At 1/10 no promise within the payoffs makes up for what defecting gains."""
    game = read("stahl_1991", "1/10")
    outer = known(game, square(3, 10))
    step = {"rule": "closed", "profile": 0, "decision": 0}
    rows = [["obey", 0, 0, 0, "observed", "1"]]
    assert not checker.check_step(Part(step | {"rows": rows}, "step"), outer)
    assert outer.closed == {(0, 0)}
    assert checker.bound_at(outer.bound(Part([], "rows"), (ONE, ONE)), [ZERO] * 8) == Fraction(
        99, 10
    )
    patient = known(read("stahl_1991", "4/5"), square(3, 10))
    with pytest.raises(checker.RejectedError, match=r"step\.rows: the sum of the rows"):
        checker.check_step(Part(step | {"rows": rows}, "step"), patient)
    for other in (["obey", 0, 0, 1, "observed", "1"], ["lie", 0, 0, 0, "1", []], []):
        with pytest.raises(checker.RejectedError, match="only rows of this profile and block"):
            checker.check_step(Part(step | {"rows": [*rows, other]}, "step"), outer)


def test_v_star_is_empty_when_every_decision_is_closed() -> None:
    game = read("von_neumann_1928", "1/10")
    outer = known(game, square(-1, 1))
    loser = [next(i for i in (0, 1) if game.payoff[i][d][0][0] < 0) for d in range(4)]
    steps = [
        {"rule": "closed", "profile": 0, "decision": d}
        | {"rows": [["obey", loser[d], 0, d, "observed", "1"]]}
        for d in range(4)
    ]
    shown = [checker.check_step(Part(step, "step"), outer) for step in steps]
    assert shown == [False, False, False, True]


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("athey_bagwell_2001", ["lie", 0, 0, 0, "1", []], "the report is the truth"),
        ("athey_bagwell_2001", ["lie", 2, 0, 1, "1", []], "no player with constraints 2"),
        ("athey_bagwell_2001", ["lie", 0, 0, 1, "-1", []], "-1 is negative"),
        ("athey_bagwell_2001", ["refuse", 0, 0, 1, "1"], "no such constraint"),
        ("athey_bagwell_2001", ["pay", 0, 0, 0, 0, "1"], "no such constraint"),
        ("athey_bagwell_2001", ["obey", 0, 4, 0, "observed", "1"], "no profile 4"),
        ("athey_bagwell_2001", ["obey", 0, 0, 1, "observed", "1"], "no block 1"),
        ("athey_bagwell_2001", ["obey", 0, 0, 0, 1, "1"], "no deviation in this constraint 1"),
        (
            "athey_bagwell_2001",
            ["lie", 0, 0, 1, "1", [[0, 0, "observed", "2/3"], [0, 0, "observed", "2/3"]]],
            "sum to more than that of the lie",
        ),
        (
            "athey_bagwell_2001_ex_post",
            ["lie", 0, 0, 1, "1", [[0, 0, "observed", "1"]]],
            "number of a deviation",
        ),
        ("athey_bagwell_2001_interim", ["obey", 0, 0, 0, "observed", "1"], "number of a deviation"),
        ("guo_horner_2018", ["obey", 0, 0, 0, "observed", "1"], "no player with constraints 0"),
        ("li_matouschek_powell_2017", ["lie", 1, 1, 0, "1", []], "no report open to the type 0"),
        ("fudenberg_levine_maskin_1994", ["obey", 0, 0, 0, 1, "1"], "no deviation in this"),
        ("fudenberg_levine_maskin_1994", ["obey", 0, 0, 0, "observed", "1"], "of a deviation"),
        ("stahl_1991", ["trust", "1"], "no such kind of constraint"),
    ],
)
def test_a_constraint_that_the_case_does_not_impose_is_refused(
    name: str, row: list[Any], reason: str
) -> None:
    outer = known(read(name, "4/5"), square(0, 4))
    with pytest.raises(checker.RejectedError, match=reason):
        outer.bound(Part([row], "rows"), (ONE, ZERO))


def test_money_must_not_add_to_a_bound() -> None:
    game = read("daspremont_gerard_varet_1979", "4/5")
    outer = known(game, square(0, 4))
    with pytest.raises(checker.RejectedError, match="payments of kind"):
        outer.bound(Part([], "rows"), (ONE, ZERO))
    outer.bound(Part([], "rows"), (ONE, ONE))


def test_nothing_is_paid_in_a_block_that_is_closed() -> None:
    game = read("macleod_malcomson_1989_wage", "1/10")
    outer = known(game, square(0, 4))
    t, blocks = 0, game.blocks(0)
    with pytest.raises(checker.RejectedError, match="payments of kind"):
        outer.bound(Part([], "rows"), (ONE, ZERO))
    outer.closed |= {(t, b) for b in blocks}
    outer.check_money(Part([], "rows"), checker.Form({("m", t, blocks[0], 0, 0): ONE}))
    outer.closed.discard((t, blocks[0]))
    with pytest.raises(checker.RejectedError, match="payments of kind 0 after reports 0"):
        outer.check_money(Part([], "rows"), checker.Form({("m", t, blocks[0], 0, 0): ONE}))


def test_payments_without_a_bound_leave_no_outer_set(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    text = (ROOT / "cases" / "guo_horner_2018.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('kind = "none"', 'kind = "balanced"'), encoding="utf-8")
    game = checker.read_case(path.read_bytes(), tmp_path, None, {}, sure)
    with pytest.raises(checker.RejectedError, match="principal commits and may pay any amount"):
        checker.start_points(Part([], "start"), game)


@pytest.mark.parametrize("function", ["sqrt", "exp", "log"])
def test_a_rounded_number_is_near_the_true_one(function: str) -> None:
    random = Random(function)
    for _ in range(15):
        size = random.choice((1e-9, 1e-3, 1.0, 30.0, 600.0))
        argument = Fraction(random.random() * size) + Fraction(1, 10**12)
        if function == "exp" and random.random() < 0.5:
            argument = -argument
        value = Fraction(getattr(math, function)(float(argument)))
        assert checker.is_near(function, argument, value)
        off = Fraction(1, 10**9) * (abs(value) + (1 if function == "log" else 0))
        assert not checker.is_near(function, argument, value + off)
        assert not checker.is_near(function, argument, value - off)


def test_a_case_with_roots_is_proved_for_the_rationals_of_the_certificate(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    text = (ROOT / "cases" / "stahl_1991.toml").read_text(encoding="utf-8")
    text = text.replace("[[9, 1], [10, 3]]", '[["sqrt(82)", "exp(0)"], ["10 + log(2)", 3]]')
    path.write_text(text, encoding="utf-8")
    whole, file = prove(path).certificate, tmp_path / "proof.json"
    lines = checker.check(path, write(file, whole), None, {})
    assert lines[-1].startswith("Proved for the rationals")
    stated = list(whole["case"]["rounded"])
    assert {entry[0] for entry in stated} == {"sqrt", "exp", "log"}
    for k, (function, argument, value) in enumerate(stated):
        off = [function, argument, str(Fraction(value) + Fraction(1, 10**12))]
        whole["case"]["rounded"] = [*stated[:k], off, *stated[k + 1 :]]
        with pytest.raises(checker.RejectedError, match=rf"rounded\[{k}\]: not near"):
            checker.check(path, write(file, whole), None, {})
        whole["case"]["rounded"] = [*stated[:k], *stated[k + 1 :]]
        with pytest.raises(checker.RejectedError, match=rf"rounded: nothing for {function}"):
            checker.check(path, write(file, whole), None, {})
        whole["case"]["rounded"] = [*stated, stated[k]]
        with pytest.raises(
            checker.RejectedError, match=r"rounded\[3\]: not near .* or there already"
        ):
            checker.check(path, write(file, whole), None, {})
