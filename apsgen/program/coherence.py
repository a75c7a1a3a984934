"""Coherence: the continuation payoffs open to a plan, as points to choose from.

Continuation payoffs lie in V, or in co(V, p0) where the path may go to the punishment. Where the
only constraint on a block is that each player's continuation be at least a floor, the floors are
cut off here, and the program needs no row for them (Abreu and Sannikov 2014 for perfect
monitoring): an extreme point of what is left is a vertex of V, a point where a floor cuts the
boundary, or the corner of both floors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.program.stage import Floats, Integers

_FEW = 16


@dataclass(frozen=True, slots=True, eq=False)
class Cuts:
    """Where floors cut a set, for each profile and decision.

    Attributes
    ----------
    floors
        Shape (T, D, 2).
    points
        Shape (T, D, 5, 2): the ends of the set on the first player's floor, on the second's; the
        corner of both.
    code
        Shape (T, D, 5): their candidate indices; -1 where there is none.
    """

    floors: Floats
    points: Floats
    code: Integers

    @classmethod
    def of(cls, vertices: Floats, floors: Floats) -> Cuts:
        """Cut co(vertices) at floors."""
        shape = floors.shape[:2]
        count = len(vertices)
        points, codes = np.zeros((*shape, 5, 2)), np.full((*shape, 5), -1)
        for player in range(2):
            for last in range(2):
                found, edge = _end(vertices, floors, player, last)
                place = 2 * player + last
                points[:, :, place] = found
                codes[:, :, place] = np.where(edge >= 0, (1 + player) * count + edge, -1)
        finite = np.isfinite(floors)
        points[:, :, 4] = np.where(finite, floors, 0.0)
        inside = _contains(vertices, points[:, :, 4]) & finite.all(axis=-1)
        codes[:, :, 4] = np.where(inside, 3 * count, -1)
        return cls(floors, points, codes)


@dataclass(frozen=True, slots=True, eq=False)
class Continuations:
    """Candidate continuation payoffs, the extreme points of what each block may use.

    Candidates 0 to n - 1 are the vertices; n + e and 2n + e the points where floor 0 or 1 cuts the
    edge from e to e + 1; 3n is the corner of both floors.

    Attributes
    ----------
    vertices
        Shape (n, 2): the set from which continuation payoffs are drawn, counter-clockwise.
    turn
        Shape (n,): the angles of the edges' outward normals, ascending.
    cuts
        The floors; ``None`` if there are none.
    """

    vertices: Floats
    turn: Floats
    cuts: Cuts | None

    @classmethod
    def of(cls, vertices: Floats, floors: Floats | None) -> Continuations:
        """Return the candidates for a set, cut at floors of shape (T, D, 2) if there are any."""
        side = np.roll(vertices, -1, axis=0) - vertices
        turn = np.maximum.accumulate(np.unwrap(np.arctan2(-side[:, 0], side[:, 1])))
        return cls(vertices, turn, None if floors is None else Cuts.of(vertices, floors))

    def best(self, slopes: Floats) -> tuple[Floats, Integers]:
        """Return the greatest slope . w in each cell and the candidate that attains it.

        Parameters
        ----------
        slopes
            Shape (..., T, blocks, Y, 2).

        Returns
        -------
        tuple
            Values and candidate indices, both of shape (..., T, blocks, Y); -inf where no
            continuation is open.
        """
        choice = self._farthest(slopes)
        found = self.vertices[choice]
        value = (slopes * found).sum(axis=-1)
        if self.cuts is None:
            return value, choice
        floors = self.cuts.floors[:, :, None, :]
        barred = (found < floors - tolerances.FLOOR).any(axis=-1)
        where = np.nonzero(barred)
        cell = where[-3], where[-2]
        scores = (slopes[where][:, None, :] * self.cuts.points[cell]).sum(axis=-1)
        scores = np.where(self.cuts.code[cell] >= 0, scores, -np.inf)
        pick = scores.argmax(axis=-1)
        each = np.arange(len(pick))
        value[where] = scores[each, pick]
        choice[where] = np.maximum(self.cuts.code[cell][each, pick], 0)
        return value, choice

    def _farthest(self, slopes: Floats) -> Integers:
        """Return the vertex whose normal cone holds each slope."""
        if len(self.vertices) <= _FEW:
            return np.asarray((slopes @ self.vertices.T).argmax(axis=-1))
        first = self.turn[0]
        angle = np.arctan2(slopes[..., 1], slopes[..., 0])
        found = np.searchsorted(self.turn, first + np.mod(angle - first, 2 * np.pi))
        near = (found[..., None] + np.array([-1, 0, 1])) % len(self.vertices)
        worth = (slopes[..., None, :] * self.vertices[near]).sum(axis=-1)
        best = worth.argmax(axis=-1)[..., None]
        return np.asarray(np.take_along_axis(near, best, axis=-1)[..., 0])

    def points(self, profile: int, block: int, choice: Integers) -> Floats:
        """Return the candidates of a block by index, shape (Y, 2)."""
        return self.at(np.array(profile), np.array(block), choice)

    def at(self, profile: Integers, block: Integers, choice: Integers) -> Floats:
        """Return the candidates of many blocks: choice (..., Y) to points (..., Y, 2)."""
        count = len(self.vertices)
        if self.cuts is None:
            return np.asarray(self.vertices[choice])
        codes = self.cuts.code[profile, block][..., None, :]
        place = (codes == choice[..., None]).argmax(axis=-1)
        cut = self.cuts.points[profile[..., None], block[..., None], place]
        return np.where((choice < count)[..., None], self.vertices[choice % count], cut)


def _end(
    vertices: Floats, floors: Floats, player: int, last: int
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return an end of the set on a player's floor, (T, D, 2), and its edge; -1 if there is none.

    The two ends are the points of the boundary on the floor where the other's payoff is least and
    greatest, as far as the other's floor leaves them open.
    """
    other = 1 - player
    floor = floors[:, :, player, None]
    start, end = vertices, np.roll(vertices, -1, axis=0)
    finite = np.where(np.isfinite(floor), floor, vertices[:, player].min() - 1.0)
    below, over = (_beyond(points[:, player], finite) for points in (start, end))
    crosses = (below * over <= 0) & (below != over)
    share = np.divide(below, below - over, out=np.zeros_like(below), where=crosses)
    height = start[:, other] + share * (end[:, other] - start[:, other])
    open_ = crosses & (height >= floors[:, :, other, None] - tolerances.FLOOR)
    if last:
        edge = np.where(open_, height, -np.inf).argmax(axis=-1)
    else:
        edge = np.where(open_, height, np.inf).argmin(axis=-1)
    found = np.zeros((*floors.shape[:2], 2))
    found[..., player] = finite[..., 0]
    found[..., other] = np.take_along_axis(height, edge[..., None], axis=-1)[..., 0]
    return found, np.where(open_.any(axis=-1), edge, -1)


def _beyond(values: Floats, floor: Floats) -> Floats:
    """How far values lie above a floor; rounding aside, for one that only touches the set."""
    beyond = values - floor
    return np.where(np.abs(beyond) <= tolerances.FLOOR, 0.0, beyond)


def _contains(vertices: Floats, points: Floats) -> npt.NDArray[np.bool_]:
    """Whether points of shape (T, D, 2) lie in the interior of a polygon or on its edges."""
    if len(vertices) < 3:
        return np.zeros(points.shape[:2], dtype=bool)
    edges = np.roll(vertices, -1, axis=0) - vertices
    reach = points[:, :, None, :] - vertices
    cross = edges[:, 0] * reach[..., 1] - edges[:, 1] * reach[..., 0]
    return np.asarray((cross >= 0).all(axis=-1))
