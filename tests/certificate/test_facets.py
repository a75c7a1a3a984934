"""Directions: few edges around a polygon, in the order of angles, each between its neighbours."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest

from apsgen import checker
from apsgen.certificate.facets import around, between, by_angle, directions_of, facets, shares
from apsgen.certificate.normal import Normal
from apsgen.checker import Directions, Part
from apsgen.fixedpoint.outer import Levels
from apsgen.polygon import Polygon
from tests.certificate.games import game
from tests.checker.steps import texts


def random_polygon(seed: int) -> Polygon:
    generator = np.random.default_rng(seed)
    angles = generator.uniform(0, 2 * np.pi, size=40)
    return Polygon.hull(np.stack([np.cos(angles), generator.uniform(0.2, 2) * np.sin(angles)], 1))


@pytest.mark.parametrize("tolerance", [1e-6, 1e-3, 1e-2, 0.1])
@pytest.mark.parametrize("seed", range(8))
def test_few_edges_hold_the_polygon_and_little_more(seed: int, tolerance: float) -> None:
    polygon = random_polygon(seed)
    normals = facets(polygon, tolerance)
    assert len(normals) <= len(polygon.normals)
    assert tolerance < 1e-2 or len(normals) < len(polygon.normals)
    levels = Levels(normals, (normals @ polygon.vertices.T).max(axis=1))
    coarse = by_angle(levels).polygon()
    assert polygon.excess(coarse) < 1e-9
    beyond = (polygon.normals @ coarse.vertices.T).max(axis=1)
    own = (polygon.normals @ polygon.vertices.T).max(axis=1)
    assert (beyond - own).max() <= tolerance + 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_directions_go_around_and_are_read_by_the_checker(tmp_path: Path, seed: int) -> None:
    normal = Normal.of(game(tmp_path, seed))
    for listed in (around(normal), directions_of(normal, random_polygon(seed).normals)):
        assert Directions.read(Part(texts(listed), "directions")).listed == listed
        assert set(checker.AXES) <= set(listed)


@pytest.mark.parametrize("seed", range(20))
def test_a_direction_is_a_sum_of_those_beside_it(seed: int) -> None:
    random = Random(seed)
    listed = [(Fraction(x), Fraction(y)) for x, y in ((1, 0), (2, 3), (-1, 2), (-1, -1), (1, -4))]
    drawn = [(Fraction(random.randint(-9, 9)), Fraction(random.randint(-9, 9))) for _ in range(20)]
    for direction in [*listed, *(one for one in drawn if any(one))]:
        i, j = between(direction, listed)
        first, second = shares(direction, listed[i], listed[j])
        assert min(first, second) >= 0
        assert direction == tuple(first * listed[i][c] + second * listed[j][c] for c in (0, 1))
        assert j in (i, (i + 1) % len(listed))
