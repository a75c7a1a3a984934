from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from apsgen.figures import draw_critical
from apsgen.figures.critical import critical_scene
from apsgen.figures.scene import Kind, Mark, Scene
from apsgen.figures.words import mathtext
from tests.figures.grids import grid


def marks(scene: Scene, name: str, kind: Kind) -> list[Mark]:
    return [mark for mark in scene.marks if mark.name == name and mark.kind is kind]


def words(scene: Scene) -> list[str]:
    return [mathtext(entry.words) for entry in scene.entries]


def test_a_curve_breaks_where_there_is_no_answer() -> None:
    scene = critical_scene(grid(["0.2", "1/4", None, "never", "0.3 0.5", "error"], 6))
    first, second = marks(scene, "critical", Kind.LINE)
    assert first.points.tolist() == [[0.0, 0.2], [1.0, 0.25]]
    assert second.points.tolist() == [[4.0, 0.5]]
    (bracket,) = marks(scene, "bracket", Kind.LINE)
    assert bracket.points.tolist() == [[4.0, 0.3], [4.0, 0.5]]
    (never,) = marks(scene, "no discount factor will do", Kind.ARROW)
    (unknown,) = marks(scene, "no answer", Kind.CROSS)
    assert never.points[:, 0].tolist() == [3.0]
    assert unknown.points[:, 0].tolist() == [2.0, 5.0]
    assert words(scene) == [
        r"$\delta^*$ for first-best",
        "bracket",
        "no discount factor will do",
        "no answer",
    ]
    # Discount factors beyond 0 and 1 are not shown.
    assert 0.0 <= scene.view.low[1] < 0.2 < 0.5 < scene.view.high[1] <= 1.0


def test_a_discount_factor_of_zero_is_in_view() -> None:
    scene = critical_scene(grid(["0", "1/2"], 2))
    assert scene.view.low[1] < 0.0


@pytest.mark.parametrize("stars", [[None, None], ["never", "never"], ["1/3", "1/3"], ["1/3"]])
def test_a_curve_of_nothing_or_of_one_value_has_an_extent(stars: list[str | None]) -> None:
    scene = critical_scene(grid(stars, len(stars)))
    assert (scene.view.high > scene.view.low).all()


def test_every_cell_of_a_map_is_covered_once_in_the_shade_of_its_band() -> None:
    stars = ["0.1", "0.1", "0.7", "0.7", "never", "0.31", "0.1", None, "0.52"]
    scene = critical_scene(grid(stars, 3, 3))
    cells = marks(scene, "cell", Kind.AREA)
    bands = [entry for entry in scene.entries if mathtext(entry.words)[0].isdigit()]
    for place, star in zip(product(range(3), range(3)), stars, strict=True):
        over = [mark for mark in cells if covers(mark, place)]
        if star in (None, "never"):
            assert not over
            continue
        (cell,) = over
        (told,) = (mathtext(entry.words) for entry in bands if entry.sample[0].fill == cell.fill)
        low, high = map(float, told.split(" to "))
        assert low <= float(star or 0) <= high
    assert scene.view.low.tolist() == [-0.5, -0.5]
    assert scene.view.high.tolist() == [2.5, 2.5]


def test_shades_are_told_apart_in_grey() -> None:
    scene = critical_scene(grid([str(k / 10) for k in range(9)], 3, 3))
    fills = [entry.sample[0].fill or "" for entry in scene.entries if entry.sample]
    greys = [sum(int(fill[k : k + 2], 16) for k in (1, 3, 5)) / 3 for fill in fills]
    assert len(greys) >= 4
    assert (np.diff(greys) < -20).all()


def covers(mark: Mark, place: tuple[int, int]) -> bool:
    low, high = mark.points.min(axis=0), mark.points.max(axis=0)
    return bool((low < place).all() and (place < high).all())


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "tex"])
def test_figures_are_written_alike_each_time(tmp_path: Path, suffix: str) -> None:
    found = grid(["0.1", "never", "0.7", None], 2, 2)
    for name in ("one", "two"):
        draw_critical(found, tmp_path / f"{name}.{suffix}")
    first, second = ((tmp_path / f"{name}.{suffix}").read_bytes() for name in ("one", "two"))
    assert first == second
    assert len(first) > 1000
