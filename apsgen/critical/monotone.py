"""Whether payoffs that are supported stay so when the discount factor rises."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from apsgen.checker import OBSERVED, Constraints
from apsgen.game import Game, Timing, Transfers
from apsgen.mechanism.exact import expanded

Pick = Callable[[Fraction, Fraction], Fraction]


def is_monotone(game: Game) -> bool:
    """Return whether no payoff of V* is worse than the punishment, at whatever discount factor.

    Then V* can only grow with the discount factor; docs/explanation/critical.md has the proof.
    """
    values = game.punishment.values
    if values is None:
        return True
    constraints = Constraints(expanded(game))
    return all(
        game.commits[i] or value is None or _secured(game, constraints, i) >= value
        for i, value in enumerate(values)
    )


def _secured(game: Game, constraints: Constraints, i: int) -> Fraction:
    """Return e such that player i has at least (1 - delta) e + delta p0 in all of V*.

    He may deviate where that is seen, and comply but pay nothing unless payments come with
    actions, of which deviating is the only refusal.
    """
    pays_now = game.transfers is not Transfers.NONE and game.timing is Timing.WITH_ACTIONS
    deviating = _mean(constraints, i, lambda _, best: best)
    if pays_now:
        return deviating
    complying = _mean(constraints, i, lambda gain, _: gain)
    single = not constraints.game.is_division and constraints.game.off_schedule != "interim"
    return _mean(constraints, i, max) if single else max(deviating, complying)


def _mean(constraints: Constraints, i: int, pick: Pick) -> Fraction:
    """Return the expected payoff of the decisions that are worst for a player."""
    game, found = constraints.game, Fraction(0)
    for t in game.profiles:
        worst = []
        for d in game.open(t):
            gain, best = game.at(game.payoff[i][d], t), game.at(game.deviation[i][d], t)
            block = 0 if game.is_division else d
            seen = OBSERVED in constraints.choices(i, t, block, observed=True)
            worst.append(pick(gain, gain if best is None or not seen else best))
        found += game.at(game.prior, t) * min(worst)
    return found
