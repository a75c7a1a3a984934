"""The checker's own reading of cases, held to that of apsgen in every number."""

from __future__ import annotations

import ast
import contextlib
import math
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

import apsgen
from apsgen import checker
from apsgen.game import Game
from tests.case import texts
from tests.checker.written import random_case

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "cases").glob("*.toml"))
ODD = {
    "powers": (
        "-2^2 + 2^3^2 - 2**-1",
        "4 - -3 * 2 / 7 - 1_000 + .5e1",
        "(1 if 1 < 2 <= 2 else 1/0)",
    ),
    "choices": (
        "1 if not 2 < 1 and 1 != 2 or 1/0 == 1 else 2",
        "min(3, max(1, 2), abs(-5/2)) if 1 >= 1 else 3 if 1 > 2 else 4",
        "2 if (1 == 1 if 2 > 1 else 1 > 2) else 3",
    ),
    "rounded": ("sqrt(2)", "exp(-3/7) + log(10)", "1 if sqrt(4) == 2 else 0"),
}


def doubles(function: str, argument: Fraction) -> Fraction:
    try:
        return Fraction(getattr(math, function)(float(argument)))
    except ValueError as error:
        raise checker.UnreadableError(str(error)) from None


def read(path: Path, delta: str | None = None, **settings: str) -> checker.Game:
    return checker.read_case(path.read_bytes(), path.parent, delta, settings, doubles)


def agree(mine: checker.Game, theirs: Game) -> None:
    """Assert that every number of the two games is the same."""
    assert (mine.delta, mine.players) == (theirs.delta, theirs.players)
    assert mine.sizes == theirs.prior.shape
    assert mine.prior == theirs.prior.tolist()
    assert mine.beliefs == [belief.tolist() for belief in theirs.beliefs]
    assert mine.reports == [list(map(list, reports)) for reports in theirs.reports]
    assert mine.payoff == theirs.payoff.tolist()
    assert mine.deviation == theirs.deviation.tolist()
    assert mine.allowed == theirs.allowed.tolist()
    assert mine.is_public == theirs.monitoring.is_public
    assert mine.signal == theirs.monitoring.probability.tolist()
    assert mine.hidden == [list(map(list, rows)) for rows in theirs.monitoring.hidden]
    assert mine.is_division == (theirs.mixing == "division")
    assert (mine.transfers, mine.timing) == (theirs.transfers, theirs.timing)
    assert (mine.punishment, mine.on_path) == (theirs.punishment.values, theirs.punishment.on_path)
    assert (mine.off_schedule, mine.commits) == (theirs.off_schedule, theirs.commits)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_it_reads_every_case_as_apsgen_does(path: Path) -> None:
    for delta in (None, "1/7", "1 - 1e-3"):
        agree(read(path, delta), apsgen.load(path, delta=delta))


def test_it_takes_parameters_and_what_follows_from_them() -> None:
    path = ROOT / "cases" / "athey_bagwell_2001.toml"
    settings = {"eta": "1/3", "theta_H": "theta_L + r / 5"}
    mine = read(path, "eta + 1/10", **settings)
    agree(mine, apsgen.load(path, delta="eta + 1/10", settings=settings))
    assert mine.parameters["theta_H"] == Fraction(3, 2)
    assert mine.parameters["nash"] == Fraction(1, 9)


@pytest.mark.parametrize("text", texts.ALL)
def test_it_reads_every_way_of_writing_a_game(tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "game.nfg").write_text(texts.NFG, encoding="utf-8")
    agree(read(path), apsgen.load(path))


@pytest.mark.parametrize(
    "form",
    [
        'NFG 1 R "" { "a" "b" } { 2 3 }\n"about it"\n1 2 3 4 5 6 7 8 9 10 11 -1/2',
        'NFG 1 D "x" { "a" "b" } { { "u" "d" } { "" "r" } }'
        ' { { "o" 1, 2.5 } { "" -3. 4 } } 1 2 0 1',
    ],
)
def test_it_reads_gambit_files(tmp_path: Path, form: str) -> None:
    path = tmp_path / "case.toml"
    path.write_text(texts.GAMBIT, encoding="utf-8")
    (tmp_path / "game.nfg").write_text(form, encoding="utf-8")
    agree(read(path), apsgen.load(path))


@pytest.mark.parametrize("kind", ODD)
def test_it_evaluates_expressions_as_apsgen_does(tmp_path: Path, kind: str) -> None:
    first, second, third = ODD[kind]
    path = tmp_path / "case.toml"
    matrix = f'[["{first}", "{second}"], ["{third}", 1e-3]]'
    text = texts.DILEMMA.replace("[[9, 1], [10, 3]]", matrix)
    path.write_text(text, encoding="utf-8")
    agree(read(path), apsgen.load(path))


@pytest.mark.parametrize("seed", range(60))
def test_it_reads_random_cases_as_apsgen_does(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "case.toml"
    path.write_text(random_case(Random(seed)), encoding="utf-8")
    agree(read(path), apsgen.load(path))


def test_bad_cases_are_unreadable_but_for_faults_that_change_no_number() -> None:
    lenient = set()
    for path in sorted((ROOT / "tests" / "case" / "bad").glob("*.toml")):
        # Nothing is wrong with that case but that it takes half a minute.
        if path.stem == "too_much_work":
            continue
        with contextlib.suppress(checker.UnreadableError):
            read(path)
            lenient.add(path.stem)
    # The checker does without doubles, so that none of its numbers is beyond them.
    assert lenient == {
        "decision_unnamed",
        "delta_near_one",
        "gambit_unnamed",
        "names_unprintable",
        "payoff_beyond_doubles",
        "signals_without_public",
        "timing_without_transfers",
    }


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        name.partition(".")[0]
        for node in imports
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    }
    assert names <= set(sys.stdlib_module_names)


def test_it_runs_where_nothing_is_installed() -> None:
    command = [sys.executable, "-S", "-E", "-m", "apsgen.checker", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "CERTIFICATE" in done.stdout or "certificate" in done.stdout
