"""Coherence: the continuation payoffs open to a plan, as points to choose from.

Continuation payoffs lie in V, or in co(V, p0) where the path may go to the punishment. Where the
only constraint on a block is that each player's continuation be at least a floor, the floors are
cut off here, and the program needs no row for them (Abreu and Sannikov 2014 for perfect
monitoring).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.program.stage import Floats, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Continuations:
    """Candidate continuation payoffs, the extreme points of what each block may use.

    Attributes
    ----------
    vertices
        Shape (n, 2): the set from which continuation payoffs are drawn, counter-clockwise.
    candidates
        Shape (1, 1, M, 2) or (T, D, M, 2).
    is_open
        Shape (1, 1, M) or (T, D, M): candidates that the block may use. Candidates 0 to n - 1
        are the vertices; n + e and 2n + e the points where floor 0 or 1 cuts the edge from e to
        e + 1; 3n the corner of both floors.
    """

    vertices: Floats
    candidates: Floats
    is_open: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, vertices: Floats, floors: Floats | None) -> Continuations:
        """Return the candidates for a set, cut at floors of shape (T, D, 2) if there are any."""
        if floors is None:
            every = np.ones((1, 1, len(vertices)), dtype=bool)
            return cls(vertices, vertices[None, None], every)
        candidates, is_open = _cut(vertices, floors)
        return cls(vertices, candidates, is_open)

    def best(self, slopes: Floats) -> tuple[Floats, Integers]:
        """Return the greatest slope . w in each cell and the candidate that attains it.

        Parameters
        ----------
        slopes
            Shape (T, blocks, Y, 2).

        Returns
        -------
        tuple
            Values and candidate indices, both of shape (T, blocks, Y); -inf where no
            continuation is open.
        """
        if self.candidates.shape[2] == len(self.vertices):
            scores = slopes @ self.vertices.T
        else:
            every = slopes[:, :, :, None, :] * self.candidates[:, :, None, :, :]
            scores = np.where(self.is_open[:, :, None, :], every.sum(axis=-1), -np.inf)
        return scores.max(axis=-1), scores.argmax(axis=-1)

    def points(self, profile: int, block: int, choice: Integers) -> Floats:
        """Return the candidates of a block by index, shape (Y, 2)."""
        first = 0 if self.candidates.shape[0] == 1 else profile
        second = 0 if self.candidates.shape[1] == 1 else block
        return np.asarray(self.candidates[first, second, choice])


def _cut(vertices: Floats, floors: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return all candidates of `vertices` cut at w >= floors, and which of them are real."""
    count = len(vertices)
    shape = floors.shape[:2]
    slack = tolerances.FLOOR
    corners = np.broadcast_to(vertices, (*shape, count, 2))
    above = (vertices >= floors[:, :, None, :] - slack).all(axis=-1)
    crossings, crossed = zip(*(_crossings(vertices, floors, i) for i in range(2)), strict=True)
    both = np.where(np.isfinite(floors), floors, 0.0)
    inside = _contains(vertices, both) & np.isfinite(floors).all(axis=-1)
    candidates = np.concatenate([corners, *crossings, both[:, :, None, :]], axis=2)
    is_open = np.concatenate([above, *crossed, inside[:, :, None]], axis=2)
    return candidates, is_open


def _crossings(
    vertices: Floats, floors: Floats, player: int
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return where the floor of a player cuts the edges, shape (T, D, n, 2)."""
    other = 1 - player
    start, end = vertices, np.roll(vertices, -1, axis=0)
    finite = np.isfinite(floors[:, :, player, None])
    floor = np.where(finite, floors[:, :, player, None], vertices[:, player].min() - 1.0)
    below, over = start[:, player] - floor, end[:, player] - floor
    crosses = (below < 0) & (over > 0) | (below > 0) & (over < 0)
    share = np.divide(below, below - over, out=np.zeros_like(below), where=crosses)
    points = np.empty((*floors.shape[:2], len(vertices), 2))
    points[..., player] = np.where(crosses, floor, 0.0)
    points[..., other] = start[:, other] + share * (end[:, other] - start[:, other])
    kept = points[..., other] >= floors[:, :, other, None] - tolerances.FLOOR
    return points, crosses & kept


def _contains(vertices: Floats, points: Floats) -> npt.NDArray[np.bool_]:
    """Whether points of shape (T, D, 2) lie in the interior of a polygon or on its edges."""
    if len(vertices) < 3:
        return np.zeros(points.shape[:2], dtype=bool)
    edges = np.roll(vertices, -1, axis=0) - vertices
    reach = points[:, :, None, :] - vertices
    cross = edges[:, 0] * reach[..., 1] - edges[:, 1] * reach[..., 0]
    return np.asarray((cross >= 0).all(axis=-1))
