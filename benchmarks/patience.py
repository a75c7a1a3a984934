"""Time sets at many discount factors together beside each alone, and print the table.

Run as ``python benchmarks/patience.py`` from the root of the project, where apsgen is installed, on
one thread (OPENBLAS_NUM_THREADS=1). The baseline is `iterate` for each discount factor; beside it
`iterate_deltas`, and the same with nothing but the directions of the set above. Times are processor
times of this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import apsgen
from apsgen.fixedpoint.hint import NO_HINT, Hint
from apsgen.fixedpoint.patience import at_delta
from apsgen.fixedpoint.run import ignore, search_of
from apsgen.fixedpoint.state import Request
from apsgen.sweep import spread

CASES = Path(__file__).parents[1] / "cases"
RANGES = (
    ("athey_bagwell_2001", "0.75:0.95:10", 1e-4),
    ("athey_bagwell_2001", "0.5:0.95:10", 1e-4),
    ("fudenberg_levine_maskin_1994", "0.75:0.95:10", 1e-4),
    ("fudenberg_levine_maskin_1994", "0.75:0.95:40", 1e-4),
    ("levin_2003_hidden_information", "0.5:0.95:10", 1e-6),
    ("athey_miller_2007", "0.5:0.95:10", 1e-6),
    ("abreu_sannikov_2014", "0.2:0.9:10", 1e-6),
)


def alone(game: apsgen.Game, deltas: Sequence[Fraction], tolerance: float) -> list[apsgen.Result]:
    """Return the set at each discount factor, found by itself."""
    return [apsgen.iterate(at_delta(game, delta), tolerance=tolerance) for delta in deltas]


def with_directions(
    game: apsgen.Game, deltas: Sequence[Fraction], tolerance: float
) -> list[apsgen.Result]:
    """Return the sets, each begun with the directions of the one above and nothing else."""
    hint, found = NO_HINT, []
    for delta in sorted(deltas, reverse=True):
        request = Request(tolerance, apsgen.Limits(), ignore, hint=hint)
        search = search_of(at_delta(game, delta), request)
        found.append(search.run())
        hint = Hint(search.bound.normals, None)
    return found[::-1]


def together(
    game: apsgen.Game, deltas: Sequence[Fraction], tolerance: float
) -> list[apsgen.Result]:
    """Return the sets as `iterate_deltas` finds them."""
    return list(apsgen.iterate_deltas(game, deltas, tolerance=tolerance))


Way = Callable[[apsgen.Game, Sequence[Fraction], float], list[apsgen.Result]]


def timed(
    way: Way, game: apsgen.Game, deltas: Sequence[Fraction], tolerance: float
) -> tuple[float, int]:
    """Return the processor time, and the linear programs solved."""
    began = time.process_time()
    results = way(game, deltas, tolerance)
    assert all(result.status != "stopped" for result in results)
    return time.process_time() - began, sum(result.linear_programs for result in results)


def rows() -> Iterable[list[str]]:
    """Yield a row for each range of discount factors."""
    for name, text, tolerance in RANGES:
        game, deltas = apsgen.load(CASES / f"{name}.toml"), spread(text)
        # What is imported or compiled once must not count.
        alone(game, deltas[:1], 1e-2)
        whole = [timed(way, game, deltas, tolerance) for way in (alone, with_directions, together)]
        (first, programs), (directions, _), (last, fewer) = whole
        yield [
            name,
            f"{float(deltas[0]):g} to {float(deltas[-1]):g}, {len(deltas)}",
            f"{tolerance:g}",
            f"{first:.2f}",
            f"{first / directions:.1f}",
            f"{last:.2f}",
            f"{first / last:.1f}",
            f"{programs:,}",
            f"{fewer:,}",
        ]


def main() -> None:
    """Print the table."""
    header = ["case", "δ", "tolerance", "each alone, s", "directions alone, ratio"]
    header += ["together, s", "ratio", "programs, alone", "together"]
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header), flush=True)
    for row in rows():
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
