"""Optimal bases of one set V, to begin with at another V that is near.

A basis says which rows bind and which columns are in use; a vertex of V that a column uses becomes
the nearest vertex of the other V. What comes out need not satisfy the constraints: who begins with
it has to look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apsgen.program.frame import Basis, Frame
from apsgen.program.stage import Floats, Integers

_NOTHING = -1


class Memory:
    """The optimal bases of the last V for which there were many."""

    def __init__(self) -> None:
        self._last: Remembered | None = None

    def keep(self, frame: Frame, directions: Floats, bases: Basis) -> None:
        """Keep bases that are optimal in directions, unless many more are kept already.

        Floors cut other points off at another V: where there are floors nothing is kept.
        """
        few = self._last is not None and 2 * len(directions) < len(self._last.directions)
        if frame.continuations.cuts is None and not few:
            self._last = Remembered(frame, directions, bases)

    def near(self, frame: Frame, directions: Floats) -> Basis | None:
        """Return bases that may satisfy a frame's constraints, in the order of directions, (K, 2).

        ``None`` if there are none.
        """
        bases = None if self._last is None else self._last.near(frame, directions)
        return bases if bases is not None and len(bases.code) else None


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """Bases that were optimal.

    Attributes
    ----------
    frame
        The constraints and columns that they are about.
    directions
        Shape (n, 2): where each was optimal.
    bases
        Shape (n, rows).
    """

    frame: Frame
    directions: Floats
    bases: Basis

    def near(self, frame: Frame, directions: Floats) -> Basis:
        """Return bases of another frame for directions, (K, 2); fewer if rows are gone."""
        nearest = (directions @ self.directions.T).argmax(axis=1)
        known = self.bases.at(nearest)
        code = self._codes(frame)[known.code]
        choice = self._nearest(frame, known.choice)
        fresh = np.array([k for k, key in enumerate(frame.keys) if key not in self.frame.keys])
        kept = len(code[0]) + len(fresh) - frame.height
        gone = (code == _NOTHING).sum(axis=1) == kept
        order = np.argsort(code == _NOTHING, axis=1, kind="stable")[:, : code.shape[1] - kept]
        return self._extended(
            Basis(
                np.take_along_axis(code, order, axis=1)[gone],
                np.take_along_axis(choice, order[..., None], axis=1)[gone],
            ),
            fresh.astype(np.int64),
        )

    def _codes(self, frame: Frame) -> Integers:
        """Return the code in another frame of each code; -1 where there is none."""
        slacks, plans, shares, paid = self.frame.sizes
        others = frame.sizes
        payments = paid - len(self.frame.cells)
        place = {key: k for k, key in enumerate(frame.keys)}
        table = np.full(slacks + plans + shares + paid, _NOTHING)
        table[:slacks] = [place.get(key, _NOTHING) for key in self.frame.keys]
        last = slacks + plans + shares + payments
        table[slacks:last] = others[0] + np.arange(plans + shares + payments)
        slip = {cell: k for k, cell in enumerate(frame.cells)}
        first = others[0] + plans + shares + payments
        table[last:] = [
            first + slip[cell] if cell in slip else _NOTHING for cell in self.frame.cells
        ]
        return table

    def _nearest(self, frame: Frame, choice: Integers) -> Integers:
        """Return the vertices of another V nearest to some of this one."""
        used, place = np.unique(choice, return_inverse=True)
        before, now = self.frame.continuations.vertices[used], frame.continuations.vertices
        nearest = np.abs(before[:, None] - now).sum(axis=-1).argmin(axis=1)
        return np.asarray(nearest[place].reshape(choice.shape))

    @staticmethod
    def _extended(bases: Basis, rows: Integers) -> Basis:
        """Return bases in which further rows do not bind."""
        count = len(bases.code)
        slack = np.broadcast_to(rows, (count, len(rows)))
        nothing = np.zeros((count, len(rows), bases.choice.shape[2]), dtype=np.int64)
        return Basis(
            np.concatenate([bases.code, slack], axis=1),
            np.concatenate([bases.choice, nothing], axis=1),
        )
