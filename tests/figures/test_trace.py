"""A trace shows the sets step by step, and how the gap between them closes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

import apsgen
from apsgen.errors import UsageError
from apsgen.figures.scene import Kind, Mark, Scene
from apsgen.figures.trace import MOST, chosen, scenes_of
from apsgen.figures.view import View
from apsgen.figures.words import mathtext
from apsgen.polygon import Polygon
from tests.builders import game
from tests.figures.results import kinds, result, steps

PENNIES = ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


def named(scene: Scene, name: str) -> list[Mark]:
    return [mark for mark in scene.marks if mark.name == name]


def legend(scene: Scene) -> list[str]:
    return [mathtext(entry.words) for entry in scene.entries]


def test_outer_sets_shrink_and_inner_sets_grow() -> None:
    shown = steps(4)
    sets, _ = scenes_of(shown)
    outer, inner = named(sets, "outer set"), named(sets, "inner set")
    assert [mark.points.tolist() for mark in outer] == [
        step.outer_set.vertices.tolist() for step in shown.trace
    ]
    assert [mark.points.tolist() for mark in inner] == [
        step.inner_set.vertices.tolist() for step in shown.trace[:0:-1]
    ]
    assert sets.marks.index(outer[0]) > sets.marks.index(inner[-1])


def test_later_sets_are_darker() -> None:
    sets, _ = scenes_of(steps(5))
    edges = [int(str(mark.edge)[1:3], 16) for mark in named(sets, "outer set")]
    fills = [int(str(mark.fill)[1:3], 16) for mark in named(sets, "inner set")]
    assert edges == sorted(edges, reverse=True)
    assert fills == sorted(fills)
    assert legend(sets)[:2] == ["outer sets, later ones darker", "inner sets, later ones darker"]


def test_of_many_steps_some_are_drawn_the_first_and_the_last_among_them() -> None:
    view = View(np.zeros(2), np.ones(2))
    sets = [Polygon.hull([(0, 0), (1 - n / 30, 0), (0, 1 - n / 30)]) for n in range(25)]
    kept = chosen(sets, view)
    assert len(kept) == MOST
    assert kept[0] is sets[0]
    assert kept[-1] is sets[-1]


def test_sets_that_look_alike_are_drawn_once() -> None:
    view = View(np.zeros(2), np.ones(2))
    sets = [Polygon.hull([(0, 0), (1 - 1e-5 * n, 0), (0, 1)]) for n in range(5)]
    assert chosen([Polygon.hull([]), *sets], view) == (sets[-1],)
    assert chosen([], view) == ()


def test_the_gap_is_drawn_from_the_first_inner_set_on() -> None:
    shown = steps(4)
    _, gap = scenes_of(shown)
    line, dots = named(gap, "gap")
    expected = [[step.iterations, step.gap] for step in shown.trace[1:]]
    assert line.points.tolist() == dots.points.tolist() == expected
    assert line.kind is Kind.LINE
    assert not gap.vertical.is_linear
    assert gap.view.low[1] < min(step.gap for step in shown.trace)
    assert mathtext(gap.horizontal.label) == "applications of $T$"


def test_the_gap_asked_for_is_a_line() -> None:
    shown = steps(4)
    _, gap = scenes_of(shown)
    (goal,) = named(gap, "gap asked for")
    assert goal.points[:, 1] == pytest.approx([shown.tolerance * shown.outer_set.diameter] * 2)
    assert legend(gap) == ["gap asked for", "gap"]


def test_a_gap_of_zero_is_marked_at_the_foot() -> None:
    shown = steps(4)
    last = replace(shown.trace[-1], gap=0.0)
    _, gap = scenes_of(replace(shown, trace=(*shown.trace, last)))
    (mark,) = named(gap, "no gap left")
    assert mark.kind is Kind.ARROW
    assert gap.view.low[1] < mark.points[0, 1] < min(step.gap for step in shown.trace)
    assert all(point[1] > 0 for point in named(gap, "gap")[0].points)


def test_without_an_inner_set_there_is_no_gap_to_draw() -> None:
    shown = steps(3)
    bare = tuple(replace(one, inner_set=Polygon.hull([]), gap=math.inf) for one in shown.trace)
    sets, gap = scenes_of(replace(shown, trace=bare))
    assert not named(gap, "gap")
    assert not named(sets, "inner set")
    assert gap.view.low[1] < gap.view.high[1]


def test_an_empty_set_is_said_to_be_empty() -> None:
    found = apsgen.iterate(game(PENNIES))
    sets, _ = scenes_of(found)
    assert legend(sets)[0] == "$V^*$ is empty"


def test_points_and_segments_have_a_trace() -> None:
    found = apsgen.iterate(game(delta="1/5"))
    sets, _ = scenes_of(found)
    assert named(sets, "inner set")[0].kind is Kind.LINE
    found = apsgen.iterate(game(delta="1/10"))
    sets, _ = scenes_of(found)
    assert named(sets, "inner set")[0].kind is Kind.DOT
    assert named(sets, "outer set")[-1].kind is Kind.DOT


def test_a_result_without_steps_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no steps to draw.*draw the trace where"):
        scenes_of(result([(3, 3)], [(3, 3)]))
    assert not kinds()["polygon"].trace
