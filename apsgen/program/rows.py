"""Incentive constraints as rows, and the slips of their deviation plans.

After a lie a player follows the best deviation plan: the constraint is
U(own) - sum over cells of max over choices of the choice's value >= 0, a *cell* being a profile
and a block. It is one row in which the player complies everywhere, less a *slip* s >= 0 for each
cell in which some choice has been found to be better; and rows s >= value of the choice - value
of complying. Cells are few, deviation plans are as many as there are ways to choose in all cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from apsgen.program.stage import Floats, Integers, Layout

_ROOM = 32

Lie = tuple[int, int, int]
"""Player, own type, report."""

Cell = tuple[Lie, int, int]
"""A lie, the profile and the block in which a choice is made after it."""


Key = tuple[object, ...]
"""What tells a row from others of its game."""


class Kind(StrEnum):
    """Which constraint of model.md a row belongs to."""

    ON_SCHEDULE = "IC, on-schedule"
    OFF_SCHEDULE = "IR(p0), off-schedule"
    OBEDIENCE = "obedience"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One incentive constraint, coefficients . x - p0[player] * punished . x >= 0.

    Attributes
    ----------
    kind, player, own, report
        The constraint, whose it is, his true type and his report.
    coefficients
        Shape (variables,).
    punished
        Shape (T, D), >= 0: the discounted probability with which a deviator is punished.
    place
        The profile and block that alone stand in the row; ``None`` if others do too.
    choice
        Which choice, or which signal's payment, the row is about; -1 if there is just one.
    cell
        The cell whose slip is added; ``None`` in other rows.
    """

    kind: Kind
    player: int
    own: int
    report: int
    coefficients: Floats
    punished: Floats
    place: tuple[int, int] | None = None
    choice: int = -1
    cell: Cell | None = None

    @property
    def key(self) -> Key:
        """What tells the row from others of its game."""
        return self.kind, self.lie, self.place, self.choice, self.cell

    @property
    def lie(self) -> Lie:
        """The player, his type and his report."""
        return self.player, self.own, self.report

    @property
    def bears_slips(self) -> bool:
        """Whether slips of its lie are taken off: the row in which a liar complies everywhere."""
        alone = self.place is None and self.cell is None
        return alone and self.kind is Kind.ON_SCHEDULE and self.own != self.report

    def at(self, layout: Layout, punishment: Floats) -> Floats:
        """Return the coefficients for given punishment payoffs."""
        values = self.coefficients.copy()
        weights, _, _ = layout.split(values)
        if self.punished.any():
            weights -= punishment[self.player] * self.punished
        return values


@dataclass(frozen=True, slots=True)
class Known:
    """Rows found so far, for any V: a row is a constraint whatever V is.

    Attributes
    ----------
    rows
        In the order in which they were found.
    keys
        Of the rows.
    used
        Keys of the rows of cells that have had multipliers since `recent` was asked for.
    """

    rows: list[Row] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    used: set[Key] = field(default_factory=set)

    def take(self, found: Iterable[Row]) -> None:
        """Keep the rows that are new."""
        for row in found:
            if row.key not in self.keys:
                self.keys.add(row.key)
                self.rows.append(row)

    def recent(self) -> list[Row]:
        """Return the rows to begin a program with: of the many of cells those used of late."""
        rows = [row for row in self.rows if row.cell is None or row.key in self.used]
        self.used.clear()
        return rows


