"""A scene names payoffs in the units of its axes, and knows the lines that labels should avoid."""

from __future__ import annotations

import numpy as np
import pytest

from apsgen.figures.payoff_set import scene_of
from apsgen.figures.picture import Picture
from apsgen.figures.scene import Kind, Mark, Scene
from apsgen.figures.trace import scenes_of
from apsgen.figures.words import mathtext
from tests.figures.results import KITE, in_units, kinds, result, steps


def scene(kind: str) -> Scene:
    return scene_of([Picture.of(kinds()[kind])])


@pytest.mark.parametrize(("offset", "scale"), [(0.0, 1.0), (1e9, 1.0), (0.0, 1e-9), (0.0, 1e12)])
def test_payoffs_are_named_in_the_units_of_the_ticks(offset: float, scale: float) -> None:
    shown = scene_of([Picture.of(in_units(offset, scale))])
    assert shown.name_of(np.array([offset + 9.75 * scale, offset + 3 * scale])) == "(9.75, 3)"


def test_names_bear_a_minus_sign_and_no_negative_zero() -> None:
    shown = scene_of([Picture.of(result(KITE, KITE))])
    assert shown.name_of(np.array([-1.5, -1e-12])) == "(\N{MINUS SIGN}1.5, 0)"


def test_labels_of_axes_say_the_unit() -> None:
    far = scene_of([Picture.of(in_units(1e9, 1.0))])
    assert mathtext(far.horizontal.label) == ("average payoff of firm1 \N{MINUS SIGN} 1000000000")


def test_outlines_are_rims_and_lines() -> None:
    found = list(scene("polygon").outlines())
    assert sum(len(course) == 5 for course in found) == 2
    assert all(course[0].tolist() == course[-1].tolist() for course in found if len(course) == 5)
    assert sum(len(course) == 2 for course in found) == 1


def test_units_are_equal_for_payoffs_alone() -> None:
    sets, gap = scenes_of(steps(3))
    assert sets.has_equal_units
    assert sets.ratio == sets.view.ratio
    assert not gap.has_equal_units
    assert 0.4 < gap.ratio < 0.8


def test_a_mark_is_bare_unless_told() -> None:
    mark = Mark("line", Kind.LINE, np.zeros((2, 2)))
    assert (mark.fill, mark.edge, mark.dash) == (None, None, ())
