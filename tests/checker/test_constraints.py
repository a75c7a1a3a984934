"""The checker's constraints and bounds, held to the second implementation of the model."""

from __future__ import annotations

import functools
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

import apsgen
from apsgen import checker
from apsgen.certificate.normal import Normal
from apsgen.certificate.outer import start_levels
from apsgen.checker import Part, Point
from apsgen.game import Game
from apsgen.polygon import Polygon
from tests.brute import operator
from tests.brute.games import random_game
from tests.brute.plane import half_planes
from tests.checker.proofs import COMPASS, points, sure
from tests.checker.steps import Best, descent, known
from tests.checker.steps import read as case
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


@pytest.mark.parametrize("seed", range(120))
def test_multipliers_bound_what_the_model_generates_and_tightly(tmp_path: Path, seed: int) -> None:
    """What the checker makes of multipliers is how far T of a random set reaches."""
    mine, theirs = read(tmp_path, seed)
    corners = random_set(Random(seed))
    coherent = half_planes([(float(x), float(y)) for x, y in corners])
    worst = operator.punishment(theirs, coherent)
    assert worst is not None
    stage, best = operator.Stage(theirs, coherent, worst), Best(mine, corners)
    around = {scaled(direction) for direction in [*DIRECTIONS, *normals(corners)]}
    outer = known(mine, corners, sorted(around, key=functools.cmp_to_key(checker.turn)))
    for direction in DIRECTIONS:
        expected = stage.support((float(direction[0]), float(direction[1])))
        rows = best.rows(direction)
        assert (expected is None) == (rows is None)
        if expected is not None:
            bound = checker.bound_at(outer.bound(Part(rows, "rows"), direction), outer.levels)
            assert float(bound) == pytest.approx(expected[0], abs=1e-6)
            if mine.transfers == "none":
                bare = outer.bound(Part([], "rows"), direction)
                assert checker.bound_at(bare, outer.levels) >= expected[0] - 1e-9


def scaled(direction: Point) -> Point:
    """Return a direction of a length that is the same for all along it."""
    longest = max(map(abs, direction))
    return direction[0] / longest, direction[1] / longest


@pytest.mark.parametrize("seed", range(30))
def test_a_proved_set_contains_what_the_other_program_finds(tmp_path: Path, seed: int) -> None:
    mine, theirs = read(tmp_path, seed)
    try:
        result = apsgen.iterate(theirs, tolerance=1e-2, limits=apsgen.Limits(iterations=60))
        proof = descent(mine)
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
    game = case("stahl_1991", "4/5")
    start = start_levels(Normal.of(game), known(game, [(Fraction(0), Fraction(0))]).directions)
    assert start == [Fraction(level) for level in (10, 18, 10, 9, -1, -6, -1, 9)]
