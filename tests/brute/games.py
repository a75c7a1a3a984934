"""Random games for the checks, built without any case file: small numbers, many ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np

from apsgen.game import (
    Game,
    Mixing,
    Monitoring,
    OffSchedule,
    Punishment,
    Rationals,
    Timing,
    Transfers,
)

DELTAS = tuple(Fraction(text) for text in ("1/10", "1/4", "1/3", "1/2", "2/3", "3/4", "9/10"))
WORST = Punishment(None, False)


def rationals(nested: object) -> Rationals:
    """Return nested sequences of numbers (or None) as an array of rationals."""
    table: Rationals = np.array(nested, dtype=object)
    for index in np.ndindex(*table.shape):
        value: Any = table[index]
        table[index] = None if value is None else Fraction(value)
    return table


def perfect_monitoring(decisions: int) -> Monitoring:
    """Return perfect monitoring for a number of decisions."""
    nothing: tuple[tuple[int, ...], ...] = ((),) * decisions
    return Monitoring((), rationals([[1]] * decisions), (nothing, nothing))


def bimatrix(
    first: Sequence[Sequence[int | Fraction]],
    second: Sequence[Sequence[int | Fraction]],
    delta: Fraction,
    punishment: Punishment = WORST,
) -> Game:
    """Return the game of complete information in which rows are the first player's actions."""
    payoffs = rationals([first, second])
    shape = payoffs.shape[1:]
    best = np.stack(
        [
            np.broadcast_to(payoffs[0].max(axis=0, keepdims=True), shape),
            np.broadcast_to(payoffs[1].max(axis=1, keepdims=True), shape),
        ]
    )
    rows = tuple(f"r{k}" for k in range(shape[0]))
    columns = tuple(f"c{k}" for k in range(shape[1]))
    count = shape[0] * shape[1]
    one = rationals([[1]])
    return Game(
        title="bimatrix",
        reference="",
        delta=delta,
        players=("row", "column"),
        types=(("",), ("",)),
        prior=one,
        beliefs=(one, one),
        reports=(((0,),), ((0,),)),
        actions=(rows, columns),
        decisions=tuple(product(rows, columns)),
        mixing=Mixing.LOTTERY,
        payoff=payoffs.reshape(2, count, 1, 1),
        deviation=best.reshape(2, count, 1, 1),
        allowed=np.ones((count, 1, 1), dtype=np.bool_),
        monitoring=perfect_monitoring(count),
        transfers=Transfers.NONE,
        timing=Timing.WITH_ACTIONS,
        punishment=punishment,
        off_schedule=OffSchedule.JOINT,
        commits=(False, False),
        exact=True,
    )


def random_bimatrix(random: Random, largest: int = 6) -> Game:
    """Return a game of 2 to `largest` actions a side, often with a delta at a threshold."""
    shape = (random.randint(2, largest), random.randint(2, largest))
    reach = random.choice((2, 4, 10))
    first, second = (
        [[random.randint(-reach, reach) for _ in range(shape[1])] for _ in range(shape[0])]
        for _ in (0, 1)
    )
    game = bimatrix(first, second, random.choice(DELTAS))
    values = (Fraction(random.randint(-reach, 0)), Fraction(random.randint(-reach, 0)))
    kind = random.random()
    if kind < 0.3:
        game = replace(game, punishment=Punishment(values, kind < 0.1))
    elif kind < 0.4:
        game = replace(game, punishment=Punishment(None, True))
    if random.random() < 0.1:
        game = replace(game, commits=(True, False))
    if random.random() < 0.5:
        game = replace(game, delta=threshold(random, game))
    return game


def threshold(random: Random, game: Game) -> Fraction:
    """Return a delta at most 9/10 at which some incentive constraint binds.

    (1 - delta)(deviation - payoff) = delta (payoff - punishment) for the payoff of a random
    profile, repeated for ever, and a punishment at the fixed p0 or the pure minmax payoff.
    """
    count = len(game.decisions)
    found = [game.delta]
    for i, d in product((0, 1), range(count)):
        payoff, best = game.payoff[i, d, 0, 0], game.deviation[i, d, 0, 0]
        values = game.punishment.values
        worst = None if values is None else values[i]
        if worst is None:
            worst = min(game.deviation[i, other, 0, 0] for other in range(count))
        if best > payoff > worst:
            found.append((best - payoff) / (best - worst))
    return random.choice([delta for delta in found if delta <= Fraction(9, 10)])


def random_game(random: Random) -> Game:
    """Return a game with any mixture of the features of model.md, bounded in its payoffs.

    Two kinds are left out, as their payoff sets have no bound: a player who commits sends
    transfers, or transfers are due with decisions from which no deviation is open.
    """
    game = _private(random, _stage(random))
    game = random.choice((_with_signals, _with_transfers, _plain))(random, game)
    return _constraints(random, game)


