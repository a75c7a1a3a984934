"""Tables in plain text."""

from __future__ import annotations

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table, columns flush left.

    Examples
    --------
    >>> table([["delta", "gap"], ["1/2", "0"]])
    ['delta   gap', '1/2     0']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
