"""The columns and rows of a generating program as arrays: what a bundle of programs shares.

A column is a number, its code, and the candidates of its continuation payoffs, its choice. Codes
count the slacks of the incentive rows first, then plans (profile, block), shares of decisions
(profile, decision; in a division), payments, slips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen.program.coherence import Continuations
from apsgen.program.columns import Column, Plans
from apsgen.program.rows import Cell, Key, covered
from apsgen.program.stage import Floats, Integers, Layout


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Columns of one program or of many.

    Attributes
    ----------
    code
        Shape (..., rows).
    choice
        Shape (..., rows, Y).
    """

    code: Integers
    choice: Integers

    def repeated(self, count: int) -> Basis:
        """Return the basis of one program for each of many."""
        return Basis(
            np.repeat(self.code[None], count, axis=0), np.repeat(self.choice[None], count, axis=0)
        )

    def at(self, index: npt.NDArray[np.generic]) -> Basis:
        """Return some of many bases."""
        return Basis(self.code[index], self.choice[index])


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Columns as sparse vectors.

    Attributes
    ----------
    row
        Shape (...): the convexity row; one too many where there is none.
    slack
        Shape (...): the incentive row of a slack; one too many for other columns.
    indices, values
        Shape (..., width): the variables that one unit sets.
    """

    row: Integers
    slack: Integers
    indices: Integers
    values: Floats

    def costs(self, objectives: Floats) -> Floats:
        """Return what each program's objective, (K, variables), gives its columns, (K, n)."""
        picked = objectives[np.arange(len(objectives))[:, None, None], self.indices]
        return np.asarray((picked * self.values).sum(axis=-1))


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Constraints and columns of a program.

    Attributes
    ----------
    layout, continuations
        The variables; coherence.
    rows
        Shape (R, variables + slips): incentive rows at p0.
    is_open
        Shape (T, D): decisions that have plans (in a lottery) or shares (in a division).
    convexity
        Shape (T,): the convexity row of each profile, -1 for a profile that has none.
    pays
        Shape (payments + slips,): payments and slips that are open.
    bearing
        Shape (slips,): the row that bears each slip.
    division
        Whether continuations are columns of their own.
    keys
        What tells each incentive row from others of its game.
    cells
        The cell of each slip.
    """

    layout: Layout
    continuations: Continuations
    rows: Floats
    is_open: npt.NDArray[np.bool_]
    convexity: Integers
    pays: npt.NDArray[np.bool_]
    bearing: Integers
    division: bool
    keys: tuple[Key, ...]
    cells: tuple[Cell, ...]

    @property
    def convex(self) -> int:
        """The number of convexity rows."""
        return (int(self.convexity.max()) + 1) * (2 if self.division else 1)

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.convex + len(self.rows)

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """How many slacks, plans, shares and payments there are."""
        profiles, blocks = self.layout.continuations[:2]
        shares = self.is_open.size if self.division else 0
        return len(self.rows), profiles * blocks, shares, len(self.pays)

    @property
    def signals(self) -> int:
        """The number of continuation payoffs of a plan, Y."""
        return self.layout.continuations[2]

    def code(self, column: Column) -> int:
        """Return the code of a plan, a share or a payment."""
        slacks, plans, shares, _ = self.sizes
        if len(column.choice):
            return slacks + column.profile * self.layout.continuations[1] + column.block
        index = int(column.indices[0])
        if column.convexity >= 0:
            return slacks + plans + index
        return slacks + plans + shares + index - self.layout.ends[1]

    def columns(self, basis: Basis) -> Vectors:
        """Return columns as vectors."""
        slacks, plans, shares, _ = self.sizes
        code = basis.code
        blocks, signals = self.layout.continuations[1:3]
        is_plan = (code >= slacks) & (code < slacks + plans)
        which = np.where(is_plan, code - slacks, 0)
        profile, block = np.divmod(which, blocks)
        row = np.where(is_plan, self._plan_row[profile], self.convex)
        if self.division:
            other = code - slacks - plans
            is_share = (other >= 0) & (other < shares)
            first = np.where(is_plan, 0, np.where(is_share, other, other - shares + self._paid))
            worth = ~is_plan & (other >= 0)
            share_row = self.convexity[np.where(is_share, other, 0) // self.is_open.shape[1]]
            row = np.where(is_share, share_row, row)
        else:
            paid = code - slacks - plans + self._paid
            first = np.where(is_plan, profile * self.layout.weights[1] + block, paid)
            worth = code >= slacks
        points = self.continuations.at(profile, block, basis.choice)
        values = np.empty((*code.shape, 1 + 2 * signals))
        values[..., 0] = worth
        values[..., 1:] = points.reshape(*code.shape, 2 * signals) * is_plan[..., None]
        indices = np.empty(values.shape, dtype=np.int64)
        indices[..., 0] = np.where(worth, first, 0)
        start = self.layout.ends[0] + 2 * signals * which
        indices[..., 1:] = start[..., None] + np.arange(2 * signals)
        return Vectors(row, np.minimum(code, slacks), indices, values)

    @property
    def _paid(self) -> int:
        """The first variable that is a payment."""
        return self.layout.ends[1]

    @property
    def _plan_row(self) -> Integers:
        """The convexity row of each profile's plans."""
        return self.convexity + (self.convex // 2 if self.division else 0)

    def matrix(self, columns: Vectors) -> Floats:
        """Return the coefficients of columns, shape (..., columns, rows)."""
        one = np.eye(self.convex + 1)[columns.row][..., : self.convex]
        picked = self.rows.T[columns.indices] * columns.values[..., None]
        incentive = picked.sum(axis=-2)
        slack = np.eye(len(self.rows) + 1)[columns.slack][..., : len(self.rows)]
        return np.asarray(np.concatenate([one, incentive - slack], axis=-1))

    def right(self) -> Floats:
        """The right-hand side, shape (rows,)."""
        return np.asarray(np.r_[np.ones(self.convex), np.zeros(len(self.rows))])

    def variables(self, columns: Vectors, weights: Floats) -> Floats:
        """Return the mechanisms that weights of columns make, shape (K, variables)."""
        count, size = len(weights), self.rows.shape[1]
        places = columns.indices + size * np.arange(count)[:, None, None]
        spread = (columns.values * weights[..., None]).reshape(-1)
        sums = np.bincount(places.reshape(-1), weights=spread, minlength=count * size)
        return np.asarray(sums.reshape(count, size)[:, : self.layout.size])

    def multipliers(self, prices: Floats) -> Floats:
        """Return the multipliers of the incentive rows, >= 0, that prices of all rows mean."""
        least = np.maximum(-prices[:, self.convex :], 0.0)
        return covered(least, self.rows[:, self.layout.size :], self.bearing)

    def padded(self, objectives: Floats) -> Floats:
        """Return objectives, shape (K, variables), with the slips, which are worth nothing."""
        slips = np.zeros((len(objectives), self.rows.shape[1] - self.layout.size))
        return np.concatenate([objectives, slips], axis=1)

    def plans(self, basis: Basis, weights: Floats) -> Plans:
        """Return the plans with continuation payoffs that one program uses."""
        slacks, plans, _, _ = self.sizes
        used = (weights > 0.0) & (basis.code >= slacks) & (basis.code < slacks + plans)
        profile, block = np.divmod(basis.code[used] - slacks, self.layout.continuations[1])
        return Plans(profile, block, basis.choice[used], weights[used])

    def best(self, gains: Floats, prices: Floats) -> tuple[Floats, Basis]:
        """Return the best column of each program and by how much it pays to use it.

        Parameters
        ----------
        gains
            Shape (K, variables): the objective and, at their multipliers, the incentive rows.
        prices
            Shape (K, rows).
        """
        now, slopes, _ = self.layout.split(gains)
        later, choice = self.continuations.best(slopes)
        total = later.sum(axis=-1)
        count, convex = len(gains), self.convex
        cells = self.sizes[1]
        values = np.where(self.convexity >= 0, prices[:, self.convexity], np.inf)
        shares = np.where(self.is_open, now - values[..., None], -np.inf)
        shares = shares.reshape(count, self.is_open.size)
        if self.division:
            own = prices[:, self.convexity + convex // 2]
            plans = [total[..., 0] - np.where(self.convexity >= 0, own, np.inf), shares]
        else:
            plans = [shares + total.reshape(count, self.is_open.size)]
        paid = np.where(self.pays, gains[:, self._paid :], -np.inf)
        every = np.concatenate([prices[:, convex:], *plans, paid], axis=1)
        code = every.argmax(axis=1)
        each = np.arange(count)
        which = np.clip(code - len(self.rows), 0, cells - 1)
        chosen = choice.reshape(count, cells, choice.shape[-1])[each, which]
        return every[each, code], Basis(code, chosen)
