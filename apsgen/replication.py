"""A result computed once more: does the second run bear out the first?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from apsgen import tolerances
from apsgen.errors import UsageError
from apsgen.fixedpoint import Limits, iterate
from apsgen.fixedpoint.limits import never
from apsgen.fixedpoint.run import ignore
from apsgen.game import Game, Outline
from apsgen.polygon import Polygon
from apsgen.portable import digest, same
from apsgen.provenance import Provenance
from apsgen.result import Result, Status, Step


class Verdict(StrEnum):
    """What a comparison came to."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of two runs.

    Attributes
    ----------
    name
        What was compared.
    verdict
        What it came to.
    finding
        What was found, in words.
    """

    name: str
    verdict: Verdict
    finding: str


@dataclass(frozen=True, slots=True, repr=False)
class Replication:
    """A result, the same computed again, and how the two compare.

    Attributes
    ----------
    before, after
        The two results.
    checks
        The comparisons, first to last.
    """

    before: Result
    after: Result
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        """``differs`` if any check does, else ``undecided`` if any is, else ``agrees``."""
        found = {check.verdict for check in self.checks}
        order = (Verdict.DIFFERS, Verdict.UNDECIDED)
        return next((verdict for verdict in order if verdict in found), Verdict.AGREES)

    @property
    def versions(self) -> Mapping[str, tuple[str | None, str | None]]:
        """The versions that are not the same, before and now, by name."""
        before, after = _versions(self.before.provenance), _versions(self.after.provenance)
        return {
            name: (before.get(name), after.get(name))
            for name in {**before, **after}
            if before.get(name) != after.get(name)
        }

    def __repr__(self) -> str:
        lines = [f"  {check.name}: {check.verdict}, {check.finding}" for check in self.checks]
        return "\n".join([f"<Replication: {self.verdict}", *lines]) + ">"


def replicate(
    result: Result,
    game: Game | None = None,
    *,
    report: Callable[[Step], None] = ignore,
    stop: Callable[[], bool] = never,
) -> Replication:
    """Compute a result again, with the options that it was computed with, and compare.

    Two runs agree when their claims can both be true: the inner set of each lies within the
    outer set of the other, up to rounding (`tolerances.AGREEMENT`), both have the same status,
    and so do their cases. Runs that a limit stopped agree only if their sets are the same.

    Parameters
    ----------
    result
        The result.
    game
        The game to run; the one that the result carries if left out.
    report, stop
        As in `iterate` and `Limits`.

    Raises
    ------
    UsageError
        When the result carries no game and none is given.

    Examples
    --------
    >>> import apsgen
    >>> game = apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
    >>> replicate(apsgen.iterate(game)).verdict
    <Verdict.AGREES: 'agrees'>
    """
    subject = game or result.game
    if isinstance(subject, Outline):
        raise UsageError(
            "the result does not carry its case, as it was written by an earlier version; "
            "name the case"
        )
    run = result.provenance
    limits = Limits(run.max_iterations, run.time_limit, stop) if run else Limits(stop=stop)
    known = not math.isnan(result.tolerance)
    tolerance = result.tolerance if known else tolerances.GAP
    again = iterate(subject, tolerance=tolerance, limits=limits, report=report)
    return compare(result, again)


def compare(before: Result, after: Result) -> Replication:
    """Compare two results of the same case."""
    return Replication(before, after, tuple(_checks(before, after)))


def _checks(before: Result, after: Result) -> Iterator[Check]:
    allowed = _allowance(before, after)
    yield Check("case", *_cases(before.game, after.game))
    yield Check("status", *_statuses(before.status, after.status))
    verdict, found = _nested(before.inner_set, after.outer_set, allowed)
    yield Check("inner set", verdict, f"the old one leaves the new outer set by {found}")
    verdict, found = _nested(after.inner_set, before.outer_set, allowed)
    yield Check("outer set", verdict, f"the new inner set leaves the old one by {found}")
    if math.isfinite(before.first_best):
        yield Check("first best", *_numbers(before.first_best, after.first_best, allowed))
    yield Check("gap", *_gaps(before, after, allowed))


def _allowance(before: Result, after: Result) -> float:
    """Return how far sets may stand out of one another, in the case's units."""
    sets = (before.feasible_set, after.feasible_set, before.outer_set, after.outer_set)
    reach = max((float(np.abs(one.vertices).max()) for one in sets if not one.is_empty), default=0)
    rounding = 16 * float(np.finfo(float).eps) * reach
    return tolerances.AGREEMENT * max(one.diameter for one in sets) + rounding


def _cases(before: Game | Outline, after: Game | Outline) -> tuple[Verdict, str]:
    if isinstance(before, Outline) or isinstance(after, Outline):
        alike = (before.players, before.delta) == (after.players, after.delta)
        words = "no digest is recorded; the players and delta are"
        verdict = Verdict.AGREES if alike else Verdict.DIFFERS
        return verdict, f"{words} {'the same' if alike else 'others'}"
    first, second = before.source, after.source
    if before is after:
        digits = f", sha256 {digest(first.text)}" if first else ""
        return Verdict.AGREES, f"the one that the result carries{digits}"
    if not same(before, after):
        return Verdict.DIFFERS, "it is another game than the result is of"
    if first is None or second is None:
        return Verdict.AGREES, "every number of the game is the same"
    old, new = digest(first.text), digest(second.text)
    if old == new:
        return Verdict.AGREES, f"unchanged, sha256 {old}"
    return Verdict.AGREES, f"its text has changed, the game has not (sha256 {new}, was {old})"


def _statuses(before: Status, after: Status) -> tuple[Verdict, str]:
    if before == after:
        return Verdict.AGREES, str(after)
    stopped = Status.STOPPED in (before, after)
    return (Verdict.UNDECIDED if stopped else Verdict.DIFFERS), f"{after}, was {before}"


def _nested(inner: Polygon, outer: Polygon, allowed: float) -> tuple[Verdict, str]:
    """Compare the inner set of one run with the outer set of the other."""
    beyond = inner.excess(outer)
    verdict = Verdict.AGREES if beyond <= allowed else Verdict.DIFFERS
    return verdict, f"{beyond:.2g} ({allowed:.2g} is allowed)"


def _numbers(before: float, after: float, allowed: float) -> tuple[Verdict, str]:
    verdict = Verdict.AGREES if abs(after - before) <= 2 * allowed else Verdict.DIFFERS
    return verdict, f"{after:.10g}, was {before:.10g}"


def _gaps(before: Result, after: Result, allowed: float) -> tuple[Verdict, str]:
    """Compare how much is known: all that was asked for, or just as much."""
    found = f"{after.gap:.2g}, was {before.gap:.2g}"
    if before.status == after.status != Status.STOPPED:
        return Verdict.AGREES, found
    apart = max(
        before.outer_set.hausdorff(after.outer_set), before.inner_set.hausdorff(after.inner_set)
    )
    if apart <= allowed:
        return Verdict.AGREES, f"{found}; the sets are the same"
    return Verdict.UNDECIDED, f"{found}; a run was stopped, and the sets are {apart:.2g} apart"


def _versions(provenance: Provenance | None) -> Mapping[str, str]:
    return provenance.versions if provenance else {}
