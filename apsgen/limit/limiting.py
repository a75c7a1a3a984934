"""`limit`: the limit set of a game, from scores in directions chosen as they are needed."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from fractions import Fraction

from apsgen.checker import Point
from apsgen.errors import UndecidedError, UsageError
from apsgen.fixedpoint.limits import LimitError, Limits
from apsgen.fixedpoint.start import start
from apsgen.game import Game, Transfers
from apsgen.limit.answer import LimitSet, Score
from apsgen.limit.conditions import Conditions, conditions
from apsgen.limit.halfplanes import product
from apsgen.limit.scores import Scores
from apsgen.limit.search import Search
from apsgen.polygon import Polygon
from apsgen.result import Number, Status
from apsgen.self_generation import Operator
from apsgen.tolerances import GAP

Direction = Sequence[Number]


def limit(
    game: Game,
    *,
    tolerance: float = GAP,
    directions: Sequence[Direction] = (),
    limits: Limits | None = None,
) -> LimitSet:
    """Return the limit set for delta -> 1, within which V* lies for patient players.

    Scores are exact. Directions are added until an outer and an inner polygon meet, which for a
    polygon with finitely many plays behind it they do exactly.

    Parameters
    ----------
    game
        The game; its discount factor does not matter.
    tolerance
        The gap to reach, relative to the diameter of the outer polygon.
    directions
        Directions whose scores are wanted as well: pairs of integers, fractions, texts such as
        ``"1/3"``, or floats, which are the decimals that they are printed as.
    limits
        When to stop before that; an iteration is a linear program.

    Returns
    -------
    LimitSet
        Average payoffs, in the case's units.

    Raises
    ------
    UsageError
        If a direction is no pair of numbers, or (0, 0).
    UnboundedError
        If payments leave the payoffs without a bound.
    UndecidedError
        If a limit was reached before there was any polygon.
    ProgramError
        If a linear program was not solved.

    Examples
    --------
    >>> import apsgen
    >>> game = apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
    >>> found = apsgen.limit(game, directions=[(1, 2)])
    >>> found
    <LimitSet of 'A game of two players': converged; (3, 3), (39/4, 3), (9, 9), (3, 39/4)>
    >>> str(found.scores[0].level)
    '27'
    """
    asked = [_exact(direction) for direction in directions]
    if game.transfers is not Transfers.NONE:
        start(Operator.of(game))
    return _Limiting(game, tolerance, limits or Limits(), asked).run()


def _exact(direction: Direction) -> Point:
    """Return a direction in exact numbers."""
    try:
        first, second = (Fraction(str(value)) for value in direction)
    except (TypeError, ValueError, ZeroDivisionError):
        raise UsageError(
            f"{direction!r} is not a direction; give two numbers such as (1, 2) or ('1/3', -1)"
        ) from None
    if not first and not second:
        raise UsageError("the direction (0, 0) leads nowhere; give one such as (1, 2)")
    return first, second


class _Limiting:
    """A run: the search, and the polygons of its last complete step."""

    def __init__(
        self, game: Game, tolerance: float, limits: Limits, asked: Sequence[Point]
    ) -> None:
        self._game = game
        self._tolerance = tolerance
        self._limits = limits
        self._asked = asked
        self._begun = time.monotonic()
        self._scores = Scores(game, self._pause)
        self._search = Search(self._scores)
        self._outer: list[Point] = []
        self._inner: list[Point] = []

    def _pause(self, solved: int) -> None:
        self._limits.check(solved, time.monotonic() - self._begun)

    def run(self) -> LimitSet:
        """Search until the polygons meet."""
        try:
            if self._scores.is_empty:
                return self._answer(Status.EMPTY)
            self._search.begin(self._asked)
            self._outer = self._search.outer()
        except LimitError:
            raise UndecidedError(
                "stopped before the first outer polygon was known; give it more time"
            ) from None
        if not self._outer:
            return self._answer(Status.EMPTY)
        try:
            self._close()
        except LimitError:
            return self._answer(Status.CONVERGED if self._is_near() else Status.STOPPED)
        return self._answer(Status.CONVERGED if self._outer else Status.EMPTY)

    def _close(self) -> None:
        """Add directions until the polygons meet, or are empty."""
        while self._outer:
            self._inner = self._search.inner(self._outer)
            if self._is_near() or not self._search.refine(self._outer):
                return
            self._outer = self._search.outer()

    def _is_near(self) -> bool:
        outer, inner = _polygon(self._outer), _polygon(self._inner)
        return outer.hausdorff(inner) <= self._tolerance * outer.diameter

    def _answer(self, status: Status) -> LimitSet:
        self._limits = Limits()
        if status is Status.EMPTY:
            self._outer, self._inner = [], []
        outer, inner = _polygon(self._outer), _polygon(self._inner)
        asked = tuple(Score(one, self._level(one)) for one in self._asked)
        least = (None, None) if status is Status.EMPTY else (self._least(0), self._least(1))
        return LimitSet(
            outer_set=outer,
            inner_set=inner,
            gap=outer.hausdorff(inner) if self._outer else 0.0,
            game=self._game,
            status=status,
            tolerance=self._tolerance,
            outer_corners=tuple(self._outer),
            inner_corners=tuple(self._inner),
            asked=asked,
            scores=(*asked, *self._bounding()),
            least=least,
            conditions=self._conditions(),
            is_bound_only=self._scores.is_bound_only(),
            linear_programs=self._scores.scoring.solved,
            seconds=time.monotonic() - self._begun,
        )

    def _conditions(self) -> Conditions:
        return conditions(self._game, self._scores, self._outer, self._inner)

    def _level(self, direction: Point) -> Fraction | float:
        if self._scores.is_empty:
            return -math.inf
        level = self._scores.score(direction)
        return math.inf if level is None else level

    def _least(self, player: int) -> Fraction | None:
        direction = (Fraction(player - 1), Fraction(-player))
        level = self._scores.score(direction)
        return None if level is None else -level

    def _bounding(self) -> list[Score]:
        """Return the half-planes with an edge of the outer polygon on their boundary."""
        found = []
        for direction, level in sorted(self._search.levels.items()):
            touched = [one for one in self._outer if product(direction, one) == level]
            if len(touched) == min(len(self._outer), 2) and self._outer:
                found.append(Score(direction, level))
        return found


def _polygon(corners: Sequence[Point]) -> Polygon:
    return Polygon.hull((float(x), float(y)) for x, y in corners)