def _plain(random: Random, game: Game) -> Game:
    committed = random.choice(((True, False), (False, True), (False, False)))
    return replace(game, commits=committed)


def _number(random: Random) -> Fraction:
    return Fraction(random.randint(-4, 8), random.choice((1, 1, 2)))


def _stage(random: Random) -> Game:
    """Return a bimatrix game, or one of two or three named decisions."""
    if random.random() < 0.5:
        tables = [[[_number(random) for _ in range(2)] for _ in range(2)] for _ in (0, 1)]
        return bimatrix(tables[0], tables[1], Fraction(1, 2))
    count = random.choice((2, 3))
    game = bimatrix([[0] * count], [[0] * count], Fraction(1, 2))
    return replace(
        game,
        actions=None,
        decisions=tuple(f"d{k}" for k in range(count)),
        payoff=rationals(
            [[[[_number(random)]] for _ in range(count)] for _ in (0, 1)],
        ),
        deviation=rationals([[[[None]] for _ in range(count)] for _ in (0, 1)]),
    )


def _private(random: Random, game: Game) -> Game:
    """Return the game with one or two types a side, which may be correlated and interdependent."""
    sizes = (random.choice((1, 2)), random.choice((1, 2)))
    prior = _prior(random, sizes)
    cells = (*game.payoff.shape[:2], *sizes)
    payoff = np.broadcast_to(game.payoff, cells) + _shocks(random, cells)
    deviation = _best(random, game, payoff)
    return replace(
        game,
        types=(_names(sizes[0]), _names(sizes[1])),
        prior=prior,
        beliefs=(
            prior / prior.sum(axis=1, keepdims=True),
            (prior / prior.sum(axis=0, keepdims=True)).T,
        ),
        reports=(_reports(random, sizes[0]), _reports(random, sizes[1])),
        payoff=payoff,
        deviation=deviation,
        allowed=_allowed(random, game, sizes),
    )


def _names(size: int) -> tuple[str, ...]:
    return tuple(f"t{k}" for k in range(size))


def _prior(random: Random, sizes: tuple[int, int]) -> Rationals:
    """Return weights on type profiles; a profile may be impossible, a type never."""
    least = random.choice((0, 1, 1))
    while True:
        weights = rationals(
            [[random.randint(least, 3) for _ in range(sizes[1])] for _ in range(sizes[0])]
        )
        if all(weights.sum(axis=0)) and all(weights.sum(axis=1)):
            prior: Rationals = weights / weights.sum()
            return prior


def _shocks(random: Random, shape: tuple[int, ...]) -> Rationals:
    shocks = rationals(np.zeros(shape, dtype=int).tolist())
    for index in np.ndindex(*shape):
        shocks[index] = Fraction(random.randint(-2, 2))
    return shocks


def _best(random: Random, game: Game, payoff: Rationals) -> Rationals:
    """Return the best deviations: over own actions, or drawn for named decisions."""
    if game.actions is not None:
        rows, columns = len(game.actions[0]), len(game.actions[1])
        table = payoff.reshape(2, rows, columns, *payoff.shape[2:])
        best = [
            np.broadcast_to(table[i].max(axis=i, keepdims=True), table[i].shape) for i in (0, 1)
        ]
        return np.stack(best).reshape(payoff.shape)
    deviation: Rationals = payoff + abs(_shocks(random, payoff.shape))
    for i, d in product((0, 1), range(payoff.shape[1])):
        if random.random() < 0.25:
            deviation[i, d] = None
    return deviation


def _reports(random: Random, size: int) -> tuple[tuple[int, ...], ...]:
    everything = tuple(range(size))
    return tuple((own,) if random.random() < 0.2 else everything for own in everything)


