"""The least discount factor that satisfies a system: linear programs, then Newton's method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, diags, hstack

from apsgen.critical.polynomials import BITS, ONE, Floats
from apsgen.critical.system import DELTA, System
from apsgen.errors import ProgramError
from apsgen.lp import LinearProgram

Integers = npt.NDArray[np.int64]

_PENALTIES = (10.0, 1e3)
_RADIUS = 0.05
_REACH = 10.0
_LEAST = 1e-9
_STEPS = 100
_SETTLED = 1e-9
_BROKEN = 1e-11
_NOUGHT = 1e-11
_STEPS_EXACTLY = 40
_SOLVED = ONE >> 250
_RANK = 1e-9
_TIGHT = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Minimum:
    """A solution with the least discount factor, in floats.

    Attributes
    ----------
    point
        The variables.
    multipliers
        By how much the least discount factor rises for each unit by which a row is tightened,
        shape (rows,).
    basic, active
        Variables that are not at a bound; rows that hold with equality.
    """

    point: Floats
    multipliers: Floats
    basic: Integers
    active: Integers


def minimum(system: System, start: Floats) -> Minimum | None:
    """Return a local solution near a point; ``None`` if linear programs do not lead to one."""
    for penalty in _PENALTIES:
        found = _descended(system, start, penalty)
        if found is not None:
            return found
    return None


def _descended(system: System, start: Floats, penalty: float) -> Minimum | None:
    """Go from linear program to linear program, missing a row costing a penalty."""
    point, radius = start, _RADIUS
    merit = _merit(system, point, penalty)
    for _ in range(_STEPS):
        try:
            found, promised = _step(system, point, radius, penalty)
        except ProgramError:
            return None
        gain = merit - _merit(system, found.point, penalty)
        if merit - promised <= _SETTLED and _violation(system, found.point) <= _BROKEN:
            return found
        if gain >= 0.1 * (merit - promised):
            point, merit = found.point, merit - gain
            radius = min(2 * radius, 1.0)
        else:
            radius /= 4
        if radius < _LEAST:
            return None
    return None


def _place(system: System) -> int:
    return system.variables.index(DELTA)


def _violation(system: System, point: Floats) -> float:
    values = system.polynomials.at(point)
    return float(np.where(system.equal, np.abs(values), np.maximum(-values, 0.0)).sum())


def _merit(system: System, point: Floats, penalty: float) -> float:
    return float(point[_place(system)]) + penalty * _violation(system, point)


def _is_free(system: System) -> npt.NDArray[np.bool_]:
    """Which variables move within a radius only: the discount factor and the points."""
    return np.array([name == DELTA or name[0] == "x" for name in system.variables])


def _step(system: System, point: Floats, radius: float, penalty: float) -> tuple[Minimum, float]:
    """Return the solution of the linear program at a point, and its merit there."""
    free = _is_free(system)
    values, slopes = system.polynomials.at(point), system.polynomials.slopes(point)
    around = np.where(free, radius, _REACH * radius)
    low = np.where(free, point - radius, np.maximum(point - around, 0.0))
    upper = point + around - low
    right = slopes @ (point - low) - values
    size = np.maximum(abs(slopes).max(axis=1).toarray().reshape(-1), 1e-12)
    count, rows = len(point), len(values)
    up = diags(1 / np.maximum(1.0, 1 / size))
    lp = LinearProgram(right, np.where(system.equal, right, np.inf))
    matrix = csc_matrix(hstack([slopes, up, -up]))
    lp.add_sparse_columns(
        matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data
    )
    for j, most in enumerate(upper.tolist()):
        lp.bound_column(j, most)
    # Only equations can be missed on both sides.
    cost = np.zeros(count + 2 * rows)
    cost[_place(system)] = -1.0
    cost[count:] = -penalty
    found = lp.maximise(cost)
    if found is None:
        raise ProgramError("a program that may miss its rows has no solution")
    after = low + found.values[:count]
    basic, active = lp.basis()
    promised = float(after[_place(system)] + penalty * found.values[count:].sum())
    # The solver maximises minus the discount factor.
    return Minimum(after, found.multipliers, basic[basic < count], active), promised


def exactly(system: System, found: Minimum) -> list[int] | None:
    """Return the point to many digits, in fixed point, all rows met; ``None`` if that fails.

    Rows that hold with equality are solved for the variables that are not at a bound: those of
    the last linear program, or all that look so where it has several bases.
    """
    moving = np.flatnonzero(_is_free(system) | (found.point > _NOUGHT))
    tight = np.flatnonzero(system.equal | (system.polynomials.at(found.point) <= _TIGHT))
    for columns, rows in ((found.basic, found.active), (moving, found.active), (moving, tight)):
        point = _solved(system, found.point, columns, rows)
        if point is not None and _holds(system, point):
            return point
    return None


def _solved(system: System, near: Floats, columns: Integers, rows: Integers) -> list[int] | None:
    """Return a solution of rows by Newton's method, with the slopes near it, in floats."""
    point = [_fixed(value) for value in near.tolist()]
    for j in np.flatnonzero(~_is_free(system) & (near <= _NOUGHT)).tolist():
        point[j] = 0
    slopes = system.polynomials.slopes(near)[rows][:, columns].toarray()
    inverse = np.linalg.pinv(slopes, rcond=_RANK)
    last = None
    for _ in range(_STEPS_EXACTLY):
        missed = system.polynomials.exactly(point, rows.tolist())
        worst = max(map(abs, missed), default=0)
        if worst <= _SOLVED:
            return point
        if last is not None and worst > last // 2:
            return None
        last = worst
        shift = max(worst.bit_length() - 60, 0)
        step = inverse @ np.array([value >> shift for value in missed], dtype=np.float64)
        for j, value in zip(columns.tolist(), step.tolist(), strict=True):
            point[j] -= int(value) << shift
    return None


def _fixed(value: float) -> int:
    numerator, denominator = value.as_integer_ratio()
    return (numerator << BITS) // denominator


def _holds(system: System, point: Sequence[int]) -> bool:
    """Whether all rows, and the signs of the weights, hold to the digits that are known."""
    slack = _SOLVED << 30
    values = system.polynomials.exactly(point, range(len(system.labels)))
    rows = all(
        (abs(value) if equal else max(-value, 0)) <= slack
        for value, equal in zip(values, system.equal.tolist(), strict=True)
    )
    signs = all(
        value >= -slack
        for value, name in zip(point, system.variables, strict=True)
        if name != DELTA and name[0] != "x"
    )
    return rows and signs
