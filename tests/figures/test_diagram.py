from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest

import apsgen
from apsgen.figures.courses import distance, sampled
from apsgen.figures.diagram import NOTE, Diagram, diagram_of
from apsgen.figures.keys import DISC
from apsgen.mechanism import Arrow, Automaton, Node, automaton_of
from tests.brute.games import random_game
from tests.mechanism.schemes import random_mechanism

ONE = Fraction(1)
CASES = Path(__file__).parents[2] / "cases"
BEYOND = {"von_neumann_1928", "athey_bagwell_2001_price_wars", "thomas_worrall_1990"}
"""No mechanism, and two of forty states and more."""

NAMES = sorted(path.stem for path in CASES.glob("*.toml") if path.stem not in BEYOND)


def ring(count: int, *more: Arrow) -> Automaton:
    """Return states each of which leads to itself and to the next."""
    nodes = [Node(k, (ONE, ONE), ()) for k in range(count)]
    arrows = [Arrow(k, k, ("stay",), ONE / 2, False) for k in range(count)]
    arrows += [Arrow(k, (k + 1) % count, ("go",), ONE / 2, False) for k in range(count)]
    if any(arrow.target is None for arrow in more):
        nodes.append(Node(None, (ONE / 3, None), ()))
    return Automaton("a ring", 0, tuple(nodes), (*arrows, *more))


def is_clear(drawing: Diagram) -> None:
    """Check that states, words and keys cover neither each other nor, for words, an arrow."""
    labels = [curve.label for curve in drawing.curves if curve.label is not None]
    boxes = [label.box(drawing.line) for label in labels]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    for circle in drawing.circles:
        assert all(box.distance(circle.centre) > drawing.radius for box in boxes)
    for one, other in combinations(drawing.circles, 2):
        assert np.hypot(*(one.centre - other.centre)) > 2.2 * drawing.radius
    pieces = np.concatenate([sampled(curve.points) for curve in drawing.curves])
    for label, box in zip(labels, boxes, strict=True):
        if not label.is_key:
            assert min(box.distance(piece) for piece in pieces) > 0


def is_apart(drawing: Diagram) -> None:
    """Check that no arrow touches a state on its way, or the key of another arrow."""
    for curve in drawing.curves:
        pieces = sampled(curve.points)
        for circle in drawing.circles:
            assert distance(pieces[2:-2], circle.centre) > drawing.radius
        for other in drawing.curves:
            if other is not curve and other.label is not None and other.label.is_key:
                assert distance(pieces, other.label.centre) > DISC * drawing.line


@pytest.mark.parametrize("name", NAMES)
def test_nothing_covers_anything_in_the_mechanism_of_a_case(name: str) -> None:
    result = apsgen.iterate(apsgen.load(CASES / f"{name}.toml"), tolerance=1e-3)
    assert isinstance(result.game, apsgen.Game)
    automaton = automaton_of(result.game, result.mechanism(maximise=(1, 1)))
    drawing = diagram_of(automaton, 3.4, 9.0)
    is_clear(drawing)
    if len(automaton.nodes) <= 3 and len(automaton.arrows) <= 4 * len(automaton.nodes):
        # With more arrows than that a key may have to stand where two of them cross.
        is_apart(drawing)
    if len(automaton.nodes) <= 5:
        assert len(drawing.curves) == len(automaton.arrows) + 1
        assert drawing.upper[0] - drawing.lower[0] <= 3.4


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
    there, back = (sampled(one.points) for one in diagram_of(ring(2), 3.4, 9.0).curves[2:4])
    assert there[16, 1] * back[16, 1] < 0


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("width", [3.4, 6.5])
def test_nothing_covers_anything_in_any_mechanism(seed: int, width: float) -> None:
    random = Random(seed)
    game = random_game(random)
    automaton = automaton_of(game, random_mechanism(random, game, 2 + seed % 4))
    is_clear(diagram_of(automaton, width, 9.0))


