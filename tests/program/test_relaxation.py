from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings

from apsgen.fixedpoint.outer import Levels
from apsgen.polygon import Polygon
from apsgen.program.coherence import Continuations
from apsgen.program.reduced import Reduced
from apsgen.program.relaxation import without_floors
from tests.brute.plane import circle

Floats = npt.NDArray[np.float64]
PROFILES, DECISIONS = 2, 3

number = st.integers(-4, 4).map(lambda k: k / 4)
polygons = st.lists(st.tuples(number, number), min_size=3, max_size=8).map(Polygon.hull)
solid = polygons.filter(lambda polygon: polygon.dimension == 2)
brief = settings(max_examples=150, deadline=None, derandomize=True)


def random_bound(seed: int) -> Reduced:
    chance = np.random.default_rng(seed)
    shape = (PROFILES, DECISIONS)
    slopes = chance.integers(-2, 3, (*shape, 1, 2)).astype(float)
    return Reduced(
        normal=chance.normal(size=2),
        base=chance.normal(size=shape),
        punished=chance.random((*shape, 2)),
        slopes=slopes,
        payments=np.zeros((*shape, 1, 0)),
        greatest_payment=1.0,
    )


def gains(seed: int, polygon: Polygon) -> Floats:
    """What the floors exceed p0 by: some nowhere, some beyond the set."""
    chance = np.random.default_rng(seed + 1)
    width = float(np.ptp(polygon.vertices, axis=0).max())
    found: Floats = chance.random((PROFILES, DECISIONS, 2)) * width
    found[chance.random(found.shape) < 0.3] = -np.inf
    return found


def least(polygon: Polygon) -> Floats:
    return np.asarray(polygon.vertices.min(axis=0))


def around(polygon: Polygon) -> Levels:
    turned = np.roll(polygon.vertices, -1, axis=0) - polygon.vertices
    normals = np.stack([turned[:, 1], -turned[:, 0]], axis=1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return Levels.around(polygon, np.concatenate([circle(4), normals]))


@brief
@given(solid, st.integers(0, 10_000))
def test_the_best_prices_lose_nothing_where_something_is_open(polygon: Polygon, seed: int) -> None:
    bound, floors = random_bound(seed), least(polygon) + gains(seed, polygon)
    levels = around(polygon)
    relaxed = without_floors(bound, levels.directions, levels.levels, floors, least(polygon))
    assert (relaxed.punished >= bound.punished).all()
    cut = Continuations.of(polygon.vertices, floors)
    whole = Continuations.of(polygon.vertices, None)
    clipped = cells(bound, cut, least(polygon))
    priced = cells(relaxed, whole, least(polygon))
    is_open = np.isfinite(clipped)
    np.testing.assert_allclose(priced[is_open], clipped[is_open], atol=1e-8)
    assert np.isfinite(priced).all()


@brief
@given(solid, solid, st.integers(0, 10_000))
def test_the_bound_holds_for_other_sets_and_their_floors(
    polygon: Polygon, other: Polygon, seed: int
) -> None:
    bound, above = random_bound(seed), gains(seed, polygon)
    levels = around(polygon)
    relaxed = without_floors(
        bound, levels.directions, levels.levels, least(polygon) + above, least(polygon)
    )
    cut = Continuations.of(other.vertices, least(other) + above)
    whole = Continuations.of(other.vertices, None)
    exact = cells(bound, cut, least(other))
    assert (cells(relaxed, whole, least(other)) >= exact - 1e-8).all()
    assert relaxed.bound(whole, least(other)) >= bound.bound(cut, least(other)) - 1e-8


def cells(bound: Reduced, continuations: Continuations, punishment: Floats) -> Floats:
    """Return the value of each decision in each profile."""
    later, _ = continuations.best(bound.slopes)
    return np.asarray(bound.base - bound.punished @ punishment + later[..., 0])


def test_two_floors_on_a_box() -> None:
    """With slopes (-1, -2) both floors bind: each is worth its slope."""
    box = Polygon.hull([(0, 0), (1, 0), (1, 1), (0, 1)])
    levels = around(box)
    bound = Reduced(
        normal=np.array([-1.0, -2.0]),
        base=np.zeros((1, 1)),
        punished=np.zeros((1, 1, 2)),
        slopes=np.array([[[[-1.0, -2.0]]]]),
        payments=np.zeros((1, 1, 1, 0)),
        greatest_payment=0.0,
    )
    floors = np.array([[[0.25, 0.5]]])
    relaxed = without_floors(bound, levels.directions, levels.levels, floors, np.zeros(2))
    assert relaxed.slopes.tolist() == [[[[0.0, 0.0]]]]
    assert relaxed.punished.tolist() == [[[1.0, 2.0]]]
    assert relaxed.base.item() == pytest.approx(-1.25)
