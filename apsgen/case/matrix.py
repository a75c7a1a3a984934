"""Matrices of numbers: rows for the first player, columns for the second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apsgen.case.evaluator import Evaluator
from apsgen.case.faults import Faults, Key
from apsgen.case.scope import Reading
from apsgen.case.section import described
from apsgen.case.source import ByTypes, Source, read_table
from apsgen.game import Rationals

Matrix = tuple[tuple[Source | ByTypes | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape that a matrix must have.

    Attributes
    ----------
    rows, columns
        Lengths; ``None`` when a fault elsewhere leaves it open.
    reason
        What the rows and the columns stand for.
    """

    rows: int | None
    columns: int | None
    reason: str


def read_matrix(faults: Faults, key: Key, value: object, shape: Shape) -> Matrix | None:
    """Read a matrix of numbers and expressions.

    Returns
    -------
    Matrix or None
        Entries with a fault are ``None``; so is a matrix of the wrong shape.
    """
    accepted = f"a list of lists of numbers is accepted, {shape.reason}"
    if isinstance(value, np.ndarray) and value.ndim in (2, 4):
        value = [list(row) for row in value]
    if not isinstance(value, list) or not value:
        faults.at_value(key, f"found {described(value)}; {accepted}")
        return None
    for place, row in enumerate(value):
        if not isinstance(row, list) or not row:
            faults.at_value((*key, place), f"found {described(row)}; {accepted}")
            return None
    if not _fits(faults, key, value, shape):
        return None
    return tuple(
        tuple(
            read_table(faults, (*key, row, column), entry) for column, entry in enumerate(entries)
        )
        for row, entries in enumerate(value)
    )


def fill(matrix: Matrix | None, reading: Reading, evaluator: Evaluator) -> Rationals | None:
    """Return the values of a matrix by action profile; ``None`` after a fault.

    The array has the axes of `Evaluator.table`, those of the actions at full length.
    """
    tables = [
        evaluator.table(entry, reading, at=(row, column))
        for row, entries in enumerate(matrix or ())
        for column, entry in enumerate(entries)
    ]
    good = [table[0, 0] for table in tables if table is not None]
    if matrix is None or len(good) < len(tables):
        return None
    types = np.broadcast_shapes(*{table.shape for table in good})
    values: Rationals = np.empty((len(good), *types), dtype=object)
    for place, table in enumerate(good):
        values[place] = table
    return values.reshape(len(matrix), len(matrix[0]), *types)


def _fits(faults: Faults, key: Key, rows: list[list[object]], shape: Shape) -> bool:
    for place, row in enumerate(rows):
        if len(row) != len(rows[0]):
            found = f"found {len(row)} entries after a row of {len(rows[0])}; {shape.reason}"
            faults.at_value((*key, place), found)
            return False
    found = f"found {len(rows)} x {len(rows[0])} entries"
    expected = f"{_open(shape.rows)} x {_open(shape.columns)} are accepted, {shape.reason}"
    fits = shape.rows in (None, len(rows)) and shape.columns in (None, len(rows[0]))
    if not fits:
        faults.at_value(key, f"{found}; {expected}")
    return fits


def _open(length: int | None) -> str:
    return "any" if length is None else str(length)
