"""A result in plain text, for people."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence

from apsgen.report import facts
from apsgen.report.decimals import Decimals
from apsgen.report.facts import printable
from apsgen.result import Result, Status

ROWS = 12
"""Extreme points listed at most."""

WIDTH = 79
"""Characters in a line of running text."""


def text(result: Result, case: str, emphasise: Callable[[str], str] = str) -> str:
    """Return a result in words and tables.

    Parameters
    ----------
    result
        What `iterate` answered.
    case
        The case file as the user named it.
    emphasise
        Marks the claim, for example with a colour; left out, it stands as it is.

    Returns
    -------
    str
        Lines of ASCII, apart from what the case itself says; no newline at the end. Payoffs
        are averages per period.
    """
    decimals = Decimals.of(result)
    claim = emphasise(textwrap.fill(facts.claim(result), WIDTH))
    blocks = [_heading(result, case), claim, textwrap.fill(facts.caveats(result), WIDTH)]
    if not result.outer_set.is_empty:
        blocks += [facts.dimension(result), _points(result, decimals), _totals(result, decimals)]
    blocks += [_players(result, decimals), _effort(result)]
    return "\n\n".join(filter(None, blocks))


def _heading(result: Result, case: str) -> str:
    game = result.game
    titles = [printable(title) for title in (game.title, game.reference) if title]
    lines = [
        ("case", printable(case)),
        ("players", ", ".join(printable(name) for name in game.players)),
        ("delta", facts.delta(result)),
        ("payoffs", "averages per period (a total is the average divided by 1 - delta)"),
    ]
    return "\n".join([*titles, "", _labelled(lines)])


def _points(result: Result, decimals: Decimals) -> str:
    """List the extreme points of the inner set, the nearest outer ones beside."""
    header = [printable(name) for name in result.game.players]
    inner, outer = result.inner_set.vertices, result.outer_set.vertices
    if result.inner_set.is_empty:
        title, rows = f"the outer set: {len(outer)}", facts.pairs(outer, decimals)
    else:
        title, rows = f"the inner set: {len(inner)}", facts.pairs(inner, decimals)
        if not facts.look_equal(result, decimals):
            title += f"; of the outer set: {len(outer)}, the nearest beside"
            header = [*header, *(f"outer {name}" for name in header)]
            beside = facts.pairs(facts.nearest_outer(result), decimals)
            rows = [[*pair, *other] for pair, other in zip(rows, beside, strict=True)]
    table = _table([header, *rows[:ROWS]], _at_point)
    left_out = len(rows) - ROWS
    more = [f"... and {left_out} more (--json lists all)"] if left_out > 0 else []
    return "\n".join([f"extreme points of {title}", *_indented([*table, *more])])


def _totals(result: Result, decimals: Decimals) -> str:
    greatest = facts.greatest_total(result, decimals)
    first_best = facts.first_best_total(result, decimals)
    first_best += f": {facts.reached(result, decimals)}"
    return _labelled(
        [
            ("greatest total", f"{greatest} (sum of the two players' payoffs)"),
            ("first-best total", first_best),
        ]
    )


def _players(result: Result, decimals: Decimals) -> str:
    rows = facts.by_player(result, decimals)
    header = ["", *(printable(name) for name in result.game.players)]
    return "\n".join(_table([header, *rows], _left)) if rows else ""


def _effort(result: Result) -> str:
    lines = [("gap", facts.gap(result))] if result.status is not Status.EMPTY else []
    programs = facts.counted(result.linear_programs, "linear program")
    return _labelled([*lines, ("effort", f"{facts.effort_in_words(result)}, {programs}")])


def _labelled(lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{label:<18}{fact}" for label, fact in lines)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _table(rows: Sequence[Sequence[str]], align: Callable[[Sequence[str]], list[str]]) -> list[str]:
    columns = [_left([head, *align(cells)]) for head, *cells in zip(*rows, strict=True)]
    return ["   ".join(row).rstrip() for row in zip(*columns, strict=True)]


def _left(cells: Sequence[str]) -> list[str]:
    width = max(map(len, cells))
    return [cell.ljust(width) for cell in cells]


def _at_point(cells: Sequence[str]) -> list[str]:
    """Align numbers at the decimal point."""
    lead = max(len(cell.partition(".")[0]) for cell in cells)
    return [" " * (lead - len(cell.partition(".")[0])) + cell for cell in cells]
