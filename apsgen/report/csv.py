"""A result as comma-separated values: one vertex a line, with every digit."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from apsgen.result import Result

COLUMNS = ("set", "index")
"""What stands before the players' columns."""


def csv_text(result: Result) -> str:
    """Return the vertices of both sets as a table.

    Parameters
    ----------
    result
        What `iterate` answered. Payoffs are averages per period.

    Returns
    -------
    str
        A header, then one line for each vertex: ``outer`` or ``inner``, its number in the set
        from 1, counter-clockwise, and the payoff of each player in a column of his name. Names
        are quoted where they must be. A set that is empty has no lines; no newline at the end.
    """
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow([*COLUMNS, *headings(COLUMNS, result.game.players)])
    for name, polygon in (("outer", result.outer_set), ("inner", result.inner_set)):
        for index, vertex in enumerate(polygon.vertices.tolist(), start=1):
            writer.writerow([name, index, *(payoff + 0.0 for payoff in vertex)])
    return table.getvalue().removesuffix("\n")


def headings(before: Sequence[str], players: tuple[str, str]) -> list[str]:
    """Return the players' names, changed where they would name a column twice.

    Examples
    --------
    >>> headings(["set"], ("set", "row"))
    ['player set', 'row']
    """
    taken = [*before]
    for player in players:
        name = player
        while name in taken:
            name = f"player {name}"
        taken.append(name)
    return taken[len(before) :]
