"""``apsgen plot``: one or several payoff sets in one figure, or how one was closed in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apsgen.cli.drawing import check_figures, size_options
from apsgen.cli.exits import Exit
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.options import (
    FileEnding,
    discount_factors,
    parts,
    positive,
    quiet_option,
    settings,
    tolerance_option,
    two_numbers,
)
from apsgen.cli.output import check_written, replacing
from apsgen.cli.sections import Section, SectionCommand
from apsgen.cli.solving import interrupted, solved
from apsgen.errors import UsageError

if TYPE_CHECKING:
    from apsgen.figures import Paper, Picture
    from apsgen.game import Game
    from apsgen.result import Result

SIGHT = 1e-4
"""The gap to reach, relative to the size of the set: finer than a figure can show."""

EXAMPLES = """\b
Examples:
  apsgen plot case.toml -o set.pdf
  apsgen plot case.toml --delta 1/2,3/5,4/5 -o sets.pdf -o sets.tex
  apsgen plot case.toml --set r=2,3 --delta 3/4 --close-up -o sets.svg
  apsgen plot one.toml other.toml --label "fixed" --label "worst" -o both.pdf
  apsgen plot result.json --vertices --width 8.6cm -o set.pdf
  apsgen plot case.toml --trace -o trace.pdf
  apsgen plot map.json -o map.pdf

\b
Exit status:
  0    drawn
  2    wrong usage or a bad file
  3    drawn, but a limit came before the gap of a set was within --tol
  130  interrupted; nothing is drawn
