"""The two polygons against scores from their definition, in many directions."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings

from apsgen.game import Game
from apsgen.limit import limit
from tests.limit.definitions import score
from tests.limit.games import hidden_games, noisy_games

ROUNDING = 1e-7


def directions(count: int) -> list[tuple[float, float]]:
    """Return directions that miss the axes."""
    angles = 2 * math.pi * (np.arange(count) + 0.37) / count
    return [(math.cos(angle), math.sin(angle)) for angle in angles.tolist()]


def assert_right(game: Game) -> None:
    """The inner polygon obeys every score; the outer one is held by scores on all its edges."""
    found = limit(game)
    for direction in directions(12):
        reach = score(game, direction)
        if found.inner_corners:
            assert found.inner_set.support(direction) <= reach + ROUNDING
    for side in found.scores:
        size = max(map(abs, side.direction))
        along = float(side.direction[0] / size), float(side.direction[1] / size)
        if all(along):
            assert abs(score(game, along) - float(side.level) / float(size)) <= ROUNDING
    if found.outer_corners:
        assert found.gap <= found.tolerance * found.outer_set.diameter


@settings(max_examples=12, deadline=None)
@given(noisy_games())
def test_hidden_actions(game: Game) -> None:
    assert_right(game)


@settings(max_examples=12, deadline=None)
@given(hidden_games())
def test_hidden_types(game: Game) -> None:
    assert_right(game)
