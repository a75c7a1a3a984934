"""Several discount factors for ``apsgen iterate``: nested sets, in one table and one figure."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from apsgen.cli.exits import Exit
from apsgen.cli.formats import of_file
from apsgen.cli.options import discount_factors
from apsgen.cli.output import emit, replacing
from apsgen.cli.progress import progress
from apsgen.errors import UsageError

if TYPE_CHECKING:
    from apsgen.fixedpoint import Limits
    from apsgen.game import Game
    from apsgen.result import Bounds, Result, Step


@dataclass(frozen=True, slots=True)
class Nest:
    """What is asked for: sets at several discount factors.

    Attributes
    ----------
    deltas
        The discount factors, as they were written.
    with_limit
        Whether the limit set for delta -> 1 is asked for as well.
    printed
        The format to print.
    output, plots
        Files to write.
    quiet
        Whether no progress is shown.
    """

    deltas: Sequence[str]
    with_limit: bool
    printed: str
    output: Path | None
    plots: Sequence[Path]
    quiet: bool


def several(delta: str | None) -> Sequence[str] | None:
    """Return the values of ``--delta`` if there are several, or a range; else ``None``.

    Examples
    --------
    >>> several("0.5"), several("0.5,0.6"), several(None)
    (None, ['0.5', '0.6'], None)
    """
    if delta is None:
        return None
    values = discount_factors(delta)
    return values if len(values) > 1 or ":" in delta else None


def check_nest(nest: Nest, certificate: Path | None, traces: Sequence[Path]) -> None:
    """Refuse what a sweep of discount factors cannot give.

    Raises
    ------
    UsageError
        If a proof, a trace or a LaTeX table is asked for.
    """
    refused = {
        "--prove": certificate is not None,
        "--plot-trace": bool(traces),
        "--format latex": nest.printed == "latex",
        f"-o {nest.output}": nest.output is not None and of_file(nest.output) == "latex",
    }
    for option, asked in refused.items():
        if asked:
            raise UsageError(
                f"{option} goes with one discount factor, found {len(nest.deltas)}; "
                "leave it out, or run each discount factor by itself"
            )


def nested(nest: Nest, game: Game, case: str, tolerance: float, limits: Limits) -> Exit:
    """Compute, print, write and draw; return the exit status."""
    from apsgen.fixedpoint import iterate_deltas

    # First: a game that has no limit set is refused before the work, which takes longer.
    limit = _limit(game, tolerance, limits) if nest.with_limit else None
    began = time.perf_counter()
    with progress(nest.quiet) as show:

        def shown(step: Step) -> None:
            # The time of a step is that of its own set; progress needs one clock for all.
            show(replace(step, seconds=time.perf_counter() - began))

        results = iterate_deltas(
            game, nest.deltas, tolerance=tolerance, limits=limits, report=shown
        )
    emit(_rendered(results, case, nest.printed, limit))
    if nest.output:
        with replacing(nest.output) as draft:
            text = _rendered(results, case, of_file(nest.output), limit)
            draft.write_text(text + "\n", encoding="utf-8")
    for plot in nest.plots:
        with replacing(plot) as draft:
            _drawn(results, draft, limit)
    if all(result.status != "stopped" for result in results):
        return Exit.DONE
    return Exit.INTERRUPTED if limits.stop() else Exit.UNDECIDED


def _limit(game: Game, tolerance: float, limits: Limits) -> Bounds:
    from apsgen.fixedpoint import Limits
    from apsgen.limit import limit

    # Applications of T, of which --max-iterations speaks, play no part in it.
    return limit(game, tolerance=tolerance, limits=Limits(None, limits.seconds, limits.stop))


def _rendered(results: Sequence[Result], case: str, chosen: str, limit: Bounds | None) -> str:
    from apsgen import report, serialise
    from apsgen.fixedpoint.patience import distance_to

    match chosen:
        case "json":
            distances = [distance_to(limit, result) for result in results] if limit else []
            return serialise.nested_json(results, case, limit, distances)
        case "csv":
            return report.nested_csv(results, limit)
    return report.nested_text(results, case, limit)


def _drawn(results: Sequence[Result], draft: Path, limit: Bounds | None) -> None:
    from apsgen.figures import draw_nested, draw_sets

    if limit is None:
        draw_sets(results, draft)
    else:
        draw_nested(results, draft, limit=limit)
