from __future__ import annotations

import math
import subprocess
import sys
from xml.etree import ElementTree

import hypothesis.strategies as st
import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given, settings

from apsgen.hull import hull_indices
from apsgen.polygon import Polygon
from tests.brute import plane

SQUARE = [(0, 0), (2, 0), (2, 2), (0, 2)]
EMPTY = Polygon.hull([])

coordinates = st.integers(-6, 6).map(float)
clouds = st.lists(st.tuples(coordinates, coordinates), max_size=12)
real = st.floats(-1, 1, allow_subnormal=False)
fields = st.lists(st.tuples(real, real), min_size=1, max_size=12)
brief = settings(max_examples=150, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("points", "dimension", "diameter"),
    [
        ([], -1, 0.0),
        ([(1, 2), (1, 2)], 0, 0.0),
        ([(0, 0), (3, 4), (1.5, 2)], 1, 5.0),
        ([*SQUARE, (1, 1), (1, 0)], 2, math.sqrt(8)),
    ],
)
def test_every_dimension(
    points: list[tuple[float, float]], dimension: int, diameter: float
) -> None:
    polygon = Polygon.hull(points)
    assert polygon.dimension == dimension
    assert polygon.is_empty == (dimension == -1)
    assert polygon.diameter == pytest.approx(diameter)
    assert len(polygon.vertices) in ((dimension + 1,) if dimension < 2 else (4,))
    kinds = {-1: "Polygon", 0: "Point", 1: "LineString", 2: "Polygon"}
    assert polygon.geometry.geom_type == kinds[dimension]
    assert polygon.geometry.is_empty == polygon.is_empty


def test_vertices_turn_left_from_the_least() -> None:
    assert Polygon.hull(reversed(SQUARE)).vertices.tolist() == [list(map(float, p)) for p in SQUARE]


def test_the_empty_set() -> None:
    point = Polygon.hull([(1, 1)])
    assert EMPTY.support((1, 0)) == -math.inf
    assert EMPTY.distance((0, 0)) == math.inf
    assert EMPTY.excess(point) == 0.0
    assert EMPTY.hausdorff(EMPTY) == 0.0
    assert EMPTY.hausdorff(point) == point.hausdorff(EMPTY) == math.inf


def test_distances() -> None:
    square, segment = Polygon.hull(SQUARE), Polygon.hull([(0, 0), (0, 5)])
    assert square.distance((1, 1)) == 0.0
    assert square.distance((5, 6)) == pytest.approx(5.0)
    assert square.excess(segment) == pytest.approx(2.0)
    assert segment.excess(square) == pytest.approx(3.0)
    assert square.hausdorff(segment) == segment.hausdorff(square) == pytest.approx(3.0)


def test_many_points_are_sifted() -> None:
    """Of thousands of points only those near the boundary are looked at one by one."""
    chance = np.random.default_rng(1)
    points = np.concatenate([chance.random((3000, 2)), np.full((50, 2), 2.0), [[-1.0, 0.5]]])
    found = hull_indices(points, 0.0)
    expected = plane.hull([(float(x), float(y)) for x, y in points])
    assert [tuple(v) for v in points[found].tolist()] == expected
    assert hull_indices(np.full((500, 2), 0.25), 0.0) in ([0], [499])
    line = np.linspace([0, 1], [3, 7], 300)
    assert points_of(line, hull_indices(line, 1e-9)) == [[0, 1], [3, 7]]


def points_of(points: npt.NDArray[np.float64], indices: list[int]) -> list[list[float]]:
    found: list[list[float]] = points[indices].tolist()
    return found


def test_the_least_vertex_is_dropped_like_any_other() -> None:
    """It stands out by rounding alone, and is the lexicographically least all the same."""
    points = np.array([(1e-16, 0), (0, 0.3), (1e-16, 1), (1, 0.5)])
    assert len(Polygon.hull(points).vertices) == 4
    assert points_of(points, hull_indices(points, 1e-10)) == [[1e-16, 0], [1, 0.5], [1e-16, 1]]
    turned = points[:, ::-1] * -1
    assert len(hull_indices(turned, 1e-10)) == 3


def test_shapely_waits_until_it_is_asked_for() -> None:
    code = "import sys, apsgen.polygon; print('shapely' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_vertex_below_a_short_edge_is_kept() -> None:
    """Seen from the edge of length 1e-12 between its neighbours it is 1.9 away."""
    polygon = Polygon.hull([(-2e-12, 2), (-1e-12, 0), (0, 1.9)], 1e-10)
    assert polygon.distance((0, 0)) <= 1e-10
    assert polygon.diameter == pytest.approx(2.0)


def test_what_hardly_stands_out_is_dropped() -> None:
    points = [(0, 0), (1, -1e-11), (2, 0), (2 + 1e-11, 1e-11), (1, 1)]
    assert len(Polygon.hull(points).vertices) == 5
    assert len(Polygon.hull(points, 1e-10).vertices) == 3
    ring = [(0, 0), (1e-11, -1e-11), (1, 0), (0, 1), (-1e-11, 1e-11)]
    assert len(Polygon.hull(ring, 1e-10).vertices) == 3
    assert Polygon.hull([(0, 0), (1e-11, 0), (0, 1e-11)], 1e-10).dimension == 0


