"""Half-planes in exact numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.checker import Point
from apsgen.limit.halfplanes import Halfplane, clipped, primitive, support

SQUARE = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (3, 0), (3, 3), (0, 3))]


def side(x: int, y: int, level: str) -> Halfplane:
    return (Fraction(x), Fraction(y)), Fraction(level)


@pytest.mark.parametrize(
    ("sides", "corners"),
    [
        ([side(1, 1, "6")], 4),
        ([side(1, 1, "5")], 5),
        ([side(1, 1, "1")], 3),
        ([side(1, 0, "0")], 2),
        ([side(1, 0, "0"), side(0, 1, "0")], 1),
        ([side(1, 0, "0"), side(0, 1, "1/3")], 2),
        ([side(1, 0, "-1/10000000000")], 0),
    ],
)
def test_a_square_is_cut(sides: list[Halfplane], corners: int) -> None:
    found = clipped(SQUARE, sides)
    assert len(found) == corners
    assert all(x * d[0] + y * d[1] <= level for x, y in found for d, level in sides)


def test_support_and_whole_numbers() -> None:
    direction: Point = (Fraction(1, 2), Fraction(-1, 3))
    assert support(SQUARE, direction) == Fraction(3, 2)
    assert [str(x) for x in primitive(direction)] == ["3", "-2"]
