"""Mechanisms that meet all constraints of the checker but those that are left out.

They are solved for in floats and made exact again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.optimize import linprog

from apsgen import checker
from apsgen.checker import Constraints, Form, Game, Point

Key = tuple[Any, ...]
Linear = dict[Key, Fraction]
Row = list[Any]
"""A row of a certificate without its multiplier."""

Json = dict[str, Any]
ZERO = Fraction(0)
TIGHT = 1e-8
GRID = 2**36


def rounded(value: float) -> Fraction:
    """Return a rational with a short denominator near a float."""
    simple = Fraction(value).limit_denominator(1000)
    return simple if abs(float(simple) - value) < 1e-9 else Fraction(round(value * GRID), GRID)


def exact(equations: Iterable[tuple[Linear, Fraction]], guess: Mapping[Key, float]) -> Linear:
    """Return a solution of linear equations near a guess, zeros of which stay zero.

    Gauss elimination; columns of great values are solved for, the others are rounded.
    """
    order = {key: value for key, value in guess.items() if abs(value) > TIGHT}
    solved: dict[Key, tuple[Linear, Fraction]] = {}
    for left, right in equations:
        row = {key: value for key, value in left.items() if key in order and value}
        for pivot in [key for key in row if key in solved]:
            factor = row.pop(pivot, Fraction(0))
            terms, constant = solved[pivot]
            right -= factor * constant
            for key, value in terms.items():
                row[key] = row.get(key, Fraction(0)) + factor * value
        row = {key: value for key, value in row.items() if value}
        if not row:
            continue
        best = max(row, key=lambda key: abs(order[key]))
        scale = row.pop(best)
        found = {key: -value / scale for key, value in row.items()}, right / scale
        for pivot, (terms, constant) in solved.items():
            if best in terms:
                factor = terms.pop(best)
                for key, value in found[0].items():
                    terms[key] = terms.get(key, Fraction(0)) + factor * value
                solved[pivot] = terms, constant + factor * found[1]
        solved[best] = found
    free = {key: rounded(value) for key, value in order.items() if key not in solved}
    for pivot, (terms, constant) in solved.items():
        free[pivot] = constant + sum(
            (value * free[key] for key, value in terms.items()), Fraction(0)
        )
    return free


@dataclass
class Program:
    """All mechanisms of a game with continuations in the hull of points.

    Attributes
    ----------
    game
        As the checker reads it.
    points
        The continuation payoffs by name, the punishment among them where the path may go there.
    punishment
        p0.
    equal
        Equations.
    least
        Incentive constraints, each >= 0, with the row of a certificate.
    """

    game: Game
    points: Mapping[Any, Point]
    punishment: Sequence[Fraction | None]
    equal: list[tuple[Linear, Fraction]] = field(default_factory=list)
    least: list[tuple[Row, Linear]] = field(default_factory=list)

    @classmethod
    def over(cls, game: Game, vertices: Sequence[Point]) -> Program:
        """Return the program for the hull of vertices."""
        worst = [min(vertex[i] for vertex in vertices) for i in (0, 1)]
        punishment = worst if game.punishment is None else list(game.punishment)
        points: dict[Any, Point] = dict(enumerate(vertices))
        if game.on_path:
            points["punishment"] = (punishment[0] or Fraction(0), punishment[1] or Fraction(0))
        program = cls(game, points, punishment)
        for t in game.profiles:
            program.equal.append(({("p", t, d): Fraction(1) for d in game.open(t)}, Fraction(1)))
            for b in game.blocks(t):
                for y in range(len(game.chances(b))):
                    row: Linear = {("c", t, b, y, name): Fraction(1) for name in points}
                    row |= {("p", t, d): Fraction(-1) for d in game.within(t, b)}
                    program.equal.append((row, Fraction(0)))
        program.add_constraints(Constraints(game))
        return program

    def linear(self, form: Form) -> Linear:
        """Return a form in the columns of the program."""
        result: Linear = {}
        for key, value in form.items():
            if key[0] == "w":
                for name, point in self.points.items():
                    column = ("c", *key[1:4], name)
                    result[column] = result.get(column, Fraction(0)) + value * point[key[4]]
            elif key[0] == "q":
                column = ("p", key[1], key[2])
                worst = self.punishment[key[3]] or Fraction(0)
                result[column] = result.get(column, Fraction(0)) + value * worst
            else:
                result[key] = result.get(key, Fraction(0)) + value
        return result

    def add_constraints(self, constraints: Constraints) -> None:
        """List every incentive constraint of the game."""
        game = self.game
        for i in constraints.players():
            for t in game.profiles:
                for b in game.blocks(t):
                    for s in constraints.after_truth(i, t, b):
                        cell = constraints.cell(i, game.types(t)[i], t, b, s)
                        self.least.append((["obey", i, t, b, s], self.linear(cell)))
                    for y in range(len(game.chances(b))) if game.pays_after else []:
                        pay = self.linear(constraints.payment(i, t, b, y))
                        self.least.append((["pay", i, t, b, y], pay))
            for a, reports in enumerate(game.reports[i]):
                for m in reports:
                    if game.off_schedule == "interim":
                        form = self.linear(constraints.interim(i, a, m))
                        self.least.append((["refuse", i, a, m], form))
                    if m != a:
                        self.add_lie(constraints, i, a, m)

    def add_lie(self, constraints: Constraints, i: int, a: int, m: int) -> None:
        """List the constraint of a lie, with a slip for each cell and rows for its choices."""
        lie = self.linear(constraints.truth(i, a, m))
        self.least.append((["lie", i, a, m], lie))
        for o, chance in constraints.others(i, a):
            t = self.game.profile(i, m, o)
            for b in self.game.blocks(t):
                slip = ("s", i, a, m, o, b)
                for s in constraints.after_lies(i, t, b):
                    lie[slip] = Fraction(-1)
                    cell = self.linear(constraints.cell(i, a, t, b, s))
                    row = {key: chance * value for key, value in cell.items()}
                    self.least.append((["cell", i, a, m, o, b, s], row | {slip: Fraction(1)}))

    def maximise(self, objective: Linear) -> Answer | None:
        """Return the greatest value of an objective, and a mechanism that has it."""
        columns = dict.fromkeys(
            key
            for row in [objective, *(r for r, _ in self.equal), *(r for _, r in self.least)]
            for key in row
        )
        place = {key: j for j, key in enumerate(columns)}
        least = _dense([row for _, row in self.least], place)
        found = linprog(
            -_dense([objective], place)[0],
            A_ub=-least if len(least) else None,
            b_ub=np.zeros(len(least)) if len(least) else None,
            A_eq=_dense([row for row, _ in self.equal], place),
            b_eq=np.array([float(value) for _, value in self.equal]),
            method="highs-ds",
        )
        if found.status != 0:
            return None
        return Answer(-found.fun, dict(zip(place, found.x.tolist(), strict=True)))

    def payoff(self, direction: Point) -> Linear:
        """Return the expected payoff in a direction."""
        form = Form()
        for i in (0, 1):
            checker.add(form, Constraints(self.game).payoff(i), direction[i])
        return self.linear(form)


@dataclass(frozen=True)
class Answer:
    """The value and the columns, in floats."""

    value: float
    values: Mapping[Key, float]


def plans(program: Program, values: Linear) -> list[Json]:
    """Return a mechanism as a certificate states it."""
    game, listed = program.game, []
    for t in game.profiles:
        blocks = []
        for b in game.blocks(t):
            weights = [(d, values.get(("p", t, d), ZERO)) for d in game.within(t, b)]
            share = sum((weight for _, weight in weights), ZERO)
            if not share:
                continue
            signals = len(game.chances(b))
            means = [
                [
                    [name, str(values[key] / share)]
                    for name in program.points
                    if values.get(key := ("c", t, b, y, name), ZERO)
                ]
                for y in range(signals)
            ]
            sent = signals if game.pays_after else min(game.payments, 1)
            payments = [
                [str(values.get(("m", t, b, y, k), ZERO) / share) for k in range(game.payments)]
                for y in range(sent)
            ]
            stated = [[d, str(weight)] for d, weight in weights if weight]
            blocks.append({"weights": stated, "continuation": means, "payments": payments})
        listed.append({"blocks": blocks})
    return listed


def _dense(rows: Sequence[Linear], place: Mapping[Key, int]) -> Any:
    table = np.zeros((len(rows), len(place)))
    for r, row in enumerate(rows):
        for key, value in row.items():
            table[r, place[key]] = float(value)
    return table
