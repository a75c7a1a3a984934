"""The checker's constraints and bounds, held to the second implementation of the model."""

from __future__ import annotations

import functools
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

import apsgen
from apsgen import checker
from apsgen.checker import Directions, Part, Point
from apsgen.game import Game
from apsgen.polygon import Polygon
from tests.brute import operator
from tests.brute.games import random_game
from tests.brute.plane import half_planes
from tests.checker.certificates import certificate_rows, outer_part, start_levels
from tests.checker.program import Program
from tests.checker.proofs import COMPASS, points, sure
from tests.checker.written import written

DIRECTIONS = [(Fraction(x), Fraction(y)) for x, y in [*COMPASS, (2, 1), (-1, 3)]]


def read(tmp_path: Path, seed: int) -> tuple[checker.Game, Game]:
    """Return a random game, as the checker reads its case and as the second implementation does."""
    game = random_game(Random(seed))
    path = tmp_path / "case.toml"
    path.write_text(written(game), encoding="utf-8")
    return checker.read_case(path.read_bytes(), path.parent, None, {}, sure), game


def random_set(random: Random) -> list[Point]:
    corners = [(random.randint(-6, 10), random.randint(-6, 10)) for _ in range(4)]
    return checker.convex_hull([(Fraction(x), Fraction(y)) for x, y in corners])


@pytest.mark.parametrize("seed", range(80))
def test_the_constraints_are_those_of_the_model(tmp_path: Path, seed: int) -> None:
    """T of a random set reaches as far with the checker's constraints as in the other program."""
    mine, theirs = read(tmp_path, seed)
    corners = random_set(Random(seed))
    coherent = half_planes([(float(x), float(y)) for x, y in corners])
    worst = operator.punishment(theirs, coherent)
    assert worst is not None
    stage, program = operator.Stage(theirs, coherent, worst), Program.over(mine, corners)
    for direction in DIRECTIONS:
        expected = stage.support((float(direction[0]), float(direction[1])))
        found = program.maximise(program.payoff(direction))
        assert (expected is None) == (found is None)
        if expected is not None and found is not None:
            assert found.value == pytest.approx(expected[0], abs=1e-6)


@pytest.mark.parametrize("seed", range(80))
def test_multipliers_bound_the_operator_tightly(tmp_path: Path, seed: int) -> None:
    """What the checker makes of multipliers is never below T, and at T's set equal to it."""
    mine, _ = read(tmp_path, seed)
    corners = random_set(Random(seed))
    program = Program.over(mine, corners)
    every = {(x / max(abs(x), abs(y)), y / max(abs(x), abs(y))) for x, y in DIRECTIONS}
    every |= {(x / max(abs(x), abs(y)), y / max(abs(x), abs(y))) for x, y in normals(corners)}
    ordered = sorted(every, key=functools.cmp_to_key(checker.turn))
    around = Directions.read(Part([[str(x), str(y)] for x, y in ordered], "here"))
    levels = [max(d[0] * x + d[1] * y for x, y in corners) for d in around.listed]
    known = checker.Outer(mine, checker.Constraints(mine), around, levels, set())
    for direction in DIRECTIONS:
        answer = program.maximise(program.payoff(direction))
        if answer is not None:
            rows = Part(certificate_rows(program, answer, direction), "rows")
            bound = float(checker.bound_at(known.bound(rows, direction), levels))
            assert answer.value - 1e-7 <= bound <= answer.value + 1e-5
        none = Part([], "rows")
        if mine.transfers == "none" and answer is not None:
            assert checker.bound_at(known.bound(none, direction), levels) >= answer.value - 1e-9


@pytest.mark.parametrize("seed", range(30))
def test_a_proved_set_contains_what_the_other_program_finds(tmp_path: Path, seed: int) -> None:
    mine, theirs = read(tmp_path, seed)
    try:
        result = apsgen.iterate(theirs, tolerance=1e-2, limits=apsgen.Limits(iterations=60))
        proof = outer_part(mine, [(Fraction(x), Fraction(y)) for x, y in COMPASS], 3)
    except (checker.RejectedError, apsgen.UnboundedError):
        return
    shown = checker.check_outer(Part(proof, "outer"), mine)
    assert shown == points(proof["vertices"])
    hull = Polygon.hull([(float(x), float(y)) for x, y in shown])
    if not shown:
        assert result.status == "empty"
    elif not result.inner_set.is_empty:
        assert result.inner_set.excess(hull) < 1e-7


def normals(corners: list[Point]) -> list[Point]:
    """Return the outer normals of a polygon's edges."""
    pairs = zip(corners, [*corners[1:], *corners[:1]], strict=True)
    return [(b[1] - a[1], a[0] - b[0]) for a, b in pairs if a != b]


def test_the_start_levels_are_those_of_all_plans() -> None:
    path = Path(__file__).parents[2] / "cases" / "stahl_1991.toml"
    game = checker.read_case(path.read_bytes(), path.parent, None, {}, sure)
    around = Directions.read(Part([[str(x), str(y)] for x, y in COMPASS], "here"))
    expected = [Fraction(level) for level in (10, 18, 10, 9, -1, -6, -1, 9)]
    assert start_levels(game, around) == expected
