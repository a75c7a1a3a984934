"""``apsgen critical``: from which patience on V* has a property, proved at both ends."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apsgen.cli.exits import Exit
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.options import (
    FileEnding,
    game_options,
    json_option,
    quiet_option,
    tolerance_option,
)
from apsgen.cli.output import check_written, emit, replacing
from apsgen.cli.progress import Told, progress
from apsgen.cli.sections import Section, SectionCommand
from apsgen.cli.vary import Variation, varied, vary_options
from apsgen.errors import UsageError

if TYPE_CHECKING:
    from apsgen.critical.search import Stage

WIDTH = 1e-6
"""The width of the bracket."""

EXAMPLES = """\b
Examples:
  apsgen critical case.toml
  apsgen critical case.toml --property total=67/50 --set r=3
  apsgen critical case.toml --property payoff=1,3/2 --tol 1e-4 --json
  apsgen critical case.toml --certificates proof

\b
Exit status:
  0    bracketed as narrowly as asked, with a proof at both ends; or always, or never
  2    wrong usage or a bad file
  3    the bracket is wider than asked, or an end carries no proof
  130  interrupted; what is known so far is printed
"""

_WHAT = Section("What to look for", "apsgen critical case.toml --property payoff=1,3/2")
_GAME = Section("Change the game", "apsgen critical case.toml --set r=3")
_STOP = Section("How far to go", "apsgen critical case.toml --tol 1e-4")
_PRINT = Section("What to print", "apsgen critical case.toml --json")


@click.command(
    cls=SectionCommand,
    short_help="Bracket a critical discount factor, proved at both ends.",
    epilog=EXAMPLES,
)
@click.argument("case", type=FileEnding(".toml"))
@_WHAT.option(
    "--property",
    "wanted",
    metavar="PROPERTY",
    default="first-best",
    show_default=True,
    help="first-best: the greatest total of all plans, in every period; non-empty; total=NUMBER: "
    "at least this total; payoff=NUMBER,NUMBER: this payoff. Average payoffs.",
)
@game_options(_GAME)
@tolerance_option(_STOP, WIDTH, "The width of the bracket.")
@json_option(_PRINT)
@_PRINT.option(
    "--certificates",
    metavar="PREFIX",
    help="Write the proofs at the two ends to PREFIX.lo.json and PREFIX.hi.json.",
)
@vary_options
@quiet_option()
def critical(
    case: Path,
    wanted: str,
    delta: str | None,
    chosen: Mapping[str, str],
    tolerance: float,
    as_json: bool,
    certificates: str | None,
    quiet: bool,
    **variation: Any,
) -> Exit:
    """Find the least discount factor at which V* of the game in CASE has a property.

    The answer is a bracket lo < delta* <= hi with an exact proof at each end: a self-generating
    set at hi, the impossibility at lo. With it come the constraints that bind at delta*, and how
    delta* moves with each parameter of the case. With --vary it is found at many values of a
    parameter, or of two.
    """
    asked_for = Variation(**variation)
    asked_for.check()
    if asked_for.varied:
        if certificates:
            raise UsageError("--certificates is about one bracket; leave --vary out")
        return varied(
            asked_for, case, chosen, wanted, tolerance=tolerance, as_json=as_json, quiet=quiet
        )
    from apsgen.critical.wanted import Property

    asked = Property.read(wanted)
    files = [Path(f"{certificates}.{end}.json") for end in ("lo", "hi")] if certificates else []
    check_written([case], files)
    from apsgen.case import load
    from apsgen.critical import critical as found_by
    from apsgen.critical.certified import certificates as documents
    from apsgen.fixedpoint import Limits
    from apsgen.report.critical import critical_text

    began = time.perf_counter()
    with Interrupt() as interrupt, progress(quiet) as show:
        game = load(case, delta=delta, settings=chosen)
        limits = Limits(None, None, interrupt.requested)
        found = found_by(
            game,
            asked,
            tolerance=tolerance,
            limits=limits,
            report=lambda stage: show(_told(stage, time.perf_counter() - began)),
        )
    emit(found.to_json() if as_json else critical_text(found))
    for file, text in zip(files, documents(found), strict=False):
        if text is not None:
            with replacing(file) as draft:
                draft.write_text(text + "\n", encoding="utf-8")
    if interrupt.requested():
        return Exit.INTERRUPTED
    return Exit.DONE if found.proved and found.is_narrow else Exit.UNDECIDED


def _told(stage: Stage, seconds: float) -> Told:
    between = f"{float(stage.lo):.9g} to {float(stage.hi):.9g}"
    return Told((f"{stage.doing}, {between}, {seconds:.1f} s", between), seconds)
