"""Power in an organisation, at 9/10: the frontier, and the mode in which play ends."""

from __future__ import annotations

import numpy as np
import pytest

from apsgen.result import Result
from tests.cases.held import bracketed, played, solved

DELTA = 0.9


@pytest.fixture(scope="module")
def result() -> Result:
    return solved("li_matouschek_powell_2017", "9/10", gap=5e-5)


def frontier() -> tuple[np.ndarray, np.ndarray]:
    """Return the agent's payoffs from 1/2 to 2, and the principal's, by the page's equation."""
    agent = np.linspace(0.5, 2, 30_001)
    value = np.minimum(1 + (agent - 0.5) / 2, 3 - agent)
    found = np.minimum((agent - (1 - DELTA)) / DELTA, 2)
    nothing = np.maximum((agent - 2 * (1 - DELTA)) / DELTA, 0.5)
    own = np.clip((agent - 2 * DELTA) / (1 - DELTA) - 1, 0, 1)
    for _ in range(400):
        later = np.interp(found, agent, value) + np.interp(nothing, agent, value)
        value = np.where(
            agent <= 1, 1 + (agent - 0.5) / 2, ((1 - DELTA) * (3 - own) + DELTA * later) / 2
        )
    return agent, value


def test_the_best_for_the_principal(result: Result) -> None:
    agent, value = frontier()

    assert value.max() == pytest.approx(1.436972, abs=1e-6)
    assert bracketed(result, (1, 0), 1.436972, off=5e-5, short=2e-4)
    assert agent[value.argmax()] == pytest.approx(1.4493, abs=2e-4)


def test_the_functional_equation_of_the_page_has_the_same_frontier(result: Result) -> None:
    agent, value = frontier()

    for found in (result.outer_set, result.inner_set):
        efficient = np.array([(x, y) for x, y in found.vertices if y > 1 and x > 1.001])
        assert len(efficient) > 50
        assert np.abs(efficient[:, 0] - np.interp(efficient[:, 1], agent, value)).max() < 3e-4


def test_play_ends_in_an_uncooperative_mode(result: Result) -> None:
    paths, ends = played(result, (1, 0), periods=300, paths=3000)

    error = np.sqrt(1 / 3 * 2 / 3 / paths.paths)
    entrenched = np.abs(ends - [1, 2]).max(axis=1) < 1e-3
    powerless = np.abs(ends - [1, 1 / 2]).max(axis=1) < 1e-3
    assert (entrenched | powerless).mean() > 0.999
    assert entrenched.mean() == pytest.approx(1 / 3, abs=4 * error)
    last = np.array(paths.decisions)[paths.decision[:, -1]]
    assert (last[entrenched] == "agents_project").mean() > 0.99
    assert (last[powerless] == "agents_project").mean() < 0.01
