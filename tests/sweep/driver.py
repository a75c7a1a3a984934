"""Varies a parameter with a point that counts and takes its time; a command for tests to kill."""

from __future__ import annotations

import sys
from pathlib import Path

from apsgen.cli.exits import guarded
from apsgen.cli.vary import Variation, varied


def main(case: str, name: str, output: str) -> int:
    """Vary a parameter of a case."""
    return varied(
        Variation((name,), Path(output), (), 2, None),
        Path(case),
        {},
        "first-best",
        tolerance=1e-6,
        as_json=False,
        quiet=False,
        function="tests.sweep.points:slow_liquidity_point",
    )


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(*sys.argv[1:])))
