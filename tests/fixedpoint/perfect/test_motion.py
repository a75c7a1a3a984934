from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from apsgen.fixedpoint.perfect.image import BOTH, FREE, PUNISHED, Image, image
from apsgen.fixedpoint.perfect.motion import linearised
from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.polygon import Floats, Polygon
from tests.fixedpoint.perfect.games import KINDS, profiles, some_points

STEP = 1e-6


def inside(known: Profiles, found: Image, vertices: Floats) -> npt.NDArray[np.bool_]:
    """Whether the floors of the vertices, where they have any, cut the set, shape (n,)."""
    floors = known.punishment(vertices) + known.need[found.decision]
    own = floors[np.arange(len(floors)), found.player]
    coherent = known.coherent(Polygon(vertices)).vertices[:, found.player]
    cut = (coherent.min(axis=0) + 1e-3 < own) & (own < coherent.max(axis=0) - 1e-3)
    return np.asarray(cut | np.isin(found.place, [FREE, BOTH, PUNISHED]))


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("kind", KINDS)
def test_slopes_against_differences(kind: str, seed: int) -> None:
    """Where the set is in general position, what is generated moves as the slopes say."""
    known = profiles(KINDS[kind](Random(seed)))
    found = image(known, Polygon.hull(some_points(seed)))
    if len(found.polygon.vertices) < 3:
        return
    chance = np.random.default_rng(seed)
    base = found.polygon.vertices + 0.01 * chance.random(found.polygon.vertices.shape)
    if len(Polygon.hull(base).vertices) < len(base):
        return
    kept = np.arange(len(base))
    cut = np.repeat(inside(known, found, base), 2)
    values, slopes = linearised(known, found.at(base, kept))
    for _ in range(3):
        move = chance.normal(size=base.shape)
        ahead, _ = linearised(known, found.at(base + STEP * move, kept))
        behind, _ = linearised(known, found.at(base - STEP * move, kept))
        expected = ((ahead - behind) / (2 * STEP)).reshape(-1)
        smooth = cut & (np.abs(ahead - 2 * values + behind).reshape(-1) <= 1e-9)
        np.testing.assert_allclose(
            (slopes @ move.reshape(-1))[smooth], expected[smooth], atol=1e-4, rtol=1e-4
        )


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kind", KINDS)
def test_values_are_the_image(kind: str, seed: int) -> None:
    """Applied twice: the vertices that keep their places are where the image has them."""
    known = profiles(KINDS[kind](Random(seed)))
    first = image(known, Polygon.hull(some_points(seed)))
    if first.polygon.is_empty:
        return
    second = image(known, first.polygon)
    values, _ = linearised(known, first)
    before = list(zip(first.decision, first.player, first.place, strict=True))
    for k, place in enumerate(zip(second.decision, second.player, second.place, strict=True)):
        if place in before:
            there = values[before.index(place)]
            np.testing.assert_allclose(there, second.polygon.vertices[k], atol=1e-9)


def test_stage_payoffs_do_not_move() -> None:
    known = profiles(KINDS["matrices"](Random(1)))
    stage = known.payoff[:1]
    nobody = np.zeros(1, dtype=np.int64)
    values, slopes = linearised(known, Image(Polygon(stage), nobody, nobody, nobody + FREE))
    np.testing.assert_array_equal(values, stage)
    assert not slopes.any()
