"""``apsgen explain``: why a payoff is one of an equilibrium, and what keeps it from rising."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apsgen.cli.drawing import check_figures
from apsgen.cli.exits import Exit
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.options import (
    FileEnding,
    game_options,
    payoff_options,
    quiet_option,
    tolerance_option,
    two_numbers,
)
from apsgen.cli.output import check_written, emit, replacing
from apsgen.cli.sections import Section, SectionCommand
from apsgen.cli.solving import NEAR, interrupted, solved

if TYPE_CHECKING:
    from apsgen.extraction import Explanation

EXAMPLES = """\b
Examples:
  apsgen explain case.toml --at 67/100,67/100
  apsgen explain case.toml --maximise 1,1 --plot decomposition.pdf
  apsgen explain case.toml --maximise 1,0 --delta 9/10 --set r=3

\b
Exit status:
  0    explained
  1    the payoff is none of an equilibrium: V* is empty, or the payoff lies outside of it
  2    wrong usage or a bad file
  3    no mechanism was found, as where a payoff lies between the outer and the inner set
  130  interrupted; nothing is written
"""

_WHICH = Section("Which payoff", "apsgen explain case.toml --at 1/2,3/4")
_GAME = Section("Change the game", "apsgen explain case.toml --maximise 1,1 --delta 9/10")
_STOP = Section("How far to go", "apsgen explain case.toml --maximise 1,0 --tol 1e-6")


@click.command(
    cls=SectionCommand,
    short_help="Explain a payoff: today, what follows, what binds, shadow prices.",
    epilog=EXAMPLES,
)
@click.argument("case", type=FileEnding(".toml"))
@payoff_options(_WHICH)
@game_options(_GAME)
@tolerance_option(
    _STOP,
    NEAR,
    "The gap between outer and inner set to reach first, relative to the size of the outer set.",
)
@click.option(
    "--plot",
    "plots",
    metavar="FILE",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Draw the payoff on the set, with arrows to what follows it, to FILE (.pdf, .png, .svg "
    "or .tex); repeatable.",
)
@quiet_option()
def explain(
    case: Path,
    at: str | None,
    maximise: str | None,
    delta: str | None,
    chosen: Mapping[str, str],
    tolerance: float,
    plots: Sequence[Path],
    quiet: bool,
) -> Exit:
    """Explain a payoff of the game in CASE by the first period of an equilibrium that gives it.

    What is played after which reports, payoffs today, and the states to which play goes on; and
    the constraints that bind, with their shadow prices: by how much the payoff would rise in its
    direction if the constraint were relaxed. The command mechanism writes the whole of it.
    """
    check_figures("--plot", plots)
    check_written([case], plots)
    from apsgen.case import load
    from apsgen.extraction import explain as explained
    from apsgen.extraction import question
    from apsgen.report.explained import explanation_text

    wanted, direction = two_numbers(at), two_numbers(maximise)
    question(wanted, direction)
    with Interrupt() as interrupt:
        from apsgen.fixedpoint import Limits

        game = load(case, delta=delta, settings=chosen)
        limits = Limits(None, None, interrupt.requested)
        result = solved(game, tolerance, limits, quiet)
        if interrupt.requested():
            return interrupted("nothing is written")
        found = explained(result, at=wanted, maximise=direction)
    emit(explanation_text(found, str(case)))
    _draw(found, plots)
    return Exit.DONE


def _draw(found: Explanation, plots: Sequence[Path]) -> None:
    if not plots:
        return
    from apsgen.figures import Picture, draw_sets

    for plot in plots:
        with replacing(plot) as draft:
            draw_sets([Picture.explaining(found)], draft)