def test_everything_is_on_the_paper() -> None:
    drawing = diagram_of(ring(3, Arrow(0, None, ("x",), ONE, True)), 3.4, 9.0)
    for curve in drawing.curves:
        assert (sampled(curve.points) >= drawing.lower).all()
        assert (sampled(curve.points) <= drawing.upper).all()
        if curve.label is not None:
            box = curve.label.box(drawing.line)
            assert drawing.lower[0] <= box.left <= box.right <= drawing.upper[0]
            assert drawing.lower[1] <= box.bottom <= box.top <= drawing.upper[1]


def test_words_stand_at_the_arrows_where_there_is_room() -> None:
    punished = Arrow(0, None, ("row deviates",), 0 * ONE, True)
    drawing = diagram_of(ring(2, punished), 3.4, 9.0)
    words = [curve.label.lines for curve in drawing.curves if curve.label is not None]
    assert words == [("stay", "probability 1/2")] * 2 + [("go", "probability 1/2")] * 2
    assert drawing.curves[4].label is None
    assert drawing.curves[4].is_dashed
    assert drawing.circles[2].lines == ("punishment", "(0.333, none)")
    assert [row.lines for row in drawing.rows] == [(NOTE,)]


def test_keys_stand_there_else_and_a_table_explains_them() -> None:
    many = Arrow(0, 1, tuple(f"event {k}" for k in range(7)), ONE / 3, False)
    seen = Arrow(1, 1, ("row deviates",), 0 * ONE, True)
    drawing = diagram_of(ring(2, many, seen), 3.4, 9.0)
    keys = [curve.label.lines for curve in drawing.curves if curve.label is not None]
    assert keys == [("a",), ("a",), ("b",), ("b",), ("c",), ("d",)]
    rows = {row.key: " ".join(row.lines) for row in drawing.rows}
    assert rows["a"] == "probability 1/2: stay"
    assert rows["c"].startswith("probability 1/3: event 0; event 1; ")
    assert rows["d"] == "row deviates"
    assert rows[""] == NOTE


def test_of_more_states_payoffs_stand_below() -> None:
    drawing = diagram_of(ring(5, Arrow(0, None, ("x",), ONE, True)), 2.5, 9.0)
    assert drawing.circles[5].lines == ("p",)
    assert any("p (0.333, none)" in line for row in drawing.rows for line in row.lines)


def test_of_many_arrows_the_likely_ones_are_drawn_and_the_others_counted() -> None:
    rare = Arrow(0, 5, ("rarely",), ONE / 1001, False)
    seen = [Arrow(k, None, ("row deviates",), 0 * ONE, True) for k in range(20)]
    drawing = diagram_of(ring(20, rare, *seen), 3.4, 9.0)
    assert len(drawing.circles) == 20
    assert len(drawing.curves) == 41
    assert all(curve.label is None for curve in drawing.curves)
    said = " ".join(drawing.rows[-1].lines)
    assert "1 arrow of probability below 1/1000 left out; 20 arrows after deviations" in said
    assert drawing.upper[0] - drawing.lower[0] <= 3.5


def test_likelier_arrows_have_wider_lines() -> None:
    sure = tuple(Arrow(k, (k + 7) % 12, ("then",), ONE / (1 + k), False) for k in range(12))
    nodes = tuple(Node(k, (ONE, ONE), ()) for k in range(12))
    widths = [one.stroke for one in diagram_of(Automaton("", 0, nodes, sure), 3.4, 9.0).curves]
    assert widths[:12] == sorted(widths[:12], reverse=True)
    assert widths[0] > 3 * widths[11]


def test_an_arrow_to_nowhere_is_left_out() -> None:
    lost = Arrow(0, 9, ("x",), ONE, False)
    assert len(diagram_of(ring(2, lost), 3.4, 9.0).curves) == len(
        diagram_of(ring(2), 3.4, 9.0).curves
    )
