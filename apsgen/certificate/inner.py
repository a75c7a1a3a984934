"""Inner sets: rational vertices, and an exact mechanism that generates each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from apsgen import checker
from apsgen.certificate.exact import Equation, solve_near
from apsgen.certificate.mechanisms import PUNISHMENT, Basic, Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Json, Key, Place, Program, Row, of_margin
from apsgen.checker import ONE, ZERO, Constraints, Form, Part, Point
from apsgen.tolerances import NOUGHT

MARGINS = (Fraction(1, 2**29), Fraction(1, 2**31), Fraction(1, 2**33), ZERO)
"""By how much constraints hold, in normalised payoffs: more than a solver may violate them, if
the set generates itself with room to spare."""

_HARDLY = Fraction(1, 2**80)
"""A margin that rounds to none, except that payments stay within limits."""

_STEADY = 1e-4
"""What staying near is worth: far less than to give what is asked for."""


class Generator:
    """Exact mechanisms with continuation payoffs in a polygon with rational vertices.

    Parameters
    ----------
    normal
        The game.
    program
        Its generating program, in normalised payoffs.
    vertices
        The polygon, in the case's units.
    closed
        Profiles and decisions that no mechanism uses.
    """

    def __init__(
        self,
        normal: Normal,
        program: Program,
        vertices: Sequence[Point],
        closed: frozenset[Place] = frozenset(),
    ) -> None:
        self._normal = normal
        self._program = program
        self._vertices = vertices
        self._closed = closed
        self._inward = [normal.inward(vertex) for vertex in vertices]
        self._floats = np.array([[float(x), float(y)] for x, y in self._inward])
        self._known: dict[Fraction, Mechanisms] = {}
        self._last = MARGINS[0]
        game = normal.case
        worst = tuple(min(vertex[i] for vertex in vertices) for i in (0, 1))
        self._punishment = worst if game.punishment is None else game.punishment
        self._points: dict[Any, Point] = dict(enumerate(vertices))
        self._names: dict[Any, Point] = dict(enumerate(self._inward))
        if game.on_path:
            known = self._punishment[0] or ZERO, self._punishment[1] or ZERO
            self._points[PUNISHMENT], self._names[PUNISHMENT] = known, normal.inward(known)
        # A player who is never punished has 0, as he has none of these constraints.
        self._floor = tuple(
            ZERO if value is None else (value - s) / c
            for value, s, c in zip(self._punishment, normal.shift, normal.scale, strict=True)
        )
        self._constraints = Constraints(game)
        self._promises = [program.constraints.payoff(i) for i in (0, 1)]
        self._payoffs = [self._constraints.payoff(i) for i in (0, 1)]

    def mechanism(self, vertex: int) -> list[Json] | None:
        """Return a mechanism that generates a vertex, as a certificate states it."""
        for margin in sorted(MARGINS, key=lambda margin: margin != self._last):
            plan = self._near(self._mechanisms(margin).at(self._floats[vertex]), vertex, margin)
            if plan is not None:
                self._last = margin
                return plan
        return None

    def steady(self, vertex: int) -> list[Json] | None:
        """Return a mechanism that stays near its vertex, in short numbers, if there is one."""
        game = self._program.game
        towards = _STEADY * (self._floats[vertex] - self._floats.mean(axis=0))
        gains = np.zeros(len(self._program.keys))
        for key, place in self._program.keys.items():
            if key[0] == "w":
                # Squared, as it is what is rare that should move play.
                chance = float(game.at(game.prior, key[1]) * game.chances(key[2])[key[3]]) ** 2
                gains[place] = chance * towards[key[4]]
        found = self._mechanisms(_HARDLY).at(self._floats[vertex], gains)
        return self._near(found, vertex, ZERO) or self.mechanism(vertex)

    def _near(self, found: Basic | None, vertex: int, margin: Fraction) -> list[Json] | None:
        """Return an exact mechanism near one in floats."""
        if found is None:
            return None
        used = {key: value for key, value in found.values.items() if value > NOUGHT}
        for guess, rows in ((used, []), (found.values, found.binding)):
            plan = self._exact(guess, vertex, [self._tight(row, margin, guess) for row in rows])
            if plan is not None:
                return plan
        return None

    def _mechanisms(self, margin: Fraction) -> Mechanisms:
        if margin not in self._known:
            self._known[margin] = Mechanisms(
                self._program, self._floats, self._closed, margin=float(margin)
            )
        return self._known[margin]

    def _exact(
        self, guess: Mapping[Key, float], vertex: int, binding: list[Equation]
    ) -> list[Json] | None:
        promises = [
            (self._linear(self._promises[i], guess), self._inward[vertex][i]) for i in (0, 1)
        ]
        values = solve_near([*self._coherence(guess), *promises, *binding], guess)
        if values is None or min(values.values()) < 0:
            return None
        plan = plans_of(self._normal, values)
        return plan if self.holds(plan, vertex) else None

    def holds(self, plan: list[Json], vertex: int) -> bool:
        """Whether the checker accepts a mechanism for a vertex."""
        game = self._normal.case
        part = Part(plan, "")
        mechanism = checker.read_mechanism(part, game, self._points, self._punishment)
        exact = all(mechanism.at(self._payoffs[i]) == self._vertices[vertex][i] for i in (0, 1))
        return (
            exact and next(checker.broken_constraints(mechanism, self._constraints), None) is None
        )

    def _coherence(self, guess: Mapping[Key, float]) -> list[Equation]:
        """Return the equations of probabilities and means."""
        game = self._program.game
        sums: dict[int, dict[Any, Fraction]] = {}
        means: dict[tuple[int, int, int], dict[Any, Fraction]] = {}
        for key in guess:
            if key[0] == "p":
                sums.setdefault(key[1], {})[key] = ONE
                block = 0 if game.is_division else key[2]
                for y in range(len(game.chances(block))):
                    means.setdefault((key[1], block, y), {})[key] = -ONE
            elif key[0] == "c":
                means.setdefault((key[1], key[2], key[3]), {})[key] = ONE
        return [*((row, ONE) for row in sums.values()), *((row, ZERO) for row in means.values())]

    def _tight(self, row: Row, margin: Fraction, guess: Iterable[Key]) -> Equation:
        """Return the equation that a constraint holds by a margin and no more."""
        linear = self._linear(row.form, guess)
        for column in of_margin(self._program.game, row):
            linear[column] = linear.get(column, ZERO) - margin
        return linear, ZERO

    def _linear(self, form: Form, guess: Iterable[Key]) -> dict[Any, Fraction]:
        """Return a form in columns of a mechanism."""
        result: dict[Any, Fraction] = {}
        for key in guess:
            if key[0] == "c":
                first, second = (form.get(("w", *key[1:4], i), ZERO) for i in (0, 1))
                point = self._names[key[4]]
                value = first * point[0] + second * point[1] if first or second else ZERO
            else:
                value = form.get(key, ZERO)
                if key[0] == "p":
                    for i in (0, 1):
                        weight = form.get(("q", *key[1:], i), ZERO)
                        value += weight * self._floor[i] if weight else ZERO
            if value:
                result[key] = value
        return result


def plans_of(normal: Normal, values: Mapping[Any, Fraction]) -> list[Json]:
    """Return a mechanism as a certificate states it.

    Parameters
    ----------
    normal
        The game.
    values
        Weights ``p``, payments ``m`` and weights ``c`` of continuations, as columns of
        `Mechanisms` name them, in normalised payoffs.
    """
    game = normal.case
    means: dict[tuple[int, int, int], list[tuple[Any, Fraction]]] = {}
    for key, value in values.items():
        if key[0] == "c" and value:
            means.setdefault(key[1:4], []).append((key[4], value))
    plans = []
    for t in game.profiles:
        blocks = []
        for b in game.blocks(t):
            weights = [(d, values.get(("p", t, d), ZERO)) for d in game.within(t, b)]
            share = sum((weight for _, weight in weights), ZERO)
            if not share:
                continue
            signals = len(game.chances(b))
            sent = signals if game.pays_after else min(game.payments, 1)
            scale = normal.scale[0] / share
            blocks.append(
                {
                    "weights": [[d, str(weight)] for d, weight in weights if weight],
                    "continuation": [
                        [[name, str(value / share)] for name, value in means[t, b, y]]
                        for y in range(signals)
                    ],
                    "payments": [
                        [
                            str(scale * values.get(("m", t, b, y, k), ZERO))
                            for k in range(game.payments)
                        ]
                        for y in range(sent)
                    ],
                }
            )
        plans.append({"blocks": blocks})
    return plans


def inner_part(normal: Normal, program: Program, vertices: Sequence[Point]) -> Json | None:
    """Return the proof that a polygon generates itself.

    ``None`` if no exact mechanism was found for some vertex.

    Parameters
    ----------
    normal, program
        The game and its generating program.
    vertices
        In the case's units.
    """
    generator = Generator(normal, program, vertices)
    mechanisms = []
    for place in range(len(vertices)):
        plan = generator.mechanism(place)
        if plan is None:
            return None
        mechanisms.append(plan)
    return {
        "vertices": [[str(x), str(y)] for x, y in vertices],
        "mechanisms": mechanisms,
    }
