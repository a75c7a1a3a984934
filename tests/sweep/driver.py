"""Varies a parameter with a point that counts and takes its time; a command for tests to kill."""

from __future__ import annotations

import sys
from pathlib import Path

from apsgen.cli.exits import guarded
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.vary import Variation, varied


def main(case: str, name: str, output: str, scheduler: str = "") -> int:
    """Vary a parameter of a case."""
    from apsgen.case import load

    variation = Variation((name,), (), None if scheduler else 2, scheduler or None)
    with Interrupt() as interrupt:
        return varied(
            variation,
            load(case),
            "first-best",
            tolerance=1e-6,
            printed="csv",
            output=Path(output),
            quiet=False,
            stop=interrupt.requested,
            function="tests.sweep.points:slow_liquidity_point",
        )


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(*sys.argv[1:])))
