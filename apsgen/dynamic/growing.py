"""A linear program in floats that grows by the rows that its optimum violates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.dynamic.optimum import Bound
from apsgen.errors import ProgramError
from apsgen.lp import Floats, LinearProgram, Optimum

_TOGETHER = 100
"""Rows that are added at once: they are dense on the way."""


class Grown:
    """A program that grows by the rows that its optimum violates."""

    def __init__(
        self, cost: Sequence[Fraction], kept: Sequence[Bound], waiting: Sequence[Bound]
    ) -> None:
        self.rows, self.rest = [*kept], [*waiting]
        self._floats = np.array([float(x) for x in cost])
        self.program = LinearProgram(*_sides(self.rows))
        self.program.add_sparse_columns(*_columns(self.rows, len(cost)))

    def solve(self, maximised: Callable[[Floats], Optimum | None]) -> list[float]:
        """Solve, and again with the rows that are violated, until none is."""
        while True:
            found = maximised(self._floats)
            if found is None:
                raise ProgramError("no mechanism satisfies the constraints of a linear program")
            values = found.values.tolist()
            broken = [row for row in self.rest if _is_violated(row, values)]
            if not broken:
                return [float(x) for x in values]
            self.rest = [row for row in self.rest if not _is_violated(row, values)]
            self.rows += broken
            for first in range(0, len(broken), _TOGETHER):
                some = broken[first : first + _TOGETHER]
                self.program.add_rows(_dense(some, len(self._floats)), _sides(some)[0])


def _is_violated(row: Bound, values: Sequence[float]) -> bool:
    left = sum(float(x) * values[j] for j, x in row.form.items())
    return left < float(row.least) - tolerances.SEPARATION


def _sides(rows: Sequence[Bound]) -> tuple[Floats, Floats]:
    lower = np.array([float(row.least) for row in rows])
    upper = [float(row.least) if row.is_equality else np.inf for row in rows]
    return lower, np.array(upper)


def _columns(
    rows: Sequence[Bound], size: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
    """Return starts, places of rows and values of the entries, column by column."""
    entries: list[list[tuple[int, float]]] = [[] for _ in range(size)]
    for place, row in enumerate(rows):
        for column, x in row.form.items():
            entries[column].append((place, float(x)))
    whole = [pair for column in entries for pair in column]
    starts = np.cumsum([0, *map(len, entries)]).astype(np.int32)
    places = np.array([place for place, _ in whole], dtype=np.int32)
    return starts, places, np.array([x for _, x in whole])


def _dense(rows: Sequence[Bound], size: int) -> Floats:
    found = np.zeros((len(rows), size))
    for place, row in enumerate(rows):
        for column, x in row.form.items():
            found[place, column] = float(x)
    return found
