"""V* without programs, against the second solver, the general search and what is claimed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from apsgen.fixedpoint import Limits, iterate
from apsgen.fixedpoint.perfect.search import PerfectSearch
from apsgen.fixedpoint.run import Search
from apsgen.fixedpoint.state import Request
from apsgen.game import Game, Punishment
from apsgen.polygon import Polygon
from apsgen.result import Result, Status
from tests.brute import perfect
from tests.brute.games import bimatrix, rationals, transformed
from tests.brute.plane import excess
from tests.builders import game as small_game
from tests.comparison import points, spread
from tests.fixedpoint.perfect.games import KINDS

PATIENT = [Fraction(text) for text in ("1/100", "99/100", "999/1000", "9999/10000")]


def generally(game: Game) -> Result:
    """Return the sets that the generating programs give."""
    return Search.of(game, Request(1e-6, Limits(seconds=60), lambda step: None)).run()


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("kind", KINDS)
def test_sets_of_the_second_solver(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(seed))
    result = iterate(game)
    solution = perfect.solve(game)
    size = spread(game)
    assert result.linear_programs == 0
    assert result.status is not Status.STOPPED
    if solution.exact is None:
        assert excess(points(result.inner_set), solution.vertices) <= 1e-7 * size
        return
    truth = [(float(x), float(y)) for x, y in solution.exact]
    assert (result.status is Status.EMPTY) == (not truth)
    if truth:
        assert excess(truth, points(result.outer_set)) <= 1e-8 * size
        assert excess(points(result.inner_set), truth) <= 1e-8 * size
        assert excess(points(result.outer_set), points(result.inner_set)) <= 2e-6 * size


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", KINDS)
def test_sets_of_the_general_search(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(500 + seed))
    mine, other = iterate(game), generally(game)
    size = spread(game)
    assert mine.status == other.status
    assert mine.inner_set.excess(other.outer_set) <= 1e-8 * size
    assert other.inner_set.excess(mine.outer_set) <= 1e-8 * size
    assert mine.feasible_set.hausdorff(other.feasible_set) <= 1e-12 * size
    assert mine.first_best == pytest.approx(other.first_best)
    for least, same in zip(mine.punishment, other.punishment, strict=True):
        assert least == pytest.approx(same, abs=1e-6 * size)


@pytest.mark.parametrize("delta", PATIENT, ids=str)
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", KINDS)
def test_any_patience(kind: str, seed: int, delta: Fraction) -> None:
    """The inner set generates itself, by the second solver; the outer one is as near as asked."""
    game = replace(KINDS[kind](Random(seed)), delta=delta)
    result = iterate(game)
    assert result.status is not Status.STOPPED
    assert result.gap <= 1e-6 * result.outer_set.diameter + 1e-8 * spread(game)
    assert result.inner_set.excess(result.outer_set) <= 1e-9 * spread(game)
    if not result.inner_set.is_empty:
        stage = perfect.table(game)
        corners = [(Fraction(float(x)), Fraction(float(y))) for x, y in result.inner_set.vertices]
        slack = Fraction(spread(game)) / 10**9
        image = perfect.generate(corners, stage, slack)
        floats = [(float(x), float(y)) for x, y in image]
        assert excess(points(result.inner_set), floats) <= 1e-9 * spread(game)


@pytest.mark.parametrize("seed", range(6))
def test_payoffs_far_from_zero(seed: int) -> None:
    game = KINDS["matrices"](Random(seed))
    moved = transformed(game, (10**9, -(10**9)), (1, 1))
    plain, other = iterate(game), iterate(moved)
    assert plain.status == other.status
    expected = Polygon.hull(plain.outer_set.vertices + np.array([1e9, -1e9]))
    assert expected.hausdorff(other.outer_set) <= 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_many_actions(seed: int) -> None:
    """Floats in a 40 x 40 game: no ties, and a set whose every vertex a floor makes."""
    tables = np.random.default_rng(seed).random((2, 40, 40)).tolist()
    first, second = ([[Fraction(x) for x in row] for row in table] for table in tables)
    result = iterate(bimatrix(first, second, Fraction(99, 100)))
    assert result.status is Status.CONVERGED
    assert result.gap <= 1e-9
    assert len(result.inner_set.vertices) >= 5
    assert result.iterations <= 20


def crawling() -> Game:
    """A game whose outer sets fall slowly unless the right directions are bounded."""
    zeros = [[0] * 5]
    return replace(
        bimatrix(zeros, zeros, Fraction(99, 100)),
        actions=None,
        decisions=("a", "b", "c", "d", "e"),
        payoff=rationals(
            [
                [[["-2"]], [["1"]], [["8"]], [["0"]], [["-2"]]],
                [[["3/2"]], [["5/2"]], [["-1"]], [["3"]], [["4"]]],
            ]
        ),
        deviation=np.array(
            [
                [[[Fraction(-2)]], [[0]], [[6]], [[1]], [[1]]],
                [[[Fraction(9, 2)]], [[Fraction(1, 2)]], [[2]], [[None]], [[None]]],
            ],
            dtype=object,
        ),
    )


def tied() -> Game:
    """A game in which two decisions tie on a long edge, and one of them asks for more."""
    rows = [[-1, -4, 0, 4], [-4, 4, 2, 4], [-3, 0, 4, 0]]
    columns = [[2, 4, -3, -3], [4, 1, -1, 3], [0, 0, -4, 3]]
    return bimatrix(rows, columns, Fraction(3, 4))


def threshold() -> Game:
    """The dilemma at the least discount factor at which cooperation is worth its cost."""
    return small_game(delta="1/7")


def on_path() -> Game:
    rows = [[-4, 3, 2, -3, -3], [0, 1, 4, -2, -3]]
    columns = [[1, -3, 1, -3, -4], [0, -2, 0, 4, -4]]
    return bimatrix(rows, columns, Fraction(999, 1000), Punishment(None, True))


HARD: dict[str, Callable[[], Game]] = {
    "crawling": crawling,
    "tied": tied,
    "threshold": threshold,
    "on the path": on_path,
}


@pytest.mark.parametrize("name", HARD)
def test_hard_games_are_decided_within_few_applications(name: str) -> None:
    result = iterate(HARD[name]())
    assert result.status is Status.CONVERGED
    assert result.iterations <= 120


def test_one_profile_alone() -> None:
    result = iterate(small_game(([[3]], [[-2]]), "1/2"))
    assert result.status is Status.CONVERGED
    assert result.outer_set.vertices.tolist() == result.inner_set.vertices.tolist() == [[3, -2]]
    assert result.punishment == (3, -2)


def test_no_pure_equilibrium_leaves_nothing() -> None:
    result = iterate(small_game(([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), "1/10"))
    assert result.status is Status.EMPTY
    assert result.outer_set.is_empty
    assert result.inner_set.is_empty
    assert result.punishment == (None, None)


def counted(count: int) -> Callable[[], bool]:
    """Return what is False `count` times and then True."""
    asked = [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] > count

    return stop


LIMITS: dict[str, Callable[[], Limits]] = {
    "no application": lambda: Limits(iterations=0),
    "two applications": lambda: Limits(iterations=2),
    "no time": lambda: Limits(seconds=0.0),
    "before the outer set is bounded": lambda: Limits(stop=counted(3)),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_leaves_a_valid_outer_set(limit: str) -> None:
    result = iterate(small_game(), limits=LIMITS[limit]())
    full = iterate(small_game())
    assert result.status is Status.STOPPED
    assert result.iterations <= 3
    assert full.inner_set.excess(result.outer_set) <= 1e-9
    assert result.inner_set.excess(full.outer_set) <= 1e-9
    assert result.gap == result.outer_set.hausdorff(result.inner_set)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kind", KINDS)
def test_every_step_lies_in_the_one_before(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(seed))
    result = iterate(game)
    size = spread(game)
    assert result.outer_set.excess(result.feasible_set) <= 1e-8 * size
    for before, after in zip(result.trace, result.trace[1:], strict=False):
        assert after.outer_set.excess(before.outer_set) <= 1e-8 * size
        assert before.inner_set.excess(after.inner_set) <= 1e-8 * size
        assert after.iterations > before.iterations
    if result.trace:
        assert result.trace[-1].gap == pytest.approx(result.gap, abs=1e-8 * size) or (
            result.status is Status.EMPTY
        )


def test_an_inner_set_forbids_to_call_the_set_empty() -> None:
    """Rounding that empties the outer set does not undo what was found inside."""
    search = PerfectSearch.of(small_game(), Request(1e-6, Limits(), lambda step: None))
    search.enlarge(np.array([[2 / 9, 2 / 9]]))
    assert search.emptied() is Status.STOPPED
    assert not search.outer.is_empty
