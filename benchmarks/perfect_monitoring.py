"""Time perfect monitoring beside QuantEcon.py, and print the table of README.md.

Run as ``python benchmarks/perfect_monitoring.py`` where apsgen and requirements.txt are installed,
on one thread (OPENBLAS_NUM_THREADS=1). Each game is solved by both in turn, in one process, after
one run of each that is not counted (QuantEcon.py compiles then). Times are processor times of this
process, so that others at work on the machine count as little as can be; medians of several runs.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
from quantecon.game_theory import NormalFormGame, Player
from quantecon.game_theory.repeated_game import RepeatedGame

import apsgen
from apsgen.game import Timing, Transfers
from apsgen.liquidity import thresholds

CASES = Path(__file__).parents[1] / "cases"
SHORT, ENOUGH = 500, 100_000
"""QuantEcon's own limit of iterations, and one that it does not reach here."""

CLOSE = 1e-9
"""Sets this near, relative to their size, agree."""

LONGEST = 2.0
"""Seconds that the runs of one solver on one game may take together; at least three are made."""

COURNOT = """
title = "Cournot duopoly, 15 quantities"
delta = "9/10"

[define]
P = "max(0, 10 - firm1.q - firm2.q)"

[players.firm1]
actions = { grid = "q", from = 0, to = 6, points = 15 }
payoff = "q * (P - 1)"

[players.firm2]
actions = { grid = "q", from = 0, to = 6, points = 15 }
payoff = "q * (P - 1)"
"""


@dataclass(frozen=True)
class Trial:
    """A game, and how long it may take.

    Attributes
    ----------
    name
        As in the table.
    game
        With its discount factor.
    aim
        Milliseconds.
    """

    name: str
    game: apsgen.Game
    aim: float


def drawn(size: int, delta: str, seed: int) -> apsgen.Game:
    """Return a game of payoffs drawn evenly from [0, 1)."""
    tables = np.random.default_rng(seed).random((2, size, size)).tolist()
    rows, columns = ([f"{side}{k}" for k in range(size)] for side in "ab")
    return loaded(
        f"title = 'random'\ndelta = '{delta}'\n"
        f"[players.row]\nactions = {rows}\n[players.column]\nactions = {columns}\n"
        f"[payoffs]\nrow = {tables[0]}\ncolumn = {tables[1]}\n"
    )


def loaded(text: str) -> apsgen.Game:
    """Return the game of a case."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        path.write_text(text, encoding="utf-8")
        return apsgen.load(path)


def trials() -> list[Trial]:
    """Return the games of the table."""
    return [
        Trial("Abreu-Sannikov 3 × 3", apsgen.load(CASES / "abreu_sannikov_2014.toml"), 0.5),
        Trial("Cournot 15 × 15", loaded(COURNOT), 10),
        Trial("random 20 × 20", drawn(20, "9/10", 13), 15),
        Trial("random 50 × 50", drawn(50, "99/100", 11), 50),
        Trial("random 100 × 100", drawn(100, "9/10", 123), 250),
        Trial("random 100 × 100", drawn(100, "99/100", 123), 300),
    ]


def theirs(game: apsgen.Game, limit: int) -> Callable[[], np.ndarray]:
    """Return QuantEcon's solver for a game; it gives the vertices of its set."""
    assert game.actions is not None
    shape = tuple(len(actions) for actions in game.actions)
    first, second = (game.payoff[i].astype(float).reshape(shape) for i in range(2))
    players = Player(first), Player(np.ascontiguousarray(second.T))
    repeated = RepeatedGame(NormalFormGame(players), float(game.delta))

    def solve() -> np.ndarray:
        hull = repeated.equilibrium_payoffs(options={"max_iter": limit})
        return np.asarray(hull.points[hull.vertices])

    return solve


def medians(*solvers: Callable[[], object]) -> list[float]:
    """Return the median processor time of each solver, in milliseconds, run in turn."""
    for solve in solvers:
        solve()
    times: list[list[float]] = [[] for _ in solvers]
    while min(map(len, times)) < 3 or max(map(sum, times)) < LONGEST:
        for solve, taken in zip(solvers, times, strict=True):
            if len(taken) < 3 or sum(taken) < LONGEST:
                began = time.process_time()
                solve()
                taken.append(time.process_time() - began)
    return [1000 * statistics.median(taken) for taken in times]


def row(trial: Trial) -> str:
    """Measure one game."""
    game = trial.game
    result = apsgen.iterate(game)
    short, full = theirs(game, SHORT), theirs(game, ENOUGH)
    mine, other = medians(lambda: apsgen.iterate(game), short)
    began = time.process_time()
    truth = full()
    longer = 1000 * (time.process_time() - began)
    span = result.outer_set.diameter
    early, late = (
        result.inner_set.hausdorff(apsgen.Polygon.hull(found)) / span for found in (short(), truth)
    )
    shown = f"{other:.1f}" if other < 10 else f"{other:,.0f}"
    if early > 10 * CLOSE:
        shown = f"{shown}, off by {early:.2g}; {longer:,.0f} when it is not"
        other = longer
    cells = (
        trial.name,
        str(float(game.delta)),
        str(len(result.inner_set.vertices)),
        f"{mine:.1f}",
        f"{trial.aim:g}",
        shown,
        f"{other / mine:,.1f}",
        "yes" if late <= CLOSE else f"off by {late:.1g}",
    )
    return f"| {' | '.join(cells)} |"


def liquidity() -> str:
    """Measure all critical discount factors of the Cournot game with transfers."""
    game = replace(loaded(COURNOT), transfers=Transfers.BALANCED, timing=Timing.AFTER_SIGNALS)
    taken = medians(lambda: thresholds(game))[0]
    steps = thresholds(game)
    return (
        f"All {len(steps)} critical discount factors of the Cournot game with transfers, exact: "
        f"{taken:.1f} ms. The greatest is {steps[-1].delta}, "
        f"about {float(steps[-1].delta):.4f}, for a total of {float(steps[-1].total):.4f}."
    )


def main() -> None:
    """Print the table."""
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, "
        f"QuantEcon.py {version('quantecon')}, {os.cpu_count()} processors "
        f"({platform.machine()}).\n"
    )
    heads = (
        "game",
        "δ",
        "vertices",
        "apsgen, ms",
        "aim, ms",
        "QuantEcon.py, ms",
        "ratio",
        "sets agree",
    )
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for trial in trials():
        print(row(trial), flush=True)
    print(f"\n{liquidity()}")


if __name__ == "__main__":
    main()
