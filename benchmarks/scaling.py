"""Measure how the cost grows with types, decisions, signals and tolerance; draw the figure.

Run as ``python benchmarks/scaling.py`` from the root of the project. It writes scaling.csv beside
itself and docs/explanation/scaling.svg. Times are processor times, medians of a few runs.
"""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterable
from pathlib import Path

import apsgen
from benchmarks.hidden_information import CASES, bertrand, loaded, relative, timed

FOLDER = Path(__file__).parent
FIGURE = FOLDER.parent / "docs" / "explanation" / "scaling.svg"
SECONDS = 60.0
RUNS = 3
TOLERANCE = 1e-3

Point = tuple[str, float, float, float]
"""What varies, its value, seconds, the gap reached relative to the size."""


def noisy(signals: int) -> str:
    """Return a noisy prisoners' dilemma: each signal is likelier the more players cooperate."""
    names = [f"s{k}" for k in range(signals)]
    lines = [
        'title = "Noisy prisoners\' dilemma"',
        'delta = "17/20"',
        '[players.row]\nactions = ["c", "d"]',
        '[players.column]\nactions = ["c", "d"]',
        "[payoffs]\nrow = [[2, -1], [3, 0]]\ncolumn = [[2, 3], [-1, 0]]",
        f'[monitoring]\nkind = "public"\nsignals = {names}',
        "[monitoring.probability]",
    ]
    both = [2 * k + 1 for k in range(signals)]
    one = [signals] * signals
    none = both[::-1]
    total = signals * signals
    for k, name in enumerate(names):
        table = [
            [f"{both[k]}/{total}", f"{one[k]}/{total}"],
            [f"{one[k]}/{total}", f"{none[k]}/{total}"],
        ]
        lines.append(f"{name} = {table}")
    return "\n".join(lines) + "\n"


def measured(name: str, value: float, game: apsgen.Game, tolerance: float = TOLERANCE) -> Point:
    """Return the median time of a few runs."""
    limits = apsgen.Limits(None, SECONDS)
    times = []
    for _ in range(RUNS):
        seconds, result = timed(lambda: apsgen.iterate(game, tolerance=tolerance, limits=limits))
        assert isinstance(result, apsgen.Result)
        times.append(seconds)
        if seconds > SECONDS / 10:
            break
    point = name, value, statistics.median(times), relative(result)
    print(*point, flush=True)
    return point


def points() -> Iterable[Point]:
    """Measure along each of the four ways to grow."""
    for types in (1, 2, 3, 4):
        yield measured("types", types, loaded(bertrand(types, 3, "7/10", "ex-post")))
    for prices in (2, 3, 4, 5):
        yield measured("decisions", prices**2, loaded(bertrand(2, prices, "7/10", "ex-post")))
    for signals in (2, 3, 4, 6):
        yield measured("signals", signals, loaded(noisy(signals)))
    collusion = apsgen.load(CASES / "athey_bagwell_2001.toml", delta="3/4")
    for exponent in (2, 3, 4, 5, 6):
        yield measured("tolerance", 10.0**-exponent, collusion, 10.0**-exponent)


def draw(rows: list[Point]) -> None:
    """Draw a panel for each of what varies."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    mpl.rcParams.update({"svg.hashsalt": "apsgen", "svg.fonttype": "none", "font.size": 9})
    labels = {
        "types": "types a player (9 decisions)",
        "decisions": "decisions (2 types a player)",
        "signals": "signals (no types)",
        "tolerance": "tolerance (Athey and Bagwell)",
    }
    figure, panels = plt.subplots(1, 4, figsize=(9, 2.4), sharey=True, layout="constrained")
    for panel, (name, label) in zip(panels, labels.items(), strict=True):
        found = [row for row in rows if row[0] == name]
        panel.plot([row[1] for row in found], [row[2] for row in found], "o-", color="black", ms=4)
        panel.set_yscale("log")
        if name == "tolerance":
            panel.set_xscale("log")
            panel.minorticks_off()
            panel.invert_xaxis()
        panel.set_xlabel(label)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("seconds")
    figure.savefig(FIGURE, metadata={"Date": None})


def main() -> None:
    """Measure, write, draw."""
    rows = list(points())
    with (FOLDER / "scaling.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["varied", "value", "seconds", "gap"])
        writer.writerows((name, value, f"{s:.3g}", f"{gap:.2g}") for name, value, s, gap in rows)
    draw(rows)


if __name__ == "__main__":
    main()
