"""One constraint of a dynamic mechanism: where it stands, both sides, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from apsgen.mechanism.constraint import Status

FEASIBLE = "feasible"


@dataclass(frozen=True, slots=True)
class Line:
    """A constraint, exactly. Both sides are total payoffs, or sums of payments.

    Attributes
    ----------
    claim
        Which constraint it is.
    says
        What it says, in a few words.
    left, right
        The two sides: left must be at least right, or equal to it.
    slack
        Left less right; minus their distance where the two must be equal.
    status
        Whether it holds.
    period
        From 1; ``None`` where there is no last period.
    memory
        What the mechanism remembers, or for Bayesian constraints the last reports; ``None``
        where there is nothing to tell.
    state
        The public state; ``None`` if there are none.
    types
        The true types of all agents that have several; for Bayesian constraints the agent's own.
    agent
        Whose constraint it is; ``None`` for what concerns them all.
    report
        What he reports instead; ``None`` where it is about no lie.
    """

    claim: str
    says: str
    left: Fraction
    right: Fraction
    slack: Fraction
    status: Status
    period: int | None = None
    memory: str | None = None
    state: str | None = None
    types: str | None = None
    agent: str | None = None
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a constraint stands; the fields are those of `Line`."""

    period: int | None = None
    memory: str | None = None
    state: str | None = None
    types: str | None = None
    agent: str | None = None

    def least(
        self, claim: str, says: str, left: Fraction, right: Fraction, report: str | None = None
    ) -> Line:
        """Return the constraint that one side is at least the other."""
        slack = left - right
        status = Status.HOLDS if slack > 0 else Status.BINDS if slack == 0 else Status.FAILS
        return self._line(claim, says, left, right, slack, status, report)

    def equal(self, claim: str, says: str, left: Fraction, right: Fraction) -> Line:
        """Return the constraint that two sides are equal."""
        slack = -abs(left - right)
        status = Status.FAILS if slack else Status.HOLDS
        return self._line(claim, says, left, right, slack, status, None)

    def _line(
        self,
        claim: str,
        says: str,
        left: Fraction,
        right: Fraction,
        slack: Fraction,
        status: Status,
        report: str | None,
    ) -> Line:
        where = (self.period, self.memory, self.state, self.types, self.agent)
        return Line(claim, says, left, right, slack, status, *where, report)


def worst_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return lines in order: what fails, binds, holds; the smaller slack first.

    What must be equal, and is, comes last.
    """
    return tuple(sorted(lines, key=_order))


def _order(one: Line) -> tuple[int, bool, Fraction]:
    is_met = one.status is Status.HOLDS and not one.slack
    return list(Status).index(one.status), is_met, one.slack
