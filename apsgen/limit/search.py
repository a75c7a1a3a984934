"""The limit set between two polygons: directions are added where the polygons differ.

For a fixed play p the score is concave in the direction on each closed quadrant, so that it lies
above its chord over a cone of directions. Chords of the plays that are best at the two ends bound
the scores of all directions between them from below: an inner polygon from finitely many
half-planes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from apsgen.checker import Point, convex_hull
from apsgen.limit.halfplanes import (
    Halfplane,
    clipped,
    primitive,
    product,
    support,
    turn,
)
from apsgen.limit.program import Weights
from apsgen.limit.scores import Node, Scores

ONE = Fraction(1)
AXES: tuple[Point, ...] = tuple(
    (Fraction(x), Fraction(y)) for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1))
)
_MOST_BITS = 96
_SHORT = 2**30

Chord = tuple[Fraction, Fraction]
"""Values at the two ends of a cone."""


@dataclass(frozen=True, slots=True)
class Cone:
    """Neighbouring directions, with what plays are worth at both.

    Attributes
    ----------
    first, last
        The ends, counter-clockwise.
    chords
        Scores of plays at the ends: between them each is worth at least the sum of its parts.
    """

    first: Node
    last: Node
    chords: tuple[Chord, ...]

    def halfplanes(self) -> list[Halfplane]:
        """Return half-planes within which a payoff obeys the greatest chord of each direction.

        The greatest chord is linear between the directions at which chords cross, so it is
        enough to hold payoffs to it there and at the ends.
        """
        found = []
        for share, rest in {(ONE, Fraction(0)), (Fraction(0), ONE), *self._crossings()}:
            level = max(share * a + rest * b for a, b in self.chords)
            found.append((self._between(share, rest), level))
        return found

    def _between(self, share: Fraction, rest: Fraction) -> Point:
        a, b = self.first.direction, self.last.direction
        return share * a[0] + rest * b[0], share * a[1] + rest * b[1]

    def _crossings(self) -> Iterator[tuple[Fraction, Fraction]]:
        for k, (a, b) in enumerate(self.chords):
            for c, d in self.chords[:k]:
                share, rest = d - b, a - c
                if share * rest > 0:
                    yield abs(share), abs(rest)

    def tangent(self) -> Point | None:
        """Return where the plays of the two ends are worth the same, going on as they begin."""
        apart = (
            self.last.payoff[0] - self.first.payoff[0],
            self.last.payoff[1] - self.first.payoff[1],
        )
        for direction in ((apart[1], -apart[0]), (-apart[1], apart[0])):
            if self.holds(direction):
                return direction
        return None

    def holds(self, direction: Point) -> bool:
        """Whether a direction lies strictly between the ends, less than half a turn apart."""
        return turn(self.first.direction, direction) > 0 < turn(direction, self.last.direction)


@dataclass
class Search:
    """What is known of a limit set so far.

    Attributes
    ----------
    scores
        Of the game.
    levels
        Half-planes that contain the limit set, by direction.
    quadrants
        Directions and plays, counter-clockwise; none where money passes: then the half-planes
        of four directions are the limit set.
    """

    scores: Scores
    levels: dict[Point, Fraction] = field(default_factory=dict)
    quadrants: list[list[Node]] = field(default_factory=list)
    _cones: dict[tuple[int, int], Cone] = field(default_factory=dict)
    _rounds: int = 0

    def begin(self, asked: Sequence[Point]) -> None:
        """Bound the set along the axes, between them, and in the directions asked for."""
        for direction in AXES:
            self._bound(direction)
        if self.scores.pays:
            for direction in ((ONE, ONE), (-ONE, -ONE)):
                self._bound(direction)
            return
        scale = self.scores.scoring.normal.scale
        for first, second in zip(AXES, (*AXES[1:], AXES[0]), strict=True):
            signs = int(first[0] + second[0]), int(first[1] + second[1])
            middle = primitive((signs[0] / scale[0], signs[1] / scale[1]))
            ends = [self.scores.beside(int(axis[0] == 0), signs) for axis in (first, second)]
            self.quadrants.append(ends)
            for direction in {middle, *map(primitive, asked)}:
                self._insert(direction)

    def _bound(self, direction: Point) -> None:
        level = self.scores.score(direction)
        if level is not None:
            self.levels[direction] = level

    def _insert(self, direction: Point) -> None:
        """Add a direction to the quadrant that holds it; axes are there already."""
        for nodes in self.quadrants:
            for place, (first, last) in enumerate(pairwise(nodes), start=1):
                if Cone(first, last, ()).holds(direction):
                    node = self.scores.node(direction)
                    self.levels[direction] = self._with_punishment(node)
                    nodes.insert(place, node)
                    return

    def _with_punishment(self, node: Node) -> Fraction:
        on_path = self.scores.punishment
        return node.level if on_path is None else max(node.level, product(node.direction, on_path))

    def outer(self) -> list[Point]:
        """Return the corners of a polygon that contains the limit set."""
        return clipped(self._start(), self.levels.items())

    def inner(self, outer: Sequence[Point]) -> list[Point]:
        """Return the corners of a polygon that the limit set contains, within the outer one."""
        return clipped(outer, [one for cone in self.cones() for one in cone.halfplanes()])

    def _start(self) -> list[Point]:
        """Return a polygon that contains the set: a box, or with money a triangle."""
        down = -self.levels[AXES[2]], -self.levels[AXES[3]]
        if AXES[0] in self.levels and AXES[1] in self.levels:
            up = self.levels[AXES[0]], self.levels[AXES[1]]
            if up[0] < down[0] or up[1] < down[1]:
                return []
            box = [down, (up[0], down[1]), up, (down[0], up[1])]
            return convex_hull(box)
        room = self.levels[ONE, ONE] - down[0] - down[1]
        if room < 0:
            return []
        return convex_hull([down, (down[0] + room, down[1]), (down[0], down[1] + room)])

    def cones(self) -> Iterator[Cone]:
        """Yield the cones between neighbouring directions."""
        for nodes in self.quadrants:
            for first, last in pairwise(nodes):
                key = id(first), id(last)
                if key not in self._cones:
                    self._cones[key] = Cone(first, last, self._chords(first, last))
                yield self._cones[key]

    def _chords(self, first: Node, last: Node) -> tuple[Chord, ...]:
        found = []
        plays: list[Weights] = [first.weights]
        if last.weights != first.weights:
            plays.append(last.weights)
        for weights in plays:
            at_first = self._value(first, weights)
            at_last = self._value(last, weights)
            if at_first is not None and at_last is not None:
                found.append((at_first, at_last))
        if self.scores.punishment is not None:
            point = self.scores.punishment
            found.append((product(first.direction, point), product(last.direction, point)))
        return tuple(found)

    def _value(self, node: Node, weights: Weights) -> Fraction | None:
        return node.level if weights == node.weights else self.scores.of_play(node, weights)

    def refine(self, outer: Sequence[Point]) -> bool:
        """Add a direction in each cone whose half-planes cut the outer polygon; were there any?"""
        wanted = []
        for cone in self.cones():
            cuts = [
                (support(outer, direction) - level, direction)
                for direction, level in cone.halfplanes()
                if cone.holds(direction)
            ]
            deepest, direction = max(cuts, default=(Fraction(0), cone.first.direction))
            if deepest > 0:
                smooth = cone.tangent() if self._rounds % 2 == 0 else None
                wanted.append(_short(cone, smooth or direction))
        self._rounds += 1
        for direction in wanted:
            self._insert(direction)
        return bool(wanted)


def _short(cone: Cone, direction: Point) -> Point:
    """Return a direction in whole numbers; of very long ones a short one nearby."""
    exact = primitive(direction)
    if max(abs(x).numerator.bit_length() for x in exact) <= _MOST_BITS:
        return exact
    size = max(map(abs, exact))
    first, second = (Fraction(round(_SHORT * x / size)) for x in exact)
    near = primitive((first, second))
    return near if cone.holds(near) else exact