"""

_PATH = click.Path(path_type=Path)
_STORED = ".json"
_SETS = Section("Which sets", "apsgen plot case.toml --set r=2,3 --delta 1/2,3/4 -o sets.pdf")
_SHOW = Section("What to show", "apsgen plot case.toml --vertices --no-legend -o set.pdf")
_STOP = Section("When to stop", "apsgen plot case.toml --tol 1e-6 --time-limit 60 -o set.pdf")


@click.command(
    cls=SectionCommand,
    short_help="Draw the sets V* of cases or results in one figure.",
    epilog=EXAMPLES,
)
@click.argument(
    "cases", metavar="CASE...", type=FileEnding(".toml", _STORED), nargs=-1, required=True
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    type=_PATH,
    multiple=True,
    required=True,
    help="The figure (.pdf, .png, .svg or .tex); repeatable.",
)
@_SETS.option(
    "--delta",
    metavar="EXPR,...",
    help="Discount factors, in place of the case's; a set for each. 0.5:0.9:5 is from 0.5 to 0.9 "
    "in 5 points.",
)
@_SETS.option(
    "--set",
    "chosen",
    metavar="NAME=VALUE,...",
    multiple=True,
    callback=settings,
    help="Values of a parameter, in place of the case's; a set for each. Repeatable.",
)
@_SETS.option("--trace", is_flag=True, help="Draw how the sets closed in on V*, step by step.")
@_SHOW.option(
    "--label",
    "labels",
    metavar="TEXT",
    multiple=True,
    help="The name of a set in the legend, one for each set, in their order.",
)
@_SHOW.option(
    "--close-up",
    is_flag=True,
    help="Show the sets alone, without feasible payoffs, first-best total and punishment.",
)
@_SHOW.option(
    "--decompose",
    metavar="V1,V2",
    help="Draw arrows from a payoff to what follows it in an equilibrium; see apsgen explain.",
)
@_SHOW.option("--title", metavar="TEXT", default="", help="Words above the figure.")
@_SHOW.option(
    "--vertices", is_flag=True, help="Write the payoffs beside the vertices, where there is room."
)
@_SHOW.option(
    "--legend/--no-legend", default=True, show_default=True, help="Whether there is a legend."
)
@size_options
@tolerance_option(_STOP, SIGHT)
@_STOP.option(
    "--time-limit",
    metavar="SECONDS",
    type=float,
    callback=positive,
    help="Stop after so much time for each set, and draw what is known.",
)
@quiet_option()
def plot(
    cases: Sequence[Path],
    outputs: Sequence[Path],
    delta: str | None,
    chosen: Mapping[str, str],
    trace: bool,
    labels: Sequence[str],
    close_up: bool,
    decompose: str | None,
    tolerance: float,
    time_limit: float | None,
    quiet: bool,
    **paper: Any,
) -> Exit:
    """Draw the sets of equilibrium payoffs of every CASE in one figure.

    A CASE is a case file, or the result (.json) that apsgen iterate -o wrote. Several discount
    factors or values of a parameter, separated by commas, give a set for each combination.
    Where the outer and the inner set differ visibly, both are drawn. A curve or a map that
    apsgen critical --vary -o wrote (.json) is drawn again. The same sets give the same bytes.
    """
    check_figures("-o", outputs)
    check_written(cases, outputs)
    from apsgen.figures import Paper, draw_sets, draw_trace
    from apsgen.sweep.stored import is_map

    sheet = Paper(**paper)
    if is_map(cases[0]):
        choices = [delta, chosen, trace, labels, close_up, decompose]
        return _map_drawn(cases, outputs, sheet, choices)
    asked = [one for path in cases for one in _asked(path, delta, chosen)]
    _check_labels(labels, asked)
    if trace:
        _check_trace(asked, close_up, labels)
    payoff = _checked_payoff(decompose, asked, trace)
    with Interrupt() as interrupt:
        from apsgen.fixedpoint import Limits
        from apsgen.result import Result

        limits = Limits(None, time_limit, interrupt.requested)
        results = [
            one if isinstance(one, Result) else solved(one, tolerance, limits, quiet)
            for one in asked
        ]
        if interrupt.requested():
            return interrupted("nothing is drawn")
        pictures = [_picture(result, close_up, payoff) for result in results]
        for output in outputs:
            with replacing(output) as draft:
                if trace:
                    draw_trace(results[0], draft, sheet)
                else:
                    draw_sets(pictures, draft, sheet, labels=labels or None)
    return _told(results)


def _map_drawn(
    cases: Sequence[Path], outputs: Sequence[Path], sheet: Paper, choices: Sequence[object]
) -> Exit:
    """Draw critical discount factors again, from the file that a sweep wrote."""
    from apsgen.figures import draw_critical
    from apsgen.sweep import read_map

    if len(cases) > 1 or any(choices):
        raise UsageError(
            f"{cases[0]}: holds critical discount factors, which are drawn alone: name no other "
            "file, and leave out --delta, --set, --trace, --label, --close-up and --decompose"
        )
    found = read_map(cases[0])
    for output in outputs:
        with replacing(output) as draft:
            draw_critical(found, draft, sheet)
    return Exit.DONE


def _asked(path: Path, delta: str | None, chosen: Mapping[str, str]) -> Iterator[Game | Result]:
    """Read a case once for each combination of discount factor and parameters, or a result."""
    from apsgen.case import load
    from apsgen.restore import read_result

    if path.suffix.lower() != _STORED:
        for factor, settings_of_one in _combinations(delta, chosen):
            yield load(path, delta=factor, settings=settings_of_one)
    elif delta is not None or chosen:
        raise UsageError(
            f"{path}: is a result, and --delta and --set change cases alone; name the case "
            "instead, or leave the options out"
        )
    else:
        yield read_result(path)


def _combinations(
    delta: str | None, chosen: Mapping[str, str]
) -> Iterator[tuple[str | None, dict[str, str]]]:
    """Yield each choice of parameters with each discount factor, the latter running fastest."""
    deltas = [None] if delta is None else discount_factors(delta)
    every = [parts(f"--set {name}", values) for name, values in chosen.items()]
    for values in product(*every):
        for factor in deltas:
            yield factor, dict(zip(chosen, values, strict=True))


def _check_labels(labels: Sequence[str], asked: Sequence[Game | Result]) -> None:
    if labels and len(labels) != len(asked):
        raise UsageError(
            f"found {len(labels)} of --label for {len(asked)} sets; give each set one, or none"
        )


def _check_trace(asked: Sequence[Game | Result], close_up: bool, labels: Sequence[str]) -> None:
    from apsgen.game import Game

    if len(asked) != 1 or not isinstance(asked[0], Game):
        raise UsageError(
            "--trace shows how one set is computed: name one case file and at most one discount "
            "factor and one value of each parameter; a result's file has no steps"
        )
    if close_up or labels:
        raise UsageError("--trace goes without --close-up and --label; leave them out")


def _checked_payoff(
    decompose: str | None, asked: Sequence[Game | Result], trace: bool
) -> Sequence[str] | None:
    """Return the payoff to decompose, before anything is computed."""
    if decompose is None:
        return None
    if trace or len(asked) != 1:
        raise UsageError(
            "--decompose shows a payoff of one set: name one case, one discount factor and one "
            "value of each parameter, and leave --trace out"
        )
    from apsgen.extraction import question

    payoff = two_numbers(decompose)
    question(payoff, None)
    return payoff


def _picture(result: Result, close_up: bool, payoff: Sequence[str] | None) -> Picture:
    from apsgen.figures import Picture

    picture = Picture.of(result)
    if payoff is not None:
        from apsgen.extraction import explain

        picture = Picture.explaining(explain(result, at=payoff))
    return picture.close_up() if close_up else picture


def _told(results: Sequence[Result]) -> Exit:
    """Say which sets are not known as well as was asked for."""
    outcome = Exit.DONE
    for result in results:
        if result.status == "stopped":
            outcome = Exit.UNDECIDED
            click.echo(
                f"apsgen: {result.case}: stopped before the gap closed at delta = "
                f"{result.game.delta}; the figure shows the outer and the inner set found so far",
                file=sys.stderr,
            )
    return outcome
