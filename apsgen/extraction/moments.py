"""The first period of a mechanism: what is played after which reports, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from apsgen.mechanism.coherence import signal_of
from apsgen.mechanism.fit import Cell, Fitted
from apsgen.mechanism.parts import Branch, Pair, Payments, Reports
from apsgen.mechanism.stage import mean_of
from apsgen.mechanism.tables import words_of

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Later:
    """How play goes on.

    Attributes
    ----------
    signal
        The signal; ``None`` under perfect monitoring.
    chance
        How likely it is if both follow the plan.
    to
        The lottery over states.
    mean
        The mean of what the states promise: the continuation payoffs.
    payments
        What is paid after the signal.
    """

    signal: str | None
    chance: Fraction
    to: tuple[Branch, ...]
    mean: Pair
    payments: Payments


@dataclass(frozen=True, slots=True)
class Moment:
    """What happens after a pair of reports, and after a decision was drawn if one is.

    Attributes
    ----------
    reports
        Both players'; ``None`` for one without types.
    chance
        How likely it is.
    plays
        What is carried out, in words.
    payments
        What is paid with the actions.
    today
        Payoffs of the period if reports are true, expected payments included.
    later
        What follows, by signal.
    """

    reports: Reports
    chance: Fraction
    plays: str
    payments: Payments
    today: Pair
    later: tuple[Later, ...]


def moments_of(fit: Fitted, state: int) -> Iterator[Moment]:
    """Give what may happen in a state, in the order of the reports."""
    for cell in fit.cells[state]:
        chance = fit.exact.at(fit.exact.prior, cell.profile) * cell.share
        if chance:
            yield _moment(fit, cell, chance)


def means(moments: tuple[Moment, ...], delta: Fraction) -> tuple[Pair, Pair]:
    """Return what the present and the future add to the average payoffs."""
    today, later = [ZERO, ZERO], [ZERO, ZERO]
    for moment in moments:
        for i in (0, 1):
            today[i] += (1 - delta) * moment.chance * moment.today[i]
            for entry in moment.later:
                later[i] += delta * moment.chance * entry.chance * entry.mean[i]
    return (today[0], today[1]), (later[0], later[1])


def _moment(fit: Fitted, cell: Cell, chance: Fraction) -> Moment:
    chances = fit.exact.chances(cell.block)
    later = tuple(
        Later(signal_of(fit, y), chances[y], entry.to, mean_of(fit, entry.to), entry.payments)
        for y, entry in sorted(cell.entries.items())
        if chances[y]
    )
    rates = {y: rate for y, rate in enumerate(chances) if rate}
    today = _today(fit, cell, 0, rates), _today(fit, cell, 1, rates)
    return Moment(
        fit.reports(cell.profile), chance, words_of(fit, cell), cell.payments, today, later
    )


def _today(fit: Fitted, cell: Cell, i: int, rates: Mapping[int, Fraction]) -> Fraction:
    """Return a player's payoff of the period, given that the block is carried out."""
    exact = fit.exact
    played = sum(
        (weight * exact.at(exact.payoff[i][d], cell.profile) for d, weight in cell.choices), ZERO
    )
    paid = ZERO
    for y, rate in rates.items():
        payments = cell.paid(y)
        paid += rate * (payments.sent[1 - i] - payments.sent[i] - payments.burned[i])
    return played / cell.share + paid
