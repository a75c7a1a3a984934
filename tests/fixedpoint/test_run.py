"""The sets of `iterate` against the second implementation, on random games with fixed seeds.

They are compared with V* where `perfect` finds it, and elsewhere checked for what makes them
bounds: the inner set lies in its own image, the outer set contains its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest

from apsgen.case import game_from_mapping
from apsgen.errors import ProgramError
from apsgen.fixedpoint import Limits, iterate
from apsgen.game import Game, Mixing
from apsgen.lp import LinearProgram
from apsgen.result import Result, Status, Step
from tests.brute import perfect
from tests.brute.games import athey_bagwell, random_bimatrix, random_game
from tests.brute.operator import Stage, image, punishment
from tests.brute.outer import adaptive
from tests.brute.plane import excess, half_planes
from tests.builders import game as small_game
from tests.comparison import Points, points, spread


def assert_is_limit(result: Result, vertices: Points, size: float) -> None:
    assert result.status is (Status.CONVERGED if vertices else Status.EMPTY)
    assert excess(points(result.inner_set), vertices) <= 1e-7 * size
    assert excess(vertices, points(result.outer_set)) <= 1e-7 * size
    assert excess(points(result.outer_set), vertices) <= 3e-6 * size


@pytest.mark.parametrize("seed", [*range(80), 40513, 40544])
def test_sets_of_small_perfect_monitoring_games(seed: int) -> None:
    game = random_bimatrix(Random(seed), largest=3)
    result = iterate(game, limits=Limits(seconds=60))
    assert_is_limit(result, perfect.solve(game).vertices, spread(game))


@pytest.mark.parametrize("seed", range(500, 510))
def test_sets_of_larger_perfect_monitoring_games(seed: int) -> None:
    game = random_bimatrix(Random(seed), largest=6)
    result = iterate(game, limits=Limits(seconds=60))
    assert_is_limit(result, perfect.solve(game).vertices, spread(game))


@pytest.mark.parametrize("seed", range(24))
def test_sets_of_general_games(seed: int) -> None:
    game = random_game(Random(seed))
    size = spread(game)
    result = iterate(game, tolerance=1e-3, limits=Limits(seconds=60))
    assert result.status is not Status.STOPPED
    if result.outer_set.is_empty:
        assert adaptive(game, 60, 1e-3 * size) is None
        return
    inner = half_planes(points(result.inner_set))
    worst = punishment(game, inner)
    assert worst is not None
    stage = Stage(game, inner, worst)
    assert max(stage.distance(vertex) for vertex in points(result.inner_set)) <= 1e-7 * size
    normals, levels = half_planes(points(result.outer_set))
    mapped = image(game, (normals, levels), normals)
    assert mapped is not None
    assert (mapped <= levels + 1e-7 * size).all()


@pytest.mark.parametrize("seed", [1, 7, 11, 29])
def test_outer_sets_reach_as_far_as_repeated_application(seed: int) -> None:
    game = random_game(Random(seed))
    size = spread(game)
    result = iterate(game, tolerance=1e-3, limits=Limits(seconds=60))
    around = adaptive(game, 25, 1e-3 * size)
    assert around is not None
    reach = (around[0] @ result.outer_set.vertices.T).max(axis=1)
    assert np.abs(reach - around[1]).max() <= 1e-2 * size


def after(count: int) -> Callable[[], bool]:
    """Return what is False `count` times and then True."""
    asked = [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] > count

    return stop


LIMITS: dict[str, Callable[[], Limits]] = {
    "no application": lambda: Limits(iterations=0),
    "one application": lambda: Limits(iterations=1),
    "no time": lambda: Limits(seconds=0.0),
    "at once": lambda: Limits(stop=lambda: True),
    "within an application": lambda: Limits(stop=after(1)),
    "within the search for an inner set": lambda: Limits(stop=after(3)),
}
STOPPED: dict[str, Callable[[], Game]] = {
    "a division": lambda: replace(small_game(), mixing=Mixing.DIVISION),
    "types": lambda: athey_bagwell(Fraction(3, 4)),
    "signals or transfers": lambda: random_game(Random(3)),
}


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("kind", STOPPED)
def test_a_limit_leaves_a_valid_outer_set(limit: str, kind: str) -> None:
    game = STOPPED[kind]()
    result = iterate(game, tolerance=1e-6, limits=LIMITS[limit]())
    assert result.status is Status.STOPPED
    full = iterate(game, tolerance=1e-2, limits=Limits(seconds=60))
    assert full.status is Status.CONVERGED
    size = spread(game)
    assert full.inner_set.excess(result.outer_set) <= 1e-9 * size
    assert result.inner_set.excess(full.outer_set) <= 1e-9 * size
    assert result.outer_set.excess(result.feasible_set) <= 1e-9 * size
    assert result.gap == result.outer_set.hausdorff(result.inner_set)


def test_no_more_applications_than_allowed() -> None:
    for count in (0, 1, 2, 5):
        result = iterate(athey_bagwell(Fraction(3, 4)), limits=Limits(iterations=count))
        assert result.iterations <= count + 1
        assert result.status is Status.STOPPED


def test_steps_are_reported_as_they_are_made() -> None:
    seen: list[Step] = []
    result = iterate(small_game(), report=seen.append)
    assert tuple(seen) == result.trace
    assert seen[-1].gap == pytest.approx(result.gap, abs=1e-9)
    assert seen[0].gap >= seen[-1].gap
    assert seen[0].directions >= 4


def test_a_program_that_is_not_solved_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object) -> None:
        raise ProgramError("not solved")

    monkeypatch.setattr(LinearProgram, "maximise", fails)
    with pytest.raises(ProgramError, match="not solved"):
        iterate(athey_bagwell(Fraction(3, 4)))


def test_no_pure_equilibrium_leaves_the_empty_set() -> None:
    """Matching pennies, impatient: no profile can be enforced, so nothing can."""
    result = iterate(small_game(([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), "1/10"))
    assert result.status is Status.EMPTY
    assert result.outer_set.is_empty
    assert result.inner_set.is_empty
    assert result.gap == 0.0
    assert result.punishment == (None, None)
    assert result.first_best == 0.0
    assert not result.feasible_set.is_empty


def test_a_fixed_punishment_outlives_an_empty_set() -> None:
    game = small_game(
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]),
        "1/10",
        punishment=("1/2", None),
        commits=(False, True),
    )
    result = iterate(game)
    assert result.punishment == (0.5, None)


def test_a_point() -> None:
    """An impatient dilemma has its static equilibrium and nothing else."""
    result = iterate(small_game(delta="1/20"))
    assert result.status is Status.CONVERGED
    assert result.outer_set.vertices == pytest.approx(np.array([[3.0, 3.0]]), abs=1e-9)
    assert result.inner_set.dimension == 0
    assert result.gap <= 1e-8
    assert result.punishment == pytest.approx((3.0, 3.0))


def test_a_segment() -> None:
    """A total of two, and the player who alone has a choice commits: every split is one."""
    result = iterate(small_game(([[2, 0]], [[0, 2]]), "1/2", commits=(False, True)))
    assert result.status is Status.CONVERGED
    assert result.outer_set.dimension == result.inner_set.dimension == 1
    assert result.inner_set.vertices == pytest.approx(np.array([[0.0, 2.0], [2.0, 0.0]]), abs=1e-9)
    assert result.first_best == pytest.approx(2.0)


def test_an_interior() -> None:
    result = iterate(small_game())
    assert result.outer_set.dimension == result.inner_set.dimension == 2
    assert result.first_best == pytest.approx(18.0)
    assert result.tolerance == 1e-6


REWARDS = """
title = "Programs whose numbers lie far apart"
delta = "7/10"
[players.ann.types]
t0 = { theta = 4, probability = "3/7" }
t1 = { theta = 1, probability = "2/7" }
t2 = { theta = 0, probability = "2/7" }
[players.bob]
[decisions.d0]
payoff = { ann = 3, bob = -3 }
deviation = { ann = 3, bob = -1 }
[decisions.d1]
payoff = { ann = "theta", bob = "4 - ann.theta" }
deviation = { ann = "theta + 2" }
[decisions.d2]
payoff = { ann = -3, bob = "-3 + ann.theta" }
deviation = { bob = "-3 + ann.theta" }
[punishment]
kind = "fixed"
values = { ann = "-1/2", bob = -1 }
[constraints]
off_schedule = "interim"
"""

NOUGHT = """
title = "A type that never is, and signals that say little"
delta = "1/20"
[players.ann]
commits = true
actions = ["x0", "x1"]
[players.bob.types]
t0 = { theta = 3, probability = 0 }
t1 = { theta = -1, probability = "1/3" }
t2 = { theta = 1, probability = "2/3" }
[payoffs]
ann = [["bob.theta"], ["3 - bob.theta"]]
bob = [["theta/2"], ["3 + theta"]]
[monitoring]
kind = "public"
signals = ["s0", "s1"]
[monitoring.probability]
s0 = [["6/7"], ["1/2"]]
"""


@pytest.mark.parametrize("text", [REWARDS, NOUGHT], ids=["rewards", "nought"])
def test_programs_that_a_solver_gives_up_are_solved_otherwise(text: str) -> None:
    result = iterate(game_from_mapping(tomllib.loads(text)))

    assert result.status is Status.CONVERGED
    assert result.inner_set.excess(result.outer_set) <= 1e-9


PUBLIC_GOOD = Path(__file__).parents[2] / "cases" / "daspremont_gerard_varet_1979.toml"


def test_a_set_that_is_just_supported_does_not_fall() -> None:
    """Without payments both build if both are keen, and build on: worth 1/8 each.

    Who is keen and rides free has (1 - delta)/2, and (1 - delta)/4 + delta/8 if he does not: just
    as much at delta = 2/3.
    """
    table = tomllib.loads(PUBLIC_GOOD.read_text(encoding="utf-8"))
    table |= {"transfers": {"kind": "none"}, "constraints": {"off_schedule": "interim"}}
    game = game_from_mapping(table, delta="2/3")
    result = iterate(game, tolerance=1e-3, limits=Limits(seconds=20))

    assert result.inner_set.excess(result.outer_set) <= 1e-9
    assert result.inner_set.distance((1 / 8, 1 / 8)) <= 1e-9
    assert result.outer_set.support((1, 1)) == pytest.approx(1 / 4, abs=1e-9)
