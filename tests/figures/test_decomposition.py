"""Arrows from a payoff to what follows it."""

from __future__ import annotations

import numpy as np

from apsgen.figures.decomposition import marks_of
from apsgen.figures.picture import Decomposition
from apsgen.figures.scene import Kind
from apsgen.figures.view import View

UNIT = View(np.zeros(2), np.ones(2))


def test_an_arrow_for_each_continuation_that_is_not_the_payoff_itself() -> None:
    start = np.array([0.2, 0.2])
    later = np.array([[0.8, 0.2], [0.2, 0.2], [0.2, 0.9]])
    marks = marks_of(Decomposition(start, later), UNIT)
    lines = [mark for mark in marks if mark.kind is Kind.LINE]
    heads = [mark for mark in marks if mark.kind is Kind.AREA]
    assert (len(lines), len(heads)) == (2, 2)
    for line, head, target in zip(lines, heads, later[[0, 2]], strict=True):
        assert line.points[0].tolist() == start.tolist()
        way, tip = target - start, head.points[0] - start
        assert np.isclose(tip[0] * way[1], tip[1] * way[0])
        assert np.linalg.norm(tip) < np.linalg.norm(way)


def test_the_points_lie_over_the_arrows() -> None:
    marks = marks_of(Decomposition(np.zeros(2), np.ones((1, 2))), UNIT)
    assert [mark.kind for mark in marks[-2:]] == [Kind.DOT, Kind.DOT]