def _allowed(
    random: Random, game: Game, sizes: tuple[int, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    allowed = np.ones((len(game.decisions), *sizes), dtype=np.bool_)
    if game.actions is None:
        for index in np.ndindex(*allowed.shape):
            allowed[index] = index[0] == 0 or random.random() < 0.8
    return allowed


def _with_signals(random: Random, game: Game) -> Game:
    """Return the game under public monitoring, if it has actions, with any transfers."""
    if game.actions is None:
        return _with_transfers(random, game)
    rows, columns = len(game.actions[0]), len(game.actions[1])
    high = [Fraction(random.randint(0, 6), 6) for _ in game.decisions]
    hidden = (
        tuple(
            tuple(row * columns + column for row in range(rows) if row != own)
            for own, column in product(range(rows), range(columns))
        ),
        tuple(
            tuple(row * columns + column for column in range(columns) if column != own)
            for row, own in product(range(rows), range(columns))
        ),
    )
    probability = rationals([[chance, 1 - chance] for chance in high])
    game = replace(game, monitoring=Monitoring(("high", "low"), probability, hidden))
    return random.choice((_with_transfers, _plain))(random, game)


def _with_transfers(random: Random, game: Game) -> Game:
    """Return the game with transfers; after signals where refusing alone bounds them."""
    closed = any(best is None for best in game.deviation.flat)
    timing = Timing.AFTER_SIGNALS if closed else random.choice(tuple(Timing))
    kind = random.choice((Transfers.BALANCED, Transfers.BURNING))
    return replace(game, transfers=kind, timing=timing)


def _constraints(random: Random, game: Game) -> Game:
    kinds: tuple[Callable[[], Punishment], ...] = (
        lambda: WORST,
        lambda: WORST,
        lambda: Punishment(None, True),
        lambda: Punishment(
            (Fraction(random.randint(-2, 1)), Fraction(random.randint(-2, 1))), False
        ),
        lambda: Punishment(
            (Fraction(random.randint(-2, 1)), Fraction(random.randint(-2, 1))), True
        ),
    )
    divisible = not game.monitoring.is_public
    return replace(
        game,
        title="random",
        delta=random.choice((Fraction(1, 4), Fraction(1, 2), Fraction(2, 3))),
        mixing=Mixing.DIVISION if divisible and random.random() < 0.35 else Mixing.LOTTERY,
        punishment=random.choice(kinds)(),
        off_schedule=random.choice(tuple(OffSchedule)),
    )


def athey_bagwell(delta: Fraction) -> Game:
    """Return the market game of Athey and Bagwell: r = 5/2, costs 1 and 2, low with chance 3/5."""
    margins = [Fraction(3, 2), Fraction(1, 2)]
    low = [Fraction(3, 5), Fraction(2, 5)]
    own = [[[m, m] for m in margins], [margins, margins]]
    nothing = [[0, 0], [0, 0]]
    everything = ((0, 1), (0, 1))
    static = (Fraction(6, 25), Fraction(6, 25))
    return replace(
        bimatrix([[0, 0]], [[0, 0]], delta, Punishment(static, False)),
        actions=None,
        decisions=("first_serves", "second_serves"),
        types=(("low", "high"), ("low", "high")),
        prior=rationals([[x * y for y in low] for x in low]),
        beliefs=(rationals([low, low]), rationals([low, low])),
        reports=(everything, everything),
        payoff=rationals([[own[0], nothing], [nothing, own[1]]]),
        deviation=rationals([[own[0], own[0]], [own[1], own[1]]]),
        allowed=np.ones((2, 2, 2), dtype=np.bool_),
        mixing=Mixing.DIVISION,
    )


def transformed(
    game: Game, shift: tuple[int, int], scale: tuple[int | Fraction, int | Fraction]
) -> Game:
    """Return the game with payoffs shift + scale * payoff for each player."""

    def moved(values: Rationals, i: int) -> Rationals:
        found: Rationals = np.empty(values.shape, dtype=object)
        for index, value in np.ndenumerate(values):
            number: Any = value
            found[index] = None if number is None else shift[i] + scale[i] * number
        return found

    def worst(i: int) -> Fraction | None:
        value = None if game.punishment.values is None else game.punishment.values[i]
        return None if value is None else shift[i] + scale[i] * value

    values = None if game.punishment.values is None else (worst(0), worst(1))
    return replace(
        game,
        payoff=np.stack([moved(game.payoff[i], i) for i in (0, 1)]),
        deviation=np.stack([moved(game.deviation[i], i) for i in (0, 1)]),
        punishment=replace(game.punishment, values=values),
    )


def mirrored(game: Game) -> Game:
    """Return the game with the players' places changed, decisions keeping their numbers."""

    def turned(table: Rationals) -> Rationals:
        return table[::-1].swapaxes(2, 3)

    values = game.punishment.values
    monitoring = replace(game.monitoring, hidden=game.monitoring.hidden[::-1])
    return replace(
        game,
        players=game.players[::-1],
        types=game.types[::-1],
        prior=game.prior.T,
        beliefs=game.beliefs[::-1],
        reports=game.reports[::-1],
        actions=None if game.actions is None else game.actions[::-1],
        payoff=turned(game.payoff),
        deviation=turned(game.deviation),
        allowed=game.allowed.swapaxes(1, 2),
        monitoring=monitoring,
        punishment=replace(game.punishment, values=None if values is None else values[::-1]),
        commits=game.commits[::-1],
    )
