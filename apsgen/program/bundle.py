"""A bundle of generating programs: the same constraints, many objectives, solved side by side.

One step of the primal simplex method is a few array operations on small matrices, whatever the
number of programs; a solver called for each of them would spend its time on being called. Every
program starts from one basis, that of a program of the bundle solved before. What does not come
to an optimum here is left to the master.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.program.frame import Basis, Frame
from apsgen.program.stage import Floats, Integers

_STEPS = 80
_ROUNDS = 3
_STRIDE = 16
_FEW = 48
_STRAGGLERS = 2
_SOON = 12
_PIVOT = 1e-9
_NUDGE = 1e-11
_GOLDEN = 0.6180339887498949
_TIE = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Optima:
    """Optimal mechanisms of some programs of a bundle.

    Attributes
    ----------
    which
        Shape (n,): the programs that came to an optimum.
    bases
        Their bases.
    weights
        Shape (n, rows): what the basic columns weigh.
    inverse
        Shape (n, rows, rows): the inverse of the matrix whose columns are the basis.
    multipliers
        Shape (n, R): of the incentive rows, >= 0.
    """

    which: Integers
    bases: Basis
    weights: Floats
    inverse: Floats
    multipliers: Floats

    def only(self, kept: npt.NDArray[np.bool_]) -> Optima:
        """Return some of the optima."""
        return Optima(
            self.which[kept],
            self.bases.at(kept),
            self.weights[kept],
            self.inverse[kept],
            self.multipliers[kept],
        )

    def prices(self, costs: Floats) -> Floats:
        """Return the rows' prices at the bases for other costs of the basic columns, (n, rows)."""
        return np.asarray(np.matmul(costs[:, None, :], self.inverse)[:, 0])


def maximise(frame: Frame, objectives: Floats, start: Basis) -> Optima:
    """Maximise objectives from one basis that satisfies the constraints.

    Parameters
    ----------
    frame
        The constraints.
    objectives
        Shape (K, variables); neighbours ought to be alike: some are solved first, and the others
        begin at the optimum of a neighbour.
    start
        The basis to begin with.
    """
    state = _all(frame, frame.padded(objectives), np.arange(len(objectives)), start)
    state = state.only(np.argsort(state.which))
    weights = np.maximum(state.weights, 0.0)
    multipliers = frame.multipliers(_prices(state))
    return Optima(state.which, state.bases, weights, state.inverse, multipliers)


def _all(frame: Frame, objectives: Floats, which: Integers, start: Basis) -> _State:
    """Solve some programs first, the others from the optimum of a neighbour."""
    if len(which) <= _FEW:
        return _solved(frame, _State.begin(frame, objectives[which], which, start))
    sparse = _all(frame, objectives, which[::_STRIDE], start)
    solved, rest = sparse.which, np.setdiff1d(which, sparse.which)
    if len(solved) == 0 or len(rest) == 0:
        return sparse
    after = np.searchsorted(solved, rest).clip(0, len(solved) - 1)
    before = (after - 1).clip(0)
    closer = np.abs(rest - solved[before]) <= np.abs(solved[after] - rest)
    begin = sparse.only(np.where(closer, before, after))
    costs = frame.columns(begin.bases).costs(objectives[rest])
    begun = dataclasses.replace(begin, which=rest, objectives=objectives[rest], costs=costs)
    return _joined([sparse, _solved(frame, begun)])


def _solved(frame: Frame, state: _State) -> _State:
    """Return the programs that come to an optimum, there."""
    found = [state.only(np.zeros(len(state.which), dtype=bool))]
    for _ in range(_ROUNDS if len(state.which) else 0):
        nudged = dataclasses.replace(state, weights=_nudged(state.weights))
        state = _refactored(frame, _pivoted(frame, nudged))
        if len(state.which) == 0:
            break
        gain, _, _ = _priced(frame, state)
        optimal = gain <= tolerances.PRICING
        feasible = state.weights.min(axis=1, initial=0.0) >= -tolerances.FEASIBILITY
        found.append(state.only(optimal & feasible))
        state = state.only(~optimal)
        if len(state.which) == 0:
            break
    joined = _joined(found)
    return joined.only(np.argsort(joined.which))


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """Programs on their way.

    Attributes
    ----------
    which, objectives, bases, inverse, weights
        Of each program.
    costs
        Shape (K, rows): what the objective gives the basic columns.
    """

    which: Integers
    objectives: Floats
    bases: Basis
    costs: Floats
    inverse: Floats
    weights: Floats

    @classmethod
    def begin(cls, frame: Frame, objectives: Floats, which: Integers, start: Basis) -> _State:
        count = len(objectives)
        bases = start.repeated(count)
        inverse = np.linalg.inv(frame.matrix(frame.columns(start)).T)
        weights = np.asarray(inverse @ frame.right(), dtype=np.float64)
        return cls(
            which=which,
            objectives=objectives,
            bases=bases,
            costs=frame.columns(bases).costs(objectives),
            inverse=np.repeat(inverse[None], count, axis=0),
            weights=np.repeat(weights[None], count, axis=0),
        )

    def only(self, kept: npt.NDArray[np.generic]) -> _State:
        return _State(
            self.which[kept],
            self.objectives[kept],
            self.bases.at(kept),
            self.costs[kept],
            self.inverse[kept],
            self.weights[kept],
        )


