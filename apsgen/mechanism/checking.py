"""Whether a mechanism is self-generating relative to its punishment: every constraint, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

from apsgen import checker
from apsgen.case import load
from apsgen.errors import MechanismError
from apsgen.game import Game
from apsgen.mechanism.coherence import coherence
from apsgen.mechanism.constraint import Constraint, Name, Place, Status, worst_first
from apsgen.mechanism.fit import Fitted, fitted
from apsgen.mechanism.frames import data_frame
from apsgen.mechanism.incentives import StateIncentives
from apsgen.mechanism.parts import Mechanism
from apsgen.mechanism.read import read_mechanism
from apsgen.mechanism.spelling import as_float


@dataclass(frozen=True, slots=True, repr=False)
class CheckReport:
    """What a check has found.

    Attributes
    ----------
    game, mechanism
        What was checked.
    punishment
        The average payoffs p0 in force: those that the case fixes, or under ``worst`` the least
        ones over the states. ``None`` for a player who commits and has none.
    constraints
        Every constraint, the worst first.
    open
        The states whose plan is not coherent: their other constraints mean nothing, and are not
        in the list.
    """

    game: Game
    mechanism: Mechanism
    punishment: tuple[Fraction | None, Fraction | None]
    constraints: tuple[Constraint, ...]
    open: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether every constraint holds."""
        return not self.having(Status.FAILS)

    def having(self, status: Status) -> tuple[Constraint, ...]:
        """Return the constraints of a status, in their order."""
        return tuple(one for one in self.constraints if one.status == status)

    def to_frame(self) -> Any:
        """Return the constraints as a pandas data frame, a line each; numbers are floats.

        Raises
        ------
        UsageError
            If pandas is not installed.
        """
        names = [one.name for one in fields(Constraint)]
        numbers = ("left", "right", "slack")
        return data_frame(
            {
                name: [
                    as_float(getattr(one, name)) if name in numbers else getattr(one, name)
                    for one in self.constraints
                ]
                for name in names
            }
        )

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.having(one))} {_COUNTED[one]}" for one in Status)
        return f"<CheckReport of {self.mechanism.case}: {counts}>"


_COUNTED = {
    Status.FAILS: "fail",
    Status.BINDS: "bind",
    Status.HOLDS: "hold",
    Status.VACUOUS: "vacuous",
}


def check(game: Game | str | Path, mechanism: Mechanism | str | Path) -> CheckReport:
    """Check every constraint of a recursive mechanism, in exact numbers.

    Parameters
    ----------
    game
        The game, or the path of its case file.
    mechanism
        The mechanism, or the path of its file.

    Returns
    -------
    CheckReport
        All constraints with both sides, slack and status, the worst first. If all hold, every
        state's payoffs, and their convex hull, are payoffs of perfect public equilibria, given
        that the punishment is.

    Raises
    ------
    CaseError
        When a file cannot be read, or the case has faults.
    MechanismError
        When the mechanism is none, or none of this game.

    Examples
    --------
    Two states of a prisoners' dilemma: cooperation for ever, and what follows a deviation.

    >>> from fractions import Fraction
    >>> from apsgen.case import game_from_arrays
    >>> from apsgen.mechanism import Block, Branch, Choice, Continuation, Mechanism, Plan, State
    >>> game = game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.2)
    >>> def state(number, action, payoff):
    ...     stay = (Continuation(None, (Branch(number, Fraction(1)),)),)
    ...     block = Block((Choice((action, action), Fraction(1)),), stay)
    ...     return State((Fraction(payoff),) * 2, (Plan((None, None), (block,)),))
    >>> both = (state(0, "1", 9), state(1, "2", 3))
    >>> report = check(game, Mechanism("dilemma.toml", game.delta, 0, (Fraction(3),) * 2, both))
    >>> report
    <CheckReport of dilemma.toml: 0 fail, 2 bind, 18 hold, 0 vacuous>
    >>> report.holds, report.constraints[2].claim, float(report.constraints[2].slack)
    (True, 'an observed deviation does not pay', 0.4)
    """
    fit = fitted(
        game if isinstance(game, Game) else load(game),
        mechanism if isinstance(mechanism, Mechanism) else read_mechanism(mechanism),
    )
    try:
        return _report(fit)
    except checker.RejectedError as error:
        raise MechanismError(f"the numbers of the mechanism are too long: {error}") from None


def _report(fit: Fitted) -> CheckReport:
    found, open_states = [*_punishment(fit)], []
    for state in range(len(fit.mechanism.states)):
        coherent = [*coherence(fit, state)]
        found += coherent
        if any(one.status is Status.FAILS for one in coherent):
            open_states.append(state)
        else:
            found += StateIncentives(fit, state).all()
    return CheckReport(
        fit.game, fit.mechanism, fit.punishment, worst_first(found), tuple(open_states)
    )


def _punishment(fit: Fitted) -> Iterator[Constraint]:
    """Give what a stated punishment must meet under ``worst``: some state gives it."""
    if fit.game.punishment.values is not None:
        return
    for i, least in enumerate(fit.least):
        stated = fit.mechanism.punishment[i]
        assert stated is not None
        place = Place(player=fit.game.players[i])
        claim = "the punishment is the least payoff over the states"
        yield place.equal(Name.PUNISHMENT, claim, stated, least)
