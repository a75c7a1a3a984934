from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.game import Game
from apsgen.program.coherence import Continuations
from apsgen.program.generating import Generated
from apsgen.program.reduced import Reduced
from apsgen.self_generation import Operator
from tests.brute.games import random_game
from tests.brute.plane import circle
from tests.comparison import normalised, some_set

SEEDS = range(40)


def points(operator: Operator, game: Game, seed: int) -> list[Generated]:
    """Return points of T of some set."""
    program = operator.at(normalised(operator, some_set(game, seed)))
    found = [program.support(direction) for direction in circle(4)]
    return [point for point in found if point is not None]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_is_never_below_what_is_attained(seed: int) -> None:
    """Neither at the set from which the multipliers come nor at any other."""
    game = random_game(Random(seed))
    operator = Operator.of(game)
    groups = {k: points(operator, game, k) for k in (seed, seed + 1, seed + 2)}
    for k, group in groups.items():
        vertices = normalised(operator, some_set(game, k))
        continuations = operator.continuations(vertices)
        punishment = operator.punishment(vertices)
        for source in groups.values():
            for one in source:
                bound = one.reduced.bound(continuations, punishment)
                reach = max((one.reduced.normal @ p.payoff for p in group), default=-np.inf)
                assert bound >= reach - 1e-7


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_is_attained_at_its_own_set(seed: int) -> None:
    game = random_game(Random(seed))
    operator = Operator.of(game)
    for point in points(operator, game, seed):
        assert point.bound == pytest.approx(point.reduced.normal @ point.payoff, abs=1e-7)
        assert (point.reduced.payments <= 1e-8).all()
        assert (point.reduced.punished >= 0).all()


def plain_bound() -> Reduced:
    """Two profiles, two decisions, one signal."""
    return Reduced(
        normal=np.array([1.0, 2.0]),
        base=np.array([[1.0, 2.0], [0.0, -np.inf]]),
        punished=np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]]),
        slopes=np.array([[[[1.0, 0.0]], [[-1.0, -3.0]]], [[[0.0, 1.0]], [[5.0, 5.0]]]]),
        payments=np.array([[[[0.5]], [[-1.0]]], [[[-2.0]], [[-1.0]]]]),
        greatest_payment=4.0,
    )


SQUARE = Continuations.of(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), None)


def test_a_bound_by_hand() -> None:
    """First profile: 1 + 1 - p01 or 2 + 0 - p02; second: 0 + 1; payments leak 4 times 1/2."""
    assert plain_bound().bound(SQUARE, np.array([0.25, 0.5])) == pytest.approx(1.75 + 1 + 2)
    assert plain_bound().bound(SQUARE, np.array([1.0, 0.0])) == pytest.approx(2.0 + 1 + 2)


def test_a_closed_decision_bounds_nothing() -> None:
    closed = plain_bound().without((0, 0))
    assert closed.bound(SQUARE, np.array([0.25, 0.5])) == pytest.approx(1.5 + 1 + 2)
    assert plain_bound().base[0, 0] == 1.0
    restored = closed.with_block(plain_bound(), (0, 0))
    assert restored.bound(SQUARE, np.array([0.25, 0.5])) == pytest.approx(1.75 + 1 + 2)


def test_punishment_on_the_path_is_never_worth_less() -> None:
    """Slopes (-1, -3) point to p0 itself: they become weights of it."""
    below = plain_bound().with_punishment_below()
    assert below.slopes[0, 1].tolist() == [[0.0, 0.0]]
    assert below.punished[0, 1].tolist() == [1.0, 4.0]
    for punishment in (np.zeros(2), np.array([-1.0, -0.5])):
        both = Continuations.of(np.vstack([SQUARE.vertices, punishment]), None)
        exact = plain_bound().bound(both, punishment)
        assert below.bound(SQUARE, punishment) == pytest.approx(exact)


def test_scaled_about_a_point() -> None:
    """Twice the bound on normal . (v - origin), with normal . origin = 5."""
    punishment, origin = np.array([0.25, 0.5]), np.array([1.0, 2.0])
    plain = plain_bound().bound(SQUARE, punishment)
    scaled = plain_bound().scaled(2.0, origin)
    assert scaled.normal.tolist() == [2.0, 4.0]
    assert scaled.bound(SQUARE, punishment) == pytest.approx(2.0 * (plain - 5.0))
