"""When do two runs agree? On results put together by hand, and on real ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from apsgen.case import game_from_arrays, load
from apsgen.errors import UsageError
from apsgen.fixedpoint import Limits, iterate
from apsgen.game import Outline
from apsgen.provenance import Provenance
from apsgen.replication import Replication, Verdict, compare, replicate
from apsgen.result import Result, Status
from tests.sample_results import game, result

Pair = tuple[float, float]

SMALL = game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
SQUARE: list[Pair] = [(0, 0), (1, 0), (1, 1), (0, 1)]
GAME = game()


def square(side: float, offset: float = 0.0) -> list[Pair]:
    return [(offset + side * x, offset + side * y) for x, y in SQUARE]


def known(outer: Iterable[Pair], inner: Iterable[Pair], **changes: Any) -> Result:
    return result(outer=outer, inner=inner, of=GAME, **changes)


def verdicts(found: Replication) -> dict[str, str]:
    return {check.name: str(check.verdict) for check in found.checks}


def test_a_result_agrees_with_itself() -> None:
    same = known(square(1), square(1))
    found = compare(same, same)
    assert found.verdict is Verdict.AGREES
    assert list(verdicts(found)) == [
        *("case", "status", "inner set", "outer set", "first best", "gap")
    ]
    assert found.checks[0].finding == "the one that the result carries"


def test_sets_that_overlap_as_they_should_agree() -> None:
    before, after = known(square(2), square(1)), known(square(1.5), square(1.2))
    assert compare(before, after).verdict is Verdict.AGREES
    assert compare(after, before).verdict is Verdict.AGREES


@pytest.mark.parametrize(
    ("before", "after", "checks"),
    [
        (known(square(2), square(1.5)), known(square(1.2), square(1)), {"inner set"}),
        (known(square(1.2), square(1)), known(square(2), square(1.5)), {"outer set"}),
        (
            known(square(1), square(1)),
            known(square(1, 5), square(1, 5)),
            {"inner set", "outer set"},
        ),
        (
            known(square(1), square(1)),
            known([], [], status=Status.EMPTY),
            {"status", "inner set"},
        ),
        (
            known([], [], status=Status.EMPTY),
            known(square(1), square(1)),
            {"status", "outer set"},
        ),
        (known(square(1), square(1)), known(square(1), square(1), first_best=2.1), {"first best"}),
    ],
)
def test_runs_that_contradict_each_other_differ(
    before: Result, after: Result, checks: set[str]
) -> None:
    found = compare(before, after)
    assert found.verdict is Verdict.DIFFERS
    assert {name for name, said in verdicts(found).items() if said == "differs"} == checks


@pytest.mark.parametrize(("apart", "verdict"), [(1e-9, "agrees"), (1e-7, "differs")])
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_rounding_is_no_difference_in_any_units(apart: float, verdict: str, scale: float) -> None:
    before, after = (
        known(square(side), square(side), feasible=square(scale), first_best=2 * scale)
        for side in (scale, scale * (1 - apart))
    )
    assert str(compare(before, after).verdict) == verdict


def test_payoffs_far_from_zero_have_the_rounding_of_their_size() -> None:
    far = 1e9
    before = known(square(1, far), square(1, far), feasible=square(1, far))
    after = known(square(1, far + 2e-7), square(1, far + 2e-7), feasible=square(1, far))
    assert compare(before, after).verdict is Verdict.AGREES
    moved = known(square(1, far + 1e-4), square(1, far + 1e-4), feasible=square(1, far))
    assert compare(before, moved).verdict is Verdict.DIFFERS


@pytest.mark.parametrize("then", [Status.STOPPED, Status.CONVERGED])
def test_a_run_that_was_stopped_leaves_it_open(then: Status) -> None:
    before = known(square(2), square(1.5), status=then)
    after = known(square(3), square(1), status=Status.STOPPED)
    found = compare(before, after)
    assert found.verdict is Verdict.UNDECIDED
    assert verdicts(found)["gap"] == "undecided"
    assert compare(after, before).verdict is Verdict.UNDECIDED


def test_runs_stopped_at_the_same_point_agree() -> None:
    before = known(square(2), [], status=Status.STOPPED)
    assert compare(before, before).verdict is Verdict.AGREES


def test_another_game_differs() -> None:
    before = known(square(1), square(1))
    found = compare(before, replace(before, game=game(title="Another")))
    assert verdicts(found)["case"] == "differs"
    same = compare(before, replace(before, game=game()))
    assert same.verdict is Verdict.AGREES
    assert same.checks[0].finding == "every number of the game is the same"


def test_an_old_result_is_known_by_its_players_and_delta() -> None:
    after = known(square(1), square(1))
    outline = Outline("Price war", "", Fraction(4, 5), ("firm1", "firm2"), "a.toml", None)
    before = replace(after, game=outline, first_best=float("inf"))
    found = compare(before, after)
    assert found.verdict is Verdict.AGREES
    assert "no digest is recorded" in found.checks[0].finding
    assert "first best" not in verdicts(found)
    other = replace(before, game=replace(outline, delta=Fraction(1, 2)))
    assert verdicts(compare(other, after))["case"] == "differs"
    with pytest.raises(UsageError, match="does not carry its case"):
        replicate(before)


def test_versions_that_changed_are_listed() -> None:
    runs = [
        Provenance("2001-02-03T04:05:06Z", None, None, versions)
        for versions in ({"numpy": "1", "python": "3"}, {"numpy": "2", "python": "3", "new": "1"})
    ]
    before, after = (replace(known(square(1), square(1)), provenance=run) for run in runs)
    assert compare(before, after).versions == {"numpy": ("1", "2"), "new": (None, "1")}
    old = replace(before, provenance=None)
    assert compare(old, before).versions == {"numpy": (None, "1"), "python": (None, "3")}


def test_a_real_result_is_run_as_it_was_before() -> None:
    before = iterate(SMALL, tolerance=1e-3, limits=Limits(iterations=50, seconds=100.0))
    steps: list[object] = []
    found = replicate(before, report=steps.append)
    assert found.verdict is Verdict.AGREES
    assert found.versions == {}
    assert steps
    assert found.after.tolerance == 1e-3
    assert found.after.provenance is not None
    assert found.after.provenance.max_iterations == 50
    assert found.after.provenance.time_limit == 100.0
    assert "<Replication: agrees\n  case: agrees, the one that" in repr(found)


def test_a_wrong_result_is_found_out() -> None:
    right = iterate(SMALL)
    wrong = replace(right, inner_set=right.feasible_set)
    assert replicate(wrong).verdict is Verdict.DIFFERS
    assert replicate(right, replace(SMALL, delta=Fraction(1, 10))).verdict is Verdict.DIFFERS


def test_a_run_that_is_told_to_stop_decides_nothing() -> None:
    assert replicate(iterate(SMALL), stop=lambda: True).verdict is Verdict.UNDECIDED


def test_a_remark_in_the_case_changes_no_number(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    text = (Path(__file__).parents[1] / "cases" / "stahl_1991.toml").read_text()
    path.write_text(text)
    before = iterate(load(path), tolerance=1e-3)
    assert replicate(before, load(path)).checks[0].finding.startswith("unchanged, sha256 ")
    path.write_text(text + "# a remark\n")
    found = replicate(before, load(path))
    assert found.verdict is Verdict.AGREES
    assert found.checks[0].finding.startswith("its text has changed, the game has not (sha256 ")
