"""V* with progress shown, for every command that needs it; what is told when it was stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from apsgen.cli.exits import Exit
from apsgen.cli.progress import progress

if TYPE_CHECKING:
    from apsgen.fixedpoint import Limits
    from apsgen.game import Game
    from apsgen.result import Result

NEAR = 1e-4
"""The gap to reach, relative to the size of the set: mechanisms themselves are exact."""


def solved(game: Game, tolerance: float, limits: Limits, quiet: bool) -> Result:
    """Compute V*, with the moving line on standard error."""
    from apsgen.fixedpoint import iterate

    with progress(quiet) as show:
        return iterate(game, tolerance=tolerance, limits=limits, report=show)


def interrupted(outcome: str) -> Exit:
    """Say that Ctrl-C came first, and what became of what was asked for."""
    click.echo(f"apsgen: interrupted; {outcome}", err=True)
    return Exit.INTERRUPTED
