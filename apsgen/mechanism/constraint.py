"""One constraint of a mechanism: what it says, both sides, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from apsgen.mechanism.parts import Decision, Reports

ZERO = Fraction(0)


class Status(StrEnum):
    """What has been found of a constraint.

    ``vacuous``: it says nothing, or nothing beyond another one: what it is about has weight 0,
    or the deviation that it adds to IC never pays.
    """

    FAILS = "fails"
    BINDS = "binds"
    HOLDS = "holds"
    VACUOUS = "vacuous"


class Name(StrEnum):
    """The constraints of a recursive mechanism; see the page on mechanism files."""

    COHERENCE = "coherence"
    PUNISHMENT = "punishment"
    PROMISE = "promise keeping"
    IC = "IC"
    IR = "IR(p0)"
    OBEDIENCE = "obedience"
    PAYMENT = "payment"


BASIC = (Name.COHERENCE, Name.PUNISHMENT, Name.PROMISE)
"""The constraints that are about the plan itself, and not about a deviation."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint at a state, exactly.

    Both sides are average payoffs, those of a decision per unit of its weight; in coherence they
    are probabilities, shares or payments. Names are ``None`` where a constraint has none.

    Attributes
    ----------
    name
        Which constraint it is.
    claim
        What it says, in a few words: for incentives the deviation that must not pay.
    left, right
        The two sides: left must be at least right, or equal to it.
    slack
        Left less right; minus their distance where the two must be equal. Negative if it fails.
    status
        Whether it holds.
    state
        The number of the state; ``None`` for what concerns them all.
    player, type
        Whose constraint it is.
    report
        What he reports.
    reports
        The reports of both, where the constraint stands after them.
    decision
        The decision, where it stands after one of a lottery.
    signal
        The signal, where it stands after one.
    """

    name: Name
    claim: str
    left: Fraction
    right: Fraction
    slack: Fraction
    status: Status
    state: int | None = None
    player: str | None = None
    type: str | None = None
    report: str | None = None
    reports: Reports | None = None
    decision: Decision | None = None
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a constraint stands; the fields are those of `Constraint`."""

    state: int | None = None
    player: str | None = None
    type: str | None = None
    report: str | None = None
    reports: Reports | None = None
    decision: Decision | None = None
    signal: str | None = None

    def equal(self, name: Name, claim: str, left: Fraction, right: Fraction) -> Constraint:
        """Return the constraint that two sides are equal."""
        slack = -abs(left - right)
        return self._made(name, claim, left, right, slack, _met(slack))

    def least(self, name: Name, claim: str, left: Fraction, right: Fraction) -> Constraint:
        """Return a condition on numbers of the file: at least something, be it just that."""
        slack = left - right
        return self._made(name, claim, left, right, slack, _met(slack))

    def incentive(self, name: Name, claim: str, left: Fraction, right: Fraction) -> Constraint:
        """Return the constraint that a deviation does not pay; it may bind."""
        slack = left - right
        status = Status.HOLDS if slack > 0 else Status.BINDS if slack == 0 else Status.FAILS
        return self._made(name, claim, left, right, slack, status)

    def vacuous(self, name: Name, claim: str, left: Fraction, right: Fraction) -> Constraint:
        """Return a constraint that says nothing here."""
        return self._made(name, claim, left, right, left - right, Status.VACUOUS)

    def _made(
        self, name: Name, claim: str, left: Fraction, right: Fraction, slack: Fraction, met: Status
    ) -> Constraint:
        return Constraint(
            name,
            claim,
            left,
            right,
            slack,
            met,
            self.state,
            self.player,
            self.type,
            self.report,
            self.reports,
            self.decision,
            self.signal,
        )


def worst_first(constraints: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """Return constraints in order: what fails, what binds, what holds, what is vacuous.

    Among those that fail, coherence comes first and promise keeping next, as the others follow
    from the plan; then, as among those that hold, the smaller slack. What must be equal, and
    coherence, come after the incentives that hold.
    """
    return tuple(sorted(constraints, key=_order))


def _order(one: Constraint) -> tuple[int, int, Fraction]:
    rank = list(Status).index(one.status)
    place = BASIC.index(one.name) if one.name in BASIC else len(BASIC)
    return rank, place if one.status is Status.FAILS else -place, one.slack


def _met(slack: Fraction) -> Status:
    return Status.HOLDS if slack >= 0 else Status.FAILS
