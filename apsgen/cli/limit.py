"""``apsgen limit``: what patient players can reach."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apsgen.cli.colour import GOOD, OPEN, painted
from apsgen.cli.drawing import check_figures
from apsgen.cli.exits import Exit
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.options import (
    FileEnding,
    json_option,
    positive,
    settings,
    tolerance_option,
    two_numbers,
)
from apsgen.cli.output import check_written, emit, replacing
from apsgen.cli.sections import Section, SectionCommand
from apsgen.tolerances import GAP

if TYPE_CHECKING:
    from apsgen.limit import LimitSet

EXAMPLES = """\b
Examples:
  apsgen limit case.toml
  apsgen limit case.toml --direction 1,1 --direction 1,-2
  apsgen limit case.toml --set r=3 --json
  apsgen limit case.toml --plot limit.pdf

\b
Exit status:
  0    the polygons meet within --tol, or the limit set is empty
  2    wrong usage or a bad file
  3    a limit came first
  130  interrupted
"""

_ASK = Section("What to ask", "apsgen limit case.toml --direction 1,2")
_GAME = Section("Change the game", "apsgen limit case.toml --set r=3")
_STOP = Section("When to stop", "apsgen limit case.toml --tol 1e-9 --time-limit 60")
_WRITE = Section("What to print and write", "apsgen limit case.toml --json --plot limit.pdf")


@click.command(
    cls=SectionCommand,
    short_help="Find the limit set of a case: what is reached as delta goes to 1.",
    epilog=EXAMPLES,
)
@click.argument("case", type=FileEnding(".toml"))
@_ASK.option(
    "--direction",
    "directions",
    metavar="A,B",
    multiple=True,
    help="Print the exact score of a direction; repeatable. Write -1,2 as --direction=-1,2.",
)
@_GAME.option(
    "--set",
    "chosen",
    metavar="NAME=VALUE",
    multiple=True,
    callback=settings,
    help="A parameter, in place of the case's; repeatable.",
)
@tolerance_option(
    _STOP, GAP, "The gap between outer and inner polygon to reach, relative to the set's size."
)
@_STOP.option(
    "--time-limit",
    metavar="SECONDS",
    type=float,
    callback=positive,
    help="Stop after so much time.",
)
@json_option(_WRITE)
@_WRITE.option(
    "--plot",
    "plots",
    metavar="FILE",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Draw the set to FILE (.pdf, .png, .svg or .tex); repeatable.",
)
def limit(
    case: Path,
    directions: Sequence[str],
    chosen: Mapping[str, str],
    tolerance: float,
    time_limit: float | None,
    as_json: bool,
    plots: Sequence[Path],
) -> Exit:
    """Find the limit set of the repeated game in CASE: the payoffs of patient players.

    Scores are exact: the greatest weighted payoff that incentives allow when what follows may
    cost nothing. The limit set is where all of them are kept, for hidden actions and for hidden
    types, with or without transfers. The conditions of the folk theorem are reported by name.
    The discount factor of the case does not matter.
    """
    check_figures("--plot", plots)
    check_written([case], plots)
    with Interrupt() as interrupt:
        from apsgen.case import load
        from apsgen.fixedpoint import Limits
        from apsgen.limit import limit as solve

        asked = [two_numbers(text) or () for text in directions]
        limits = Limits(None, time_limit, interrupt.requested)
        game = load(case, settings=chosen)
        found = solve(game, tolerance=tolerance, directions=asked, limits=limits)
        _print(found, str(case), as_json)
        _draw(found, plots)
    if found.status != "stopped":
        return Exit.DONE
    return Exit.INTERRUPTED if interrupt.requested() else Exit.UNDECIDED


def _print(found: LimitSet, case: str, as_json: bool) -> None:
    if as_json:
        emit(found.to_json())
        return
    from apsgen.report.limits import limit_text

    colour = OPEN if found.status == "stopped" else GOOD
    emit(limit_text(found, case, lambda claim: painted(claim, colour, sys.stdout)))


def _draw(found: LimitSet, plots: Sequence[Path]) -> None:
    if not plots:
        return
    from apsgen.figures.limit_set import draw_limit

    for plot in plots:
        with replacing(plot) as draft:
            draw_limit(found, draft)
