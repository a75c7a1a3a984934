"""The explanation of a payoff as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from fractions import Fraction

from apsgen.extraction import Explanation
from apsgen.extraction.moments import Later, Moment
from apsgen.mechanism.parts import Branch, Pair, Payments
from apsgen.mechanism.spelling import brief, rounded
from apsgen.report.checked import where
from apsgen.report.facts import counted, delta_text, printable
from apsgen.report.plain import WIDTH

HEADER = ("status", "constraint", "slack", "price", "")
_MOST = 12
"""States that are listed with their payoffs."""


def explanation_text(found: Explanation, case: str) -> str:
    """Return an explanation in words and tables.

    Parameters
    ----------
    found
        What `explain` found.
    case
        The file as the user named it.
    """
    blocks = [
        _heading(found, case),
        *(_moment(found, moment) for moment in found.moments),
        _sum(found),
        _states(found),
        _prices(found),
    ]
    return "\n\n".join(blocks)


def _heading(found: Explanation, case: str) -> str:
    game = found.report.game
    lines = [
        ("case", printable(case)),
        ("players", printable(", ".join(game.players))),
        ("delta", delta_text(game.delta)),
        ("payoff", f"{_pair(found.payoff)}, {_where(found)}"),
        ("in decimals", f"({', '.join(map(rounded, found.payoff))})"),
    ]
    return "\n".join([printable(game.title), "", *(f"{name:<18}{fact}" for name, fact in lines)])


def _where(found: Explanation) -> str:
    if found.direction is None:
        return "inside of V*" if found.result.inner_set.dimension > 0 else "all of V*"
    first, second = (rounded(value, 4) for value in found.direction)
    return f"the farthest in the direction ({first}, {second}), or nearly"


def _moment(found: Explanation, moment: Moment) -> str:
    names = [name for name in moment.reports if name is not None]
    reports = f"After reports ({', '.join(names)}), " if len(names) == 2 else ""
    reports = f"After report {names[0]}, " if len(names) == 1 else reports
    chance = f"with probability {brief(moment.chance)}" if moment.chance != 1 else ""
    head = (reports + chance).rstrip(", ") or "In the first period"
    lines = [
        f"{head[0].upper()}{head[1:]}",
        f"  play            {printable(moment.plays)}",
        *_paid(found, moment.payments),
        f"  payoffs today   {_pair(moment.today)}",
        *(line for later in moment.later for line in _later(found, later)),
    ]
    return "\n".join(lines)


def _later(found: Explanation, later: Later) -> Iterator[str]:
    goes = " or ".join(map(_branch, later.to))
    if later.signal is None:
        yield f"  then            {goes}: payoffs {_pair(later.mean)}"
    else:
        signal = f"{printable(later.signal)} ({brief(later.chance)})"
        yield f"  after {signal}: {goes}: payoffs {_pair(later.mean)}"
    yield from _paid(found, later.payments)


def _branch(branch: Branch) -> str:
    name = "the punishment" if branch.state is None else f"state {branch.state}"
    return name if branch.probability == 1 else f"{name} with {brief(branch.probability)}"


def _paid(found: Explanation, payments: Payments) -> Iterator[str]:
    names = [*map(printable, found.report.game.players)]
    for i in (0, 1):
        if payments.sent[i]:
            yield f"    {names[i]} pays {brief(payments.sent[i])} to {names[1 - i]}"
        if payments.burned[i]:
            yield f"    {names[i]} burns {brief(payments.burned[i])}"


def _sum(found: Explanation) -> str:
    words = (
        f"The payoff is {_pair(found.today)} from today (1 - delta times the mean of the payoffs "
        f"today) and {_pair(found.later)} from then on (delta times the mean of what follows)."
    )
    return textwrap.fill(words, WIDTH)


def _states(found: Explanation) -> str:
    states = found.mechanism.states
    lines = [f"  {number:<4}{_pair(state.payoff)}" for number, state in enumerate(states[:_MOST])]
    if len(states) > _MOST:
        lines.append(f"  ... and {len(states) - _MOST} more")
    return "\n".join([f"{counted(len(states), 'state')}; play begins in state 0", *lines])


def _prices(found: Explanation) -> str:
    """Return the constraints that matter in the first period, with their shadow prices."""
    if not found.scarcities:
        return "No constraint binds in the first period."
    rows = [
        (
            str(one.constraint.status),
            str(one.constraint.name),
            rounded(one.constraint.slack, 3),
            "-" if found.direction is None else f"{one.price:.4g}",
            printable(where(one.constraint)),
        )
        for one in found.scarcities
    ]
    return f"{textwrap.fill(_price_words(found), WIDTH)}\n\n{_table([HEADER, *rows])}"


def _price_words(found: Explanation) -> str:
    if found.direction is None:
        return (
            "The payoff lies inside of V*: more could be given, and no constraint has a price. "
            "In this mechanism these bind:"
        )
    return (
        "Constraints that bind in the first period or have a price: by how much the greatest "
        f"value of {_sum_words(found.direction)} would rise for each unit of payoff by which the "
        "constraint is relaxed."
    )


def _sum_words(direction: Pair) -> str:
    """Return what a direction maximises.

    Examples
    --------
    >>> _sum_words((Fraction(1), Fraction(-1, 8))), _sum_words((Fraction(0), Fraction(1)))
    ('v1 - 0.125 v2', 'v2')
    """
    words = ""
    for value, name in zip(direction, ("v1", "v2"), strict=True):
        if value:
            sign = "-" if value < 0 else "+"
            size = "" if abs(value) == 1 else f"{rounded(abs(value), 4)} "
            words += f" {sign} {size}{name}" if words else f"{sign.strip('+')}{size}{name}"
    return words


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _pair(values: Pair | Sequence[Fraction]) -> str:
    return f"({', '.join(map(brief, values))})"
