"""Time hidden information and hidden actions beside fixed directions, and print the tables.

Run as ``python benchmarks/hidden_information.py`` from the root of the project, where apsgen and
its test extra are installed, on one thread (OPENBLAS_NUM_THREADS=1). The baseline is the textbook
way: the operator applied again and again in evenly spread directions, one program of scipy's
linprog for each, written down from the definitions in tests/brute. It gives an outer set alone.
Times are processor times of this process.
"""

from __future__ import annotations

import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

import apsgen
from tests.brute.operator import image
from tests.brute.outer import start
from tests.brute.plane import circle

CASES = Path(__file__).parents[1] / "cases"
DIRECTIONS = 64
APPLICATIONS = 4
RUNS = 3

NOISY = """
title = "Noisy prisoners' dilemma"
delta = "17/20"

[players.row]
actions = ["cooperate", "defect"]

[players.column]
actions = ["cooperate", "defect"]

[payoffs]
row    = [[2, -1], [3, 0]]
column = [[2, 3], [-1, 0]]

[monitoring]
kind = "public"
signals = ["success", "failure"]

[monitoring.probability]
success = [["2/3", "1/2"], ["1/2", "1/4"]]
"""


def bertrand(types: int, prices: int, delta: str, strength: str = "joint") -> str:
    """Return a case: two sellers with private costs choose prices; the cheaper one sells."""
    lines = [
        f'title = "Bertrand, {types} types and {prices**2} decisions"',
        f'delta = "{delta}"',
        "[constraints]",
        f'off_schedule = "{strength}"',
    ]
    for me, other in (("one", "two"), ("two", "one")):
        costs = (
            f'c{k} = {{ probability = "1/{types}", cost = "{k}/{max(types - 1, 1)}" }}'
            for k in range(types)
        )
        asked = (f'p{k} = {{ price = "1 + {k}/{max(prices - 1, 1)}" }}' for k in range(prices))
        share = f"1 if {me}.price < {other}.price else 1/2 if {me}.price == {other}.price else 0"
        lines += [
            f"[players.{me}]",
            f"types = {{ {', '.join(costs)} }}",
            f"actions = {{ {', '.join(asked)} }}",
            f'payoff = "({me}.price - {me}.cost) * ({share})"',
        ]
    return "\n".join(lines) + "\n"


