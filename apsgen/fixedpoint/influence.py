"""Where the outer set's corners matter: not where they are high, but where they are used.

A level is bounded through the support function of V at slopes that lie between two directions,
where the corner of their lines overstates it. What a corner adds to a level today comes again
whenever that level is used: at the fixed point the excess is (I - A)^-1 times what the corners
add, A the policy. With delta near 1 a corner that is used again and again costs 1 / (1 - delta)
times its height; one that is never used costs nothing. This only chooses where to look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apsgen.fixedpoint.policy import Floats, Integers, Phi
from apsgen.linear import fixed_point
from apsgen.tolerances import LEVEL

_FOCUS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """What corners add to the levels of a fixed point.

    Attributes
    ----------
    greatest
        An estimate of how far a level lies above what finer directions would leave of it.
    slopes
        Shape (n, 2): for each corner in use the slope, a unit vector, at which it is used most.
    worth
        Shape (n,): what each adds to the levels that are farthest off.
    """

    greatest: float
    slopes: Floats
    worth: Floats

    @classmethod
    def of(cls, phi: Phi, directions: Floats, levels: Floats, touching: Floats) -> Influence:
        """Estimate the influence of the corners between directions.

        Parameters
        ----------
        phi
            The bounds of all levels.
        directions, levels
            The outer set, shapes (K, 2) and (K,).
        touching
            Shape (K, 2): points of T in the directions.
        """
        row, index, coefficient = phi.uses(levels)
        slopes = (coefficient[:, :, None] * directions[index]).sum(axis=1)
        over = (coefficient * levels[index]).sum(axis=1) - (slopes @ touching.T).max(axis=1)
        matrix, _ = phi.linearised(levels)
        held = phi.at(levels) > levels + LEVEL
        over = np.where(held[row], 0.0, np.maximum(over, 0.0))
        matrix[held] = 0.0
        excess = fixed_point(matrix, _summed(row, over, len(levels)))
        if excess is None or excess.max() <= 0.0:
            return cls(0.0, np.zeros((0, 2)), np.zeros(0))
        weight = (np.maximum(excess, 0.0) / excess.max()) ** _FOCUS
        visits = fixed_point(np.ascontiguousarray(matrix.T), weight / weight.sum())
        if visits is None:
            return cls(0.0, np.zeros((0, 2)), np.zeros(0))
        worth = visits[row] * over
        return cls(float(excess.max()), *_gathered(index[:, 0], slopes, worth, len(levels)))

    def cuts(self, share: float) -> Floats:
        """Return the slopes worth more than a share of the greatest, shape (m, 2)."""
        return np.asarray(self.slopes[self.worth > share * self.worth.max(initial=0.0)])


def _gathered(corner: Integers, slopes: Floats, worth: Floats, count: int) -> tuple[Floats, Floats]:
    """Sum up by corner; drop what is worth nothing."""
    total = _summed(corner, worth, count)
    length = np.hypot(slopes[:, 0], slopes[:, 1])
    unit = slopes / np.where(length > 0.0, length, 1.0)[:, None]
    mean = np.stack([_summed(corner, worth * unit[:, j], count) for j in range(2)], axis=1)
    size = np.hypot(mean[:, 0], mean[:, 1])
    used = size > 0.0
    return mean[used] / size[used, None], total[used]


def _summed(place: Integers, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(place, weights=values, minlength=count), dtype=np.float64)
