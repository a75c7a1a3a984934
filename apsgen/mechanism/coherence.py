"""Coherence: weights and lotteries are probabilities, states exist, payments are possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from apsgen.game import Transfers
from apsgen.mechanism.constraint import Constraint, Name, Place
from apsgen.mechanism.fit import Cell, Fitted
from apsgen.mechanism.parts import Branch, Continuation, Decision, Payments

ZERO, ONE = Fraction(0), Fraction(1)
_NAME = Name.COHERENCE


def coherence(fit: Fitted, state: int) -> Iterator[Constraint]:
    """Give the constraints on a state's plan that are not about payoffs."""
    for profile, group in groupby(fit.cells[state], lambda cell: cell.profile):
        cells, place = [*group], Place(state, reports=fit.reports(profile))
        whole = sum((cell.share for cell in cells), ZERO)
        yield place.equal(_NAME, "the weights sum to 1", whole, ONE)
        least = min(weight for cell in cells for _, weight in cell.choices)
        yield place.least(_NAME, "no weight is negative", least, ZERO)
        for cell in cells:
            yield from _after(fit, replace(place, decision=decision_of(fit, cell)), cell)


def decision_of(fit: Fitted, cell: Cell) -> Decision | None:
    """Return the decision of a block; ``None`` for a division, which carries out several."""
    return None if fit.exact.is_division else fit.game.decisions[cell.block]


def signal_of(fit: Fitted, signal: int) -> str | None:
    """Return the name of a signal; ``None`` under perfect monitoring."""
    return fit.game.monitoring.signals[signal] if fit.exact.is_public else None


def _after(fit: Fitted, place: Place, cell: Cell) -> Iterator[Constraint]:
    if not fit.exact.pays_after:
        yield from _money(fit, place, cell.payments)
    for signal, entry in cell.entries.items():
        here = replace(place, signal=signal_of(fit, signal))
        yield from _lottery(fit, here, entry)
        if fit.exact.pays_after:
            yield from _money(fit, here, entry.payments)


def _lottery(fit: Fitted, place: Place, entry: Continuation) -> Iterator[Constraint]:
    lost = [branch for branch in entry.to if not _exists(fit, branch)]
    reached = sum((one.probability for one in entry.to if one not in lost), ZERO)
    claim = "the lottery over the states sums to 1"
    if lost:
        names = ", ".join(dict.fromkeys(_named(branch) for branch in lost))
        claim = f"{claim}, and there is no {names} to go to"
    yield place.equal(_NAME, claim, reached, ONE)
    least = min((branch.probability for branch in entry.to), default=ZERO)
    yield place.least(_NAME, "no probability is negative", least, ZERO)


def _exists(fit: Fitted, branch: Branch) -> bool:
    if branch.state is None:
        return fit.game.punishment.on_path and None not in fit.punishment
    return 0 <= branch.state < len(fit.mechanism.states)


def _named(branch: Branch) -> str:
    return "punishment on the path" if branch.state is None else f"state {branch.state}"


def _money(fit: Fitted, place: Place, paid: Payments) -> Iterator[Constraint]:
    """Give the constraints on payments; what one sends the other gets, so that they balance."""
    sent, burned = (sum(map(abs, pair), ZERO) for pair in (paid.sent, paid.burned))
    if fit.game.transfers is Transfers.NONE:
        yield place.equal(_NAME, "nobody pays: the case has no transfers", sent + burned, ZERO)
        return
    if fit.game.transfers is Transfers.BALANCED:
        yield place.equal(_NAME, "transfers balance: nobody burns money", burned, ZERO)
    yield place.least(_NAME, "no payment is negative", min(paid.amounts), ZERO)
