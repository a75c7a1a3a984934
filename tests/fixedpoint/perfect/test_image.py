from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from apsgen.fixedpoint.perfect.image import BOTH, FREE, HIGH, LOW, PUNISHED, envelopes, image
from apsgen.game import Punishment
from apsgen.polygon import Polygon
from apsgen.program.stage import Units
from tests.brute import perfect
from tests.brute.plane import excess
from tests.builders import game as small_game
from tests.comparison import points
from tests.fixedpoint.perfect.games import (
    KINDS,
    generated,
    normalised_table,
    profiles,
    some_points,
)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("kind", KINDS)
def test_a_fixed_point_of_t_is_its_own_image(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(seed))
    exact = perfect.solve(game).exact
    if exact:
        units = Units.of(game)
        scaled = [[(v[i] - units.shift[i]) / units.scale[i] for i in range(2)] for v in exact]
        polygon = Polygon.hull(np.array(scaled, dtype=np.float64))
        assert image(profiles(game), polygon).polygon.hausdorff(polygon) <= 1e-10


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", KINDS)
def test_what_floors_make_is_generated(kind: str, seed: int) -> None:
    """T generates every point of the image but stage payoffs that lie outside of V."""
    game = KINDS[kind](Random(seed))
    polygon = Polygon.hull(some_points(seed))
    found = image(profiles(game), polygon)
    made = generated(game, polygon.vertices)
    for vertex, place in zip(points(found.polygon), found.place, strict=True):
        if place != FREE:
            assert excess([vertex], made) <= 1e-9


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", KINDS)
def test_a_vertex_comes_from_where_the_image_says(kind: str, seed: int) -> None:
    game = KINDS[kind](Random(seed))
    known = profiles(game)
    polygon = Polygon.hull(some_points(seed))
    found = image(known, polygon)
    table = normalised_table(game)
    punishment = known.punishment(polygon.vertices)
    coherent = known.coherent(polygon)
    for k, vertex in enumerate(found.polygon.vertices):
        stage = table.profiles[int(found.decision[k])].payoff
        floors = punishment + known.need[found.decision[k]]
        later = (vertex - (1 - known.delta) * np.array(stage)) / known.delta
        place, player = found.place[k], found.player[k]
        if place == FREE:
            assert (np.array(stage) >= floors - 1e-9).all()
            np.testing.assert_allclose(vertex, stage, atol=1e-12)
            continue
        assert coherent.distance(later) <= 1e-9
        assert (later >= floors - 1e-9).all()
        if place == PUNISHED:
            np.testing.assert_allclose(later, punishment, atol=1e-9)
        elif place == BOTH:
            np.testing.assert_allclose(later, floors, atol=1e-9)
        else:
            assert place in (HIGH, LOW)
            assert later[player] == pytest.approx(floors[player], abs=1e-9)


def test_the_dilemma_at_its_threshold() -> None:
    """At delta = 1/7 mutual cooperation is worth exactly what it must be worth."""
    found = image(profiles(small_game(delta="1/7")), Polygon.hull([(2 / 9, 2 / 9), (8 / 9, 8 / 9)]))
    np.testing.assert_allclose(found.polygon.vertices, [[2 / 9, 2 / 9], [8 / 9, 8 / 9]])
    assert found.place.tolist() == [FREE, FREE]
    assert found.decision.tolist() == [3, 0]


def test_nothing_comes_of_a_set_below_all_floors() -> None:
    game = small_game(([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), "1/4")
    found = image(profiles(game), Polygon.hull([(0, 0), (1, 1)]))
    assert found.polygon.is_empty
    assert found.place.tolist() == []


def test_the_punishment_may_be_a_continuation() -> None:
    game = replace(small_game(punishment=(0, 0), delta="1/2"), punishment=Punishment(None, True))
    triangle = Polygon.hull([(2 / 9, 1), (1, 2 / 9), (1, 1)])
    found = image(profiles(game), triangle)
    assert PUNISHED in found.place
    off = image(profiles(replace(game, punishment=Punishment(None, False))), triangle)
    assert PUNISHED not in off.place
    assert off.polygon.excess(found.polygon) <= 1e-12


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("player", [0, 1])
def test_envelopes_are_the_ends_of_cuts(player: int, seed: int) -> None:
    polygon = Polygon.hull(some_points(seed))
    low, high = envelopes(polygon.vertices.tolist(), player)
    own = polygon.vertices[:, player]
    assert (low[0][0], low[0][-1]) == (high[0][0], high[0][-1]) == (own.min(), own.max())
    for share in np.linspace(0, 1, 7):
        at = own.min() + share * (own.max() - own.min())
        ends = [float(np.interp(at, *chain)) for chain in (low, high)]
        assert ends[0] <= ends[1]
        for end, step in zip(ends, (-1e-6, 1e-6), strict=True):
            on = [at, end] if player == 0 else [end, at]
            beyond = [at, end + step] if player == 0 else [end + step, at]
            assert polygon.distance(on) <= 1e-12
            assert polygon.distance(beyond) > 1e-12


def test_envelopes_of_a_point_and_of_upright_segments() -> None:
    assert envelopes([[1.0, 2.0]], 0) == (([1.0], [2.0]), ([1.0], [2.0]))
    assert envelopes([[1.0, 2.0]], 1) == (([2.0], [1.0]), ([2.0], [1.0]))
    assert envelopes([[1.0, 2.0], [1.0, 5.0]], 0) == (([1.0], [2.0]), ([1.0], [5.0]))
    assert envelopes([[1.0, 2.0], [4.0, 2.0]], 1) == (([2.0], [1.0]), ([2.0], [4.0]))
