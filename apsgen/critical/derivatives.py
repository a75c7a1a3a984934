"""How a critical discount factor moves with the parameters of a case."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from scipy.sparse import csc_matrix, hstack

from apsgen.case.load import reload
from apsgen.critical.answer import Sides
from apsgen.critical.deciding import Question
from apsgen.critical.minimum import Minimum, exactly, minimum
from apsgen.critical.polishing import Model
from apsgen.critical.polynomials import ONE, Floats
from apsgen.critical.system import DELTA
from apsgen.errors import ApsgenError, ProgramError
from apsgen.lp import LinearProgram
from apsgen.mechanism.exact import parameters

_STEP = Fraction(1, 10**7)
_TIGHT = 1e-9
_FAR = 1e6
_AGREE = 1e-3
_NOUGHT = 1e-8


def derivatives(model: Model, found: Minimum) -> dict[str, Sides]:
    """Return the derivatives by every parameter of the case, from the left and from the right.

    ``None`` where there is none: the parameter cannot be moved, or other decisions become
    efficient, or the two ways to compute it disagree.
    """
    source = model.question.game.source
    if source is None:
        return {}
    result = {}
    for name, value in (parameters(model.question.game) or {}).items():
        step = _STEP * max(abs(value), Fraction(1))
        left, right = (_side(model, found, name, value, sign * step) for sign in (-1, 1))
        result[name] = (left, right)
    return result


def _side(model: Model, found: Minimum, name: str, value: Fraction, step: Fraction) -> float | None:
    """Return the derivative towards one side, by a linear program, if a small step agrees."""
    moved = _moved(model, name, value + step)
    if moved is None:
        return None
    rate = moved.system.polynomials.at(found.point) - model.system.polynomials.at(found.point)
    slope = _slope(model, found, rate / float(abs(step)))
    if slope is None:
        return None
    slope *= 1 if step > 0 else -1
    near = minimum(moved.system, found.point)
    if near is None:
        return None
    first, second = _value(model, found), _value(moved, near)
    difference = (second - first) / float(step)
    return slope if abs(difference - slope) <= _AGREE * (1 + abs(slope)) else None


def _value(model: Model, found: Minimum) -> float:
    """Return the least discount factor, as well as a double can have it."""
    place = model.system.variables.index(DELTA)
    point = exactly(model.system, found)
    return float(found.point[place]) if point is None else point[place] / ONE


def _moved(model: Model, name: str, value: Fraction) -> Model | None:
    """Return the model with a parameter at another value; ``None`` if that is another program."""
    game = model.question.game
    assert game.source is not None
    settings = {**game.source.settings, name: str(value)}
    try:
        other = reload(replace(game.source, settings=settings, delta=str(game.delta)))
    except ApsgenError:
        return None
    question = Question(other, model.question.wanted, model.question.limits)
    if question.is_on_face != model.question.is_on_face:
        return None
    moved = Model.of(question, model.layout, model.normal)
    alike = moved.system.variables == model.system.variables and _rows(moved) == _rows(model)
    return moved if alike else None


def _rows(model: Model) -> list[object]:
    return [None if label is None else label[1].name for label in model.system.labels]


def _slope(model: Model, found: Minimum, rate: Floats) -> float | None:
    """Return how the least discount factor moves when the rows move at a rate.

    It is the least rate of the discount factor among those of all variables that keep the rows
    that bind, to first order.
    """
    system = model.system
    values, slopes = system.polynomials.at(found.point), system.polynomials.slopes(found.point)
    tight = np.flatnonzero(system.equal | (values <= _TIGHT))
    place = system.variables.index(DELTA)
    bound = np.array(
        [
            name != DELTA and name[0] != "x" and value <= _TIGHT
            for name, value in zip(system.variables, found.point.tolist(), strict=True)
        ]
    )
    matrix = slopes[tight]
    right = -rate[tight]
    lp = LinearProgram(right, np.where(system.equal[tight], right, np.inf))
    both = csc_matrix(hstack([matrix, -matrix]))
    lp.add_sparse_columns(both.indptr.astype(np.int32), both.indices.astype(np.int32), both.data)
    count = len(found.point)
    for j in range(count):
        lp.bound_column(j, _FAR)
        lp.bound_column(count + j, 0.0 if bound[j] else _FAR)
    cost = np.zeros(2 * count)
    cost[place], cost[count + place] = -1.0, 1.0
    try:
        best = lp.maximise(cost)
    except ProgramError:
        return None
    if best is None:
        return None
    slope = float(best.values[place] - best.values[count + place])
    if abs(slope) >= _FAR / 10:
        return None
    return slope if abs(slope) > _NOUGHT else 0.0
