"""Whether V* has a property at a discount factor, in floating point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from apsgen.critical.face import Pair, face, first_best, has_face
from apsgen.critical.wanted import Kind, Property
from apsgen.fixedpoint import Limits, iterate
from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.result import Result, Status

_TOLERANCES = (1e-4, 1e-6, 1e-8)
"""The gaps to which V* is computed, one after the other, until the question is decided."""

_NEAR = 1e-9
"""What a payoff may miss what is asked for, relative to the spread of the stage payoffs."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What is known at one discount factor.

    Attributes
    ----------
    delta
        The discount factor.
    holds
        Whether V* has the property; ``None`` if that was not decided.
    found
        V* of the game that was asked about: of the game itself, or of its face.
    whole
        V* of the game itself where that gives the punishment of the face, else ``None``.
    """

    delta: Fraction
    holds: bool | None
    found: Result
    whole: Result | None = None


@dataclass(frozen=True)
class Question:
    """A game, and what is asked of its V* as the discount factor varies.

    Attributes
    ----------
    game
        The game; its own discount factor plays no part.
    wanted
        The property.
    limits
        When to stop.
    """

    game: Game
    wanted: Property
    limits: Limits

    @cached_property
    def first_best(self) -> Fraction:
        """The greatest total payoff of all plans."""
        return first_best(self.game)

    @cached_property
    def target(self) -> Fraction | None:
        """The least total of a payoff with the property; ``None`` if it is about no total."""
        match self.wanted.kind:
            case Kind.FIRST_BEST:
                return self.first_best
            case Kind.TOTAL:
                return self.wanted.numbers[0]
            case Kind.PAYOFF:
                return sum(self.wanted.numbers, Fraction(0))
        return None

    @cached_property
    def is_on_face(self) -> bool:
        """Whether the property is about the face of V* where the total is the first best."""
        return self.target == self.first_best and has_face(self.game)

    @property
    def is_worst(self) -> bool:
        """Whether the punishment is the worst of V* itself."""
        return self.game.punishment.values is None

    def at(self, delta: Fraction) -> Game:
        """Return the game with a discount factor."""
        return replace(self.game, delta=delta)

    def face_at(self, delta: Fraction, punishment: Pair | None) -> Game:
        """Return the game of the face with a discount factor."""
        return face(self.at(delta), punishment)

    def decide(self, delta: Fraction) -> Answer:
        """Return whether V* has the property at a discount factor."""
        answer = None
        for tolerance in _TOLERANCES:
            answer = self._decided(delta, tolerance)
            if answer.holds is not None:
                break
        assert answer is not None
        return answer

    def sharpened(self, answer: Answer) -> Answer:
        """Return what is known at the same discount factor, its sets as fine as can be."""
        sharp = self._decided(answer.delta, _TOLERANCES[-1])
        return answer if sharp.holds is None else sharp

    def _decided(self, delta: Fraction, tolerance: float) -> Answer:
        if not self.is_on_face:
            found = self._solved(self.at(delta), tolerance)
            return Answer(delta, self._has(found), found)
        if not self.is_worst:
            found = self._solved(self.face_at(delta, None), tolerance)
            return Answer(delta, self._has(found), found)
        whole = self._solved(self.at(delta), tolerance)
        if whole.inner_set.is_empty:
            holds = False if whole.status is Status.EMPTY else None
            return Answer(delta, holds, whole, whole)
        harsh = self._solved(self.face_at(delta, _least(whole.outer_set)), tolerance)
        if self._has(harsh) is False:
            return Answer(delta, False, harsh, whole)
        mild = self._solved(self.face_at(delta, _least(whole.inner_set)), tolerance)
        return Answer(delta, True if self._has(mild) else None, mild, whole)

    def _solved(self, game: Game, tolerance: float) -> Result:
        return iterate(game, tolerance=tolerance, limits=self.limits)

    def _has(self, found: Result) -> bool | None:
        """Return whether a set has the property; on a face that it is not empty may be all."""
        if found.status is Status.EMPTY:
            return False
        if self.wanted.kind is Kind.NON_EMPTY or (
            self.is_on_face and self.wanted.kind is not Kind.PAYOFF
        ):
            return None if found.inner_set.is_empty else True
        if not found.inner_set.is_empty and self._reaches(found.inner_set, _NEAR * self.spread):
            return True
        return None if self._reaches(found.outer_set, _NEAR * self.spread) else False

    @cached_property
    def spread(self) -> float:
        """The spread of the stage payoffs."""
        spans = [max(table.flat) - min(table.flat) for table in self.game.payoff]
        return float(max(spans)) or 1.0

    def _reaches(self, polygon: Polygon, near: float) -> bool:
        if self.wanted.kind is Kind.PAYOFF:
            point = np.array([[float(value) for value in self.wanted.numbers]])
            return bool(polygon.distances(point)[0] <= near)
        assert self.target is not None
        return polygon.support((1.0, 1.0)) >= float(self.target) - near

    def is_infeasible(self) -> bool:
        """Whether no plan at all gives what is asked for."""
        return self.target is not None and self.target > self.first_best


def _least(polygon: Polygon) -> Pair:
    first, second = polygon.vertices.min(axis=0).tolist()
    return Fraction(first), Fraction(second)


Decide = Callable[[Fraction], Answer]
