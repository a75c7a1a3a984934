"""Impulse responses: of autoregressive types, and of finite kernels by shocks."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from random import Random

import pytest

from apsgen.dynamic.impulse import (
    Matrix,
    autoregressive_responses,
    impulse_responses,
    orthogonal,
    thresholds,
)
from apsgen.errors import UsageError

ZERO, ONE = Fraction(0), Fraction(1)


def kernel(random: Random, size: int) -> Matrix:
    rows = [[random.randint(0, 3) for _ in range(size)] for _ in range(size)]
    for row in rows:
        row[random.randrange(size)] += 1
    return [[Fraction(x, sum(row)) for x in row] for row in rows]


@pytest.mark.parametrize("seed", range(20))
def test_shocks_move_each_type_as_its_row_does(seed: int) -> None:
    rows = kernel(Random(seed), 4)
    shocks = orthogonal(rows)
    assert sum(shock.chance for shock in shocks) == 1
    for own, to in product(range(4), repeat=2):
        assert sum(s.chance for s in shocks if s.leads_to[own] == to) == rows[own][to]
    for before, after in pairwise(shocks):
        assert all(x <= y for x, y in zip(before.leads_to, after.leads_to, strict=True))


@pytest.mark.parametrize("seed", range(10))
def test_responses_are_means_over_all_paths_of_shocks(seed: int) -> None:
    """Walk through every pair of shocks, the type and the moved one side by side."""
    random = Random(seed)
    kernels = [kernel(random, 3), kernel(random, 3)]
    values = [[Fraction(random.randint(0, 9)) + 10 * k for k in range(3)] for _ in range(3)]
    for path in product(range(2), range(3), range(3)):
        weight, moved = ZERO, [ZERO, ZERO]
        for first, second in product(*(orthogonal(one) for one in kernels)):
            own = (path[0], first.leads_to[path[0]], second.leads_to[first.leads_to[path[0]]])
            if own == path:
                one = first.leads_to[path[0] + 1]
                chance = first.chance * second.chance
                weight += chance
                moved[0] += chance * values[1][one]
                moved[1] += chance * values[2][second.leads_to[one]]
        if not weight:
            with pytest.raises(UsageError, match="which has no probability"):
                impulse_responses(kernels, values, path)
            continue
        step = values[0][path[0] + 1] - values[0][path[0]]
        found = impulse_responses(kernels, values, path)
        assert found[0] == 1
        assert found[2] == (moved[1] / weight - values[2][path[2]]) / step
        # The second shock tells nothing of the first once the type between them is known.
        assert found[1] == impulse_responses(kernels[:1], values[:2], path[:2])[1]


def test_of_a_grid_of_autoregressive_types_they_are_powers() -> None:
    """Half the last value plus 0 or 1/2: each shock moves both types by as much."""
    values = [[Fraction(k, 2 * 2**t) for k in range(2 * 2**t)] for t in range(3)]
    kernels = [
        [
            [
                Fraction(1, 2) * (to == own / 2) + Fraction(1, 2) * (to == own / 2 + Fraction(1, 2))
                for to in values[t + 1]
            ]
            for own in values[t]
        ]
        for t in range(2)
    ]
    powers = autoregressive_responses(Fraction(1, 2), 3)
    assert powers == (ONE, Fraction(1, 2), Fraction(1, 4))
    assert impulse_responses(kernels, values, (0, 2, 2)) == powers
    assert impulse_responses(kernels, values, (0, 0, 4)) == powers


def test_thresholds_fall_as_responses_do() -> None:
    found = thresholds(Fraction(1, 2), 1 - Fraction(2, 5), 4)
    assert found == (Fraction(3, 5), Fraction(3, 10), Fraction(3, 20), Fraction(3, 40))
    dearer = thresholds(Fraction(1, 2), 1 - Fraction(2, 5), 4, cost=Fraction(1, 10))
    assert [x - y for x, y in zip(dearer, found, strict=True)] == [Fraction(1, 10)] * 4


def test_there_is_no_type_above_the_best() -> None:
    with pytest.raises(UsageError, match="is the best one"):
        impulse_responses([], [[ZERO, ONE]], (1,))
