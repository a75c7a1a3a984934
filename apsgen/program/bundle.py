"""A bundle of generating programs: the same constraints, many objectives, solved side by side.

One step of the primal simplex method is a few array operations on small matrices, whatever the
number of programs; a solver called for each of them would spend its time on being called. Some
programs begin at the optimum of a program solved before; whoever comes to an optimum walks on to
the neighbour, which is a few steps away. What does not come to an optimum here is left to the
master.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.program.frame import Basis, Frame
from apsgen.program.queue import Queue
from apsgen.program.stage import Floats, Integers

_STEPS = 80
_WALKERS = 48
_STRAGGLERS = 2
_SOON = 12
_FRESH = 32
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


def maximise(frame: Frame, objectives: Floats, starts: Basis) -> Optima:
    """Maximise objectives from bases some of which satisfy the constraints.

    Parameters
    ----------
    frame
        The constraints.
    objectives
        Shape (K, variables); neighbours ought to be alike: a program begins at the optimum of a
        neighbour.
    starts
        Bases to begin with, (n, rows), in the order of the programs that they may be near to.
    """
    bundle = _Bundle(frame, frame.padded(objectives), starts)
    bundle.walk()
    return bundle.optima()


def spread(count: int) -> Integers:
    """Return the programs, of many in a row, for which bases to begin with are of use."""
    return np.unique(np.linspace(0, count - 1, min(count, _WALKERS)).astype(np.int64))


class _Bundle:
    """Programs on their way.

    Walkers have a target, the program that each is about, and its basis, costs, inverse, weights.

    Parameters
    ----------
    frame
        The constraints.
    objectives
        Shape (K, variables + slips).
    starts
        The bases to begin with, (n, rows).
    """

    def __init__(self, frame: Frame, objectives: Floats, starts: Basis) -> None:
        self._frame = frame
        self._objectives = objectives
        count = len(objectives)
        self._queue = Queue(count)
        self._found = Basis(
            np.zeros((count, *starts.code.shape[1:]), dtype=np.int64),
            np.zeros((count, *starts.choice.shape[1:]), dtype=np.int64),
        )
        begin, inverse = self._begin(starts)
        walkers = min(count, _WALKERS) if len(begin.code) else 0
        self._target = self._queue.first(walkers)
        chosen = (self._target * len(begin.code)) // count
        self._age = np.zeros(walkers, dtype=np.int64)
        self._at = begin.at(chosen)
        self._objective = objectives[self._target]
        self._costs = frame.columns(self._at).costs(self._objective)
        self._inverse = inverse[chosen]
        self._weights = _nudged(self._inverse @ frame.right())

    def _begin(self, starts: Basis) -> tuple[Basis, Floats]:
        """Return the bases that satisfy the constraints, and their inverses."""
        inverse, regular = _inverses(self._frame, starts)
        least = (inverse @ self._frame.right()).min(axis=1, initial=0.0)
        good = least >= -tolerances.LEVEL
        if not good.any():
            good = least >= -tolerances.FEASIBILITY
        return starts.at(regular).at(good), inverse[good]

    def walk(self) -> None:
        """Take steps until every program is solved or given up."""
        steps = 0
        while len(self._target):
            few = len(self._target) <= _STRAGGLERS and not self._queue.waits
            if few and self._age.max() >= _SOON:
                break
            steps += 1
            if steps % _FRESH == 0:
                self._refresh()
            self._step()

    def _step(self) -> None:
        """Let the best column enter each basis, in place; walk on where none gains."""
        frame = self._frame
        prices = np.matmul(self._costs[:, None, :], self._inverse)[:, 0]
        gains = self._objective - prices[:, frame.convex :] @ frame.rows
        gain, column = frame.best(gains, prices)
        vectors = frame.columns(Basis(column.code[:, None], column.choice[:, None]))
        change = np.matmul(self._inverse, frame.matrix(vectors).swapaxes(1, 2))[:, :, 0]
        ready = gain <= tolerances.PRICING
        ready |= ~(change > _PIVOT).any(axis=1)
        going = np.flatnonzero(~ready)
        self._age += 1
        if len(going):
            costs = vectors.costs(self._objective)[:, 0]
            self._exchange(going, column, change, costs)
        if len(going) < len(ready) or (self._age > _STEPS).any():
            self._walk_on(ready)

    def _exchange(self, going: Integers, column: Basis, change: Floats, costs: Floats) -> None:
        each = np.arange(len(change))
        room = np.full(change.shape, np.inf)
        np.divide(self._weights, change, out=room, where=change > _PIVOT)
        least = room.min(axis=1, keepdims=True)
        leaving = np.where(room <= least + _TIE, change, 0.0).argmax(axis=1)
        if len(going) < len(each):
            each, leaving = going, leaving[going]
            stay = np.ones(len(change), dtype=bool)
            stay[going] = False
            change[stay] = 0.0
        step = np.zeros(len(change))
        step[each] = room[each, leaving]
        self._weights -= step[:, None] * change
        np.maximum(self._weights, 0.0, out=self._weights)
        self._weights[each, leaving] = step[each]
        pivot_row = self._inverse[each, leaving] / change[each, leaving, None]
        if len(each) < len(change):
            whole = np.zeros((len(change), pivot_row.shape[1]))
            whole[each] = pivot_row
        else:
            whole = pivot_row
        self._inverse -= change[:, :, None] * whole[:, None, :]
        self._inverse[each, leaving] = pivot_row
        self._at.code[each, leaving] = column.code[each]
        self._at.choice[each, leaving] = column.choice[each]
        self._costs[each, leaving] = costs[each]

    def _walk_on(self, ready: npt.NDArray[np.bool_]) -> None:
        """Note the optima that walkers have come to, and send them to other programs."""
        done = np.flatnonzero(ready)
        self._found.code[self._target[done]] = self._at.code[done]
        self._found.choice[self._target[done]] = self._at.choice[done]
        self._queue.solved[self._target[done]] = True
        ends = np.flatnonzero(ready | (self._age > _STEPS)).tolist()
        moved, kept = [], np.ones(len(ready), dtype=bool)
        for k in ends:
            following = self._queue.after(int(self._target[k]), bool(ready[k]))
            if following is None:
                kept[k] = False
                continue
            target, begin = following
            if begin != self._target[k]:
                self._place(k, begin)
            self._target[k] = target
            moved.append(k)
        if moved:
            which = np.array(moved)
            self._age[which] = 0
            self._objective[which] = self._objectives[self._target[which]]
            columns = self._frame.columns(self._at.at(which))
            self._costs[which] = columns.costs(self._objective[which])
        if not kept.all():
            self._only(kept)

    def _place(self, walker: int, begin: int) -> None:
        """Put a walker at an optimum; it stays where it is if rounding made that a singular one."""
        inverse, regular = _inverses(self._frame, self._found.at(np.array([begin])))
        if not regular.all():
            return
        self._at.code[walker] = self._found.code[begin]
        self._at.choice[walker] = self._found.choice[begin]
        self._inverse[walker] = inverse[0]
        self._weights[walker] = _nudged(inverse[0] @ self._frame.right())

    def _only(self, kept: npt.NDArray[np.bool_]) -> None:
        self._target, self._age = self._target[kept], self._age[kept]
        self._at = self._at.at(kept)
        self._objective, self._costs = self._objective[kept], self._costs[kept]
        self._inverse, self._weights = self._inverse[kept], self._weights[kept]

    def _refresh(self) -> None:
        """Compute inverses and weights anew from the bases."""
        inverse, regular = _inverses(self._frame, self._at)
        if not regular.all():
            self._only(regular)
        self._inverse = inverse
        self._weights = _nudged(inverse @ self._frame.right())

    def optima(self) -> Optima:
        """Return the programs solved, all computed anew from their bases, and checked."""
        frame = self._frame
        which = np.flatnonzero(self._queue.solved)
        bases = self._found.at(which)
        inverse, regular = _inverses(frame, bases)
        which, bases = which[regular], bases.at(regular)
        weights = inverse @ frame.right()
        objectives = self._objectives[which]
        prices = np.matmul(frame.columns(bases).costs(objectives)[:, None, :], inverse)[:, 0]
        gain, _ = frame.best(objectives - prices[:, frame.convex :] @ frame.rows, prices)
        good = gain <= tolerances.PRICING
        good &= weights.min(axis=1, initial=0.0) >= -tolerances.FEASIBILITY
        found = Optima(which, bases, np.maximum(weights, 0.0), inverse, frame.multipliers(prices))
        return found if good.all() else found.only(good)


def _inverses(frame: Frame, bases: Basis) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the inverses of the bases that have one, and which these are."""
    matrix = np.swapaxes(frame.matrix(frame.columns(bases)), 1, 2)
    regular = np.ones(len(matrix), dtype=bool)
    try:
        return np.asarray(np.linalg.inv(matrix), dtype=np.float64), regular
    except np.linalg.LinAlgError:
        regular = np.asarray(np.linalg.matrix_rank(matrix) == frame.height)
        return np.asarray(np.linalg.inv(matrix[regular]), dtype=np.float64), regular


def _nudged(weights: Floats) -> Floats:
    """Raise weights a little: one of zero would let a step have no length, and cycles begin."""
    more = _NUDGE * (1.0 + np.mod(_GOLDEN * np.arange(weights.shape[-1]), 1.0))
    return np.asarray(np.maximum(weights, 0.0) + more)
