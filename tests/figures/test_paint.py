"""Painted axes hold every mark of a scene, in its order, with legible ticks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon as Patch

from apsgen.figures.paint import label_vertices, legend_of, paint
from apsgen.figures.payoff_set import scene_of
from apsgen.figures.picture import Picture
from apsgen.figures.scene import Scene
from apsgen.figures.trace import scenes_of
from tests.figures.results import kinds, steps

KINDS = kinds()


def painted(scene: Scene, size: float = 4.0) -> Axes:
    axes = Figure(figsize=(size, size)).add_subplot()
    paint(scene, axes)
    return axes


def scene(kind: str) -> Scene:
    return scene_of([Picture.of(KINDS[kind])])


@pytest.mark.parametrize("kind", ["curved", "segment", "point", "empty", "one is never punished"])
def test_every_mark_is_painted_in_its_order(kind: str) -> None:
    shown = scene(kind)
    axes = painted(shown)
    artists = sorted([*axes.patches, *axes.lines], key=lambda artist: artist.get_zorder())
    assert [artist.get_label() for artist in artists] == [mark.name for mark in shown.marks]
    for artist, mark in zip(artists, shown.marks, strict=True):
        if isinstance(artist, Patch):
            assert artist.get_xy()[:-1].tolist() == mark.points.tolist()
        else:
            assert isinstance(artist, Line2D)
            assert np.column_stack(artist.get_data()).tolist() == mark.points.tolist()


def test_looks_are_those_of_the_scene() -> None:
    shown = scene("polygon")
    axes = painted(shown)
    (outer,) = [patch for patch in axes.patches if patch.get_label() == "outer set"]
    (mark,) = [mark for mark in shown.marks if mark.name == "outer set"]
    assert to_hex(outer.get_edgecolor()) == mark.edge
    assert outer.get_facecolor()[-1] == 0.0
    assert outer.get_linewidth() == mark.stroke


def test_ticks_get_fewer_where_axes_are_small() -> None:
    shown = scene("polygon")
    large, small = painted(shown, 5.0), painted(shown, 1.2)
    assert len(small.get_xticks()) < len(large.get_xticks())
    for axes in (large, small):
        boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
        assert all(first.x1 < second.x0 for first, second in pairwise(boxes))


def test_ticks_say_where_they_stand() -> None:
    axes = painted(scene("payoffs of 1e9"))
    texts = [label.get_text().replace("\N{MINUS SIGN}", "-") for label in axes.get_xticklabels()]
    assert [1e9 + float(text) for text in texts] == pytest.approx(list(axes.get_xticks()))


def test_the_gap_has_a_logarithmic_axis() -> None:
    axes = painted(scenes_of(steps(4))[1])
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "log")
    assert axes.get_yticklabels()[0].get_text().startswith("$10^{")


def test_the_legend_has_a_sample_for_each_entry() -> None:
    shown = scene("polygon")
    samples, words = legend_of(shown)
    assert len(samples) == len(words) == len(shown.entries)
    assert [len(sample) for sample in samples] == [2, 1, 1, 1]
    assert isinstance(samples[0][0], Patch)
    empty, _ = legend_of(scene("empty"))
    assert isinstance(empty[0][0], Line2D)
    assert empty[0][0].get_linestyle() == "None"


def test_labels_are_led_to_vertices_that_have_no_room() -> None:
    shown = scene("curved")
    axes = painted(shown)
    label_vertices(shown, axes)
    assert 4 <= len(axes.texts) <= len(shown.vertices)
    names = {shown.name_of(vertex) for vertex in shown.vertices}
    assert {text.get_text() for text in axes.texts} <= names
    leaders = [line for line in axes.lines if line.get_label() == "leader"]
    assert len(leaders) < len(axes.texts)
    assert all(np.size(line.get_xdata()) == 2 for line in leaders)


def test_labels_without_room_are_left_out() -> None:
    shown = scene("curved")
    axes = painted(shown, 0.9)
    label_vertices(shown, axes)
    assert len(axes.texts) < len(shown.vertices)
