from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from apsgen.fixedpoint.perfect.profiles import is_perfect
from apsgen.game import Game, Mixing, OffSchedule, Punishment, Transfers
from apsgen.polygon import Polygon
from apsgen.program.incentives import Incentives
from apsgen.program.stage import Stage, Units
from tests.brute import perfect
from tests.brute.games import athey_bagwell, random_game
from tests.builders import game as small_game
from tests.fixedpoint.perfect.games import KINDS, profiles


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", KINDS)
def test_floors_are_those_of_the_generating_program(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(seed))
    punishment = np.array([0.25, -0.5])
    expected = Incentives.of(Stage.of(game)).floors(punishment)
    assert is_perfect(game)
    assert expected is not None
    floors = punishment + profiles(game).need
    np.testing.assert_allclose(floors, expected[0, game.allowed[:, 0, 0]], atol=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_a_game_is_perfect_where_floors_replace_all_rows(seed: int) -> None:
    game = random_game(Random(seed))
    incentives = Incentives.of(Stage.of(game))
    alone = game.prior.size == 1
    assert is_perfect(game) == (alone and incentives.floors(np.zeros(2)) is not None)


@pytest.mark.parametrize(
    "game",
    [
        replace(small_game(), mixing=Mixing.DIVISION),
        replace(small_game(), off_schedule=OffSchedule.INTERIM),
        small_game(transfers=Transfers.BALANCED),
        athey_bagwell(Fraction(1, 2)),
    ],
    ids=["division", "interim", "transfers", "types"],
)
def test_other_incentives_are_not_floors(game: Game) -> None:
    assert not is_perfect(game)


def test_a_dilemma() -> None:
    """Payoffs 1, 3, 9, 10 become 0, 2/9, 8/9, 1; gains are 1/9 and 2/9; (1 - delta)/delta is 1."""
    found = profiles(small_game(delta="1/2"))
    np.testing.assert_allclose(found.payoff[:, 0] * 9, [8, 0, 9, 2])
    np.testing.assert_allclose(found.need * 9, [[1, 1], [2, 0], [0, 2], [0, 0]], atol=1e-12)
    np.testing.assert_allclose(found.secured * 9, [[9, 9], [2, 9], [9, 2], [2, 2]])
    assert found.fixed is None
    kept = found.only(np.array([True, False, False, True]))
    np.testing.assert_allclose(kept.payoff * 9, [[8, 8], [2, 2]])
    np.testing.assert_allclose(kept.need * 9, [[1, 1], [0, 0]], atol=1e-12)
    assert found.only(np.ones(4, dtype=bool)) is found


def test_who_commits_needs_nothing() -> None:
    found = profiles(small_game(commits=(True, False), punishment=(None, 2)))
    assert (found.need[:, 0] == -np.inf).all()
    assert np.isfinite(found.need[:, 1]).all()
    assert found.fixed is not None
    np.testing.assert_allclose(found.fixed, [0, 1 / 9])


def test_continuations_on_the_path() -> None:
    triangle = Polygon.hull([(0.25, 1), (1, 0.25), (1, 1)])
    corner = [[0.25, 0.25], [1, 0.25], [1, 1], [0.25, 1]]
    assert profiles(small_game()).coherent(triangle) is triangle
    worst = replace(small_game(), punishment=Punishment(None, True))
    assert profiles(worst).coherent(triangle).vertices.tolist() == corner
    fixed = profiles(small_game(punishment=(1, 1), on_path=True))
    assert fixed.coherent(triangle).vertices.tolist()[0] == [0, 0]
    assert fixed.punishment(triangle.vertices).tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_gets_less_than_some_decision_secures(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(seed))
    units = Units.of(game)
    least = profiles(game).secured.min(axis=0)
    for vertex in perfect.solve(game).exact or []:
        for i in range(2):
            assert float((vertex[i] - units.shift[i]) / units.scale[i]) >= least[i] - 1e-12
