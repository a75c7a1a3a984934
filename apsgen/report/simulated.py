"""A simulation: its means beside what is promised, the course of a path, and all paths as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

import numpy as np

from apsgen.mechanism import Deviation, Simulation
from apsgen.report.facts import counted, delta_text, printable

ROWS = 12
"""Periods of the first path that are listed."""

BEFORE = 2
"""Periods listed before the first deviation."""


def simulation_text(found: Simulation, case: str, mechanism: str) -> str:
    """Return a simulation in words: means and standard errors, and the first path.

    Parameters
    ----------
    found
        What `simulate` answered.
    case, mechanism
        The files as the user named them.
    """
    return "\n\n".join([_heading(found, case, mechanism), _means(found), _path(found)])


def write_paths(found: Simulation, file: TextIO) -> None:
    """Write all paths as comma-separated values: a header, a line for each period of each path.

    Parameters
    ----------
    found
        What `simulate` answered.
    file
        Open for text, without translation of line ends.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(found.columns(slice(0)))
    for path in range(found.paths):
        columns = found.columns(slice(path, path + 1))
        writer.writerows(zip(*columns.values(), strict=True))


def _heading(found: Simulation, case: str, mechanism: str) -> str:
    game = found.game
    states = counted(len(found.mechanism.states), "state")
    start = f"play begins in state {found.mechanism.start}"
    lines = [
        ("case", printable(case)),
        ("mechanism", f"{printable(mechanism)}, {states}; {start}"),
        ("delta", delta_text(game.delta)),
        ("paths", f"{found.paths} of {counted(found.periods, 'period')}, seed {found.seed}"),
        *(("deviation", _deviation(one)) for one in found.deviations),
    ]
    return "\n".join([printable(game.title), "", *(f"{name:<18}{fact}" for name, fact in lines)])


def _deviation(one: Deviation) -> str:
    said = {"report": one.report, "action": one.action, "pay": one.pay}
    words = ", ".join(f"{name} {value}" for name, value in said.items() if value is not None)
    return printable(f"{one.player} in period {one.period}: {words}")


def _means(found: Simulation) -> str:
    """Return promised payoffs and means; what later periods are worth is the state's promise."""
    header = ["average payoffs", *(printable(name) for name in found.game.players)]
    rows = [
        ["promised", *map(_number, found.promised.tolist())],
        ["mean of the paths", *map(_number, found.means.tolist())],
        ["standard error", *map(_number, found.standard_errors.tolist())],
    ]
    tail = float(found.game.delta) ** found.periods
    note = f"Periods after the last one count with what its state promises (weight {tail:.2g})."
    return "\n".join([*_aligned([header, *rows]), note])


def _path(found: Simulation) -> str:
    first = min((one.period for one in found.deviations), default=0)
    start = max(0, first - BEFORE)
    stop = min(found.periods, start + ROWS)
    game, columns = found.game, found.columns(slice(1))
    whole: list[tuple[str, list[str]]] = [
        ("period", _words(columns["period"])),
        ("state", _words(columns["state"])),
    ]
    for kind in ("type", "report"):
        if any(names != ("",) for names in game.types):
            pairs = zip(*(columns[f"{kind}_{player}"] for player in game.players), strict=True)
            whole.append((f"{kind}s", [", ".join(str(x) or "-" for x in pair) for pair in pairs]))
    whole.append(("decision", _words(columns["decision"])))
    if game.monitoring.is_public:
        whole.append(("signal", _words(columns["signal"])))
    for kind in ("sent", "burned", "payoff"):
        values = found.payoff if kind == "payoff" else getattr(found, kind)
        if kind == "payoff" or np.any(values):
            for player in game.players:
                numbers = columns[f"{kind}_{player}"]
                whole.append((f"{kind} {player}", [_number(x) for x in numbers]))
    if found.deviations:
        whole.append(("deviates", _words(columns["deviates"])))
    rows = [[name, *cells[start:stop]] for name, cells in whole]
    title = "the first path" if found.paths > 1 else "the path"
    more = f", periods {start} to {stop - 1}" if stop - start < found.periods else ""
    return "\n".join([f"{title}{more}", *_aligned(zip(*rows, strict=True))])


def _words(cells: Iterable[object]) -> list[str]:
    return [printable(str(cell)) for cell in cells]


def _number(value: object) -> str:
    number = float(str(value))
    return "not known" if np.isnan(number) else f"{number:.6g}"


def _aligned(rows: Iterable[Iterable[str]]) -> list[str]:
    cells = [[*row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  " + "   ".join(map(str.ljust, row, widths)).rstrip() for row in cells]