def _prices(state: _State) -> Floats:
    return np.asarray(np.matmul(state.costs[:, None, :], state.inverse)[:, 0])


def _nudged(weights: Floats) -> Floats:
    """Raise weights a little: one of zero would let a step have no length, and cycles begin."""
    more = _NUDGE * (1.0 + np.mod(_GOLDEN * np.arange(weights.shape[-1]), 1.0))
    return np.asarray(np.maximum(weights, 0.0) + more)


def _priced(frame: Frame, state: _State) -> tuple[Floats, Basis, Floats]:
    """Return the gain of the best column, the column, and the prices of the rows."""
    prices = _prices(state)
    multipliers = -prices[:, frame.convex :]
    gain, column = frame.best(state.objectives + multipliers @ frame.rows, prices)
    return gain, column, prices


def _pivoted(frame: Frame, state: _State) -> _State:
    """Exchange columns until no column gains, as far as the inverses tell; drop what does not end.

    A few stragglers are not waited for: the solver is faster with one program than arrays are.
    """
    finished = []
    for step in range(_STEPS):
        if len(state.which) <= _STRAGGLERS and step >= _SOON:
            break
        gain, column, _ = _priced(frame, state)
        ready = gain <= tolerances.PRICING
        vectors = frame.columns(Basis(column.code[:, None], column.choice[:, None]))
        entering = frame.matrix(vectors)[:, 0]
        costs = vectors.costs(state.objectives)[:, 0]
        change = np.matmul(state.inverse, entering[:, :, None])[:, :, 0]
        ready |= ~(change > _PIVOT).any(axis=1)
        if ready.any():
            finished.append(state.only(ready))
            going = ~ready
            state = state.only(going)
            column, change, costs = column.at(going), change[going], costs[going]
        if len(state.which) == 0:
            break
        _exchange(state, column, change, costs)
    return _joined([*finished, state.only(state.which < 0)])


def _exchange(state: _State, column: Basis, change: Floats, costs: Floats) -> None:
    """Let a column enter each basis, in place."""
    each = np.arange(len(change))
    room = np.full(change.shape, np.inf)
    np.divide(state.weights, change, out=room, where=change > _PIVOT)
    least = room.min(axis=1, keepdims=True)
    near = room <= least + _TIE
    leaving = np.where(near, change, 0.0).argmax(axis=1)
    step = room[each, leaving]
    state.weights[:] -= step[:, None] * change
    np.maximum(state.weights, 0.0, out=state.weights)
    state.weights[each, leaving] = step
    pivot_row = state.inverse[each, leaving] / change[each, leaving, None]
    state.inverse[:] -= change[:, :, None] * pivot_row[:, None, :]
    state.inverse[each, leaving] = pivot_row
    state.bases.code[each, leaving] = column.code
    state.bases.choice[each, leaving] = column.choice
    state.costs[each, leaving] = costs


def _refactored(frame: Frame, state: _State) -> _State:
    """Compute inverses and weights anew from the bases."""
    matrix = np.swapaxes(frame.matrix(frame.columns(state.bases)), 1, 2)
    try:
        inverse = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        regular = np.linalg.matrix_rank(matrix) == frame.height
        return _refactored(frame, state.only(regular)) if regular.any() else state.only(regular)
    return dataclasses.replace(state, inverse=inverse, weights=inverse @ frame.right())


def _joined(states: list[_State]) -> _State:
    return _State(
        np.concatenate([s.which for s in states]),
        np.concatenate([s.objectives for s in states]),
        Basis(
            np.concatenate([s.bases.code for s in states]),
            np.concatenate([s.bases.choice for s in states]),
        ),
        np.concatenate([s.costs for s in states]),
        np.concatenate([s.inverse for s in states]),
        np.concatenate([s.weights for s in states]),
    )
