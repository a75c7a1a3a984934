"""One period of every kind of game, held to the definitions of the model."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from apsgen.game import Game
from apsgen.mechanism import Deviation, Mechanism, Simulation, simulate
from tests.brute.games import random_game
from tests.mechanism.definitions import Definitions
from tests.mechanism.schemes import random_mechanism

PATHS = 6_000
FAR = 5.0
"""Standard errors by which a mean may be off: once in a million."""


def drawn(seed: int) -> tuple[Game, Mechanism]:
    random = Random(seed)
    game = random_game(random)
    return game, random_mechanism(random, game)


def near(found: Simulation, i: int, expected: Fraction) -> bool:
    off = abs(found.means[i] - float(expected))
    return bool(off <= FAR * found.standard_errors[i] + 1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_a_period_gives_what_the_plan_does(seed: int) -> None:
    game, mechanism = drawn(seed)
    found = simulate(game, mechanism, periods=1, paths=PATHS, seed=seed)
    definitions = Definitions(game, mechanism)
    for i in (0, 1):
        assert near(found, i, definitions.promised(mechanism.states[0], i))


def after_a_lie(game: Game, mechanism: Mechanism, i: int, report: int) -> Fraction:
    """Return what a player gets who reports the same whatever his type, where he may."""
    definitions, whole = Definitions(game, mechanism), Fraction(0)
    for (a, o), chance in entries(game, i):
        m = report if report in game.reports[i][a] else a
        for block in definitions.blocks(mechanism.states[0], i, m, o):
            whole += chance * definitions.comply(block, i, a, o)
    return whole


def after_refusing(game: Game, mechanism: Mechanism, i: int) -> Fraction:
    """Return what a player gets who takes the best deviation that is seen, where one is open."""
    definitions, whole = Definitions(game, mechanism), Fraction(0)
    for (a, o), chance in entries(game, i):
        for block in definitions.blocks(mechanism.states[0], i, a, o):
            whole += chance * definitions.seen(block, i, a, o)
    return whole


def entries(game: Game, i: int) -> Iterator[tuple[tuple[int, int], Fraction]]:
    for first, row in enumerate(game.prior.tolist()):
        for second, chance in enumerate(row):
            yield ((first, second) if i == 0 else (second, first)), chance


@pytest.mark.parametrize("seed", range(40))
def test_a_lie_gives_what_it_gives(seed: int) -> None:
    game, mechanism = drawn(seed)
    i = 1 if game.commits[0] else 0
    report = len(game.types[i]) - 1
    lie = Deviation(game.players[i], 0, report=game.types[i][report])
    found = simulate(game, mechanism, periods=1, paths=PATHS, seed=seed, deviations=[lie])
    assert near(found, i, after_a_lie(game, mechanism, i, report))
    assert ((found.deviated == i) == (found.types[i] != found.reports[i])).all()


NAMED = [
    seed
    for seed in range(400)
    for game in [random_game(Random(seed))]
    if game.actions is None and all(v is not None for v in game.deviation.flat)
][:25]


@pytest.mark.parametrize("seed", NAMED)
def test_a_deviation_that_is_seen_gives_what_it_gives(seed: int) -> None:
    game, mechanism = drawn(seed)
    i = 1 if game.commits[0] else 0
    refuse = Deviation(game.players[i], 0, action="best")
    found = simulate(game, mechanism, periods=1, paths=PATHS, seed=seed, deviations=[refuse])
    assert near(found, i, after_refusing(game, mechanism, i))
    assert (found.deviated == i).all()
    assert np.isnan(found.payoff[1 - i]).all()


SIGNALS = [seed for seed in range(200) if random_game(Random(seed)).monitoring.is_public][:25]


@pytest.mark.parametrize("seed", SIGNALS)
def test_an_action_that_is_not_seen_changes_payoffs_and_signals(seed: int) -> None:
    game, mechanism = drawn(seed)
    assert game.actions is not None
    i = 1 if game.commits[0] else 0
    other = Deviation(game.players[i], 0, action=game.actions[i][1])
    found = simulate(game, mechanism, periods=1, paths=PATHS, seed=seed, deviations=[other])
    definitions, whole = Definitions(game, mechanism), Fraction(0)
    for (a, o), chance in entries(game, i):
        for block in definitions.blocks(mechanism.states[0], i, a, o):
            names = list(block.choices[0].decision)
            names[i] = game.actions[i][1]
            d = game.decisions.index((names[0], names[1]))
            whole += chance * definitions.comply(block, i, a, o, d)
    assert near(found, i, whole)


PAID = [seed for seed in range(100) if str(random_game(Random(seed)).transfers) != "none"][:40]


@pytest.mark.parametrize("seed", PAID)
def test_refusing_to_pay(seed: int) -> None:
    """He keeps what he owes, gets what the other owes, and is punished."""
    game, mechanism = drawn(seed)
    refuse = Deviation(game.players[0], 0, pay="nothing")
    plain = simulate(game, mechanism, periods=1, paths=500, seed=seed)
    found = simulate(game, mechanism, periods=1, paths=500, seed=seed, deviations=[refuse])
    owed = plain.sent[0] + plain.burned[0]
    assert np.allclose(found.payoff[0], plain.payoff[0] + owed)
    assert np.allclose(found.payoff[1], plain.payoff[1] - plain.sent[0])
    assert ((found.deviated == 0) == (owed > 0)).all()
    worst = found.final[(owed > 0)[:, 0]]
    least = min(range(3), key=lambda state: mechanism.states[state].payoff[0])
    assert set(worst.tolist()) <= {least if game.punishment.values is None else -1}
