"""Levels of an outer set: where they begin, other directions, contradictions, the hull."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from apsgen import checker
from apsgen.checker import Part, Point
from tests.checker.steps import AROUND, descent, known, read, square, texts

ONE = Fraction(1)


def test_a_start_below_the_start_set_is_refused() -> None:
    game = read("stahl_1991", "4/5")
    start = descent(game)["start"]
    around = known(game, square(1, 10)).directions
    for k, level in enumerate(start):
        lower = [*start]
        lower[k] = str(Fraction(level) - Fraction(1, 10**9))
        with pytest.raises(checker.RejectedError, match="the start set reaches to"):
            checker.check_start(Part(lower, "start"), game, around)


def turned(direction: Point, level: str, between: list[int]) -> dict[str, Any]:
    """Return a step to directions of which the first is new."""
    entries = [
        {"direction": texts([other])[0], "level": "100", "between": [k, k]}
        for k, other in enumerate(AROUND)
    ]
    first = {"direction": texts([direction])[0], "level": level, "between": between}
    return {"rule": "directions", "entries": [entries[0], first, *entries[1:]]}


def test_a_level_between_two_is_what_they_imply() -> None:
    """The direction (3, 1) is 2 (1, 0) + (1, 1)."""
    game, direction = read("stahl_1991", "4/5"), (Fraction(3), Fraction(1))
    outer = known(game, square(1, 10))
    implied = 2 * outer.levels[0] + outer.levels[1]
    checker.check_step(Part(turned(direction, str(implied), [0, 1]), "step"), outer)
    assert outer.directions.listed[1] == direction
    assert outer.levels[:2] == [Fraction(100), implied]
    low = turned(direction, str(implied - Fraction(1, 10**9)), [0, 1])
    with pytest.raises(checker.RejectedError, match="the two levels imply none below 40"):
        checker.check_step(Part(low, "step"), known(game, square(1, 10)))


@pytest.mark.parametrize("between", [[1, 2], [0, 4], [0, 0], [4, 4], [7, 0], [3, 6]])
def test_a_direction_that_is_not_between_two_is_refused(between: list[int]) -> None:
    game = read("stahl_1991", "4/5")
    step = turned((Fraction(3), Fraction(1)), "1000000", between)
    with pytest.raises(checker.RejectedError, match="does not lie between these two"):
        checker.check_step(Part(step, "step"), known(game, square(1, 10)))


def test_directions_that_do_not_go_around_are_refused() -> None:
    game = read("stahl_1991", "4/5")
    step = turned((Fraction(3), Fraction(1)), "1000", [0, 1])
    wrong: list[list[Any]] = [[], step["entries"][:4], step["entries"][::-1]]
    for entries in wrong:
        outer = known(game, square(1, 10))
        with pytest.raises(checker.RejectedError, match=r"directions|neighbours"):
            checker.check_step(Part(step | {"entries": entries}, "step"), outer)


def test_levels_that_contradict_each_other_leave_nothing() -> None:
    """There x <= -1, y <= 2 and -x - y <= -2 have no common point; -x - y <= -1 leaves one."""
    game = read("stahl_1991", "4/5")
    outer = known(game, square(0, 0))
    outer.levels[0], outer.levels[2], outer.levels[5] = Fraction(-1), Fraction(2), Fraction(-2)
    weights = [[0, "1"], [2, "1"], [5, "1"]]
    step = {"rule": "contradiction", "weights": weights}
    assert checker.check_step(Part(step, "step"), outer)
    for wrong in (weights[:2], [], [[0, "1"], [2, "2"], [5, "1"]], [[k, "0"] for k in range(8)]):
        with pytest.raises(checker.RejectedError, match="the directions must sum to nothing"):
            checker.check_step(Part(step | {"weights": wrong}, "step"), outer)
    outer.levels[5] = Fraction(-1)
    with pytest.raises(checker.RejectedError, match="the levels to less than 0"):
        checker.check_step(Part(step, "step"), outer)
    with pytest.raises(checker.RejectedError, match="-1 is negative"):
        checker.check_step(Part(step | {"weights": [[0, "-1"]]}, "step"), outer)


def test_a_hull_holds_all_that_the_levels_allow() -> None:
    game = read("stahl_1991", "4/5")
    corners = [(1, 5), (5, 1), (10, 1), (10, 8), (8, 10), (1, 10)]
    hull = [(Fraction(x), Fraction(y)) for x, y in corners]
    part = {"directions": texts(AROUND), "start": descent(game)["start"], "steps": []}
    assert checker.check_outer(Part(part | {"vertices": texts(hull)}, "outer"), game) == hull
    for k in range(len(hull)):
        fewer = part | {"vertices": texts([*hull[:k], *hull[k + 1 :]])}
        with pytest.raises(checker.RejectedError, match="the levels reach beyond the hull"):
            checker.check_outer(Part(fewer, "outer"), game)
    with pytest.raises(checker.RejectedError, match="do not show V\\* to be empty"):
        checker.check_outer(Part(part | {"vertices": []}, "outer"), game)


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_the_sides_of_a_hull_meet_in_it(count: int) -> None:
    random = Random(count)
    spread = [Fraction(k) for k in range(-3, 4)]
    for _ in range(20):
        hull = checker.convex_hull(
            [(random.choice(spread), random.choice(spread)) for _ in range(count)]
        )
        for point in product(spread, spread):
            inside = all(n[0] * point[0] + n[1] * point[1] <= c for n, c in checker.sides(hull))
            assert inside == (checker.squared_distance(point, hull) == 0)


def test_all_are_near_if_each_is() -> None:
    random = Random(1)
    for count in (1, 2, 5):
        hull = checker.convex_hull(
            [(Fraction(random.randint(0, 9)), Fraction(k)) for k in range(count)]
        )
        points = checker.convex_hull(
            [(Fraction(random.randint(-9, 9)), Fraction(random.randint(-9, 9))) for _ in range(7)]
        )
        most = max(checker.squared_distance(point, hull) for point in points)
        assert checker.all_near(points, hull, most)
        assert not checker.all_near(points, hull, most - Fraction(1, 10**9))
