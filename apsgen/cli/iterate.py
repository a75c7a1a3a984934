"""``apsgen iterate``: the set of equilibrium payoffs of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apsgen.cli.drawing import check_figures
from apsgen.cli.exits import Exit
from apsgen.cli.formats import FORMATS, agreed, of_file, rendered
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.nested import Nest, check_nest, nested, several
from apsgen.cli.options import FileEnding, game_options, positive, quiet_option, tolerance_option
from apsgen.cli.output import check_written, emit, replacing
from apsgen.cli.prove import proved
from apsgen.cli.sections import Section, SectionCommand
from apsgen.cli.solving import solved
from apsgen.errors import UsageError
from apsgen.tolerances import GAP

if TYPE_CHECKING:
    from apsgen.fixedpoint import Limits
    from apsgen.game import Game
    from apsgen.result import Result

EXAMPLES = """\b
Examples:
  apsgen iterate case.toml
  apsgen iterate case.toml --delta 9/10 --set r=3
  apsgen iterate case.toml --delta 0.5:0.95:10 --plot sets.pdf
  apsgen iterate case.toml --json | python -m json.tool
  apsgen iterate case.toml --tol 1e-4 -o result.json --plot set.pdf
  apsgen iterate case.toml --prove certificate.json

\b
Exit status:
  0    the gap is within --tol, or V* is empty; with --prove this was proved
  2    wrong usage or a bad file
  3    a limit came first, or a proof was not found
  130  interrupted
"""

_PATH = click.Path(path_type=Path)
_GAME = Section("Change the game", "apsgen iterate case.toml --delta 9/10 --set r=3")
_STOP = Section("When to stop", "apsgen iterate case.toml --tol 1e-9 --time-limit 60")
_PRINT = Section("What to print", "apsgen iterate case.toml --format csv --quiet > set.csv")
_WRITE = Section("Files to write", "apsgen iterate case.toml -o table.tex --plot set.pdf")


@click.command(
    cls=SectionCommand,
    short_help="Find the payoff set V* of a case: an outer and an inner set.",
    epilog=EXAMPLES,
)
@click.argument("case", type=FileEnding(".toml"))
@game_options(_GAME)
@_GAME.option(
    "--with-limit",
    is_flag=True,
    help="With several discount factors: the limit set for delta -> 1 as well.",
)
@tolerance_option(_STOP, GAP)
@_STOP.option(
    "--max-iterations",
    metavar="N",
    type=click.IntRange(min=1),
    help="Stop after so many applications of the operator T.",
)
@_STOP.option(
    "--time-limit",
    metavar="SECONDS",
    type=float,
    callback=positive,
    help="Stop after so much time.",
)
@_PRINT.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="text for people (the default), json with everything, csv with a vertex a line, latex "
    "with a table for booktabs.",
)
@_PRINT.option("--json", "as_json", is_flag=True, help="As --format json.")
@_PRINT.option(
    "--cite",
    is_flag=True,
    help="Print BibTeX of apsgen and of the case's paper, and compute nothing.",
)
@quiet_option(_PRINT)
@_WRITE.option(
    "-o",
    "--output",
    metavar="FILE",
    type=_PATH,
    help="Write the result to FILE as well: CSV if it ends in .csv, LaTeX if in .tex, else JSON.",
)
@_WRITE.option(
    "--plot",
    "plots",
    metavar="FILE",
    type=_PATH,
    multiple=True,
    help="Draw the set to FILE (.pdf, .png, .svg or .tex); repeatable. More: apsgen plot.",
)
@_WRITE.option(
    "--plot-trace",
    "traces",
    metavar="FILE",
    type=_PATH,
    multiple=True,
    help="Draw how the outer and the inner set closed in, step by step; repeatable.",
)
@_WRITE.option(
    "--prove",
    "certificate",
    metavar="FILE",
    type=_PATH,
    help="Prove the sets in exact arithmetic and write the proof, a certificate, to FILE: "
    "apsgen check tests it.",
)
def iterate(
    case: Path,
    delta: str | None,
    chosen: Mapping[str, str],
    tolerance: float,
    max_iterations: int | None,
    time_limit: float | None,
    form: str | None,
    as_json: bool,
    cite: bool,
    quiet: bool,
    output: Path | None,
    plots: Sequence[Path],
    traces: Sequence[Path],
    certificate: Path | None,
    with_limit: bool,
) -> Exit:
    """Find the set V* of equilibrium payoffs of the repeated game in CASE.

    The answer is an outer set, which contains V*, and an inner set, which V* contains; work
    goes on until the two are close (--tol). Payoffs are averages per period. V* may be empty,
    a point, a segment or an area. Several discount factors, as in --delta 0.5,0.6, or evenly
    spread ones, from, to and how many, as in --delta 0.5:0.95:10, give nested sets in one table
    and one figure. Ctrl-C stops the work and prints what was found so far; a second Ctrl-C ends
    at once.
    """
    printed = agreed(form, as_json)
    check_figures("--plot", plots)
    check_figures("--plot-trace", traces)
    files = [file for file in (output, certificate) if file]
    check_written([case], [*files, *plots, *traces])
    deltas = several(delta)
    if with_limit and deltas is None:
        raise UsageError("--with-limit goes with several discount factors: --delta 0.5:0.95:10")
    nest = Nest(deltas or (), with_limit, printed, output, plots, quiet)
    if deltas:
        check_nest(nest, certificate, traces)
    with Interrupt() as interrupt:
        from apsgen.case import load
        from apsgen.fixedpoint import Limits

        game = load(case, delta=deltas[0] if deltas else delta, settings=chosen)
        if cite:
            return _cite(game, case)
        limits = Limits(max_iterations, time_limit, interrupt.requested)
        if deltas:
            return nested(nest, game, str(case), tolerance, limits)
        if certificate:
            result = _proved(game, tolerance, limits, quiet, certificate)
        else:
            result = solved(game, tolerance, limits, quiet)
        _deliver(result, str(case), printed, output)
        _draw(result, plots, traces)
    return _status(result, interrupt)


def _cite(game: Game, case: Path) -> Exit:
    from apsgen.citation import bibliography

    emit(bibliography(game.reference))
    if not game.reference:
        click.echo(f'{case} names no paper; give it a line reference = "..."', err=True)
    return Exit.DONE


def _proved(game: Game, tolerance: float, limits: Limits, quiet: bool, certificate: Path) -> Result:
    """Search more finely than was asked: rounding to what is proved costs the rest."""
    from apsgen.certificate import SEARCH

    result = solved(game, SEARCH * tolerance, limits, quiet)
    return proved(result, tolerance, limits, quiet, certificate)


def _deliver(result: Result, case: str, printed: str, output: Path | None) -> None:
    """Print first: a full disk must not cost the answer."""
    emit(rendered(result, case, printed))
    if output:
        with replacing(output) as draft:
            draft.write_text(rendered(result, case, of_file(output)) + "\n", encoding="utf-8")


def _draw(result: Result, plots: Sequence[Path], traces: Sequence[Path]) -> None:
    if not plots and not traces:
        return
    from apsgen.figures import draw, draw_trace

    for plot in plots:
        with replacing(plot) as draft:
            draw(result, draft)
    for trace in traces:
        with replacing(trace) as draft:
            draw_trace(result, draft)


def _status(result: Result, interrupt: Interrupt) -> Exit:
    shown = result.proved
    falls_short = shown is not None and not (
        shown.outer and (shown.inner or result.status == "empty")
    )
    if result.status != "stopped" and not falls_short:
        return Exit.DONE
    return Exit.INTERRUPTED if interrupt.requested() else Exit.UNDECIDED
