"""Sets at several discount factors: a table for people, vertices for programs."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from io import StringIO

from apsgen.fixedpoint.patience import distance_to
from apsgen.polygon import Polygon
from apsgen.report import facts
from apsgen.report.csv import headings
from apsgen.report.decimals import Decimals
from apsgen.report.facts import printable
from apsgen.report.tables import table
from apsgen.result import Bounds, Result

COLUMNS = ("delta", "status", "set", "index")
"""What stands before the players' columns in CSV."""

_DIGITS = 4
"""Digits fewer than a report of one set shows, so that a line holds a set."""


def nested_text(results: Sequence[Result], case: str, limit: Bounds | None = None) -> str:
    """Return a line for each discount factor.

    Parameters
    ----------
    results
        At least one; all of the same game but for the discount factor.
    case
        The case file as the user named it.
    limit
        The limit set for delta -> 1, if it is asked for.

    Returns
    -------
    str
        Payoffs are averages per period; an interval goes from what the inner set shows to what
        the outer set allows. No newline at the end.
    """
    game = results[0].game
    players = [printable(name) for name in game.players]
    header = ["delta", "status", "greatest total"]
    header += [f"{end} {name}" for name in players for end in ("least", "greatest")] + ["gap"]
    header += [] if limit is None else ["to the limit"]
    rows = [_row(result, limit) for result in results]
    titles = [printable(title) for title in (game.title, game.reference) if title]
    labels = [f"{'case':<18}{printable(case)}", f"{'payoffs':<18}averages per period"]
    blocks = ["\n".join(titles), "\n".join(labels), "\n".join(table([header, *rows]))]
    return "\n\n".join(filter(None, [*blocks, facts.caveats(results[0]), _of_limit(limit)]))


def nested_csv(results: Sequence[Result], limit: Bounds | None = None) -> str:
    """Return the vertices of all sets as a table.

    Parameters
    ----------
    results, limit
        As in `nested_text`. Payoffs are averages per period.

    Returns
    -------
    str
        A header, then a line for each vertex: the discount factor as a fraction (``limit`` for the
        limit set), the status, ``outer`` or ``inner``, its number in the set from 1, and the
        players' payoffs. A set that is empty has one line without numbers; no newline at the end.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, *headings(COLUMNS, results[0].game.players)])
    known = [(str(result.game.delta), str(result.status), result) for result in results]
    listed: list[tuple[str, str, Bounds]] = [*known]
    listed += [] if limit is None else [("limit", "", limit)]
    for delta, status, bounds in listed:
        for name, polygon in (("outer", bounds.outer_set), ("inner", bounds.inner_set)):
            writer.writerows(_vertices([delta, status, name], polygon))
    return text.getvalue().removesuffix("\n")


def _row(result: Result, limit: Bounds | None) -> list[str]:
    decimals = Decimals(Decimals.of(result).places - _DIGITS)
    delta, status = facts.delta(result), str(result.status)
    if result.outer_set.is_empty:
        return [delta, status, *(["-"] * (6 if limit is None else 7))]
    ends = [_extreme(result, (-1.0, 0.0), decimals), _extreme(result, (1.0, 0.0), decimals)]
    ends += [_extreme(result, (0.0, -1.0), decimals), _extreme(result, (0.0, 1.0), decimals)]
    gap = f"{result.gap:.2g}" if math.isfinite(result.gap) else "not known"
    beyond = [] if limit is None else [f"{distance_to(limit, result):.3g}"]
    return [delta, status, _extreme(result, facts.TOTAL, decimals), *ends, gap, *beyond]


def _extreme(result: Result, direction: tuple[float, float], decimals: Decimals) -> str:
    """Return the interval of the extreme payoff in a direction, from the lower end."""
    sign = -1.0 if min(direction) < 0 else 1.0
    outer = sign * result.outer_set.support(direction)
    if result.inner_set.is_empty:
        return f"at {'least' if sign < 0 else 'most'} {decimals(outer)}"
    inner = sign * result.inner_set.support(direction)
    return decimals.interval(*sorted((inner, outer)))


def _of_limit(limit: Bounds | None) -> str:
    if limit is None:
        return ""
    total = "-" if limit.outer_set.is_empty else f"{limit.outer_set.support(facts.TOTAL):.6g}"
    return f"limit set for delta -> 1: greatest total {total}, gap {limit.gap:.2g}"


def _vertices(before: Sequence[str], polygon: Polygon) -> list[list[object]]:
    listed = [
        [*before, index, *(payoff + 0.0 for payoff in vertex)]
        for index, vertex in enumerate(polygon.vertices.tolist(), start=1)
    ]
    return listed or [[*before, "", "", ""]]