def loaded(text: str) -> apsgen.Game:
    """Return the game of a case."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        path.write_text(text, encoding="utf-8")
        return apsgen.load(path)


def timed(run: Callable[[], object]) -> tuple[float, object]:
    """Return the processor time of a run and what it gave."""
    began = time.process_time()
    answer = run()
    return time.process_time() - began, answer


def ours(
    game: apsgen.Game, tolerance: float, seconds: float, runs: int = RUNS
) -> tuple[float, apsgen.Result]:
    """Return the median time to a gap, and a result."""
    found = [
        timed(
            lambda: apsgen.iterate(game, tolerance=tolerance, limits=apsgen.Limits(None, seconds))
        )
        for _ in range(runs)
    ]
    result = found[0][1]
    assert isinstance(result, apsgen.Result)
    return statistics.median(seconds for seconds, _ in found), result


def theirs(game: apsgen.Game) -> tuple[float, float]:
    """Return the median time of an application in fixed directions, and how many are needed.

    Levels fall by about delta times as much each time; the number is that after which what is left
    of the last fall, over 1 - delta, is a millionth of the set's size.
    """
    directions = circle(DIRECTIONS)
    levels = start(game, directions)
    times, falls = [], []
    for _ in range(APPLICATIONS):
        seconds, found = timed(lambda at=levels: image(game, (directions, at), directions))
        times.append(seconds)
        if found is None:
            return statistics.median(times), float(len(times))
        fall = levels - np.minimum(levels, np.asarray(found))
        falls.append(float(fall.max()))
        levels = levels - fall
    size = float(np.ptp(levels))
    delta = float(game.delta)
    left = max(falls[-1], 1e-300) / (1 - delta) / (1e-6 * size)
    return statistics.median(times), APPLICATIONS + max(math.log(left) / -math.log(delta), 0.0)


def relative(result: apsgen.Result) -> float:
    """Return the gap, relative to the size of the outer set."""
    size = result.outer_set.diameter
    return result.gap / size if size else 0.0


def against_fixed_directions() -> Iterable[list[str]]:
    """Yield rows: both sets to a millionth, against one outer set in 64 directions."""
    collusion = "athey_bagwell_2001.toml"
    games = [
        ("noisy prisoners' dilemma, 17/20", loaded(NOISY), 2.0),
        ("Athey and Bagwell, 3/4", apsgen.load(CASES / collusion, delta="3/4"), 2.0),
        ("Athey and Bagwell, 4/5", apsgen.load(CASES / collusion, delta="4/5"), None),
    ]
    for name, game, aim in games:
        seconds, result = ours(game, 1e-6, 120.0)
        once, needed = theirs(game)
        yield [
            name,
            f"{len(result.outer_set.vertices)}",
            f"{seconds:.2f}",
            "" if aim is None else f"{aim:g}",
            f"{relative(result):.1e}",
            f"{1e3 * once:.0f}",
            f"{needed:.0f}",
            f"{needed * once / seconds:.0f}",
        ]


def larger_games() -> Iterable[list[str]]:
    """Yield rows: many types and decisions, with a limit of time."""
    for types, prices, tolerance, aim in ((4, 4, 1e-5, 10.0), (10, 5, 1e-4, 60.0)):
        for strength in ("joint", "ex-post"):
            game = loaded(bertrand(types, prices, "9/10", strength))
            seconds, result = ours(game, tolerance, aim, runs=1)
            reached = f"{relative(result):.1e}" if math.isfinite(result.gap) else "outer set only"
            yield [
                f"{types} types, {prices**2} decisions, {strength}",
                f"{tolerance:g}",
                f"{aim:g}",
                f"{seconds:.0f}",
                reached,
                f"{result.linear_programs}",
            ]


def patience() -> Iterable[list[str]]:
    """Yield rows: the cost near delta = 1, to one ten-thousandth, at most 30 seconds each."""
    for delta in ("7/10", "3/4", "9/10", "99/100", "999/1000"):
        game = apsgen.load(CASES / "athey_bagwell_2001.toml", delta=delta)
        seconds, result = ours(game, 1e-4, 30.0, runs=1)
        yield [delta, f"{seconds:.2f}", f"{relative(result):.1e}", f"{result.linear_programs}"]


def from_the_shell() -> Iterable[list[str]]:
    """Yield rows: whole processes."""
    commands = {
        "apsgen --help": ["--help"],
        "apsgen iterate stahl_1991.toml": ["iterate", str(CASES / "stahl_1991.toml")],
        "apsgen iterate athey_bagwell_2001.toml --delta 3/4": [
            "iterate",
            str(CASES / "athey_bagwell_2001.toml"),
            "--delta",
            "3/4",
            "--quiet",
        ],
    }
    for name, words in commands.items():
        times = []
        for _ in range(RUNS):
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "apsgen", *words], check=True, capture_output=True
            )
            times.append(time.perf_counter() - began)
        yield [name, f"{statistics.median(times):.2f}"]


def show(header: list[str], rows: Iterable[list[str]]) -> None:
    """Print a table as Markdown, row by row."""
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header), flush=True)
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)
    print()


def main() -> None:
    """Print all tables."""
    show(
        [
            "game, δ",
            "vertices",
            "apsgen, s",
            "aim, s",
            "gap / size",
            "one application, ms",
            "applications needed",
            "ratio",
        ],
        against_fixed_directions(),
    )
    show(["game", "tolerance", "aim, s", "time, s", "gap / size", "programs"], larger_games())
    show(["δ", "time, s", "gap / size", "programs"], patience())
    show(["command", "s"], from_the_shell())


if __name__ == "__main__":
    main()
