"""The states that play reaches, and those that can be left out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

import apsgen
from apsgen.extraction.reach import alive, pruned, reached
from apsgen.extraction.setting import Setting, targets
from tests.brute.games import random_game

CASES = Path(__file__).parents[2] / "cases"
CORNERS = [("3", "3"), ("39/4", "3"), ("9", "9"), ("3", "39/4")]
POINTS = [(Fraction(x), Fraction(y)) for x, y in CORNERS]


@pytest.fixture(scope="module")
def dilemma() -> Setting:
    return Setting.of(apsgen.load(CASES / "stahl_1991.toml"))


def test_only_what_is_reached_is_kept(dilemma: Setting) -> None:
    found = reached(dilemma, POINTS[2], POINTS)
    assert found is not None
    points, stages = found
    assert points[0] == POINTS[2]
    assert set(points) <= set(POINTS)
    assert all(max(targets(stages[place])) < len(points) for place in range(len(points)))


def test_what_is_not_needed_is_left_out_and_the_rest_still_holds(dilemma: Setting) -> None:
    stages = dilemma.stages([POINTS[2], *POINTS[:2], POINTS[3]])
    assert stages is not None
    points, kept = pruned(dilemma, [POINTS[2], *POINTS[:2], POINTS[3]], stages)
    assert points == [POINTS[2], POINTS[0]]
    assert sorted(kept) == [0, 1]


def test_a_point_that_is_not_generated_is_reached_by_nothing(dilemma: Setting) -> None:
    assert reached(dilemma, (Fraction(10), Fraction(9)), POINTS) is None


def test_what_punishing_states_lead_to_is_kept_too() -> None:
    # Play leads from the first state to itself alone; the one that punishes leads to a third.
    setting = Setting.of(apsgen.load(CASES / "stahl_1991.toml"))
    stage = setting.stages([POINTS[2], POINTS[0]])
    assert stage is not None

    def to(place: int) -> list[dict[str, object]]:
        block = dict(stage[0][0]["blocks"][0]) | {"continuation": [[[place, "1"]]]}
        return [{"blocks": [block]}]

    points = [POINTS[2], (Fraction(5), Fraction(5)), POINTS[0], (Fraction(4), Fraction(4))]
    found, stages = alive(setting, points, {0: to(0), 1: to(1), 2: to(3), 3: to(2)})
    assert found == [points[0], points[2], points[3]]
    assert [targets(stages[place]) for place in range(3)] == [[0], [2], [1]]


def test_many_states_under_the_worst_punishment() -> None:
    game = random_game(Random(106))
    mechanism = apsgen.iterate(game, tolerance=1e-3).mechanism(maximise=(1, 1))
    assert apsgen.check(game, mechanism).holds
