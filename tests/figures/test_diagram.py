from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import numpy as np
import pytest

from apsgen.figures.diagram import diagram_of
from apsgen.figures.labels import Box
from apsgen.mechanism import Arrow, Automaton, Node, automaton_of
from tests.brute.games import random_game
from tests.mechanism.schemes import random_mechanism

ONE = Fraction(1)


def ring(count: int, *more: Arrow) -> Automaton:
    """Return states each of which leads to itself and to the next."""
    nodes = [Node(k, (ONE, ONE), ()) for k in range(count)]
    arrows = [Arrow(k, k, ("stay",), ONE / 2, False) for k in range(count)]
    arrows += [Arrow(k, (k + 1) % count, ("go",), ONE / 2, False) for k in range(count)]
    if any(arrow.target is None for arrow in more):
        nodes.append(Node(None, (ONE / 3, None), ()))
    return Automaton("a ring", 0, tuple(nodes), (*arrows, *more))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
def test_states_keep_clear_of_each_other(count: int) -> None:
    drawing = diagram_of(ring(count), 3.4, 9.0)
    assert len(drawing.circles) == count
    for one, other in combinations(drawing.circles, 2):
        assert np.hypot(*(one.centre - other.centre)) > 2.2 * drawing.radius


@pytest.mark.parametrize("count", [2, 3, 5])
def test_arrows_go_from_rim_to_rim(count: int) -> None:
    automaton = ring(count)
    drawing = diagram_of(automaton, 3.4, 9.0)
    centres = [circle.centre for circle in drawing.circles]
    for arrow, curve in zip(automaton.arrows, drawing.curves, strict=False):
        assert arrow.target is not None
        ends = centres[arrow.source], centres[arrow.target]
        for end, centre in zip(curve.points[[0, 3]], ends, strict=True):
            assert np.hypot(*(end - centre)) == pytest.approx(drawing.radius)


def test_both_directions_are_seen() -> None:
    there, back = diagram_of(ring(2), 3.4, 9.0).curves[2:4]
    assert there.label[1] * back.label[1] < 0


@pytest.mark.parametrize("seed", range(10))
def test_labels_cover_neither_states_nor_each_other(seed: int) -> None:
    random = Random(seed)
    game = random_game(random)
    automaton = automaton_of(game, random_mechanism(random, game, 2 + seed % 2))
    drawing = diagram_of(automaton, 6.5, 9.0)
    around = (2 * drawing.radius, 2 * drawing.radius)
    boxes = [curve.box(drawing.line) for curve in drawing.curves if curve.lines]
    boxes += [Box.around(circle.centre, around) for circle in drawing.circles]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]


def test_everything_is_on_the_paper() -> None:
    drawing = diagram_of(ring(3, Arrow(0, None, ("x",), ONE, True)), 3.4, 9.0)
    for curve in drawing.curves:
        box = curve.box(drawing.line)
        assert (curve.points[[0, 3]] >= drawing.lower).all()
        assert (curve.points[[0, 3]] <= drawing.upper).all()
        assert drawing.lower[0] <= box.left <= box.right <= drawing.upper[0]
        assert drawing.lower[1] <= box.bottom <= box.top <= drawing.upper[1]


def test_what_an_arrow_says() -> None:
    many = Arrow(0, 1, tuple(f"event {k}" for k in range(7)), ONE / 3, False)
    punished = Arrow(0, None, ("row deviates",), 0 * ONE, True)
    drawing = diagram_of(ring(2, many, punished), 3.4, 9.0)
    assert drawing.curves[4].lines == (
        *("event 0", "event 1", "event 2", "and 4 more"),
        "probability 1/3",
    )
    assert drawing.curves[5].lines == ()
    assert drawing.curves[5].is_dashed
    assert drawing.circles[2].lines == ("punishment", "(0.333, none)")


def test_an_arrow_to_nowhere_is_left_out() -> None:
    lost = Arrow(0, 9, ("x",), ONE, False)
    assert len(diagram_of(ring(2, lost), 3.4, 9.0).curves) == len(
        diagram_of(ring(2), 3.4, 9.0).curves
    )