class Listing:
    """The rows of one program, in their order, and the slips that they bear.

    Parameters
    ----------
    layout
        Layout of the variables.
    punishment
        p0, normalised, shape (2,).
    """

    def __init__(self, layout: Layout, punishment: Floats) -> None:
        self._layout = layout
        self._punishment = punishment
        self._keys: set[Key] = set()
        self._slips: dict[Cell, int] = {}
        self._bears: dict[Lie, int] = {}
        self.listed: list[Row] = []
        self._buffer = np.zeros((_ROOM, layout.size + _ROOM))
        self._height, self._width = 0, layout.size
        self.punished = np.zeros((0, *layout.weights, 2))

    @property
    def rows(self) -> Floats:
        """The coefficients at p0, shape (R, variables + slips)."""
        return self._buffer[: self._height, : self._width]

    def weighted(self, multipliers: Floats) -> Floats:
        """Return what multipliers of the first rows, shape (r,), make of the rows together."""
        used = np.flatnonzero(multipliers)
        return np.asarray(multipliers[used] @ self.rows[used])

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cell of each slip."""
        return tuple(self._slips)

    @property
    def bearing(self) -> Integers:
        """The row that bears each slip, shape (S,)."""
        return np.array([self._bears[lie] for lie, _, _ in self._slips], dtype=np.int64)

    def new(self, found: Iterable[Row]) -> list[Row]:
        """Return the rows that are not listed yet, each once."""
        return list({row.key: row for row in found if row.key not in self._keys}.values())

    def padded(self, objectives: Floats) -> Floats:
        """Return objectives, (..., variables), with the slips, which are worth nothing."""
        empty = np.zeros((*objectives.shape[:-1], len(self._slips)))
        return np.concatenate([objectives, empty], axis=-1)

    def covered(self, multipliers: Floats) -> Floats:
        """Return multipliers, shape (R,), that cover those of the slips' own rows."""
        return covered(multipliers, self.rows[:, self._layout.size :], self.bearing)

    def bear(self, rows: Sequence[Row]) -> list[int]:
        """Prepare for rows to come; return the variables that their new slips are."""
        for k, row in enumerate(rows, start=len(self.listed)):
            if row.bears_slips:
                self._bears[row.lie] = k
        cells = dict.fromkeys(row.cell for row in rows if row.cell is not None)
        fresh = [cell for cell in cells if cell not in self._slips]
        first = self._width
        self._slips.update({cell: len(self._slips) + k for k, cell in enumerate(fresh)})
        self._grow(len(rows), len(fresh))
        self._width += len(fresh)
        for k, (lie, _, _) in enumerate(fresh, start=first):
            if self._bears[lie] < self._height:
                self._buffer[self._bears[lie], k] = -1.0
        return list(range(first, self._width))

    def _grow(self, rows: int, slips: int) -> None:
        """Make room, twice as much as there was, or it would be made again and again."""
        height, width = self._buffer.shape
        tall, wide = self._height + rows > height, self._width + slips > width
        if tall or wide:
            height = 2 * height + rows if tall else height
            width = width + (width - self._layout.size) + slips if wide else width
            buffer = np.zeros((height, width))
            buffer[: self._height, : self._width] = self.rows
            self._buffer = buffer

    def append(self, rows: Sequence[Row]) -> Floats:
        """List rows that were prepared for; return their coefficients."""
        coefficients = np.stack([row.at(self._layout, self._punishment) for row in rows])
        coefficients = self.padded(coefficients)
        size, borne = self._layout.size, self.bearing - len(self.rows)
        here = borne >= 0
        coefficients[borne[here], size + np.flatnonzero(here)] = -1.0
        punished = np.zeros((len(rows), *self._layout.weights, 2))
        for k, row in enumerate(rows):
            self._keys.add(row.key)
            punished[k, ..., row.player] = row.punished
            if row.cell is not None:
                coefficients[k, size + self._slips[row.cell]] = 1.0
        self._buffer[self._height : self._height + len(rows), : self._width] = coefficients
        self._height += len(rows)
        self.punished = np.concatenate([self.punished, punished])
        self.listed.extend(rows)
        return coefficients


def covered(multipliers: Floats, slips: Floats, bearing: Integers) -> Floats:
    """Raise the multipliers of rows that bear slips to what the slips' own rows take together.

    Parameters
    ----------
    multipliers
        Shape (..., R), >= 0.
    slips
        Shape (R, S): the coefficients of the slips.
    bearing
        Shape (S,): the row that bears each slip.
    """
    if slips.shape[1] == 0:
        return multipliers
    lacking = np.maximum(multipliers @ slips, 0.0)
    raised = np.zeros_like(multipliers)
    np.maximum.at(np.moveaxis(raised, -1, 0), bearing, np.moveaxis(lacking, -1, 0))
    return multipliers + raised
