"""What commands that need V* before they begin share: its options, and the run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from apsgen.cli.interrupt import Interrupt
from apsgen.cli.progress import Silent, progress_on

if TYPE_CHECKING:
    from apsgen.game import Game
    from apsgen.result import Result

NEAR = 1e-4
"""The gap to reach, relative to the size of the set: mechanisms themselves are exact."""


def two_numbers(text: str | None) -> Sequence[str] | None:
    """Return the numbers of an option such as ``1,2/3`` as they were written.

    Examples
    --------
    >>> two_numbers("1, 2/3")
    ('1', '2/3')
    """
    return None if text is None else tuple(part.strip() for part in text.split(","))


def solved(game: Game, tolerance: float, quiet: bool, interrupt: Interrupt) -> Result:
    """Compute V*, with the moving line on standard error."""
    from apsgen.fixedpoint import Limits, iterate

    progress = Silent() if quiet else progress_on(sys.stderr)
    limits = Limits(None, None, interrupt.requested)
    try:
        return iterate(game, tolerance=tolerance, limits=limits, report=progress.show)
    finally:
        progress.clear()
