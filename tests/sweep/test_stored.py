from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import apsgen
from apsgen.errors import ResultError
from apsgen.fields import Fields
from apsgen.sweep import CriticalMap, Outcome, Point, axis, read_map
from apsgen.sweep.stored import is_map, map_of

CASES = Path(__file__).parents[2] / "cases"
STORED = CASES / "athey_bagwell_2001.map.json"
ANSWERS: list[Outcome | None] = [
    Outcome(
        {
            "status": "bracketed",
            "lo": "0.49",
            "hi": "1/2",
            "proved": True,
            "value": 0.5,
            "root": "1/2",
            "binding": ["IC of firm1", "IC of firm2"],
        }
    ),
    Outcome(
        {
            "status": "never",
            "lo": "0.9999",
            "hi": "1",
            "proved": True,
            "value": None,
            "root": None,
            "binding": [],
        }
    ),
    Outcome(None, "a probability is 3/2"),
    None,
]


def sample() -> CriticalMap:
    axes = axis("r=1:2:2"), axis("eta=1/4:3/4:2")
    grid = [(r, eta) for r in axes[0].values for eta in axes[1].values]
    points = tuple(map(Point.of, grid, ANSWERS))
    return CriticalMap("A case", "first-best", 1e-2, axes, points)


def fields() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sample().to_json())
    return found


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(sample().to_json() + "\n")

    assert is_map(path)
    assert read_map(path) == sample()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "apsgen-result/1"}, 'format: found "apsgen-result/1"'),
        ({"vary": {"r": []}}, 'vary.r: found an empty list; a list of texts such as "4/5"'),
        ({"points": []}, "points: found 0; one for each of 4 is accepted"),
        ({"points": [1, 2, 3, 4]}, r"points\[0\]: found no object"),
        ({"tolerance": "small"}, "tolerance: found"),
    ],
)
def test_what_is_no_map_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ResultError, match=message):
        map_of(Fields({**fields(), **change}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": ["1", "1/3"]}, r"points\[0\].values: found a list; the point \(1, 1/4\)"),
        ({"status": "perhaps"}, r'points\[0\].status: found "perhaps"'),
        ({"lo": "little"}, r'points\[0\].lo: found "little"'),
        ({"root": {"a": 1}}, r"points\[0\].root: found"),
        ({"binding": [1]}, r"points\[0\].binding: found"),
    ],
)
def test_a_point_that_is_none_is_refused_with_its_place(
    change: dict[str, Any], message: str
) -> None:
    found = fields()
    found["points"][0] |= change

    with pytest.raises(ResultError, match=message):
        map_of(Fields(found))


def test_a_file_that_is_no_map_says_so(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text("{")

    assert not is_map(path)
    assert not is_map(tmp_path / "none.json")
    assert not is_map(CASES / "athey_bagwell_2001.toml")
    with pytest.raises(ResultError, match=r"map.json: line 1, column 2: not JSON"):
        read_map(path)


SAMPLED = range(3, 247, 41)


@pytest.mark.parametrize("place", SAMPLED)
def test_the_map_of_collusion_is_what_is_computed(place: int) -> None:
    point = read_map(STORED).points[place]
    settings = dict(zip(("eta", "r"), map(str, point.values), strict=True))
    game = apsgen.load(CASES / "athey_bagwell_2001.toml", settings=settings)
    found = apsgen.critical(game, "first-best", tolerance=1e-4)

    assert found.status == point.status
    assert found.proved
    assert point.lo is not None
    assert point.hi is not None
    assert found.lo <= point.hi
    assert point.lo <= found.hi


def test_favours_reach_the_first_best_where_the_page_says() -> None:
    """At some delta < 1 if and only if (r - theta_H) |2 eta - 1| < eta^2, with theta_H = 2."""
    points = read_map(STORED).points
    reached = {
        (eta, r): status != "never"
        for (eta, r), status in ((point.values, point.status) for point in points)
    }

    assert len(reached) == 247
    for (eta, r), is_reached in reached.items():
        assert is_reached == ((r - 2) * abs(2 * eta - 1) < eta**2)


def test_simple_thresholds_where_the_page_says() -> None:
    points = {point.values: point for point in read_map(STORED).points}
    closed = {
        (eta, r): 1 / (1 + odds**2)
        for eta in (Fraction(k, 20) for k in range(10, 20))
        for r, odds in ((Fraction(2), eta), (Fraction(3), 1 - eta))
    }

    for values, threshold in closed.items():
        lo, hi = points[values].lo, points[values].hi
        assert lo is not None
        assert hi is not None
        assert lo < threshold <= hi
