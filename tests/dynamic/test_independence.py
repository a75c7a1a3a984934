"""Convex independence and spanning of what can be seen next."""

from __future__ import annotations

from fractions import Fraction

from apsgen.dynamic.independence import Evidence, all_evidence, rank
from tests.dynamic.cases import case

THIRD = Fraction(1, 3)


def seen(*rows: tuple[int, ...]) -> Evidence:
    """Return evidence with rows in sixths."""
    beliefs = tuple(tuple(Fraction(x, 6) for x in row) for row in rows)
    return Evidence(0, 0, 0, tuple((0, place) for place in range(len(rows[0]))), beliefs)


def test_spanning_is_more_than_convex_independence() -> None:
    apart = seen((6, 0, 0), (0, 6, 0), (0, 0, 6))
    assert apart.is_spanning
    assert apart.is_convex
    # Four corners of a square: none is an average of the others, but they lie in a plane.
    square = seen((3, 3, 0, 0), (3, 0, 3, 0), (0, 3, 0, 3), (0, 0, 3, 3))
    assert not square.is_spanning
    assert square.is_convex
    middle = seen((6, 0), (0, 6), (3, 3))
    assert not middle.is_spanning
    assert not middle.is_convex
    assert not seen((2, 4), (2, 4)).is_convex


def test_a_single_type_is_always_told() -> None:
    assert seen((2, 4)).is_convex
    assert seen((2, 4)).is_spanning


def test_the_bidders_tell_of_each_other() -> None:
    found = [*all_evidence(case("liu_2018"))]
    assert len(found) == 8
    assert all(one.is_convex and one.is_spanning for one in found)
    quarters = {one.beliefs for one in found}
    assert ((Fraction(3, 4), Fraction(1, 4)), (Fraction(1, 2), Fraction(1, 2))) in quarters


def test_redrawn_types_tell_nothing() -> None:
    found = [*all_evidence(case("athey_segal_2013_repeated"))]
    assert not any(one.is_convex or one.is_spanning for one in found)


def test_rank() -> None:
    assert rank([[THIRD, THIRD], [THIRD, THIRD]]) == 1
    assert rank([[THIRD, Fraction(0)], [THIRD, THIRD]]) == 2
