"""Exact solutions of linear equations near a solution in floats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import fmpq, fmpq_mat

from apsgen.certificate.normal import near
from apsgen.tolerances import RANK

Linear = Mapping[Any, Fraction]
Equation = tuple[Linear, Fraction]

STEP = Fraction(1, 2**48)
"""Unknowns that are not solved for are multiples of this, or simple: as near as doubles are."""

_LEAST = 1e-4
"""Unknowns are chosen to be solved for by their size; one at zero counts as this, or rows in which
all are at zero would have none."""


def solve_near(
    equations: Sequence[Equation], guess: Mapping[Any, float]
) -> dict[Any, Fraction] | None:
    """Return an exact solution of equations near one in floats.

    As many unknowns as there are independent equations are solved for, those of great values if
    there is a choice; the others are rounded to short rationals.

    Parameters
    ----------
    equations
        Coefficients by unknown, and right-hand sides.
    guess
        A solution up to rounding; unknowns that are left out are zero.

    Returns
    -------
    dict or None
        The unknowns that are not zero; ``None`` if the equations contradict each other there.
    """
    names = list(guess)
    place = {name: j for j, name in enumerate(names)}
    matrix = np.zeros((len(equations), len(names)))
    for r, (left, _) in enumerate(equations):
        for name, value in left.items():
            if name in place:
                matrix[r, place[name]] = float(value)
    rows, columns = _pivots(matrix * np.maximum(np.abs([guess[name] for name in names]), _LEAST))
    basic = {names[j] for j in columns}
    solution = {name: near(Fraction(guess[name]), STEP) for name in names if name not in basic}
    chosen = [equations[r] for r in rows]
    right = [
        b - sum((v * solution.get(n, 0) for n, v in left.items()), Fraction(0))
        for left, b in chosen
    ]
    system = [[row.get(names[j], Fraction(0)) for j in columns] for row, _ in chosen]
    if columns:
        solved = _solved(system, right)
        if solved is None:
            return None
        solution.update(zip((names[j] for j in columns), solved, strict=True))
    for r, (row, b) in enumerate(equations):
        if (
            r not in rows
            and sum((v * solution.get(n, 0) for n, v in row.items()), Fraction(0)) != b
        ):
            return None
    return solution


def _pivots(matrix: npt.NDArray[np.float64]) -> tuple[list[int], list[int]]:
    """Return rows and columns of a regular part of a matrix, by elimination with full pivoting."""
    # Rows are equilibrated, or one of small numbers would not count.
    left = matrix / np.maximum(np.abs(matrix).max(axis=1, initial=0.0, keepdims=True), 1e-300)
    rows: list[int] = []
    columns: list[int] = []
    for _ in range(min(left.shape)):
        r, c = np.unravel_index(np.abs(left).argmax(), left.shape)
        if abs(left[r, c]) <= RANK:
            break
        left -= np.outer(left[:, c] / left[r, c], left[r])
        left[r] = 0.0
        left[:, c] = 0.0
        rows.append(int(r))
        columns.append(int(c))
    return rows, columns


def _solved(left: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    size = len(left)
    entries = [fmpq(*value.as_integer_ratio()) for row in left for value in row]
    column = [fmpq(*value.as_integer_ratio()) for value in right]
    try:
        found = fmpq_mat(size, size, entries).solve(fmpq_mat(size, 1, column))
    except ZeroDivisionError:
        return None
    return [Fraction(int(found[k, 0].p), int(found[k, 0].q)) for k in range(size)]
