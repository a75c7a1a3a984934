"""Scores: how far the limit set reaches in a direction.

What an observed deviation costs grows without bound as delta goes to 1, wherever the payoff lies
above the punishment; it counts in the two directions that ask for the least payoff of one player.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from apsgen.checker import Constraints, Point
from apsgen.game import Game, Transfers
from apsgen.limit.halfplanes import primitive, product
from apsgen.limit.program import Answer, Place, Question, Scoring, Weights
from apsgen.mechanism.exact import expanded

ZERO, ONE = Fraction(0), Fraction(1)


def _go_on(solved: int) -> None:
    """Never end a run."""


@dataclass(frozen=True, slots=True)
class Node:
    """A direction, and the best that can be played for it.

    Attributes
    ----------
    direction
        In the case's units.
    level
        The score of what is played.
    weights
        What is played.
    payoff
        The slope of that score in the direction, a payoff pair.
    question
        The program in which other plays can be tried.
    """

    direction: Point
    level: Fraction
    weights: Weights
    payoff: Point
    question: Question


class Scores:
    """The scores of a game.

    Parameters
    ----------
    game
        The discount factor does not matter.
    pause
        Called with the number of programs solved before each of them; may raise to end the run.
    """

    def __init__(self, game: Game, pause: Callable[[int], None] = _go_on) -> None:
        self.scoring = Scoring(expanded(game), pause)
        self.pays = game.transfers is not Transfers.NONE
        self._burns = game.transfers is Transfers.BURNING
        self._game = self.scoring.normal.case

    @cached_property
    def is_empty(self) -> bool:
        """Whether no mechanism meets the constraints, whatever follows."""
        return self.scoring.free(self._question((ONE, ONE))) is None

    @cached_property
    def punishment(self) -> Point | None:
        """What the path may go to besides the set itself; ``None`` for nothing."""
        if not self._game.on_path:
            return None
        if self._game.punishment is not None:
            first, second = (value or ZERO for value in self._game.punishment)
            return first, second
        least = [self._lowest(i) for i in (0, 1)]
        return None if None in least else (least[0] or ZERO, least[1] or ZERO)

    def score(self, direction: Point) -> Fraction | None:
        """Return the level of the half-plane of a direction; ``None`` if there is no bound.

        Some mechanism must meet the constraints (`is_empty`).
        """
        along = primitive(direction)
        player = self.least_of(along)
        if player is not None:
            lowest = self._lowest(player)
            level = None if lowest is None else -lowest * abs(direction[player])
        elif self.pays and not self._is_free_of_money(along):
            level = None
        else:
            level = self._free(direction, self._question(direction)).level
        if level is None or self.punishment is None:
            return level
        return max(level, product(direction, self.punishment))

    def node(self, direction: Point) -> Node:
        """Return the best play for a direction that is not an axis."""
        return self._free(direction, self._question(direction))

    def beside(self, player: int, signs: tuple[int, int]) -> Node:
        """Return the best play for directions near the axis of a player, in a quadrant.

        Parameters
        ----------
        player
            Whose axis it is.
        signs
            Of the directions of the quadrant.
        """
        direction = _axis(player, signs[player])
        reach = Fraction(signs[0]), Fraction(signs[1])
        return self._free(direction, Question(direction, reach, far=1 - player))

    def of_play(self, node: Node, weights: Weights) -> Fraction | None:
        """Return the score of a play in the direction of a node; ``None`` if it cannot be."""
        found = self.scoring.fixed(node.question, weights)
        return None if found is None else self._level(node.direction, found)

    def _question(self, direction: Point) -> Question:
        """Return the program of a direction, of length one: floats find its basis."""
        first, second = self.scoring.normal.outward(direction)
        size = self._size(direction)
        along = first / size, second / size
        return Question(along, along)

    def _size(self, direction: Point) -> Fraction:
        return max(map(abs, self.scoring.normal.outward(direction)))

    def _level(self, direction: Point, found: Answer) -> Fraction:
        """Return what is reached in a direction, in the case's units."""
        return self._size(direction) * found.value + self.scoring.normal.foot(direction)

    def _free(self, direction: Point, question: Question) -> Node:
        found = self.scoring.free(question)
        if found is None:
            raise ValueError("no mechanism meets the constraints")
        normal = self.scoring.normal
        slopes = (
            shift + scale * value
            for shift, scale, value in zip(normal.shift, normal.scale, found.payoff, strict=True)
        )
        payoff = next(slopes), next(slopes)
        return Node(direction, self._level(direction, found), found.weights, payoff, question)

    def _is_free_of_money(self, direction: Point) -> bool:
        """Whether no payment moves payoffs in a direction."""
        return direction == (ONE, ONE) or (direction == (-ONE, -ONE) and not self._burns)

    @staticmethod
    def least_of(direction: Point) -> int | None:
        """Return the player whose least payoff a direction asks for; ``None`` for none."""
        for i in (0, 1):
            if direction[i] < 0 and direction[1 - i] == 0:
                return i
        return None

    def _lowest(self, player: int) -> Fraction | None:
        """Return the least payoff of a player; ``None`` if there is no bound."""
        fixed = self._game.punishment
        if fixed is None:
            return self._bottom(player, watched=player)
        guarded, punishment = self.guarded(player), fixed[player]
        incentive = None if self.pays else self._bottom(player)
        if punishment is None or not guarded:
            return incentive
        above = punishment if incentive is None else max(incentive, punishment)
        if self.is_guarded_throughout(player):
            return above
        open_only = self._bottom(player, closed=guarded)
        return above if open_only is None else min(above, open_only)

    def _bottom(
        self, player: int, watched: int | None = None, closed: frozenset[Place] = frozenset()
    ) -> Fraction | None:
        """Return the least payoff that mechanisms give a player; ``None`` if there are none."""
        down = _axis(player, -1)
        found = self.scoring.free(Question(down, down, watched=watched, closed=closed))
        return None if found is None else -self._level(down, found)

    def guarded(self, player: int) -> frozenset[Place]:
        """Return profiles and decisions in which a player has an observed deviation."""
        if self._game.commits[player]:
            return frozenset()
        constraints = Constraints(self._game)
        return frozenset(
            (t, d)
            for t in self._game.profiles
            for b in self._game.blocks(t)
            if self._game.pays_after or constraints.sees(player, t, b)
            for d in self._game.within(t, b)
        )

    def is_guarded_throughout(self, player: int) -> bool:
        """Whether a player has an observed deviation in whatever may be played."""
        guarded = self.guarded(player)
        return all(
            (t, d) in guarded
            for t in self._game.profiles
            if self._game.at(self._game.prior, t)
            for d in self._game.open(t)
        )

    def is_bound_only(self) -> bool:
        """Whether the half-planes may be too many: punishments that reach only some decisions."""
        fixed = self._game.punishment
        return fixed is not None and any(
            fixed[i] is not None and self.guarded(i) and not self.is_guarded_throughout(i)
            for i in (0, 1)
        )


def _axis(player: int, sign: int) -> Point:
    return (Fraction(sign), ZERO) if player == 0 else (ZERO, Fraction(sign))
