"""A deviation that is scheduled for a period of a simulation."""

from __future__ import annotations

from dataclasses import dataclass

from apsgen.case.section import unknown
from apsgen.errors import UsageError
from apsgen.mechanism.fit import Fitted

BEST = "best"
"""The action of a player whose decisions are named: the best deviation that the case gives."""

NOTHING = "nothing"
"""What a player pays who refuses to."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """What a player does in one period instead of what he should.

    At least one of `report`, `action` and `pay` must be there. In every other period, and in what
    is ``None`` here, he tells the truth and follows the plan.

    Attributes
    ----------
    player
        His name.
    period
        The period, from 0.
    report
        What he reports, whatever his type; a type to which the report is not open tells the
        truth.
    action
        The action that he plays; ``"best"`` where decisions are named: the deviation whose payoff
        the case gives. Under public monitoring an action is not seen, else it is.
    pay
        ``"nothing"``: he pays nothing, which is seen.

    Raises
    ------
    UsageError
        If it says nothing, or something else than can be paid.
    """

    player: str
    period: int
    report: str | None = None
    action: str | None = None
    pay: str | None = None

    def __post_init__(self) -> None:
        if self.report is None and self.action is None and self.pay is None:
            raise UsageError(
                f"the deviation of {self.player} says nothing; report, action or pay is accepted"
            )
        if self.pay not in (None, NOTHING):
            raise UsageError(f"a deviation's pay: found {self.pay!r}; {NOTHING!r} is accepted")


@dataclass(frozen=True, slots=True)
class Planned:
    """A deviation in the numbers of a game.

    Attributes
    ----------
    player, period
        Who deviates, and when.
    report
        The type that he reports; ``None`` for the truth.
    action
        The place of his action; ``None`` for the plan's. -1 for the best deviation.
    refuses
        Whether he pays nothing.
    """

    player: int
    period: int
    report: int | None
    action: int | None
    refuses: bool


def planned(fit: Fitted, deviation: Deviation, periods: int) -> Planned:
    """Resolve the names of a deviation.

    Raises
    ------
    UsageError
        If the game has no such player, period, report, action or payment.
    """
    game = fit.game
    if deviation.player not in game.players:
        raise UsageError(f"a deviation: {unknown('player', deviation.player, game.players)}")
    if not 0 <= deviation.period < periods:
        raise UsageError(
            f"a deviation in period {deviation.period}: periods from 0 to {periods - 1} are "
            "simulated"
        )
    i = game.players.index(deviation.player)
    if game.commits[i]:
        raise UsageError(f"a deviation: {deviation.player} commits, and never deviates")
    if deviation.pay and not fit.exact.payments:
        raise UsageError("a deviation: nobody pays in this game; leave pay out")
    return Planned(
        i,
        deviation.period,
        _report(fit, i, deviation.report),
        _action(fit, i, deviation.action),
        deviation.pay is not None,
    )


def _report(fit: Fitted, i: int, name: str | None) -> int | None:
    if name is None:
        return None
    known = fit.game.types[i]
    if name not in known or not name:
        names = tuple(filter(None, known))
        raise UsageError(f"a deviation: {unknown('report', name, names)}")
    return known.index(name)


def _action(fit: Fitted, i: int, name: str | None) -> int | None:
    if name is None:
        return None
    actions = fit.game.actions
    if actions is None:
        if name != BEST:
            raise UsageError(
                f"a deviation: found the action {name!r}; decisions are named in this case, and "
                f"{BEST!r} is accepted, the deviation whose payoff the case gives"
            )
        return -1
    if name not in actions[i]:
        raise UsageError(f"a deviation: {unknown('action', name, actions[i])}")
    return actions[i].index(name)
