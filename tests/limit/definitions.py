"""Scores from their definition, in floats: nothing here knows of the code under test."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from apsgen.game import Game

Floats = npt.NDArray[np.float64]


def score(game: Game, direction: tuple[float, float]) -> float:
    """Return the score of a direction, observed deviations left aside; -inf if there is none."""
    if game.types == (("",), ("",)):
        return max(_of_profile(game, d, direction) for d in range(len(game.decisions)))
    return _of_types(game, direction)


def _of_profile(game: Game, d: int, direction: tuple[float, float]) -> float:
    """Maximise over x(y): obedience, and direction . x <= 0 after each signal."""
    chances = game.monitoring.probability.astype(float)
    payoff = game.payoff[:, :, 0, 0].astype(float)
    signals = chances.shape[1]
    rows, right = [], []
    for i, moves in enumerate(game.monitoring.hidden):
        for other in moves[d]:
            row = np.zeros((signals, 2))
            row[:, i] = chances[other] - chances[d]
            rows.append(row.reshape(-1))
            right.append(payoff[i, d] - payoff[i, other])
    for y in range(signals):
        row = np.zeros((signals, 2))
        row[y] = direction
        rows.append(row.reshape(-1))
        right.append(0.0)
    gain = np.outer(chances[d], direction).reshape(-1)
    found = linprog(-gain, A_ub=np.array(rows), b_ub=right, bounds=(None, None))
    if found.status == 2:
        return -np.inf
    assert found.status == 0
    return float(np.dot(direction, payoff[:, d]) - found.fun)


def _of_types(game: Game, direction: tuple[float, float]) -> float:
    """Maximise over p(d | t) and p x: truth is best, and direction . x <= 0 after each draw."""
    sizes = game.prior.shape
    decisions = len(game.decisions)
    shape = (*sizes, decisions, 3)
    payoff, prior = game.payoff.astype(float), game.prior.astype(float)
    rows, right = [], []

    def plan(i: int, own: int, report: int) -> Floats:
        found = np.zeros(shape)
        for other in range(sizes[1 - i]):
            belief = float(game.beliefs[i][own, other])
            said = (report, other) if i == 0 else (other, report)
            true = (own, other) if i == 0 else (other, own)
            found[said][:, 0] = belief * payoff[i][(slice(None), *true)]
            found[said][:, 1 + i] = belief
        return found

    for i in (0, 1):
        for own, report in product(range(sizes[i]), repeat=2):
            rows.append((plan(i, own, report) - plan(i, own, own)).reshape(-1))
            right.append(0.0)
    for cell in product(*map(range, shape[:3])):
        row = np.zeros(shape)
        row[cell][1:] = direction
        rows.append(row.reshape(-1))
        right.append(0.0)
    gain, sums = np.zeros(shape), []
    for t in product(*map(range, sizes)):
        gain[t][:, 0] = prior[t] * sum(direction[i] * payoff[i][(slice(None), *t)] for i in (0, 1))
        gain[t][:, 1:] = prior[t] * np.array(direction)
        row = np.zeros(shape)
        row[t][:, 0] = 1.0
        sums.append(row.reshape(-1))
    bounds = [(0, None), (None, None), (None, None)] * (sizes[0] * sizes[1] * decisions)
    found = linprog(
        -gain.reshape(-1),
        A_ub=np.array(rows),
        b_ub=right,
        A_eq=np.array(sums),
        b_eq=np.ones(len(sums)),
        bounds=bounds,
    )
    assert found.status == 0
    return float(-found.fun)
