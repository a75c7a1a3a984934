from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.program.bundle import maximise
from apsgen.program.frame import Basis, Frame
from apsgen.program.master import Master
from tests.brute.games import random_game
from tests.brute.plane import circle
from tests.comparison import some_program


def prepared(seed: int) -> tuple[Frame, np.ndarray, Basis, Master] | None:
    """Return a frame, the two payoffs, and a basis that satisfies the constraints."""
    operator, vertices, program = some_program(random_game(Random(seed)), seed)
    for direction in circle(40):
        program.support(direction)
    promises = np.stack([operator.incentives.payoffs(i) for i in range(2)])
    continuations = operator.continuations(vertices)
    punishment = operator.punishment(vertices)
    incentives, known = operator.incentives, operator.known
    master = Master(incentives, known, continuations, punishment, lambda _: None)
    if master.maximise(promises[0]) is None:
        return None
    frame = master.frame()
    start = master.start(frame)
    return None if start is None else (frame, promises, start, master)


@pytest.mark.parametrize("seed", range(24))
def test_the_optima_are_optimal(seed: int) -> None:
    """Feasible, complementary, and no column of any kind gains."""
    ready = prepared(seed)
    if ready is None:
        return
    frame, promises, start, _ = ready
    optima = maximise(frame, circle(40) @ promises, start)
    objectives = frame.padded(circle(40) @ promises)
    assert len(optima.which) >= 36
    columns = frame.columns(optima.bases)
    left = np.einsum("nkr,nk->nr", frame.matrix(columns), optima.weights)
    np.testing.assert_allclose(left, np.tile(frame.right(), (len(left), 1)), atol=1e-8)
    assert (optima.weights >= 0).all()
    assert (optima.multipliers >= 0).all()
    prices = optima.prices(columns.costs(objectives[optima.which]))
    gains = objectives[optima.which] - prices[:, frame.convex :] @ frame.rows
    best, _ = frame.best(gains, prices)
    assert best.max() <= 1e-9
    paid = (columns.costs(objectives[optima.which]) * optima.weights).sum(axis=1)
    np.testing.assert_allclose(paid, prices @ frame.right(), atol=1e-8)


@pytest.mark.parametrize("seed", range(24))
def test_the_variables_are_what_the_columns_set(seed: int) -> None:
    ready = prepared(seed)
    if ready is None:
        return
    frame, promises, start, _ = ready
    optima = maximise(frame, circle(7) @ promises, start)
    columns = frame.columns(optima.bases)
    variables = frame.variables(columns, optima.weights)
    objectives = frame.padded(circle(7) @ promises)[optima.which]
    paid = (columns.costs(objectives) * optima.weights).sum(axis=1)
    values = ((circle(7) @ promises)[optima.which] * variables).sum(axis=1)
    np.testing.assert_allclose(values, paid, atol=1e-9)
    for k, variable in enumerate(variables):
        plans = frame.plans(optima.bases.at(np.array(k)), optima.weights[k])
        _, continuations, _ = frame.layout.split(variable)
        at = frame.continuations.at(plans.profile, plans.block, plans.choice)
        again = np.zeros_like(continuations)
        np.add.at(again, (plans.profile, plans.block), plans.weight[:, None, None] * at)
        np.testing.assert_allclose(again, continuations, atol=1e-12)


def test_the_basis_of_the_solver_is_read_in_codes() -> None:
    """Its columns, weighed by the inverse, give the point that the solver found."""
    for seed in range(24):
        ready = prepared(seed)
        if ready is None:
            continue
        frame, promises, start, master = ready
        matrix = frame.matrix(frame.columns(start))[0].T
        weights = np.asarray(np.linalg.solve(matrix, frame.right()), dtype=np.float64)
        solution = master.maximise(promises[0])
        assert solution is not None
        columns = frame.columns(start)
        bases = start
        variables = frame.variables(frame.columns(bases), weights[None])[0]
        assert columns.values.shape == columns.indices.shape
        assert promises[0] @ variables == pytest.approx(promises[0] @ solution.variables, abs=1e-8)
