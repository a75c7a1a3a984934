"""How the vertices of an image move with the vertices of V while they keep their places."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import inf

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.perfect.image import BOTH, FREE, HIGH, LOW, PUNISHED, Image
from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.hull import Point
from apsgen.polygon import Floats, Polygon

Edge = tuple[float, int, int]
"""The least payoff of a player on an edge, the corner where he has it, and the other one."""

Rate = tuple[int, int, float]
"""The player whose payoff moves, the column of what moves it, and by how much."""


def linearised(profiles: Profiles, found: Image) -> tuple[Floats, Floats]:
    """Return the image of V, and its derivative, where V is the polygon of an image.

    Parameters
    ----------
    profiles
        The decisions.
    found
        V, and the places that its vertices keep.

    Returns
    -------
    tuple
        Values, shape (n, 2), and derivatives, shape (2n, 2n): row and column 2k + i stand for the
        payoff of player i at vertex k.
    """
    corners = _Corners.of(profiles, found.polygon)
    now = profiles.payoff[found.decision]
    floors = (corners.punishment + profiles.need[found.decision]).tolist()
    places = zip(found.place.tolist(), found.player.tolist(), now.tolist(), floors, strict=True)
    values, slopes = [], np.zeros((now.size, now.size))
    for k, (place, player, stage, floor) in enumerate(places):
        if place == FREE:
            values.append(stage)
            continue
        later, rates = corners.later(place, player, floor)
        first, second = (
            (1 - profiles.delta) * g + profiles.delta * w for g, w in zip(stage, later, strict=True)
        )
        values.append([first, second])
        for payoff, column, rate in rates:
            slopes[2 * k + payoff, column] += profiles.delta * rate
    return np.array(values), slopes


@dataclass(frozen=True, slots=True)
class _Corners:
    """The corners of the continuation set, and what moves them.

    Attributes
    ----------
    points
        The corners, counter-clockwise.
    columns
        For each corner and player the columns that move the player's payoff: one, or none.
    sides
        For each player and side the edges that lie over the payoffs of the player.
    punishment
        p0, shape (2,).
    worst
        For each player the columns that move p0: one, or none if it is fixed.
    """

    points: list[Point]
    columns: list[tuple[list[int], list[int]]]
    sides: dict[tuple[int, int], list[Edge]]
    punishment: Floats
    worst: tuple[list[int], list[int]]

    @classmethod
    def of(cls, profiles: Profiles, polygon: Polygon) -> _Corners:
        """Return the corners for V."""
        vertices = polygon.vertices
        worst: tuple[list[int], list[int]] = ([], [])
        if profiles.fixed is None:
            worst = ([2 * int(vertices[:, 0].argmin())], [2 * int(vertices[:, 1].argmin()) + 1])
        points = vertices.tolist()
        columns = [([2 * k], [2 * k + 1]) for k in range(len(points))]
        if profiles.on_path:
            known = {tuple(point): k for k, point in enumerate(points)}
            points = profiles.coherent(polygon).vertices.tolist()
            places = [known.get(tuple(point)) for point in points]
            columns = [worst if k is None else columns[k] for k in places]
        return cls(points, columns, _sides(points), profiles.punishment(vertices), worst)

    def later(self, place: int, player: int, floor: Point) -> tuple[Point, list[Rate]]:
        """Return the continuation payoffs at a place, and how they move."""
        if place in (BOTH, PUNISHED):
            at = self.punishment.tolist() if place == PUNISHED else floor
            return at, [(i, column, 1.0) for i in range(2) for column in self.worst[i]]
        side = self.sides[player, place]
        if side:
            _, first, last = side[max(bisect_right(side, (floor[player], inf)) - 1, 0)]
            return self._on_edge(first, last, player, floor[player])
        end = max if place == HIGH else min
        corner = end(range(len(self.points)), key=lambda k: self.points[k][1 - player])
        moves = enumerate(self.columns[corner])
        return self.points[corner], [(i, column, 1.0) for i, columns in moves for column in columns]

    def _on_edge(
        self, first: int, last: int, player: int, floor: float
    ) -> tuple[Point, list[Rate]]:
        """Return where a floor's line meets an edge, or the end nearest to it."""
        other, start, end = 1 - player, self.points[first], self.points[last]
        run, rise = end[player] - start[player], end[other] - start[other]
        at = min(max(floor, start[player]), end[player])
        share, slope = (at - start[player]) / run, rise / run
        rates = [(player, column, 1.0) for column in self.worst[player]]
        rates += [(other, column, slope) for column in self.worst[player]]
        for corner, weight in ((first, 1 - share), (last, share)):
            columns = self.columns[corner]
            rates += [(other, column, weight) for column in columns[other]]
            rates += [(other, column, -slope * weight) for column in columns[player]]
        value = start[other] + share * rise
        return [at, value] if player == 0 else [value, at], rates


def _sides(points: list[Point]) -> dict[tuple[int, int], list[Edge]]:
    """Return the edges over the payoffs of a player, for each player and side."""
    sides: dict[tuple[int, int], list[Edge]]
    sides = {(i, place): [] for i in range(2) for place in (LOW, HIGH)}
    for k, end in enumerate(points):
        start = points[k - 1]
        for i in range(2):
            rises = end[i] > start[i]
            if abs(end[i] - start[i]) > tolerances.LEVEL:
                # Counter-clockwise the first player's payoff rises below, the second's far off.
                place = LOW if rises == (i == 0) else HIGH
                sides[i, place].append((start[i], k - 1, k) if rises else (end[i], k, k - 1))
    for side in sides.values():
        side.sort()
    return sides
