from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.program.frame import Basis, Frame
from apsgen.program.master import Master
from tests.brute.games import random_game
from tests.comparison import some_program


def frame_of(seed: int) -> Frame:
    operator, vertices, _ = some_program(random_game(Random(seed)), seed)
    incentives = operator.incentives
    known = operator.known
    continuations = operator.continuations(vertices)
    punishment = operator.punishment(vertices)
    return Master(incentives, known, continuations, punishment, lambda _: None).frame()


@pytest.mark.parametrize("seed", range(24))
def test_the_best_column_is_the_best_of_all(seed: int) -> None:
    """Pricing agrees with the gain of every column written out."""
    frame = frame_of(seed)
    chance = np.random.default_rng(seed)
    gains = chance.normal(size=(5, frame.rows.shape[1]))
    prices = chance.normal(size=(5, frame.height))
    value, column = frame.best(gains, prices)
    written = frame.columns(Basis(column.code[:, None], column.choice[:, None]))
    gain = written.costs(gains)[:, 0]
    convexity = np.concatenate([prices[:, : frame.convex], np.zeros((5, 1))], axis=1)
    gain -= np.take_along_axis(convexity, written.row, axis=1)[:, 0]
    slack = np.concatenate([prices[:, frame.convex :], np.zeros((5, 1))], axis=1)
    gain += np.take_along_axis(slack, written.slack, axis=1)[:, 0]
    np.testing.assert_allclose(gain, value, atol=1e-12)
    slacks = np.concatenate([prices[:, frame.convex :].max(axis=1, initial=-np.inf)[:, None]])
    assert (value[:, None] >= slacks).all()
    count = len(frame.rows) + frame.is_open.size
    for code in range(len(frame.rows), count if not frame.division else len(frame.rows)):
        profile, block = divmod(code - len(frame.rows), frame.is_open.shape[1])
        if not frame.is_open[profile, block]:
            continue
        now, slopes, _ = frame.layout.split(gains)
        later, _ = frame.continuations.best(slopes)
        plan = now[:, profile, block] + later[:, profile, block].sum(axis=-1)
        assert (value >= plan - prices[:, frame.convexity[profile]] - 1e-12).all()


def test_a_slack_is_a_column_of_its_row() -> None:
    frame = next(f for f in map(frame_of, range(24)) if len(f.rows) > 1)
    code = np.arange(len(frame.rows))
    basis = Basis(code, np.zeros((len(code), frame.signals), dtype=np.int64))
    matrix = frame.matrix(frame.columns(basis))
    np.testing.assert_array_equal(matrix[:, frame.convex :], -np.eye(len(code)))
    assert (matrix[:, : frame.convex] == 0).all()
