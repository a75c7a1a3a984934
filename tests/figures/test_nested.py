from __future__ import annotations

from pathlib import Path

import pytest

import apsgen
from apsgen.errors import UsageError
from apsgen.figures import draw_nested
from apsgen.figures.nested import nested_scenes
from apsgen.figures.scene import Kind
from apsgen.figures.words import mathtext
from apsgen.fixedpoint.patience import distance_to
from apsgen.polygon import Polygon
from apsgen.result import Bounds, Result

CASE = Path(__file__).parents[2] / "cases" / "stahl_1991.toml"
LARGE = Polygon.hull([(3, 3), (11, 3), (3, 11)])
LIMIT = Bounds(LARGE, LARGE, 0.0)


@pytest.fixture(scope="module")
def results() -> tuple[Result, ...]:
    return apsgen.iterate_deltas(apsgen.load(CASE), ["1/10", "1/2", "99/100"])


def test_the_limit_is_named_and_distances_are_drawn(results: tuple[Result, ...]) -> None:
    sets, distances = nested_scenes(results, LIMIT)
    assert r"$\delta \rightarrow 1$" in [mathtext(entry.words) for entry in sets.entries]
    (line,) = (mark for mark in distances.marks if mark.kind is Kind.LINE)
    expected = sorted((1 - float(r.game.delta), distance_to(LIMIT, r)) for r in results)
    assert line.points.tolist() == [list(pair) for pair in expected]
    assert (distances.view.low < line.points.min(axis=0)).all()
    assert (line.points.max(axis=0) < distances.view.high).all()


def test_a_limit_that_is_reached_is_told(results: tuple[Result, ...]) -> None:
    _, distances = nested_scenes(results, Bounds(results[-1].inner_set, results[-1].inner_set, 0))
    (reached,) = (mark for mark in distances.marks if mark.kind is Kind.ARROW)
    assert len(reached.points) == 2
    assert "limit set reached" in [mathtext(entry.words) for entry in distances.entries]


def test_no_set_is_refused() -> None:
    with pytest.raises(UsageError, match="at least one"):
        nested_scenes([], LIMIT)


@pytest.mark.parametrize("suffix", ["png", "tex"])
def test_the_figure_is_written(results: tuple[Result, ...], tmp_path: Path, suffix: str) -> None:
    draw_nested(results, tmp_path / f"sets.{suffix}", limit=LIMIT)
    assert (tmp_path / f"sets.{suffix}").stat().st_size > 2000
