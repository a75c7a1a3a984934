"""The linear program of a score: stage mechanisms with x in the place of continuation payoffs.

With delta = 1/2 the constraints of a case weigh payoffs of the period and continuations alike, so
they are those of the limit: x stands where w stands, and what an observed deviation is punished
by drops out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Row, rows_of
from apsgen.checker import Constraints, Game, Point
from apsgen.exact_lp import Linear, solve

Key = tuple[Any, ...]
Weights = Mapping[tuple[int, int], Fraction]
"""p(d | t) by profile and decision, those that are not zero."""

Place = tuple[int, int]
ZERO, ONE, TWO = Fraction(0), Fraction(1), Fraction(2)
OWN, FAR = "own", "far"


@dataclass(frozen=True, slots=True)
class Question:
    """What a program maximises, in normalised payoffs.

    Attributes
    ----------
    gains
        The direction in which payoffs of the period count.
    reach
        The direction in which x counts, and in which it is <= 0.
    far
        The player whose x is infinitely large beside the payoffs of the period: the direction
        is the limit of directions in which he counts; ``None`` for none.
    watched
        The player whose observed deviations count, punished by his payoff itself.
    closed
        Profiles and decisions that may not be used.
    """

    gains: Point
    reach: Point
    far: int | None = None
    watched: int | None = None
    closed: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """An optimum.

    Attributes
    ----------
    value
        The greatest sum.
    weights
        What is played in it.
    payoff
        The payoffs at which a small change of direction is weighed: the slope of the value,
        what is played being kept.
    """

    value: Fraction
    weights: Weights
    payoff: Point


@dataclass
class _Tableau:
    """A program in the making: variables by name, rows by name."""

    equations: list[Key]
    inequalities: list[Key]
    columns: list[dict[int, Fraction]] = field(default_factory=list)
    gains: list[Fraction] = field(default_factory=list)
    names: list[Key] = field(default_factory=list)

    def add(self, name: Key, column: dict[int, Fraction], gain: Fraction) -> None:
        """Add a variable; one that does nothing is left out."""
        if column or gain > 0:
            self.columns.append(column)
            self.gains.append(gain)
            self.names.append(name)


class Scoring:
    """The programs of a game.

    Parameters
    ----------
    game
        As the trusted checker holds it.
    pause
        Called with the number of programs solved before each of them; may raise to end the run.
    """

    def __init__(self, game: Game, pause: Callable[[int], None]) -> None:
        self._pause = pause
        self.normal = Normal.of(game)
        self.game = replace(self.normal.game, delta=Fraction(1, 2))
        self._constraints = Constraints(self.game)
        self.solved = 0

    @cached_property
    def rows(self) -> list[Row]:
        """All incentive constraints."""
        return rows_of(self._constraints)

    @cached_property
    def _payoffs(self) -> list[dict[Key, Fraction]]:
        """The expected payoffs of the two players."""
        return [_doubled(self._constraints.payoff(i)) for i in (0, 1)]

    @cached_property
    def forms(self) -> list[dict[Key, Fraction]]:
        """The constraints in the limit: nothing is left of the punishment."""
        return [_doubled(row.form) for row in self.rows]

    def is_watched(self, row: Row) -> bool:
        """Whether a constraint is about an observed deviation."""
        return any(key[0] == "q" for key in row.form)

    def free(self, question: Question) -> Answer | None:
        """Return the optimum over what is played as well; ``None`` if nothing can be."""
        rows = self._listed(question)
        if question.far is not None:
            rows += [(OWN, r) for r in self._of(question.far, question)]
        equations = [("sum", t) for t in self.game.profiles]
        tableau = _Tableau(equations, rows)
        self._add_weights(tableau, question)
        self._add_rest(tableau, question)
        right = [ONE] * len(equations) + [ZERO] * len(rows)
        found = self._solve(tableau, right)
        if found is None:
            return None
        value, values, prices = found
        weights = {
            (name[1], name[2]): values[j]
            for j, name in enumerate(tableau.names)
            if name[0] == "p" and j in values
        }
        return Answer(value, weights, self._slope(question, weights, tableau, prices, value))

    def fixed(self, question: Question, weights: Weights) -> Answer | None:
        """Return the optimum given what is played; ``None`` if that cannot be."""
        # What is not played needs no x, and x = 0 meets what stands for it alone.
        rows = [
            (name, r)
            for name, r in self._listed(question)
            if self.rows[r].place is None or self.rows[r].place in weights
        ]
        tableau = _Tableau([], rows)
        self._add_rest(tableau, question)
        right = []
        for name, r in rows:
            form = {} if name == FAR else self.forms[r]
            right.append(-sum((form.get(("p", *at), ZERO) * w for at, w in weights.items()), ZERO))
        found = self._solve(tableau, right)
        if found is None:
            return None
        value, _, prices = found
        value += self._period(question.gains, weights)
        return Answer(value, weights, self._slope(question, weights, tableau, prices, value))

    def _solve(
        self, tableau: _Tableau, right: Sequence[Fraction]
    ) -> tuple[Fraction, Mapping[int, Fraction], Mapping[int, Fraction]] | None:
        if not tableau.columns:
            return None if any(b > 0 for b in right) else (ZERO, {}, {})
        self._pause(self.solved)
        self.solved += 1
        equations = len(tableau.equations)
        found = solve(Linear(tableau.columns, tableau.gains, right, equations))
        if found is None:
            return None
        return found.value, found.values, found.multipliers

    def _of(self, player: int | None, question: Question) -> Iterable[int]:
        """Return the constraints that count, of one player or of both."""
        for r, row in enumerate(self.rows):
            watched = self.is_watched(row)
            if player in (None, row.player) and (not watched or row.player == question.watched):
                yield r

    def _listed(self, question: Question) -> list[Key]:
        return [
            (FAR if self.rows[r].player == question.far else OWN, r)
            for r in self._of(None, question)
        ]

    def _add_weights(self, tableau: _Tableau, question: Question) -> None:
        for t in self.game.profiles:
            for d in self.game.open(t):
                if (t, d) in question.closed:
                    continue
                column = {t: ONE}
                for place, (name, r) in enumerate(tableau.inequalities, len(tableau.equations)):
                    value = self.forms[r].get(("p", t, d), ZERO)
                    if value and name == OWN:
                        column[place] = value
                gain = self._period(question.gains, {(t, d): ONE})
                tableau.add(("p", t, d), column, gain)

    def _worth(self, direction: Point, key: Key) -> Fraction:
        """Return what a unit of a weight or of a payment adds to the payoffs in a direction."""
        first, second = (payoff.get(key, ZERO) for payoff in self._payoffs)
        return direction[0] * first + direction[1] * second

    def _period(self, direction: Point, weights: Weights) -> Fraction:
        """Return what the payoffs of the period add."""
        worth = (weight * self._worth(direction, ("p", *at)) for at, weight in weights.items())
        return sum(worth, ZERO)

    def _add_rest(self, tableau: _Tableau, question: Question) -> None:
        """Add x in the two directions that matter, payments, and slips."""
        by_key = self._by_key(tableau)
        first, second = question.reach
        turned, against = (-second, first), (-first, -second)
        for t in self.game.profiles:
            for b in self.game.blocks(t):
                for y in range(len(self.game.chances(b))):
                    key = ("w", t, b, y)
                    self._add_vector(tableau, by_key, question, key, turned)
                    self._add_vector(tableau, by_key, question, key, (second, -first))
                    self._add_vector(tableau, by_key, question, key, against)
        if question.far is not None:
            self._add_own(tableau, by_key, question.far)
        for name, column in by_key.items():
            if name[1] == "s":
                tableau.add(name, dict(column), ZERO)
            elif name[1] == "m" and question.watched is not None:
                tableau.add(name, dict(column), self._worth(question.gains, name[1:]))

    def _by_key(self, tableau: _Tableau) -> dict[Key, dict[int, Fraction]]:
        """Return where the coordinates stand; a far player's rows are apart from his own."""
        found: dict[Key, dict[int, Fraction]] = {}
        for place, (name, r) in enumerate(tableau.inequalities, len(tableau.equations)):
            for key, value in self.forms[r].items():
                if key[0] != "p" and value:
                    found.setdefault((name, *key), {})[place] = value
        return found

    def _add_vector(
        self,
        tableau: _Tableau,
        by_key: Mapping[Key, Mapping[int, Fraction]],
        question: Question,
        key: Key,
        vector: Point,
    ) -> None:
        column: dict[int, Fraction] = {}
        gain = ZERO
        for i in (0, 1):
            if not vector[i]:
                continue
            level = FAR if i == question.far else OWN
            for place, value in by_key.get((level, *key, i), {}).items():
                column[place] = column.get(place, ZERO) + vector[i] * value
            gain += question.reach[i] * vector[i] * self._payoffs[i].get((*key, i), ZERO)
        tableau.add(("x", *key[1:], vector), {r: v for r, v in column.items() if v}, gain)

    def _add_own(
        self, tableau: _Tableau, by_key: Mapping[Key, Mapping[int, Fraction]], player: int
    ) -> None:
        """Let a far player's own constraints be met by any x: it costs next to nothing."""
        for key, column in by_key.items():
            if key[:2] == (OWN, "w") and key[-1] == player:
                for sign in (ONE, -ONE):
                    moved = {r: sign * value for r, value in column.items()}
                    tableau.add((*key, sign), moved, ZERO)

    def _slope(
        self,
        question: Question,
        weights: Weights,
        tableau: _Tableau,
        prices: Mapping[int, Fraction],
        value: Fraction,
    ) -> Point:
        slopes = []
        for i in (0, 1):
            gain = self._period((ONE if i == 0 else ZERO, ONE if i == 1 else ZERO), weights)
            level = FAR if i == question.far else OWN
            if question.reach[i]:
                paid = ZERO
                for place, (name, r) in enumerate(tableau.inequalities, len(tableau.equations)):
                    if place in prices and name == level and self.rows[r].player == i:
                        paid += prices[place] * sum(
                            (self.forms[r].get(("p", *at), ZERO) * w for at, w in weights.items()),
                            ZERO,
                        )
                gain += paid / question.reach[i]
            slopes.append(gain)
        return slopes[0], slopes[1]


def _doubled(form: Mapping[Key, Fraction]) -> dict[Key, Fraction]:
    """Return a form of a game with delta = 1/2 in the units of payoffs, without punishments."""
    return {key: TWO * value for key, value in form.items() if key[0] != "q"}
