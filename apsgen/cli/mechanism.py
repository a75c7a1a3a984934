"""``apsgen mechanism``: the equilibrium behind a payoff, as a recursive mechanism."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
    from apsgen.mechanism import Mechanism
    from apsgen.result import Result

EXAMPLES = """\b
Examples:
  apsgen mechanism case.toml --maximise 1,1 -o mechanism.json
  apsgen mechanism case.toml --at 67/100,67/100 > mechanism.json
  apsgen mechanism case.toml --at=-1,2 --delta 9/10 --set r=3

\b
Exit status:
  0    a mechanism was found; apsgen check accepts it
  1    there is none: V* is empty, or the payoff lies outside of it
  2    wrong usage or a bad file
  3    none was found, as where a payoff lies between the outer and the inner set
  130  interrupted; nothing is written
"""

_WHICH = Section("Which payoff", "apsgen mechanism case.toml --at 1/2,3/4")
_GAME = Section("Change the game", "apsgen mechanism case.toml --maximise 1,1 --delta 9/10")
_STOP = Section("How far to go", "apsgen mechanism case.toml --maximise 1,0 --tol 1e-6")


@click.command(
    cls=SectionCommand,
    short_help="Write the equilibrium behind a payoff, as a recursive mechanism.",
    epilog=EXAMPLES,
)
@click.argument("case", type=FileEnding(".toml"))
@payoff_options(_WHICH)
@game_options(_GAME)
@tolerance_option(
    _STOP,
    NEAR,
    "The gap between outer and inner set to reach first, relative to the size of the outer set. "
    "Mechanisms are exact; a greatest payoff is the greatest within it.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the mechanism to FILE, and print what it promises instead of it.",
)
@quiet_option()
def mechanism(
    case: Path,
    maximise: str | None,
    at: str | None,
    delta: str | None,
    chosen: Mapping[str, str],
    tolerance: float,
    output: Path | None,
    quiet: bool,
) -> Exit:
    """Find a recursive mechanism of the game in CASE that gives a payoff.

    It says what is played after which reports, and where play goes on: states with the payoffs
    that they promise, as few as were found. All its numbers are exact, and every constraint
    holds: promise keeping, coherence, incentives. The commands check, simulate and automaton read
    it.
    """
    check_written([case], [output] if output else [])
    from apsgen.case import load
    from apsgen.extraction import extract, question

    wanted, direction = two_numbers(at), two_numbers(maximise)
    question(wanted, direction)
    with Interrupt() as interrupt:
        from apsgen.fixedpoint import Limits

        game = load(case, delta=delta, settings=chosen)
        limits = Limits(None, None, interrupt.requested)
        result = solved(game, tolerance, limits, quiet)
        if interrupt.requested():
            return interrupted("nothing is written")
        found = extract(result, at=wanted, maximise=direction)
    if output is None:
        emit(found.to_json())
        return Exit.DONE
    with replacing(output) as draft:
        draft.write_text(found.to_json() + "\n", encoding="utf-8")
    emit(_summary(found, result, output))
    return Exit.DONE


def _summary(found: Mechanism, result: Result, output: Path) -> str:
    from apsgen.game import Game
    from apsgen.mechanism import check
    from apsgen.report.checked import verdict
    from apsgen.report.plain import WIDTH

    assert isinstance(result.game, Game)
    promised = ", ".join(map(str, found.states[found.start].payoff))
    count = len(found.states)
    states = f"{count} states" if count > 1 else "1 state"
    return f"{output}: {states}, promises ({promised})\n\n" + textwrap.fill(
        verdict(check(result.game, found)), WIDTH
    )
