"""From a bracket to the system of the constraints that bind at the critical discount factor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Floats, Program
from apsgen.critical.deciding import Answer, Question
from apsgen.critical.minimum import Minimum, minimum
from apsgen.critical.system import Layout, Part, System, guess
from apsgen.critical.wanted import Kind
from apsgen.game import Game
from apsgen.mechanism.exact import expanded

_MOST = 16
_FACE, _WHOLE = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The system of a game and a property, and how it was set up.

    Attributes
    ----------
    question
        The game and the property.
    normal
        The game in normalised payoffs.
    layout
        What the points are.
    parts
        The constraints.
    system
        All rows.
    """

    question: Question
    normal: Normal
    layout: Layout
    parts: tuple[Part, ...]
    system: System

    @classmethod
    def of(cls, question: Question, layout: Layout, like: Normal | None = None) -> Model:
        """Set a model up, normalised as another one if there is one."""
        exact = expanded(question.game)
        normal = Normal.of(exact) if like is None else Normal.within(exact, like.shift, like.scale)
        parts = tuple(
            Part.of(Normal.within(expanded(game), normal.shift, normal.scale))
            for game in _games(question)
        )
        return cls(question, normal, layout, parts, System.of(parts, layout))


def _games(question: Question) -> list[Game]:
    """Return the games of the parts: that of the face, if there is one, and the whole."""
    if not question.is_on_face:
        return [question.game]
    # What the punishment is, is the system's own affair if it is the worst.
    fixed = (Fraction(0), Fraction(0)) if question.is_worst else None
    face = question.face_at(question.game.delta, fixed)
    return [face, question.game] if question.is_worst else [face]


def polished(question: Question, above: Answer, delta: Fraction) -> tuple[Model, Minimum] | None:
    """Return the least discount factor near one at which the property holds, and its system.

    Parameters
    ----------
    question
        What is asked.
    above
        Sets at a discount factor a little below the one given.
    delta
        Where they generate themselves with room to spare.
    """
    points = _points(question, above)
    if points is None:
        return None
    places, own = points
    normal = Normal.of(expanded(question.game))
    shift, scale = (np.array([float(x) for x in v]) for v in (normal.shift, normal.scale))
    inward = (places - shift) / scale
    model = Model.of(question, _layout(question, normal, inward, own))
    start = _start(model, inward, delta)
    if start is None:
        return None
    found = minimum(model.system, start)
    return None if found is None else (model, found)


def _points(question: Question, above: Answer) -> tuple[Floats, tuple[int, ...]] | None:
    """Return the points, the one with the property first, and the part that each belongs to."""
    found = above.found.inner_set.vertices
    other = above.whole.inner_set.vertices if above.whole is not None else np.zeros((0, 2))
    if question.wanted.kind is Kind.PAYOFF:
        point = np.array([[float(value) for value in question.wanted.numbers]])
        far = np.abs(found - point).max(axis=1) > 1e-9 * question.spread
        found = np.vstack([point, found[far]])
    elif question.target is not None:
        found = found[np.argsort(-found.sum(axis=1), kind="stable")]
    if len(found) + len(other) > _MOST or not len(found):
        return None
    return np.vstack([found, other]), (0,) * len(found) + (1,) * len(other)


def _layout(question: Question, normal: Normal, inward: Floats, own: tuple[int, ...]) -> Layout:
    first, second = (int(inward[:, i].argmin()) if question.is_worst else None for i in (0, 1))
    return Layout(
        own,
        (first, second),
        question.game.punishment.on_path and not question.is_on_face,
        _targets(question, normal),
    )


def _targets(
    question: Question, normal: Normal
) -> tuple[tuple[Fraction, Fraction, Fraction, bool], ...]:
    zero, one = Fraction(0), Fraction(1)
    if question.wanted.kind is Kind.PAYOFF:
        x, y = normal.inward(question.wanted.point)
        return (one, zero, -x, True), (zero, one, -y, True)
    if question.target is None or question.is_on_face:
        return ()
    constant = sum(normal.shift, zero) - question.target
    return ((normal.scale[0], normal.scale[1], constant, False),)


def _start(model: Model, inward: Floats, delta: Fraction) -> Floats | None:
    """Return the variables in floats at a discount factor at which points generate each other."""
    question = model.question
    games = [question.at(delta)]
    if question.is_on_face:
        least = None
        if question.is_worst:
            low = inward.min(axis=0).tolist()
            first, second = (
                s + c * Fraction(v)
                for v, s, c in zip(low, model.normal.shift, model.normal.scale, strict=True)
            )
            least = (first, second)
        games = [question.face_at(delta, least), *(games if question.is_worst else [])]
    programs = [
        Program.of(Normal.within(expanded(game), model.normal.shift, model.normal.scale).game)
        for game in games
    ]
    return guess(model.system, programs, model.layout, inward, float(delta))
