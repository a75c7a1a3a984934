"""A scene holds what the pictures hold: sets, lines and marks, and a legend that names them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from apsgen.figures.payoff_set import MOST_LABELLED, scene_of
from apsgen.figures.picture import Picture
from apsgen.figures.scene import Kind, Mark, Scene
from apsgen.figures.shades import FILL, INK
from apsgen.figures.words import mathtext
from apsgen.result import Result
from tests.figures.results import KITE, TRIANGLE, kinds, moved, result

KINDS = kinds()


def scene(*shown: Result) -> Scene:
    return scene_of(map(Picture.of, shown))


def kite(size: float, delta: str = "4/5") -> Result:
    points = moved(KITE, 0, size)
    return result(points, points, delta=delta)


def named(scene: Scene, name: str) -> list[Mark]:
    return [mark for mark in scene.marks if mark.name == name]


def legend(scene: Scene) -> list[str]:
    return [mathtext(entry.words) for entry in scene.entries]


def test_sets_have_the_vertices_of_the_result() -> None:
    shown = KINDS["curved"]
    drawn = scene(shown)
    for name, polygon in (
        ("feasible payoffs", shown.feasible_set),
        ("outer set", shown.outer_set),
        ("inner set", shown.inner_set),
    ):
        (mark,) = named(drawn, name)
        assert mark.kind is Kind.AREA
        assert mark.points.tolist() == polygon.vertices.tolist()


def test_the_inner_set_is_filled_and_the_edge_of_the_outer_set_lies_over_it() -> None:
    drawn = scene(KINDS["polygon"])
    (outer,), (inner,) = named(drawn, "outer set"), named(drawn, "inner set")
    assert (outer.fill, outer.edge) == (None, INK)
    assert (inner.fill, inner.edge) == (FILL, None)
    assert drawn.marks.index(outer) > drawn.marks.index(inner)


@pytest.mark.parametrize(
    ("kind", "outer", "inner"),
    [
        ("segment", [[8, 10], [10, 8]], [[8, 10], [10, 8]]),
        ("shorter inner segment", [[8, 10], [10, 8]], [[8.5, 9.5], [9.5, 8.5]]),
        ("point", [[3, 3]], [[3, 3]]),
    ],
)
def test_segments_and_points_are_rims_around_what_is_inside(
    kind: str, outer: list[list[float]], inner: list[list[float]]
) -> None:
    drawn = scene(KINDS[kind])
    rims, (inside,) = named(drawn, "outer set"), named(drawn, "inner set")
    assert all(rim.points.tolist() == outer for rim in rims)
    assert inside.points.tolist() == inner
    assert drawn.marks.index(inside) > max(map(drawn.marks.index, rims))
    if len(outer) == 1:
        assert rims[0].kind is Kind.DOT
        assert rims[0].size > inside.size
    else:
        assert rims[0].kind is Kind.LINE
        assert rims[0].stroke > rims[1].stroke == inside.stroke


def test_a_ribbon_thinner_than_a_pixel_is_shown_as_a_segment() -> None:
    shown = named(scene(KINDS["ribbon"]), "outer set")[0]
    assert np.allclose(sorted(shown.points.tolist()), [[8, 10], [10, 8]], atol=2e-6)
    assert shown.stroke >= 2.0


def test_a_point_inside_a_polygon_is_a_marker_over_it() -> None:
    drawn = scene(KINDS["point in a polygon"])
    (inner,), (outer,) = named(drawn, "inner set"), named(drawn, "outer set")
    assert inner.kind is Kind.DOT
    assert inner.points.tolist() == [[6, 6]]
    assert drawn.marks.index(inner) > drawn.marks.index(outer)


def test_a_set_is_called_what_is_known_of_it() -> None:
    assert legend(scene(KINDS["polygon"]))[0] == r"equilibrium payoffs $V^*$, $\delta = 4/5$"
    assert legend(scene(KINDS["curved"]))[:2] == [r"outer set, $\delta = 4/5$", "inner set"]
    assert legend(scene(KINDS["no inner set"]))[:2] == [
        r"outer set, $\delta = 4/5$",
        "feasible payoffs",
    ]
    assert legend(scene(KINDS["empty"]))[0] == r"$V^*$ is empty, $\delta = 4/5$"


def test_the_sample_of_a_set_shows_inside_and_rim() -> None:
    entry = scene(KINDS["polygon"]).entries[0]
    assert [(mark.fill, mark.edge) for mark in entry.sample] == [(FILL, None), (None, INK)]
    assert not scene(KINDS["empty"]).entries[0].sample


def test_larger_sets_lie_lower_and_are_lighter() -> None:
    drawn = scene(kite(0.5, "1/2"), kite(1.0, "4/5"), kite(0.7, "3/5"))
    inner = named(drawn, "inner set")
    sizes = [float(np.ptp(mark.points)) for mark in inner]
    lightness = [int(str(mark.fill)[1:3], 16) for mark in inner]
    assert sizes == sorted(sizes, reverse=True)
    assert lightness == sorted(lightness, reverse=True)
    assert len(set(lightness)) == 3


def test_lines_of_all_sets_lie_over_all_fills() -> None:
    drawn = scene(kite(0.5, "1/2"), kite(1.0, "4/5"))
    last_fill = max(map(drawn.marks.index, named(drawn, "inner set")))
    assert min(map(drawn.marks.index, named(drawn, "outer set"))) > last_fill
    dashes = [mark.dash for mark in named(drawn, "outer set")]
    assert len(set(dashes)) == 2


def test_sets_are_named_in_the_order_given() -> None:
    names = [rf"$\delta = {delta}$" for delta in ("4/5", "1/2", "3/5")]
    assert legend(scene(kite(1.0), kite(0.5, "1/2"), kite(0.7, "3/5")))[:3] == names


def test_points_and_segments_below_others_are_wider() -> None:
    long, short = ([(8 - away, 10 + away), (10 + away, 8 - away)] for away in (1.0, 0.0))
    segments = scene(result(short, short, delta="1/2"), result(long, long))
    widths = {mark.points.tolist()[0][0]: mark.stroke for mark in named(segments, "inner set")}
    assert widths[7.0] > widths[8.0]
    dots = scene(result([(3, 3)], [(3, 3)], delta="1/2"), result([(5, 5)], [(5, 5)]))
    assert len({mark.size for mark in named(dots, "inner set")}) == 2
    samples = [entry.sample[-1].size for entry in dots.entries[:2]]
    assert samples[0] == samples[1]


def test_sets_that_are_the_same_are_drawn_once_under_both_names() -> None:
    drawn = scene(kite(1.0, "3/5"), kite(0.5, "1/2"), kite(1.0, "4/5"))
    assert legend(drawn)[:2] == [r"$\delta = 3/5$; $\delta = 4/5$", r"$\delta = 1/2$"]
    assert len(named(drawn, "outer set")) == 2


def test_an_empty_set_among_others_is_named() -> None:
    drawn = scene(result([], [], delta="1/5", gap=0.0), kite(1.0))
    assert legend(drawn)[:2] == [r"$\delta = 1/5$: empty", r"$\delta = 4/5$"]
    assert not drawn.entries[0].sample


def test_gaps_that_can_be_seen_are_explained() -> None:
    circle = KINDS["curved"]
    drawn = scene(circle, kite(1.0, "9/10"))
    assert legend(drawn)[:4] == [r"$\delta = 4/5$", r"$\delta = 9/10$", "outer sets", "inner sets"]
    assert "outer sets" not in legend(scene(kite(0.5, "1/2"), kite(1.0)))


def test_players_of_different_names_are_counted() -> None:
    other = result(TRIANGLE, TRIANGLE, players=("buyer", "firm2"))
    drawn = scene(kite(1.0), other)
    assert mathtext(drawn.horizontal.label) == "average payoff of the first player"
    assert mathtext(drawn.vertical.label) == "average payoff of firm2"


def test_few_corners_are_labelled_all_and_many_where_they_stand_out() -> None:
    assert sorted(scene(KINDS["polygon"]).vertices.tolist()) == sorted(map(list, KITE))
    circle = scene(KINDS["curved"]).vertices
    assert 4 <= len(circle) <= MOST_LABELLED
    assert circle[:, 0].max() == pytest.approx(KINDS["curved"].vertices[:, 0].max())


def test_of_more_corners_than_twelve_the_outermost_are_labelled() -> None:
    turns = [2 * math.pi * step / 16 for step in range(16)]
    many = [(math.cos(turn), math.sin(turn)) for turn in turns]
    shown = scene_of([Picture.of(result(many, many)).close_up()])
    assert len(shown.vertices) == 8
    assert [-1.0, 0.0] in np.round(shown.vertices, 9).tolist()


def test_corners_that_cannot_be_told_apart_are_labelled_once() -> None:
    blunt = [(3, 3), (9, 3), (9, 8.999), (8.999, 9), (3, 9)]
    assert len(scene(result(blunt, blunt)).vertices) == 4


def test_labels_tell_no_more_than_is_known() -> None:
    third = [(0.0, 0.0), (10 / 3, 0.0), (0.0, 10 / 3)]
    point = np.array([10 / 3, 0.0])
    sharp = result(third, third, feasible=third, punishment=(0, 0), gap=1e-9)
    blurred = result(third, third, feasible=third, punishment=(0, 0), gap=0.05)
    unknown = result(third, [], feasible=third, punishment=(0, 0), gap=math.inf)
    assert scene(sharp).name_of(point) == "(3.333, 0)"
    assert scene(blurred).name_of(point) == "(3.3, 0)"
    assert scene(unknown).name_of(point) == "(3.3, 0)"
