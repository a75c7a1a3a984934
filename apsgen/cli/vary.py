"""Options and the course of a sweep over parameters, for commands that answer one point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from apsgen.cli.drawing import check_figures
from apsgen.cli.exits import Exit
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.output import check_writable, check_written, emit, replacing
from apsgen.cli.progress import Told, progress
from apsgen.cli.sections import Section
from apsgen.cli.solving import interrupted
from apsgen.errors import UsageError

if TYPE_CHECKING:
    from typing import Any

    from apsgen.sweep import Cluster, CriticalMap, Journal, Local

CRITICAL = "apsgen.sweep.vary:critical_point"
"""What does a point."""

Command = TypeVar("Command", bound="Callable[..., Any]")

_PATH = click.Path(path_type=Path)
_SECTION = Section(
    "Vary parameters", "apsgen critical case.toml --vary r=2:3:21 -o curve.csv --plot curve.pdf"
)
_OPTIONS = (
    _SECTION.option(
        "--vary",
        "varied",
        metavar="NAME=FROM:TO:POINTS",
        multiple=True,
        help="A parameter and its values, evenly spread; twice for a map over two.",
    ),
    _SECTION.option(
        "-o",
        "--output",
        metavar="FILE",
        type=_PATH,
        help="Write the points to FILE: CSV if it ends in .csv, else JSON. What is finished is "
        "kept in FILE.journal, so that a sweep that was stopped goes on.",
    ),
    _SECTION.option(
        "--plot",
        "plots",
        metavar="FILE",
        type=_PATH,
        multiple=True,
        help="Draw the curve or the map to FILE (.pdf, .png, .svg or .tex); repeatable.",
    ),
    _SECTION.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(min=1),
        help="How many points at a time; one a core if left out.",
    ),
    _SECTION.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Do the points on a cluster: the address of a dask scheduler, tcp://host:8786.",
    ),
)


@dataclass(frozen=True, slots=True)
class Variation:
    """The values of the options that `vary_options` adds.

    Attributes
    ----------
    varied
        Parameters with their values, as they were written; none for a single point.
    output
        A file to write; finished points are kept beside it.
    plots
        Figures.
    jobs, scheduler
        Processes of this machine, or the address of a cluster.
    """

    varied: Sequence[str]
    output: Path | None
    plots: Sequence[Path]
    jobs: int | None
    scheduler: str | None

    def check(self) -> None:
        """Refuse options that make no sense.

        Raises
        ------
        UsageError
            If there is nothing to vary and something else is asked for, or two crews are.
        """
        check_figures("--plot", self.plots)
        if not self.varied and (self.output or self.plots or self.jobs or self.scheduler):
            raise UsageError(
                "-o, --plot, --jobs and --scheduler go with --vary; write for example "
                "--vary r=2:3:21"
            )
        if self.jobs and self.scheduler:
            raise UsageError(
                "--jobs is about this machine and --scheduler about a cluster; leave one out"
            )


def vary_options(command: Command) -> Command:
    """Add ``--vary`` and its companions, named as the fields of `Variation`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def varied(
    variation: Variation,
    case: Path,
    chosen: Mapping[str, str],
    wanted: str,
    *,
    tolerance: float,
    as_json: bool,
    quiet: bool,
    function: str = CRITICAL,
) -> Exit:
    """Find the critical discount factor at every point; print, write and draw.

    Parameters
    ----------
    variation
        What varies, who does it, and what is written.
    case, chosen
        The case file, and the parameters that stay fixed.
    wanted, tolerance
        The property, and the width of each bracket.
    as_json
        Whether JSON is printed instead of a table.
    quiet
        Whether no progress is shown.
    function
        What does a point.

    Raises
    ------
    UsageError
        If the options make no sense, or a file cannot be written.
    """
    variation.check()
    output = variation.output
    check_written([case], [*([output] if output else []), *variation.plots])
    with Interrupt() as interrupt:
        from apsgen.case import load
        from apsgen.sweep import vary

        journal = _journal(output)
        with progress(quiet) as show:
            found = vary(
                load(case, settings=chosen),
                variation.varied,
                wanted,
                tolerance=tolerance,
                crew=_crew(variation),
                journal=journal,
                stop=interrupt.requested,
                report=lambda course: show(Told(course.forms(), course.seconds)),
                function=function,
            )
        emit(_rendered(found, "json" if as_json else "text"))
        if interrupt.requested():
            kept = f"finished points are in {journal.path}" if journal else "-o keeps what is done"
            return interrupted(f"{kept}; the same command goes on from there")
        _write(found, output, variation.plots)
    return Exit.DONE if found.is_complete else Exit.UNDECIDED


def _journal(output: Path | None) -> Journal | None:
    from apsgen.sweep import Journal

    if output is None:
        return None
    path = output.with_name(f"{output.name}.journal")
    check_writable(path)
    return Journal(path)


def _crew(variation: Variation) -> Cluster | Local:
    from apsgen.sweep import Cluster, Local

    return Cluster(variation.scheduler) if variation.scheduler else Local(variation.jobs)


def _write(found: CriticalMap, output: Path | None, plots: Sequence[Path]) -> None:
    if output:
        with replacing(output) as draft:
            form = "csv" if output.suffix.lower() == ".csv" else "json"
            draft.write_text(_rendered(found, form) + "\n", encoding="utf-8")
    for plot in plots:
        from apsgen.figures import draw_critical

        with replacing(plot) as draft:
            draw_critical(found, draft)


def _rendered(found: CriticalMap, chosen: str) -> str:
    match chosen:
        case "json":
            return found.to_json()
        case "csv":
            return found.to_csv()
    from apsgen.report import critical_map_text

    return critical_map_text(found)
