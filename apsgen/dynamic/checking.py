"""Whether a dynamic mechanism satisfies what it claims: every constraint, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from apsgen.dynamic import ex_post, interim
from apsgen.dynamic.environment import Environment
from apsgen.dynamic.lines import Line, worst_first
from apsgen.dynamic.mechanism import Claim, DirectMechanism
from apsgen.dynamic.setting import Setting
from apsgen.mechanism.constraint import Status

_LINES: Mapping[Claim, Callable[[Setting], Iterable[Line]]] = {
    Claim.EX_POST_IC: ex_post.incentives,
    Claim.EX_POST_IR: ex_post.rationality,
    Claim.BAYESIAN_IC: interim.incentives,
    Claim.BAYESIAN_IR: interim.rationality,
    Claim.BALANCE: ex_post.balance,
    Claim.SELF_ENFORCING: interim.enforcement,
}


@dataclass(frozen=True, repr=False)
class DynamicReport:
    """What a check of a dynamic mechanism has found.

    Attributes
    ----------
    environment, mechanism
        What was checked.
    claims
        What it was held to.
    lines
        Every constraint, the worst first. Payoffs are totals.
    """

    environment: Environment
    mechanism: DirectMechanism
    claims: tuple[Claim, ...]
    lines: tuple[Line, ...]

    @property
    def holds(self) -> bool:
        """Whether every constraint holds."""
        return not self.having(Status.FAILS)

    def having(self, status: Status) -> tuple[Line, ...]:
        """Return the constraints of a status, in their order."""
        return tuple(one for one in self.lines if one.status is status)

    def of(self, claim: str) -> tuple[Line, ...]:
        """Return the constraints of a claim, in their order."""
        return tuple(one for one in self.lines if one.claim == claim)

    def __repr__(self) -> str:
        statuses = (Status.FAILS, Status.BINDS, Status.HOLDS)
        counts = ", ".join(f"{len(self.having(one))} {str(one)[:-1]}" for one in statuses)
        return f"<DynamicReport of {self.environment.title}: {counts}>"


def check_dynamic(
    environment: Environment, mechanism: DirectMechanism, claims: Sequence[Claim] | None = None
) -> DynamicReport:
    """Check a dynamic mechanism, in exact numbers.

    Parameters
    ----------
    environment, mechanism
        The mechanism, and the environment that it is of.
    claims
        What to hold it to; what it claims itself if left out.

    Returns
    -------
    DynamicReport
        All constraints with both sides, slack and status, the worst first.

    Examples
    --------
    >>> from pathlib import Path
    >>> from apsgen.dynamic import environment_of, pivot
    >>> text = '''
    ... kind = "dynamic"
    ... title = "One good a period"
    ... delta = "1/2"
    ... [agents.ann]
    ... types = { low = { v = 1, probability = "1/2" }, high = { v = 3, probability = "1/2" } }
    ... utility = "v if allocation.to == 1 else 0"
    ... [agents.bob]
    ... utility = "2 if allocation.to == 2 else 0"
    ... [allocations]
    ... ann = { to = 1 }
    ... bob = { to = 2 }
    ... '''
    >>> environment = environment_of(Path("good.toml"), text)
    >>> report = check_dynamic(environment, pivot(environment))
    >>> report, report.holds
    (<DynamicReport of One good a period: 0 fail, 0 bind, 6 hold>, True)
    """
    held_to = mechanism.claims if claims is None else tuple(claims)
    setting = Setting(environment, mechanism)
    lines = [*ex_post.feasible(setting)]
    if not lines:
        for claim in held_to:
            lines += _LINES[claim](setting)
    return DynamicReport(environment, mechanism, held_to, worst_first(lines))
