"""Mechanisms put together by hand, and random ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from random import Random

from apsgen.game import Game, Mixing, Transfers
from apsgen.mechanism import (
    Block,
    Branch,
    Choice,
    Continuation,
    Mechanism,
    Payments,
    Plan,
    State,
)
from apsgen.mechanism.parts import Decision, Pair, Reports

ONE = Fraction(1)
COOPERATE, DEFECT = ("cooperate", "cooperate"), ("defect", "defect")


def sure(state: int, signal: str | None = None) -> Continuation:
    return Continuation(signal, (Branch(state, ONE),))


def only(decision: Decision, *entries: Continuation, payments: Payments | None = None) -> Block:
    return Block((Choice(decision, ONE),), entries, payments or Payments())


def two_states(delta: Fraction, favour: Fraction) -> Mechanism:
    """Return the scheme of two states for Athey and Bagwell.

    The firm with the lower cost serves. Where costs are equal, state 0 favours the first firm and
    state 1 the second: it serves alone at high costs, and has the share `favour` at low ones.
    After unequal reports the favour goes to the firm that did not serve.
    """
    gain = Fraction(27, 50) * (2 * favour - 1) + Fraction(2, 25)
    apart = (1 - delta) * gain / (1 - Fraction(13, 25) * delta)
    more, less = Fraction(67, 100) + apart / 2, Fraction(67, 100) - apart / 2

    def plan(reports: Reports, share: Fraction, to: int) -> Plan:
        shares = (("firm1_serves", share), ("firm2_serves", 1 - share))
        choices = tuple(Choice(name, weight) for name, weight in shares if weight)
        return Plan(reports, (Block(choices, (sure(to),)),))

    def state(number: int) -> State:
        shares = (favour, ONE) if number == 0 else (1 - favour, 0 * ONE)
        return State(
            (more, less) if number == 0 else (less, more),
            (
                plan(("L", "L"), shares[0], number),
                plan(("L", "H"), ONE, 1),
                plan(("H", "L"), 0 * ONE, 0),
                plan(("H", "H"), shares[1], number),
            ),
        )

    static = (Fraction(6, 25), Fraction(6, 25))
    return Mechanism("athey_bagwell_2001.toml", delta, 0, static, (state(0), state(1)))


def for_ever(*steps: tuple[Decision, Pair]) -> tuple[State, ...]:
    """Return states without types, each of which carries out a decision for ever."""
    return tuple(
        State(payoff, (Plan((None, None), (only(decision, sure(number)),)),))
        for number, (decision, payoff) in enumerate(steps)
    )


def cooperation(delta: Fraction) -> Mechanism:
    """Return cooperation in the dilemma of Stahl, with defection for ever after a deviation."""
    good, bad = (Fraction(9), Fraction(9)), (Fraction(3), Fraction(3))
    return Mechanism("stahl_1991.toml", delta, 0, bad, for_ever((COOPERATE, good), (DEFECT, bad)))


def bonus(delta: Fraction) -> Mechanism:
    """Return effort for a bonus that leaves all of the surplus to the firm."""
    pay = Continuation(None, sure(0).to, Payments((0 * ONE, ONE)))
    state = State((0 * ONE, 3 * ONE), (Plan((None, None), (only(("work", ""), pay),)),))
    return Mechanism("bonus.toml", delta, 0, (0 * ONE, 0 * ONE), (state,))


def random_mechanism(random: Random, game: Game, count: int = 3) -> Mechanism:
    """Return a coherent mechanism of a game, of any kind; it need not hold."""
    payoffs = [_pair(random) for _ in range(count)]
    first, second = zip(*payoffs, strict=True)
    fixed = game.punishment.values
    punishment = (min(first), min(second)) if fixed is None else fixed
    states = tuple(State(payoff, tuple(_plans(random, game, count))) for payoff in payoffs)
    return Mechanism("case.toml", game.delta, 0, punishment, states)


def _plans(random: Random, game: Game, count: int) -> list[Plan]:
    found = []
    for own, other in product(range(len(game.types[0])), range(len(game.types[1]))):
        reports = game.types[0][own] or None, game.types[1][other] or None
        open_to = [d for d, table in enumerate(game.allowed) if table[own, other]]
        decisions = random.sample(open_to, random.randint(1, len(open_to)))
        weights = _lottery(random, len(decisions))
        choices = [
            Choice(game.decisions[d], weight) for d, weight in zip(decisions, weights, strict=True)
        ]
        if game.mixing is Mixing.DIVISION:
            blocks = [_block(random, game, choices, count)]
        else:
            blocks = [_block(random, game, [choice], count) for choice in choices]
        found.append(Plan(reports, tuple(blocks)))
    return found


def _block(random: Random, game: Game, choices: Sequence[Choice], count: int) -> Block:
    after = str(game.timing) == "after-signals"
    entries = tuple(
        Continuation(
            signal, _branches(random, game, count), _paid(random, game) if after else Payments()
        )
        for signal in (game.monitoring.signals or (None,))
    )
    return Block(tuple(choices), entries, Payments() if after else _paid(random, game))


def _branches(random: Random, game: Game, count: int) -> tuple[Branch, ...]:
    targets: list[int | None] = random.sample(range(count), random.randint(1, count))
    if game.punishment.on_path and random.random() < 0.5:
        targets.append(None)
    chances = _lottery(random, len(targets))
    return tuple(Branch(to, chance) for to, chance in zip(targets, chances, strict=True))


def _paid(random: Random, game: Game) -> Payments:
    if game.transfers is Transfers.NONE:
        return Payments()
    sent, burned = (
        (Fraction(random.randint(0, 3), 2), Fraction(random.randint(0, 3), 2)) for _ in "ab"
    )
    return Payments(sent, burned) if game.transfers is Transfers.BURNING else Payments(sent)


def _lottery(random: Random, count: int) -> list[Fraction]:
    weights = [random.randint(0 if k else 1, 3) for k in range(count)]
    return [Fraction(weight, sum(weights)) for weight in weights]


def _pair(random: Random) -> Pair:
    return Fraction(random.randint(-4, 8)), Fraction(random.randint(-4, 8))
