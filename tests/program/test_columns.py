from __future__ import annotations

import numpy as np

from apsgen.program.columns import Column, Columns

SIZE = 9


def column(profile: int, *, seed: int) -> Column:
    chance = np.random.default_rng(seed)
    indices = np.sort(chance.choice(SIZE, 3, replace=False))
    choice = np.array([seed], dtype=np.int64)
    return Column(profile, profile, 0, choice, indices, chance.normal(size=3))


def dense(listed: list[Column]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    matrix = np.zeros((SIZE, len(listed)))
    for k, one in enumerate(listed):
        matrix[one.indices, k] = one.values
    return matrix


def test_entries_and_sums_of_more_columns_than_there_was_room_for() -> None:
    columns = Columns(width=4)
    listed = [column(k % 3, seed=k) for k in range(150)]
    for one in listed:
        assert one not in columns
        columns.append(one)
        assert one in columns
    assert len(columns) == 150
    rows = np.random.default_rng(1).normal(size=(2, SIZE))
    np.testing.assert_allclose(columns.entries(rows), rows @ dense(listed))
    np.testing.assert_allclose(columns.entries(rows, 140), rows @ dense(listed[140:]))
    weights = np.random.default_rng(2).normal(size=150)
    np.testing.assert_allclose(columns.combine(weights, SIZE), dense(listed) @ weights)
    assert columns.combine(np.zeros(150), SIZE).tolist() == [0.0] * SIZE


def test_a_column_is_known_by_its_plan() -> None:
    columns = Columns(width=3)
    columns.append(column(0, seed=4))
    assert column(0, seed=4) in columns
    assert column(1, seed=4) not in columns
    assert column(0, seed=5) not in columns
