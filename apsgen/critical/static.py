"""Properties that hold whatever the discount factor: play that needs no future.

If a mechanism meets every incentive constraint with continuation payoffs left out of them, and
its payoff v is not below the punishment, then v with w = v generates itself at every discount
factor; docs/explanation/critical.md has the proof.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from apsgen import checker
from apsgen.certificate.inner import Generator
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Program
from apsgen.checker import Part, Point
from apsgen.critical.deciding import Question
from apsgen.critical.face import face
from apsgen.critical.proving import Json, has
from apsgen.critical.wanted import Kind
from apsgen.errors import ProgramError
from apsgen.mechanism.exact import expanded

_DIRECTIONS = ((1, 1), (1, -1), (-1, 1), (1, 0), (0, 1), (-1, 0), (0, -1), (-1, -1))


def static_payoff(question: Question) -> tuple[Point, Json] | None:
    """Return a payoff with the property that needs no future, and its mechanism.

    The mechanism is as a certificate states it, its continuation the payoff itself. ``None`` if
    none was found.
    """
    game = question.game
    if question.is_on_face:
        # The punishment plays no part where there is no future.
        game = face(game, (Fraction(0), Fraction(0)) if question.is_worst else None)
    exact = replace(expanded(game), delta=Fraction(0))
    normal = Normal.of(exact)
    program = Program.of(normal.game)
    for point in _points(question, normal, program):
        found = _generated(question, normal, program, point)
        if found is not None:
            return point, found
    return None


def _points(question: Question, normal: Normal, program: Program) -> list[Point]:
    """Return payoffs that may need no future."""
    if question.wanted.kind is Kind.PAYOFF:
        return [question.wanted.point]
    mechanisms = Mechanisms(program, np.zeros((1, 2)))
    found = []
    for direction in _DIRECTIONS:
        scaled = np.array(direction) * np.array([float(scale) for scale in normal.scale])
        try:
            optimum = mechanisms.farthest(scaled)
        except ProgramError:
            continue
        if optimum is None:
            return []
        values = dict(zip(mechanisms.columns, optimum.values.tolist(), strict=True))
        payoff = sum(
            value * program.payoffs[:, program.keys[key]]
            for key, value in values.items()
            if key in program.keys
        )
        x, y = np.asarray(payoff).tolist()
        found.append(normal.rounded(x, y))
    middle = sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)
    return list(dict.fromkeys([*found, (Fraction(middle[0]), Fraction(middle[1]))]))


def _generated(question: Question, normal: Normal, program: Program, point: Point) -> Json | None:
    """Return the mechanism that gives a payoff now, if it may be repeated for ever."""
    values = question.game.punishment.values or point
    committed = question.game.commits
    low = any(
        not own and value is not None and payoff < value
        for payoff, value, own in zip(point, values, committed, strict=True)
    )
    if low or not has(question, [point]):
        return None
    plan = Generator(normal, program, [point]).mechanism(0)
    if plan is None:
        return None
    # The same mechanism at some discount factor: it must be one of the game itself.
    inner = {"vertices": [[str(point[0]), str(point[1])]], "mechanisms": [plan]}
    for delta in (Fraction(0), Fraction(1, 2)):
        exact = replace(expanded(question.game), delta=delta)
        try:
            checker.check_inner(Part(inner, "inner"), exact)
        except checker.RejectedError:
            return None
    return inner
