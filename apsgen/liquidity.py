"""What transfers can support, by the liquidity that each decision asks for.

With perfect monitoring, no hidden types and transfers, a decision is incentive compatible if and
only if the sum of the gains from deviating is at most what the continuation is worth to both
players together, beyond the punishment. So the greatest total and the least payoffs are step
functions of the discount factor, with steps in closed form (Goldlücke and Kranz 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from apsgen.errors import UsageError
from apsgen.game import Game, Mixing, OffSchedule, Timing, Transfers

Decision = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Threshold:
    """What can be supported from a discount factor on, until the next threshold.

    Attributes
    ----------
    delta
        The least discount factor: at it, too, the payoffs below are supported.
    liquidity
        The greatest liquidity that a decision in use asks for, a period's payoff.
    total
        The greatest sum of the players' average payoffs.
    least
        The players' least average payoffs, which are their punishments.
    played
        A decision that gives the total.
    punishing
        For each player a decision that gives the least payoff.
    """

    delta: Fraction
    liquidity: Fraction
    total: Fraction
    least: tuple[Fraction, Fraction]
    played: Decision
    punishing: tuple[Decision, Decision]


def thresholds(game: Game) -> tuple[Threshold, ...]:
    """Return all critical discount factors of a game with transfers, in increasing order.

    Below the first of them nothing can be supported; the first is 0 if there is a decision from
    which nobody gains by deviating. The discount factor of the game itself plays no part.

    Parameters
    ----------
    game
        A game with transfers after the signals, perfect monitoring, one type a player, the worst
        punishment, lotteries, and incentives that hold in each decision.

    Returns
    -------
    tuple
        Thresholds, exact; at each the greatest total rises or a least payoff falls.

    Raises
    ------
    UsageError
        If the game is of another kind.

    Examples
    --------
    >>> import apsgen
    >>> game = apsgen.load("cases/goldluecke_kranz_2012.toml")
    >>> [(str(t.delta), str(t.total)) for t in apsgen.liquidity.thresholds(game)]
    [('0', '14'), ('1/4', '18'), ('1/3', '20')]
    """
    _check(game)
    steps: list[Threshold] = []
    for step in reversed(_supported(_offers(game))):
        if not steps or step.delta < steps[-1].delta:
            steps.append(step)
    steps.reverse()
    before = [None, *((step.total, step.least) for step in steps)]
    return tuple(
        step for step, old in zip(steps, before, strict=False) if old != (step.total, step.least)
    )


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a decision asks for and what it gives.

    Attributes
    ----------
    decision
        Its name.
    liquidity
        The sum of the gains from deviating.
    total
        The sum of the payoffs.
    held
        What each player gets at least.
    """

    decision: Decision
    liquidity: Fraction
    total: Fraction
    held: tuple[Fraction, Fraction]

    @classmethod
    def of(cls, game: Game, d: int) -> _Offer:
        """Return what a decision offers, given payments after the signal."""
        payoffs = [game.payoff[i, d, 0, 0] for i in range(2)]
        best = [game.deviation[i, d, 0, 0] for i in range(2)]
        first, second = (
            now if deviation is None else max(now, deviation)
            for now, deviation in zip(payoffs, best, strict=True)
        )
        total: Fraction = sum(payoffs, Fraction(0))
        return cls(game.decisions[d], first + second - total, total, (first, second))


def _offers(game: Game) -> list[_Offer]:
    """Return the offers of all decisions that are allowed, the least demanding first."""
    every = [_Offer.of(game, d) for d in range(len(game.decisions)) if game.allowed[d, 0, 0]]
    return sorted(every, key=lambda offer: offer.liquidity)


def _supported(offers: list[_Offer]) -> list[Threshold]:
    """Return for each liquidity what the decisions that ask for no more can support."""
    found = []
    played = harsh = mild = offers[0]
    for liquidity, group in groupby(offers, key=lambda offer: offer.liquidity):
        some = list(group)
        played = max(played, *some, key=lambda offer: offer.total)
        harsh = min(harsh, *some, key=lambda offer: offer.held[0])
        mild = min(mild, *some, key=lambda offer: offer.held[1])
        least = harsh.held[0], mild.held[1]
        surplus = played.total - sum(least)
        if liquidity > 0 >= surplus:
            continue
        delta = liquidity / (liquidity + surplus) if liquidity else Fraction(0)
        names = harsh.decision, mild.decision
        found.append(Threshold(delta, liquidity, played.total, least, played.decision, names))
    return found


def _check(game: Game) -> None:
    """Refuse a game for which the closed form does not hold."""
    demands = {
        "transfers": game.transfers is not Transfers.NONE,
        "transfers after the signals": game.timing is Timing.AFTER_SIGNALS,
        "perfect monitoring": not game.monitoring.is_public,
        "one type a player": game.prior.size == 1,
        "lotteries": game.mixing is Mixing.LOTTERY,
        "the worst punishment": game.punishment.values is None and not game.punishment.on_path,
        "players who do not commit": not any(game.commits),
        "off-schedule constraints that hold in each decision (joint or ex-post)": (
            game.off_schedule is not OffSchedule.INTERIM
        ),
    }
    missing = [name for name, met in demands.items() if not met]
    if missing:
        raise UsageError(
            "critical discount factors have a closed form only with " + ", ".join(missing)
        )
