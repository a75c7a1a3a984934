from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.errors import ProgramError
from apsgen.program import master
from apsgen.program.stage import Floats
from tests.brute.games import random_game
from tests.brute.plane import circle
from tests.comparison import some_program

SEEDS = range(20)


def supports(seed: int, count: int = 12) -> list[float | None]:
    _, _, program = some_program(random_game(Random(seed)), seed)
    points = [program.support(direction) for direction in circle(count)]
    return [None if point is None else point.bound for point in points]


@pytest.mark.parametrize("seed", SEEDS)
def test_beginning_again_with_the_last_basis_changes_no_answer(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = supports(seed)
    monkeypatch.setattr(master, "_MOST_COLUMNS", 3)
    for bound, again in zip(plain, supports(seed), strict=True):
        assert (again is None) == (bound is None)
        if bound is not None:
            assert again == pytest.approx(bound, abs=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_directions_changes_no_answer(seed: int) -> None:
    operator, vertices, program = some_program(random_game(Random(seed)), seed)

    def alone(direction: Floats) -> float | None:
        point = operator.at(vertices).support(direction)
        return None if point is None else point.bound

    for direction in circle(5):
        point, expected = program.support(direction), alone(direction)
        assert (point is None) == (expected is None)
        if point is not None:
            assert point.bound == pytest.approx(expected, abs=1e-7)


def test_a_program_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, program = some_program(random_game(Random(3)), 3)
    monkeypatch.setattr(master, "_ROUNDS", 0)
    with pytest.raises(ProgramError, match="end"):
        program.support(np.array([1.0, 0.0]))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_linear_programs_cost_is_counted(seed: int) -> None:
    operator, _, program = some_program(random_game(Random(seed)), seed)
    assert operator.count.applications == 1
    point = program.support(np.array([1.0, 0.0]))
    assert point is None or operator.count.programs >= 1
