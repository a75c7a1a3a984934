"""Polynomials of degree three at most in many variables: in floats, and to many digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]
Name = tuple[Any, ...]
Term = tuple[Fraction, tuple[int, ...]]
"""A coefficient and the variables that it multiplies, at most three."""

BITS = 320
"""Binary digits after the point of numbers in fixed point."""

ONE = 1 << BITS


@dataclass
class Names:
    """Variables by name, numbered as they come."""

    numbers: dict[Name, int] = field(default_factory=dict)

    def __getitem__(self, name: Name) -> int:
        return self.numbers.setdefault(name, len(self.numbers))

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, eq=False)
class Polynomials:
    """Rows of polynomials in the same variables.

    Attributes
    ----------
    rows
        The terms of each row.
    count
        The number of variables.
    """

    rows: Sequence[Sequence[Term]]
    count: int

    @cached_property
    def _arrays(self) -> tuple[npt.NDArray[np.int64], Floats, npt.NDArray[np.int64]]:
        """Rows, coefficients and variables of all terms; the variable `count` is always 1."""
        where, coefficients, variables = [], [], []
        for r, row in enumerate(self.rows):
            for coefficient, factors in row:
                where.append(r)
                coefficients.append(float(coefficient))
                variables.append([*factors, *[self.count] * (3 - len(factors))])
        return (
            np.array(where, dtype=np.int64),
            np.array(coefficients),
            np.array(variables, dtype=np.int64).reshape(-1, 3),
        )

    def at(self, point: Floats) -> Floats:
        """Return the values at a point, shape (rows,)."""
        where, coefficients, variables = self._arrays
        whole = np.append(point, 1.0)
        values = coefficients * whole[variables].prod(axis=1)
        return np.bincount(where, values, minlength=len(self.rows)).astype(np.float64)

    def slopes(self, point: Floats) -> csr_matrix:
        """Return the derivatives at a point, shape (rows, count)."""
        where, coefficients, variables = self._arrays
        whole = np.append(point, 1.0)[variables]
        parts = [coefficients * whole[:, (k + 1) % 3] * whole[:, (k + 2) % 3] for k in range(3)]
        found = csr_matrix(
            (np.concatenate(parts), (np.tile(where, 3), variables.T.reshape(-1))),
            shape=(len(self.rows), self.count + 1),
        )
        return csr_matrix(found[:, : self.count])

    @cached_property
    def _fixed(self) -> list[list[tuple[int, tuple[int, ...]]]]:
        return [[(fixed(c), factors) for c, factors in row] for row in self.rows]

    def exactly(self, point: Sequence[int], rows: Sequence[int]) -> list[int]:
        """Return the values of some rows, in fixed point, at a point in fixed point."""
        found = []
        for r in rows:
            total = 0
            for value, factors in self._fixed[r]:
                for variable in factors:
                    value = value * point[variable] >> BITS
                total += value
            found.append(total)
        return found


def fixed(value: Fraction) -> int:
    """Return a rational in fixed point."""
    return (value.numerator << BITS) // value.denominator
