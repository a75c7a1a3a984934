"""Allocation without money: the frontier, and where play ends."""

from __future__ import annotations

import numpy as np
import pytest

from apsgen.result import Result
from tests.cases.held import bracketed, played, solved

DELTA = 0.8


@pytest.fixture(scope="module")
def result() -> Result:
    return solved("guo_horner_2018", gap=2e-4)


def test_the_frontier_has_the_slopes_of_the_paper(result: Result) -> None:
    assert bracketed(result, (3, -1), 0)
    assert bracketed(result, (1, 1), 2)
    assert result.inner_set.distance((1 / 3, 1)) < 2e-4
    assert result.inner_set.support((1, 0.98)) > 2 * 0.98 + 1e-4


def frontier() -> tuple[np.ndarray, np.ndarray]:
    """Return promises and the principal's values, by the functional equation of the page."""
    promise = np.linspace(0, 2, 20_001)
    value = np.minimum(promise / 3, 2 - promise)
    claimed = np.maximum((promise - 2 / 5) / DELTA, 0)
    unclaimed = np.minimum((promise - 1 / 5) / DELTA, 2)
    low_served = np.clip(5 * promise - 9, 0, 1)
    for _ in range(300):
        later = np.interp(claimed, promise, value) + np.interp(unclaimed, promise, value)
        value = np.where(
            promise <= 1, promise / 3, (1 - DELTA) / 2 * (1 - low_served) + DELTA / 2 * later
        )
    return promise, value


def test_the_functional_equation_of_the_page_has_the_same_frontier(result: Result) -> None:
    promise, value = frontier()

    best = int(value.argmax())
    assert value[best] == pytest.approx(0.428628, abs=2e-6)
    assert promise[best] == pytest.approx(1.3815, abs=2e-3)
    for found in (result.outer_set, result.inner_set):
        efficient = np.array([(x, y) for x, y in found.vertices if y > 1 and x > 1e-3])
        assert len(efficient) > 50
        assert np.abs(efficient[:, 0] - np.interp(efficient[:, 1], promise, value)).max() < 3e-4


def test_play_ends_at_the_top_one_time_in_four(result: Result) -> None:
    paths, ends = played(result, (1, 0), periods=200, paths=5_000)

    error = np.sqrt(1 / 4 * 3 / 4 / paths.paths)
    assert (ends[:, 1] > 2 - 1e-3).mean() == pytest.approx(1 / 4, abs=4 * error)
    assert (ends[:, 1] < 1e-3).mean() == pytest.approx(3 / 4, abs=4 * error)
    assert np.all(np.abs(paths.means - paths.promised) < 4 * paths.standard_errors)
