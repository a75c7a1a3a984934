"""``apsgen iterate``: the set of equilibrium payoffs of a case."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apsgen.cli.exits import Exit
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.options import positive, settings
from apsgen.cli.output import check_writable, emit, replacing
from apsgen.cli.progress import MovingLine, Silent
from apsgen.errors import UsageError
from apsgen.tolerances import GAP

if TYPE_CHECKING:
    from apsgen.fixedpoint import Limits
    from apsgen.game import Game
    from apsgen.result import Result

FIGURES = (".pdf", ".png", ".svg")
"""Suffixes of the figures that can be drawn."""

EXAMPLES = """\b
Examples:
  apsgen iterate case.toml
  apsgen iterate case.toml --delta 9/10 --set r=3
  apsgen iterate case.toml --json | python -m json.tool
  apsgen iterate case.toml --tol 1e-4 -o result.json --plot set.pdf

\b
Exit status:
  0    the gap is within --tol, or V* is empty
  2    wrong usage or a bad file
  3    a limit came first
  130  interrupted
"""

_PATH = click.Path(path_type=Path)


@click.command(
    short_help="Find the payoff set V* of a case: an outer and an inner set.", epilog=EXAMPLES
)
@click.argument("case", type=_PATH)
@click.option("--delta", metavar="EXPR", help="The discount factor, in place of the case's.")
@click.option(
    "--set",
    "chosen",
    metavar="NAME=VALUE",
    multiple=True,
    callback=settings,
    help="A parameter, in place of the case's; repeatable.",
)
@click.option(
    "--tol",
    "tolerance",
    metavar="FLOAT",
    type=float,
    default=GAP,
    callback=positive,
    show_default=True,
    help="The gap between outer and inner set to reach, relative to the size of the outer set.",
)
@click.option(
    "--max-iterations",
    metavar="N",
    type=click.IntRange(min=1),
    help="Stop after so many applications of the operator T.",
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=float,
    callback=positive,
    help="Stop after so much time.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@click.option(
    "-o", "--output", metavar="FILE", type=_PATH, help="Write the JSON object to FILE as well."
)
@click.option(
    "--plot",
    "plots",
    metavar="FILE",
    type=_PATH,
    multiple=True,
    help="Draw the set to FILE (.pdf, .png or .svg); repeatable.",
)
@click.option("--quiet", is_flag=True, help="Show no progress on the terminal.")
def iterate(
    case: Path,
    delta: str | None,
    chosen: Mapping[str, str],
    tolerance: float,
    max_iterations: int | None,
    time_limit: float | None,
    as_json: bool,
    output: Path | None,
    plots: Sequence[Path],
    quiet: bool,
) -> Exit:
    """Find the set V* of equilibrium payoffs of the repeated game in CASE.

    The answer is an outer set, which contains V*, and an inner set, which V* contains; work
    goes on until the two are close (--tol). Payoffs are averages per period. V* may be empty,
    a point, a segment or an area. Ctrl-C stops the work and prints what was found so far;
    a second Ctrl-C ends at once.
    """
    _check_files(case, [*([output] if output else []), *plots], plots)
    with Interrupt() as interrupt:
        from apsgen.case import load
        from apsgen.fixedpoint import Limits

        game = load(case, delta=delta, settings=chosen)
        limits = Limits(max_iterations, time_limit, interrupt.requested)
        result = _computed(game, tolerance, limits, quiet)
        _deliver(result, str(case), as_json, output, plots)
    return _status(result, interrupt)


def _check_files(case: Path, written: Sequence[Path], plots: Sequence[Path]) -> None:
    """Refuse, before any work, what would fail after it."""
    for plot in plots:
        if plot.suffix.lower() not in FIGURES:
            raise UsageError(
                f"--plot {plot}: figures end in {', '.join(FIGURES)}; the ending sets the format"
            )
    seen = {os.path.realpath(case)}
    for path in written:
        check_writable(path)
        if os.path.realpath(path) in seen:
            raise UsageError(f"{path}: is named twice; give every file to write its own name")
        seen.add(os.path.realpath(path))


def _computed(game: Game, tolerance: float, limits: Limits, quiet: bool) -> Result:
    from apsgen.fixedpoint import iterate as solve

    progress = MovingLine(sys.stderr) if sys.stderr.isatty() and not quiet else Silent()
    try:
        return solve(game, tolerance=tolerance, limits=limits, report=progress.show)
    finally:
        progress.clear()


def _deliver(
    result: Result, case: str, as_json: bool, output: Path | None, plots: Sequence[Path]
) -> None:
    """Print first: a full disk must not cost the answer."""
    from apsgen.report import text
    from apsgen.serialise import json_text

    emit(json_text(result, case) if as_json else text(result, case))
    if output:
        with replacing(output) as draft:
            draft.write_text(json_text(result, case) + "\n", encoding="utf-8")
    for plot in plots:
        from apsgen.figures.payoff_set import draw

        with replacing(plot) as draft:
            draw(result, draft)


def _status(result: Result, interrupt: Interrupt) -> Exit:
    if result.status != "stopped":
        return Exit.DONE
    return Exit.INTERRUPTED if interrupt.requested() else Exit.UNDECIDED
