from __future__ import annotations

import numpy as np
import pytest

from apsgen.linear import fixed_point, solve


@pytest.mark.parametrize("count", [1, 40, 350])
def test_a_fixed_point_of_an_affine_map(count: int) -> None:
    """Dense where it is small, sparse where it is large."""
    chance = np.random.default_rng(count)
    matrix = chance.random((count, count)) * (chance.random((count, count)) < 5 / count)
    matrix *= 0.9 / np.maximum(matrix.sum(axis=1, keepdims=True), 1e-9)
    constant = chance.normal(size=count)
    found = fixed_point(matrix, constant)
    assert found is not None
    np.testing.assert_allclose(matrix @ found + constant, found, atol=1e-10)


@pytest.mark.parametrize("count", [2, 350])
def test_no_fixed_point(count: int) -> None:
    assert fixed_point(np.eye(count), np.ones(count)) is None


@pytest.mark.parametrize("seed", range(6))
def test_rows_of_zeros_do_not_get_into_what_is_printed(
    seed: int, capfd: pytest.CaptureFixture[str]
) -> None:
    chance = np.random.default_rng(seed)
    matrix = chance.random((160, 160)) * (chance.random((160, 160)) < 0.1) + np.eye(160)
    matrix[-2:] = 0.0

    assert solve(matrix, np.ones(160)) is None
    assert capfd.readouterr() == ("", "")
