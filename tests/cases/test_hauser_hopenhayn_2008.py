"""Favours: the sets in closed form, and what counting favours gives."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from apsgen.case import load
from tests.cases.held import CASES, Point, bracketed, is_fixed, is_hull, solved

CASE = "hauser_hopenhayn_2008"


@pytest.mark.parametrize(
    ("delta", "points"),
    [
        ("59/100", ((0, 0),)),
        ("3/5", ((0, 0), (2 / 3, 0), (2 / 5, 2 / 5), (0, 2 / 3))),
        (
            "2/3",
            (
                (0, 0),
                (59 / 79, 0),
                (41 / 79, 27 / 79),
                (35 / 79, 35 / 79),
                (27 / 79, 41 / 79),
                (0, 59 / 79),
            ),
        ),
    ],
)
def test_the_set_has_these_vertices(delta: str, points: tuple[Point, ...]) -> None:
    assert is_hull(solved(CASE, delta), points)
    game = load(CASES / f"{CASE}.toml", delta=delta)
    assert len(points) < 3 or is_fixed(game, points)


def counted(states: int, delta: float) -> tuple[np.ndarray, bool]:
    """Return what counting favours gives in each state, shape (2, states), and whether it holds.

    In state s the first player is owed s favours out of `states` - 1; a favour moves the
    state by one, and whoever is owed all of them does none.
    """
    matrix, today = np.eye(states), np.zeros((2, states))
    for s in range(states):
        for step, pays in ((1, 0), (-1, 1)):
            if 0 <= s + step < states:
                matrix[s, s] += delta / 3
                matrix[s, s + step] -= delta / 3
                today[pays, s] -= (1 - delta) / 3
                today[1 - pays, s] += (1 - delta) * 3 / 3
    values = np.linalg.solve(matrix - delta * np.eye(states), today.T).T
    gains = delta * np.concatenate([np.diff(values[0]), -np.diff(values[1])])
    return values, bool((gains >= 1 - delta - 1e-12).all())


@pytest.mark.parametrize(("delta", "chips", "best"), [("2/3", 1, 2 / 3), ("9/10", 2, 14 / 15)])
def test_the_best_equilibrium_does_better_than_chips(delta: str, chips: int, best: float) -> None:
    number = float(Fraction(delta))
    values, holds = counted(chips + 1, number)
    result = solved(CASE, delta, gap=1e-2)

    assert holds
    assert not counted(chips + 2, number)[1]
    assert values.sum(axis=0).max() == pytest.approx(best)
    for payoff in values.T:
        assert result.outer_set.distance(tuple(payoff)) < 1e-9
    assert result.inner_set.support((1, 1)) > best + 1 / 5


def test_the_best_total_at_three_quarters() -> None:
    assert bracketed(solved(CASE, "3/4", gap=1e-4), (1, 1), 0.9689, off=5e-4, short=5e-4)
