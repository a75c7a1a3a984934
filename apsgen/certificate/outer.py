"""Outer sets: multipliers, levels and weights that prove that V* lies in a polygon, or is empty."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import numpy.typing as npt

from apsgen import checker
from apsgen.certificate.blocks import Priced, is_enforced, price_block
from apsgen.certificate.facets import along_sides, between, by_angle, shares
from apsgen.certificate.mechanisms import Mechanisms, continuations
from apsgen.certificate.multipliers import Round, Sharpening
from apsgen.certificate.normal import Normal, above, grid
from apsgen.certificate.program import Floats, Json, Place, Program
from apsgen.certificate.rows import certificate_rows
from apsgen.checker import ZERO, Directions, Outer, Part, Point
from apsgen.fixedpoint.outer import Levels
from apsgen.fixedpoint.policy import contraction, proposed
from apsgen.polygon import Polygon
from apsgen.tolerances import AROUND, OUTWARD, SLACK

_TIMES = 400
"""Applications with the same multipliers at most: the lemma takes the rest of the way at once."""

_EVERY = 8
"""After so many applications the lemma is tried again."""

_ROUNDS = 60
"""Rounds with new multipliers at most; a set that still moves then is reported as it is."""

_WEIGHT = Fraction(1, 2**20)
"""Weights of the lemma are multiples of this, rounded up: any that are great enough serve."""

_SHARE = 0.5
"""A fixed point is gone for if it is below what is known by this share of what one application
gives: the ghost of one that has just vanished is above even that."""

_PAST = 24
"""Applications that lead past such a ghost, before multipliers are found anew."""


class OuterProof:
    """Steps that lead from the start set to an outer set, each tried on the checker.

    Parameters
    ----------
    normal, program
        The game and its generating program.
    directions
        For the case's payoffs, the axes among them.
    """

    def __init__(self, normal: Normal, program: Program, directions: list[Point]) -> None:
        self._normal = normal
        self._program = program
        self._listed = directions
        around = Directions.read(Part(_texts(self._listed), "directions"))
        start = start_levels(normal, around)
        self.is_empty = start is None
        self._start = start or [ZERO] * len(self._listed)
        self.known = Outer(
            normal.case, checker.Constraints(normal.case), around, [*self._start], set()
        )
        self.steps: list[Json] = []

    def document(self, vertices: list[Point]) -> Json:
        """Return the part of the certificate."""
        return {
            "directions": _texts(self._listed),
            "start": [str(level) for level in self._start],
            "steps": self.steps,
            "vertices": _texts(vertices),
        }

    def tighten(self, is_enough: Callable[[Floats], bool], pause: Callable[[], None]) -> None:
        """Apply T until an application lowers the levels by little enough.

        Parameters
        ----------
        is_enough
            Asked of the falls of all levels, normalised.
        pause
            Called before each application; may raise to end the run.
        """
        for _ in range(_ROUNDS):
            if self.is_empty:
                return
            pause()
            before = self.levels().levels
            if not self.apply() or self.is_empty or is_enough(before - self.levels().levels):
                return

    def levels(self) -> Levels:
        """Return what is known, in floats."""
        outward = [self._normal.outward(d) for d in self.known.directions.listed]
        floats = np.array([[float(x), float(y)] for x, y in outward])
        length = np.hypot(floats[:, 0], floats[:, 1])
        return Levels(floats / length[:, None], self._floats(self.known.levels))

    def _floats(self, levels: Sequence[Fraction]) -> Floats:
        """Return levels of the present directions, normalised."""
        listed = self.known.directions.listed
        away = [
            float(level - self._normal.foot(d)) / self._length(k)
            for k, (level, d) in enumerate(zip(levels, listed, strict=True))
        ]
        return np.array(away)

    def turn(self, directions: list[Point]) -> None:
        """Go over to other directions: their levels are those of the set that is known."""
        known = self.known
        present = self.levels()
        polygon = by_angle(present).polygon()
        if polygon.is_empty or self.is_empty:
            return
        reach = (present.directions @ polygon.vertices.T).max(axis=1)
        # A level beyond the set says less of the directions beside it than others do.
        tight = np.flatnonzero(present.levels - reach <= SLACK).tolist()
        old = [known.directions.listed[k] for k in tight]
        entries = []
        for direction in directions:
            i, j = between(direction, old)
            first, second = shares(direction, old[i], old[j])
            level = first * known.levels[tight[i]] + second * known.levels[tight[j]]
            rounded = above(level, grid(max(map(abs, self._normal.outward(direction)))))
            beside = [tight[i], tight[j]]
            entries.append(
                {"direction": _text(direction), "level": str(rounded), "between": beside}
            )
        self._take({"rule": "directions", "entries": entries})

    def close(self, vertices: Sequence[Point]) -> bool:
        """Show that V* lies in the hull of vertices, if that is so; else leave all as it was."""
        hull = checker.convex_hull(vertices)
        directions = along_sides(hull)
        known, steps = self.known, len(self.steps)
        self.known = dataclasses.replace(known, closed=set(known.closed))
        self.turn(directions)
        if len(self.steps) == steps + 1 and self._close_at(hull):
            return True
        self.known = known
        del self.steps[steps:]
        return False

    def _close_at(self, hull: Sequence[Point]) -> bool:
        """Take the levels of a hull by the lemma, with the multipliers that are best there."""
        listed = self.known.directions.listed
        exact = [max(d[0] * x + d[1] * y for x, y in hull) for d in listed]
        present = self.levels()
        order = np.argsort(np.arctan2(present.directions[:, 1], present.directions[:, 0]))
        lower = self._floats(exact)[order]
        inward = [self._normal.inward(vertex) for vertex in hull]
        polygon = Polygon.hull([(float(x), float(y)) for x, y in inward])
        found = self._round(Levels(present.directions[order], lower), polygon)
        if found is None:
            return False
        upper = present.levels[order]
        competitive = found.phi.competitive(upper + SLACK, lower - SLACK)
        weights = contraction(competitive, np.ones(len(lower), dtype=bool))
        if weights is None:
            return False
        entries = []
        for k, place in enumerate(order.tolist()):
            weight = above(Fraction(float(weights[k]) * self._length(place)), _WEIGHT)
            stated = {"level": str(exact[place]), "weight": str(weight)}
            entries.append(self._bound(found, k, place) | stated)
        return self._take({"rule": "fixed point", "bounds": entries})

    def apply(self) -> bool:
        """Lower the levels by one application of T, or infinitely many; False if none falls."""
        present = self.levels()
        order = np.argsort(np.arctan2(present.directions[:, 1], present.directions[:, 0]))
        rolled = Levels(present.directions[order], present.levels[order])
        polygon = rolled.polygon()
        if polygon.is_empty:
            return self._contradict(present)
        found = self._round(rolled, polygon)
        if found is None:
            return False
        return self._descend(found, order)

    def _round(self, levels: Levels, polygon: Polygon) -> Round | None:
        """Find multipliers for all directions; ``None`` if nothing is generated or is left."""
        self._close_unused(*continuations(self._program, polygon.vertices))
        if self.is_empty:
            return None
        mechanisms = Mechanisms(self._program, polygon.vertices, self._closed)
        every = []
        for direction in levels.directions:
            optimum = mechanisms.farthest(direction)
            if optimum is None:
                self._refute(mechanisms)
                return None
            every.append(mechanisms.multipliers(optimum))
        known = (levels, polygon, mechanisms.punishment, self._closed)
        return Sharpening(self._program, *known).round(np.array(every))

    def _close_unused(self, points: Floats, punishment: Floats) -> None:
        """Close the blocks that no continuation payoffs in a set enforce."""
        for place in self._program.own_rows:
            if place in self._closed or is_enforced(self._program, points, punishment, place):
                continue
            nothing = np.zeros(len(self._program.keys))
            priced = price_block(self._program, points, punishment, place, nothing)
            if priced.is_closed:
                self._close(place, priced)

    @property
    def _closed(self) -> frozenset[Place]:
        return frozenset(self.known.closed)

    def _close(self, place: Place, priced: Priced) -> None:
        whole = np.zeros(len(self._program.rows))
        whole[priced.rows] = priced.multipliers
        listed = certificate_rows(self._normal, self._program, (ZERO, ZERO), whole)
        t, d = place
        self._take({"rule": "closed", "profile": t, "decision": d, "rows": listed})

    def _refute(self, mechanisms: Mechanisms) -> None:
        multipliers = mechanisms.refuted()
        if multipliers is None:
            return
        rows = certificate_rows(
            self._normal, self._program, (ZERO, ZERO), multipliers, self._closed
        )
        self._take({"rule": "empty", "rows": rows})

    def _contradict(self, levels: Levels) -> bool:
        """Show that no point satisfies the levels: three of them contradict each other."""
        listed, known = self.known.directions.listed, self.known.levels
        for places in combinations(range(len(listed)), 3):
            a, b, c = (listed[k] for k in places)
            weights = [checker.cross(b, c), checker.cross(c, a), checker.cross(a, b)]
            if min(weights) < 0:
                weights = [-weight for weight in weights]
            total = sum(w * known[k] for w, k in zip(weights, places, strict=True))
            if min(weights) >= 0 and total < 0:
                stated = [[k, str(w)] for w, k in zip(weights, places, strict=True)]
                return self._take({"rule": "contradiction", "weights": stated})
        return False

    def _descend(self, found: Round, order: npt.NDArray[np.int64]) -> bool:
        """Apply the bounds until the lemma holds for the rest of the way."""
        phi, upper = found.phi, found.upper
        once = np.minimum(upper, phi.at(upper))
        proposal = proposed(phi, once)
        if proposal is None:
            return self._applied(found, [np.minimum(upper, phi.at(upper) + OUTWARD[0])], order)
        if (upper - proposal[0]).max() < _SHARE * (upper - once).max():
            falls = [upper]
            for _ in range(_PAST):
                falls.append(np.minimum(falls[-1], phi.at(falls[-1]) + OUTWARD[0]))
            return self._applied(found, falls[1:], order)
        chain = [upper]
        for time in range(_TIMES):
            lower = np.minimum(proposal[0], chain[-1])
            if time % _EVERY == 0 and (lower < chain[-1]).any():
                competitive = phi.competitive(chain[-1] + SLACK, lower - SLACK)
                weights = contraction(competitive, lower < chain[-1])
                if weights is not None:
                    taken = len(chain) > 1 and self._applied(found, chain[1:], order)
                    rest = dataclasses.replace(found, upper=chain[-1])
                    return self._lowered(rest, lower, weights, order) or taken
            after = np.minimum(chain[-1], phi.at(chain[-1]) + OUTWARD[0])
            if (chain[-1] - after).max() <= OUTWARD[0]:
                break
            chain.append(after)
        return self._applied(found, chain[1 : _EVERY + 1], order)

    def _lowered(
        self, found: Round, lower: Floats, weights: Floats, order: npt.NDArray[np.int64]
    ) -> bool:
        """Take the levels of a fixed point, by the lemma."""
        for room in OUTWARD:
            # Levels that would rise above what is known stay as they are: that only helps others.
            risen = lower + room * weights
            free = (weights > 0) & (risen < found.upper)
            if free.any() and self._take(self._fixed_point(found, risen, weights, free, order)):
                return True
        return False

    def _fixed_point(
        self,
        found: Round,
        levels: Floats,
        weights: Floats,
        free: npt.NDArray[np.bool_],
        order: npt.NDArray[np.int64],
    ) -> Json:
        entries = []
        for k in np.flatnonzero(free).tolist():
            length = self._length(int(order[k]))
            weight = above(Fraction(float(weights[k]) * length), _WEIGHT)
            level = self._level(int(order[k]), float(levels[k]))
            bound = self._bound(found, k, int(order[k]))
            entries.append(bound | {"level": level, "weight": str(weight)})
        return {"rule": "fixed point", "bounds": entries}

    def _applied(self, found: Round, chain: list[Floats], order: npt.NDArray[np.int64]) -> bool:
        """Take the levels of applications with the same multipliers."""
        if not chain:
            return False
        entries = []
        for k in np.flatnonzero(chain[-1] < found.upper).tolist():
            levels = [self._level(int(order[k]), float(levels[k])) for levels in chain]
            entries.append(self._bound(found, k, int(order[k])) | {"levels": levels})
        if not entries or self._take({"rule": "application", "bounds": entries}):
            return bool(entries)
        return len(chain) > 1 and self._applied(found, chain[:1], order)

    def _bound(self, found: Round, k: int, place: int) -> Json:
        """Return a direction with its rows."""
        outward = self._normal.outward(self.known.directions.listed[place])
        multipliers = self._length(place) * found.multipliers[k]
        rows = certificate_rows(self._normal, self._program, outward, multipliers, self._closed)
        return {"direction": place, "rows": rows}

    def _level(self, place: int, level: float) -> str:
        direction = self.known.directions.listed[place]
        return str(self._normal.level(level * self._length(place), direction))

    def _length(self, place: int) -> float:
        first, second = self._normal.outward(self.known.directions.listed[place])
        return float(np.hypot(float(first), float(second)))

    def _take(self, step: Json) -> bool:
        """Add a step if the checker accepts it; once V* is shown to be empty, no more."""
        if self.is_empty:
            return False
        try:
            empty = checker.check_step(Part(step, "step"), self.known)
        except checker.RejectedError:
            return False
        self.steps.append(step)
        self.is_empty = empty
        return True

    def polygon(self) -> Polygon:
        """Return the set that is known, normalised."""
        return by_angle(self.levels()).polygon()

    def vertices(self) -> list[Point]:
        """Return rational points whose hull holds the set that is known; none if that fails."""
        levels = by_angle(self.levels())
        for room in AROUND:
            wider = Levels(levels.directions, levels.levels + room).polygon()
            points = [self._normal.rounded(x, y) for x, y in wider.vertices.tolist()]
            hull = checker.convex_hull(points)
            if all(
                checker.at(self.known.directions.support(side), self.known.levels) <= level
                for side, level in checker.sides(hull)
            ):
                return hull
        return []


def start_levels(normal: Normal, directions: Directions) -> list[Fraction] | None:
    """Return the least levels that the checker accepts; ``None`` if they show V* to be empty."""
    game = normal.case
    points = checker.start_points(Part(None, "start"), game)
    if game.transfers != "none" and not points:
        return None
    levels = []
    for direction in directions.listed:
        reach = [direction[0] * x + direction[1] * y for x, y in points]
        if game.transfers == "none":
            reach.append(checker.feasible(game, direction))
        levels.append(max(reach))
    return levels


def _text(point: Point) -> list[str]:
    return [str(point[0]), str(point[1])]


def _texts(points: Sequence[Point]) -> list[list[str]]:
    return [_text(point) for point in points]