@brief
@given(clouds)
def test_the_hull_is_the_hull(points: list[tuple[float, float]]) -> None:
    polygon = Polygon.hull(points)
    assert [tuple(v) for v in polygon.vertices.tolist()] == plane.hull(points)
    assert Polygon.hull(points[::-1]).vertices.tolist() == polygon.vertices.tolist()
    assert Polygon.hull(polygon.vertices).vertices.tolist() == polygon.vertices.tolist()
    for direction in plane.circle(7):
        best = max((float(direction @ p) for p in points), default=-math.inf)
        assert polygon.support(direction) == pytest.approx(best)
    for point in points:
        assert polygon.distance(point) == pytest.approx(0.0, abs=1e-12)


@brief
@given(fields, st.sampled_from([1e-3, 1e-8, 1e-12]))
def test_a_tolerance_moves_the_set_by_little(
    points: list[tuple[float, float]], tolerance: float
) -> None:
    rough = [(x * scale, y) for x, y in points for scale in (1.0, tolerance)]
    exact, loose = Polygon.hull(rough), Polygon.hull(rough, tolerance)
    kept = {tuple(v) for v in loose.vertices.tolist()}
    assert kept <= {tuple(v) for v in exact.vertices.tolist()}
    assert exact.excess(loose) <= 4 * tolerance + 1e-15


@brief
@given(fields, fields)
def test_distances_agree_with_plane_geometry(
    points: list[tuple[float, float]], others: list[tuple[float, float]]
) -> None:
    first, second = Polygon.hull(points), Polygon.hull(others)
    hull = plane.hull(points)
    assert second.excess(first) == pytest.approx(plane.excess(others, hull), abs=1e-12)
    assert first.hausdorff(second) == second.hausdorff(first)
    spans = [np.hypot(a[0] - b[0], a[1] - b[1]) for a in points for b in points]
    assert first.diameter == pytest.approx(max(spans), abs=1e-15)


def test_normals_of_edges() -> None:
    square = Polygon.hull([(0, 0), (2, 0), (2, 2), (0, 2)])
    assert square.normals.tolist() == [[0, -1], [1, 0], [0, 1], [-1, 0]]
    segment = Polygon.hull([(0, 0), (0, 3)])
    np.testing.assert_array_equal(segment.normals, [[1, 0], [-1, 0]])
    assert Polygon.hull([(1, 1)]).normals.shape == EMPTY.normals.shape == (0, 2)


def test_nearest_points() -> None:
    square = Polygon.hull([(0, 0), (2, 0), (2, 2), (0, 2)])
    for polygon, point, expected in [
        (square, (3, 1), (2, 1)),
        (square, (5, 6), (2, 2)),
        (square, (1, 1.5), (1, 1.5)),
        (Polygon.hull([(0, 0), (2, 0)]), (1, -1), (1, 0)),
        (Polygon.hull([(0, 0), (2, 0)]), (-3, 0), (0, 0)),
        (Polygon.hull([(1, 1)]), (4, 5), (1, 1)),
    ]:
        assert polygon.nearest(np.array([point])).tolist() == [list(expected)]


@pytest.mark.parametrize("seed", range(40))
def test_many_points_and_many_vertices(seed: int) -> None:
    """Far more vertices than are gone through one by one: Shapely says the same."""
    chance = np.random.default_rng(seed)
    angle = chance.uniform(0, 2 * np.pi, chance.integers(45, 300))
    width = chance.choice([1.0, 1e-3, 1e-6])
    polygon = Polygon.hull(np.stack([width * np.cos(angle), np.sin(angle)], axis=1))
    whole = polygon.vertices
    points = np.concatenate(
        [
            chance.normal(size=(40, 2)) * chance.choice([0.1, 1.0, 10.0]),
            whole + 1e-9 * chance.normal(size=whole.shape),
            (whole + np.roll(whole, 1, axis=0)) / 2,
        ]
    )
    expected = shapely.distance(polygon.geometry, shapely.points(points))
    np.testing.assert_allclose(polygon.distances(points), expected, atol=1e-11)
    apart = np.linalg.norm(whole[:, None] - whole, axis=-1).max()
    assert polygon.diameter == pytest.approx(apart, rel=1e-12)
    hull = Polygon.hull(np.concatenate([whole, 0.5 * points[-len(whole) :], whole]))
    np.testing.assert_array_equal(hull.vertices, whole)


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        ([], "<Polygon, empty>"),
        ([(1, 2)], "<Polygon, point: (1, 2)>"),
        ([(8, 10), (10, 8)], "<Polygon, segment: (8, 10), (10, 8)>"),
        ([(0, 1e-17), (1 / 3, 0), (1, 1)], "<Polygon, 3 vertices: (0, 0), (0.333333, 0), (1, 1)>"),
        ([(0, 0), (1e-30, 0), (0, 1e-30)], "<Polygon, 3 vertices: (0, 0), (1e-30, 0), (0, 1e-30)>"),
    ],
)
def test_the_representation_lists_vertices(points: list[tuple[float, float]], shown: str) -> None:
    assert repr(Polygon.hull(points)) == shown


def test_long_representations_are_cut() -> None:
    shown = repr(Polygon.hull([(x, x * x) for x in range(20)]))
    assert shown.startswith("<Polygon, 20 vertices: (0, 0), (1, 1), ")
    assert shown.endswith("(7, 49), ...>")


@pytest.mark.parametrize("points", [[], [(1, 1)], [(0, 0), (1, 1)], SQUARE])
def test_a_notebook_shows_every_dimension(points: list[tuple[float, float]]) -> None:
    image = ElementTree.fromstring(Polygon.hull(points)._repr_svg_())
    tags = [one.tag.rpartition("}")[2] for one in image.iter()]
    assert tags.count("polygon") == (len(points) > 1)
    assert tags.count("circle") == (len(points) == 1)
