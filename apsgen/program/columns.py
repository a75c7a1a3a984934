"""Columns of the generating program: plans for one report profile, shares, payments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apsgen.program.stage import Floats, Integers

_FIRST_CAPACITY = 64


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column.

    Attributes
    ----------
    convexity
        The convexity row in which it stands; -1 for a payment.
    profile, block
        Where its continuation payoffs belong.
    choice
        Candidate indices of its continuation payoffs, shape (Y,); empty for shares and payments.
    indices, values
        The variables that one unit of it sets.
    """

    convexity: int
    profile: int
    block: int
    choice: Integers
    indices: Integers
    values: Floats

    @classmethod
    def single(cls, convexity: int, profile: int, index: int) -> Column:
        """Return the column of one variable: a share, a payment or a slip."""
        none = np.zeros(0, dtype=np.int64)
        return cls(convexity, profile, -1, none, np.array([index]), np.ones(1))

    @property
    def key(self) -> tuple[int, int, bytes, int]:
        """What tells the column from others of its program."""
        return self.convexity, self.block, self.choice.tobytes(), int(self.indices[0])


@dataclass(frozen=True, slots=True, eq=False)
class Plans:
    """Plans with continuation payoffs, and how much of each a mechanism uses.

    Attributes
    ----------
    profile, block
        Shape (n,): where each belongs.
    choice
        Shape (n, Y): the candidates that are its continuation payoffs.
    weight
        Shape (n,).
    """

    profile: Integers
    block: Integers
    choice: Integers
    weight: Floats


class Columns:
    """The columns of a program, with a rectangular view of their entries.

    Parameters
    ----------
    width
        The greatest number of variables that a column sets.
    """

    def __init__(self, width: int) -> None:
        self.listed: list[Column] = []
        self._known: set[tuple[int, int, bytes, int]] = set()
        self._indices = np.zeros((_FIRST_CAPACITY, width), dtype=np.int64)
        self._values = np.zeros((_FIRST_CAPACITY, width))

    def __len__(self) -> int:
        return len(self.listed)

    def __contains__(self, column: Column) -> bool:
        return column.key in self._known

    def append(self, column: Column) -> None:
        """Add a column."""
        place = len(self.listed)
        if place == len(self._values):
            self._indices = np.concatenate([self._indices, np.zeros_like(self._indices)])
            self._values = np.concatenate([self._values, np.zeros_like(self._values)])
        self._indices[place, : len(column.indices)] = column.indices
        self._values[place, : len(column.values)] = column.values
        self._known.add(column.key)
        self.listed.append(column)

    def entries(self, rows: Floats, first: int = 0) -> Floats:
        """Return the coefficients in rows over the variables of the columns from `first` on.

        Shape (rows, columns).
        """
        picked = rows[:, self._indices[first : len(self)]]
        return np.asarray((picked * self._values[first : len(self)]).sum(axis=-1))

    def combine(self, weights: Floats, size: int) -> Floats:
        """Return the variables that the columns set with the given weights."""
        used = np.flatnonzero(weights)
        spread = weights[used, None] * self._values[used]
        indices = self._indices[used].reshape(-1)
        sums = np.bincount(indices, weights=spread.reshape(-1), minlength=size)
        return np.asarray(sums, dtype=np.float64)
