"""Incentives at a state, held to the definitions of the model and to the trusted checker."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from apsgen import checker
from apsgen.game import Game
from apsgen.mechanism import Constraint, Mechanism, Name, Status
from apsgen.mechanism.fit import Fitted, fitted
from apsgen.mechanism.incentives import StateIncentives
from apsgen.mechanism.stage import stage_of
from tests.brute.games import random_game
from tests.mechanism.definitions import Definitions, Key
from tests.mechanism.schemes import random_mechanism

SEEDS = range(150)


def drawn(seed: int) -> tuple[Game, Mechanism, Fitted]:
    random = Random(seed)
    game = random_game(random)
    mechanism = random_mechanism(random, game)
    return game, mechanism, fitted(game, mechanism)


def key(fit: Fitted, one: Constraint) -> Key:
    """Return how the definitions call a constraint."""
    game = fit.game
    i = game.players.index(one.player or "")
    own = game.types[i].index(one.type or "")
    if one.reports is None:
        return (str(one.name), i, own, game.types[i].index(one.report or ""))
    other = game.types[1 - i].index(one.reports[1 - i] or "")
    place: Key = (str(one.name), i, own, other, one.decision)
    return (*place, one.signal) if one.name is Name.PAYMENT else place


@pytest.mark.parametrize("seed", SEEDS)
def test_slacks_are_those_of_the_definitions(seed: int) -> None:
    game, mechanism, fit = drawn(seed)
    definitions = Definitions(game, mechanism)
    for state in range(len(mechanism.states)):
        found: Counter[tuple[Key, Fraction]] = Counter()
        for one in StateIncentives(fit, state).all():
            if one.name is not Name.PROMISE and not is_idle(one):
                found[key(fit, one), one.slack] += 1
        expected = Counter(definitions.slacks(state))
        assert found - expected == Counter()
        for (name, *place), slack in expected - found:
            # Where no deviation is seen after a report, IR(p0) says no more than IC: no line.
            assert name == "IR(p0)"
            said = [other for (kind, *where), other in found if (kind, where) == ("IC", place)]
            assert slack >= (said[0] if place[1] != place[2] else 0)


def is_idle(one: Constraint) -> bool:
    """Whether a constraint is about a block of weight 0, for which the definitions have none."""
    return one.status is Status.VACUOUS and one.reports is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_promises_are_those_of_the_definitions(seed: int) -> None:
    game, mechanism, fit = drawn(seed)
    definitions = Definitions(game, mechanism)
    for number, state in enumerate(mechanism.states):
        kept = list(StateIncentives(fit, number).promises())
        assert [one.left for one in kept] == [definitions.promised(state, i) for i in (0, 1)]
        assert [one.right for one in kept] == list(state.payoff)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_fails_is_what_the_checker_rejects(seed: int) -> None:
    _, mechanism, fit = drawn(seed)
    for state in range(len(mechanism.states)):
        broken = checker.broken_constraints(stage_of(fit, state), checker.Constraints(fit.exact))
        failing = [
            one
            for one in StateIncentives(fit, state).all()
            if one.status is Status.FAILS and one.name is not Name.PROMISE
        ]
        kinds = {words.split()[0].replace("interim", "IC") for words in broken}
        assert kinds == {kind(one) for one in failing}


def kind(one: Constraint) -> str:
    """Return the first word with which the checker rejects a constraint; interim IR is with IC."""
    if one.name is Name.PAYMENT:
        return "payment"
    return "IC" if one.reports is None else "obedience"


def test_the_random_mechanisms_meet_every_kind_of_constraint() -> None:
    seen: set[tuple[Name, Status]] = set()
    for seed in SEEDS:
        _, _, fit = drawn(seed)
        seen |= {(one.name, one.status) for one in StateIncentives(fit, 0).all()}
    names = (Name.IC, Name.IR, Name.OBEDIENCE, Name.PAYMENT)
    assert seen >= {(name, status) for name in names for status in (Status.FAILS, Status.HOLDS)}
    assert {(Name.IR, Status.VACUOUS), (Name.PAYMENT, Status.BINDS)} <= seen
