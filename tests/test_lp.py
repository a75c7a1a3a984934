from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linprog

from apsgen.errors import ProgramError
from apsgen.lp import LinearProgram, Optimum

Floats = npt.NDArray[np.float64]


def small() -> LinearProgram:
    """x1 + x2 = 1 and x1 >= 0.25 x2; the second column is at most 3."""
    program = LinearProgram(np.ones(1), np.ones(1))
    program.add_columns(np.ones((1, 2)), np.array([np.inf, 3.0]))
    program.add_rows(np.array([[1.0, -0.25]]), np.zeros(1))
    return program


def solved(program: LinearProgram, cost: list[float]) -> Optimum:
    optimum = program.maximise(np.array(cost))
    assert optimum is not None
    return optimum


def test_values_and_multipliers() -> None:
    optimum = solved(small(), [0.0, 1.0])
    assert optimum.values.tolist() == pytest.approx([0.2, 0.8])
    assert optimum.multipliers.tolist() == pytest.approx([-0.8, 0.8])


def test_bounds_of_columns() -> None:
    program = small()
    program.bound_column(1, 0.5)
    assert solved(program, [0.0, 1.0]).values.tolist() == pytest.approx([0.5, 0.5])
    program.bound_column(1, np.inf)
    assert solved(program, [0.0, 1.0]).values.tolist() == pytest.approx([0.2, 0.8])


def test_a_program_without_a_point_can_grow_one() -> None:
    program = small()
    program.add_rows(np.array([[-1.0, 0.0]]), np.array([0.5]))
    assert program.maximise(np.array([1.0, 1.0])) is None
    program.add_columns(np.array([[0.0], [0.0], [1.0]]), np.array([np.inf]))
    assert solved(program, [0.0, 0.0, -1.0]).values[2] == pytest.approx(0.7)


def test_the_basis() -> None:
    program = small()
    solved(program, [0.0, 1.0])
    columns, active = program.basis()
    assert columns.tolist() == [0, 1]
    assert active.tolist() == [0, 1]
    solved(program, [1.0, 0.0])
    columns, active = program.basis()
    assert columns.tolist() == [0]
    assert active.tolist() == [0]


def test_what_has_no_bound_is_refused() -> None:
    program = LinearProgram(np.zeros(1), np.full(1, np.inf))
    program.add_columns(np.ones((1, 1)), np.array([np.inf]))
    with pytest.raises(ProgramError, match="Unbounded"):
        program.maximise(np.ones(1))


@pytest.mark.parametrize(
    "first", [highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kInfeasible]
)
def test_a_doubtful_answer_is_checked_from_a_new_start(
    first: highspy.HighsModelStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [first]
    status = highspy.Highs.getModelStatus

    def doubted(highs: highspy.Highs) -> highspy.HighsModelStatus:
        return answers.pop() if answers else status(highs)

    program = small()
    monkeypatch.setattr(highspy.Highs, "getModelStatus", doubted)
    assert solved(program, [0.0, 1.0]).values.tolist() == pytest.approx([0.2, 0.8])
    assert not answers


def test_a_program_that_no_method_solves_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(highs: highspy.Highs) -> highspy.HighsModelStatus:
        return highspy.HighsModelStatus.kUnknown

    program = small()
    monkeypatch.setattr(highspy.Highs, "getModelStatus", unknown)
    with pytest.raises(ProgramError, match="Unknown"):
        program.maximise(np.array([0.0, 1.0]))


class Mirror:
    """The same program for another solver."""

    def __init__(self, lower: Floats, upper: Floats) -> None:
        self.matrix = np.zeros((len(lower), 0))
        self.lower, self.upper, self.bounds = lower, upper, np.zeros(0)

    def add_columns(self, columns: Floats, upper: Floats) -> None:
        self.matrix = np.hstack([self.matrix, columns])
        self.bounds = np.concatenate([self.bounds, upper])

    def add_rows(self, rows: Floats, lower: Floats) -> None:
        self.matrix = np.vstack([self.matrix, rows])
        self.lower = np.concatenate([self.lower, lower])
        self.upper = np.concatenate([self.upper, np.full(len(lower), np.inf)])

    def maximise(self, cost: Floats) -> float | None:
        above = np.isfinite(self.upper)
        found = linprog(
            -cost,
            A_ub=np.vstack([-self.matrix, self.matrix[above]]),
            b_ub=np.concatenate([-self.lower, self.upper[above]]),
            bounds=[(0, bound) for bound in self.bounds],
        )
        assert found.status in (0, 2)
        return None if found.status == 2 else -float(found.fun)


@pytest.mark.parametrize("seed", range(40))
def test_a_growing_program_agrees_with_another_solver(seed: int) -> None:
    chance = np.random.default_rng(seed)
    ones = np.ones(2)
    program, mirror = LinearProgram(ones, ones), Mirror(ones, ones)
    total = 0
    for _ in range(6):
        width = int(chance.integers(1, 4))
        columns = chance.integers(-2, 3, (len(mirror.lower), width)).astype(float)
        columns[:2] = np.abs(columns[:2])
        upper = chance.choice([0.5, 2.0, 10.0], width)
        rows = chance.integers(-2, 3, (1, total + width)).astype(float)
        lower = chance.integers(-2, 1, 1).astype(float)
        for side in (program, mirror):
            side.add_columns(columns, upper)
            side.add_rows(rows, lower)
        total += width
        cost = chance.normal(size=total)
        expected, found = mirror.maximise(cost), program.maximise(cost)
        assert (found is None) == (expected is None)
        if found is not None and expected is not None:
            assert cost @ found.values == pytest.approx(expected, abs=1e-8)
            assert_dual(mirror, cost, found)


def assert_dual(mirror: Mirror, cost: Floats, found: Optimum) -> None:
    """The multipliers prove the optimum: no better value satisfies the rows."""
    gains = cost + found.multipliers @ mirror.matrix
    assert (gains[found.values <= 1e-9] <= 1e-8).all()
    assert (found.multipliers[2:] >= -1e-9).all()
    prices = found.multipliers @ mirror.lower
    bound = np.maximum(gains, 0) @ mirror.bounds - prices
    assert bound == pytest.approx(cost @ found.values, abs=1e-7)


def test_whole_numbers() -> None:
    program = LinearProgram(np.array([-np.inf]), np.array([1.5]))
    program.add_columns(np.array([[1.0, 1.0, 1.0]]), np.full(3, np.inf))
    found = program.maximise_whole(np.array([3.0, 2.0, 1.0]), 2)
    assert found is not None
    assert found.values.tolist() == pytest.approx([1.0, 0.0, 0.5])
    program.add_rows(np.array([[-1.0, 0.0, 0.0]]), np.array([-0.5]))
    again = program.maximise_whole(np.array([3.0, 2.0, 1.0]), 2)
    assert again is not None
    assert again.values.tolist() == pytest.approx([0.0, 1.0, 0.5])
    program.add_rows(np.array([[1.0, 0.0, 0.0]]), np.array([0.25]))
    assert program.maximise_whole(np.array([3.0, 2.0, 1.0]), 2) is None
