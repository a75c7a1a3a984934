"""The triangle, and the quadrilateral beyond it."""

from __future__ import annotations

import pytest

from apsgen.case import load
from tests.cases.held import CASES, Point, is_fixed, is_hull, solved

TRIANGLE = ((3, 3), (9, 3), (3, 9))
ALL = ((3, 3), (47 / 5, 3), (7, 7), (3, 47 / 5))


@pytest.mark.parametrize(
    ("delta", "points"),
    [
        ("71/500", ((3, 3),)),
        ("1/7", TRIANGLE),
        ("2/7", TRIANGLE),
        ("214/500", TRIANGLE),
        ("3/7", ALL),
        ("4/5", ALL),
    ],
)
def test_the_regions(delta: str, points: tuple[Point, ...]) -> None:
    assert is_hull(solved("stahl_1991_alternating", delta), points)
    game = load(CASES / "stahl_1991_alternating.toml", delta=delta)
    assert len(points) < 3 or is_fixed(game, points)


@pytest.mark.parametrize(
    ("delta", "points"),
    [
        ("71/500", ((3, 3),)),
        ("1/7", ((3, 3), (9, 9))),
        ("24/100", ((3, 3), (9, 9))),
        ("1/4", ((3, 3), (39 / 4, 3), (9, 9), (3, 39 / 4))),
    ],
)
def test_the_regions_of_the_other_kind(delta: str, points: tuple[Point, ...]) -> None:
    assert is_hull(solved("stahl_1991", delta), points)
