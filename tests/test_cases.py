"""The cases of the literature: every file runs, and gives the numbers of its paper.

A number is checked from both sides: the outer set does not exceed it, the inner set reaches it.
Where the numbers come from stands in the case file, or in docs/gallery.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from apsgen.case import load
from apsgen.fixedpoint import Limits, iterate
from apsgen.polygon import Polygon
from apsgen.result import Result, Status

CASES = Path(__file__).parents[1] / "cases"
FILES = sorted(path.stem for path in CASES.glob("*.toml"))
CLOSE = 1e-6
CURVED = 1e-4
"""Gap asked for where V* has no finite list of vertices."""

Point = tuple[float, float]


def solve(case: str, delta: str | None = None, gap: float = CLOSE) -> Result:
    game = load(CASES / f"{case}.toml", delta=delta)
    return iterate(game, tolerance=gap, limits=Limits(seconds=60))


@pytest.mark.parametrize("case", FILES)
def test_every_case_runs_as_it_stands(case: str) -> None:
    result = solve(case, gap=1e-3)

    assert result.status in (Status.CONVERGED, Status.EMPTY)
    assert result.game.title
    assert result.game.reference
    assert result.inner.excess(result.outer) <= 1e-9 * (1 + result.outer.diameter)


def test_the_table_of_the_cases_lists_every_file() -> None:
    table = (CASES / "README.md").read_text(encoding="utf-8")

    assert [case for case in FILES if f"`{case}.toml`" not in table] == []


@dataclass(frozen=True)
class Shape:
    """V* is the hull of these points."""

    case: str
    delta: str
    vertices: tuple[Point, ...]


SHAPES = (
    Shape("stahl_1991", "1/10", ((3, 3),)),
    Shape("stahl_1991", "1/5", ((3, 3), (9, 9))),
    Shape("stahl_1991", "3/10", ((3, 3), (39 / 4, 3), (9, 9), (3, 39 / 4))),
    Shape("stahl_1991", "9/10", ((3, 3), (39 / 4, 3), (9, 9), (3, 39 / 4))),
    Shape(
        "abreu_sannikov_2014",
        "3/10",
        (
            (1.125682395505, 2.8),
            (7.337704718651, 0.0),
            (7.863089638136, 0.0),
            (19.791797697364, 2.8),
            (15.563089638136, 9.1),
            (7.337704718651, 10.982625279107),
        ),
    ),
    Shape("macleod_malcomson_1989_bonus", "6/25", ((0, 0),)),
    Shape("macleod_malcomson_1989_bonus", "1/4", ((0, 0), (3 / 4, 0), (0, 3))),
    Shape("macleod_malcomson_1989_bonus", "1/2", ((0, 0), (3 / 2, 0), (1, 2), (0, 3))),
    Shape("macleod_malcomson_1989_wage", "12/25", ((0, 0),)),
    Shape("macleod_malcomson_1989_wage", "1/2", ((0, 0), (3 / 2, 0), (1, 2), (0, 3))),
    Shape("macleod_malcomson_1989_wage", "3/4", ((0, 0), (9 / 4, 0), (2, 1), (0, 3))),
    Shape("goldluecke_kranz_2012", "6/25", ((7, 7),)),
    Shape(
        "goldluecke_kranz_2012",
        "1/4",
        ((0, 21 / 4), (21 / 4, 0), (51 / 4, 21 / 4), (21 / 4, 51 / 4)),
    ),
    Shape(
        "goldluecke_kranz_2012",
        "1/3",
        (
            (0, 14 / 3),
            (14 / 3, 0),
            (34 / 3, 0),
            (14, 14 / 3),
            (10, 10),
            (14 / 3, 14),
            (0, 34 / 3),
        ),
    ),
    Shape("levin_2003_moral_hazard", "2/5", ((0, 1), (2 / 5, 3 / 5))),
    Shape(
        "levin_2003_moral_hazard",
        "1/2",
        ((0, 1), (1 / 2, 1 / 2), (1, 1 / 2), (1 / 4, 7 / 4), (0, 3 / 2)),
    ),
    Shape(
        "levin_2003_moral_hazard",
        "3/4",
        ((0, 1), (3 / 4, 1 / 4), (3 / 2, 1 / 4), (9 / 8, 7 / 8), (1 / 8, 15 / 8), (0, 7 / 4)),
    ),
    Shape("luce_raiffa_1957", "1/2", ((1, 2), (2, 1))),
    Shape("luce_raiffa_1957", "3/4", ((1, 1), (2, 1), (1, 2))),
    Shape("friedman_1971", "1/2", ((1 / 2, 1 / 2),)),
    Shape("friedman_1971", "3/4", ((1 / 4, 3 / 4), (3 / 4, 1 / 4))),
    Shape("rotemberg_saloner_1986", "9/20", ((0, 0),)),
    Shape("kocherlakota_1996", "7/10", ((3 / 2, 3 / 2),)),
    Shape("moebius_2001", "2/5", ((0, 0),)),
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.case} at {shape.delta}")
def test_the_set_has_these_vertices(shape: Shape) -> None:
    expected = Polygon.hull(shape.vertices)
    near = CLOSE * (1 + expected.diameter)

    result = solve(shape.case, shape.delta)

    assert result.status is Status.CONVERGED
    assert result.outer.excess(expected) <= near
    assert expected.excess(result.inner) <= near
    assert expected.excess(result.outer) <= CLOSE
    assert result.inner.excess(expected) <= CLOSE


@pytest.mark.parametrize(
    ("case", "delta"),
    [
        ("athey_bagwell_2001", "3/5"),
        ("athey_bagwell_2001_price_wars", "3/5"),
        ("friedman_1971", "2/5"),
        ("von_neumann_1928", "1/2"),
        ("von_neumann_1928", "9/10"),
    ],
)
def test_the_set_is_empty(case: str, delta: str) -> None:
    result = solve(case, delta)

    assert result.status is Status.EMPTY
    assert result.outer.is_empty
    assert result.inner.is_empty


@dataclass(frozen=True)
class Reach:
    """The support of V* in a direction lies in [least, greatest]."""

    case: str
    delta: str
    direction: Point
    least: float
    greatest: float
    gap: float = CLOSE


def exactly(
    case: str, delta: str, direction: Point, value: float, gap: float = CURVED, off: float = CLOSE
) -> Reach:
    """Say that the support is a number, up to `off`."""
    return Reach(case, delta, direction, value - off, value + off, gap)


TOTAL, FIRST, SECOND = (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)
LEAST_FIRST, LEAST_SECOND = (-1.0, 0.0), (0.0, -1.0)

REACHES = (
    exactly("athey_bagwell_2001", "4/5", TOTAL, 67 / 50),
    exactly("athey_bagwell_2001", "4/5", LEAST_FIRST, -1353 / 2950),
    exactly("athey_bagwell_2001", "4/5", LEAST_SECOND, -1353 / 2950),
    Reach("athey_bagwell_2001", "3/4", TOTAL, 1.33010, 1.33017, 2e-5),
    exactly("athey_bagwell_2001", "3/4", LEAST_FIRST, -407 / 800),
    Reach("athey_bagwell_2001_price_wars", "3/4", TOTAL, 1.33010, 1.33017, 2e-5),
    Reach("athey_bagwell_2001_price_wars", "3/4", LEAST_FIRST, -0.48426, -0.48424, 2e-5),
    exactly("athey_bagwell_2001_interim", "4/5", TOTAL, 67 / 50),
    exactly("athey_bagwell_2001_interim", "4/5", LEAST_FIRST, -1353 / 2950),
    exactly("athey_bagwell_2001_ex_post", "4/5", TOTAL, 67 / 50),
    exactly("athey_bagwell_2001_ex_post", "4/5", LEAST_SECOND, -1353 / 2950),
    exactly("athey_bagwell_2001_on_schedule", "4/5", TOTAL, 67 / 50),
    exactly("athey_bagwell_2001_on_schedule", "4/5", FIRST, 11 / 10),
    exactly("athey_bagwell_2001_on_schedule", "4/5", LEAST_SECOND, 0),
    exactly("levin_2003_hidden_information", "3/5", TOTAL, 37 / 100),
    exactly("levin_2003_hidden_information", "5/8", TOTAL, 3 / 8),
    exactly("levin_2003_hidden_information", "4/5", TOTAL, 3 / 8),
    exactly("athey_miller_2007", "3/4", TOTAL, 7 / 8),
    exactly("athey_miller_2007_interim", "2/3", TOTAL, 7 / 8),
    exactly("daspremont_gerard_varet_1979", "4/5", TOTAL, 1 / 4),
    exactly("radner_myerson_maskin_1986", "2/3", TOTAL, 28 / 15),
    exactly("radner_myerson_maskin_1986", "3/4", TOTAL, 28 / 15),
    exactly("radner_myerson_maskin_1986", "9/10", TOTAL, 28 / 15),
    exactly("radner_myerson_maskin_1986", "3/4", (-1.0, -1.0), -6 / 5),
    exactly("rotemberg_saloner_1986", "1/2", TOTAL, 1),
    exactly("rotemberg_saloner_1986", "11/20", TOTAL, 9 / 7),
    exactly("rotemberg_saloner_1986", "3/5", TOTAL, 2),
    exactly("rotemberg_saloner_1986", "3/5", FIRST, 8 / 7),
    exactly("kocherlakota_1996", "4/5", TOTAL, 51 / 16),
    exactly("kocherlakota_1996", "5/6", TOTAL, 16 / 5),
    exactly("kocherlakota_1996", "9/10", TOTAL, 16 / 5),
    exactly("judd_yeltekin_conklin_2003", "4/5", TOTAL, 1782 / 245),
    exactly("judd_yeltekin_conklin_2003", "4/5", FIRST, 6.9665306122),
    exactly("judd_yeltekin_conklin_2003", "4/5", LEAST_FIRST, 0),
    Reach("fudenberg_levine_maskin_1994_noisier", "17/20", FIRST, 1.4415, 1.441505),
    exactly("li_matouschek_powell_2017", "2/5", FIRST, 21 / 16, off=1e-5),
    exactly("guo_horner_2018", "4/5", FIRST, 0.428628, off=1e-5),
    exactly("guo_horner_2018", "4/5", SECOND, 2),
)


@pytest.mark.parametrize(
    "reach", REACHES, ids=lambda reach: f"{reach.case} at {reach.delta} towards {reach.direction}"
)
def test_the_set_reaches_so_far_and_no_further(reach: Reach) -> None:
    result = solve(reach.case, reach.delta, reach.gap)

    assert result.outer.support(reach.direction) <= reach.greatest
    assert result.inner.support(reach.direction) >= reach.least


@pytest.mark.parametrize(
    ("case", "delta", "first_best"),
    [
        ("athey_bagwell_2001", "3/4", 67 / 50),
        ("levin_2003_hidden_information", "31/50", 3 / 8),
        ("levin_2003_moral_hazard", "49/100", 2),
        ("athey_miller_2007", "37/50", 7 / 8),
        ("athey_miller_2007_interim", "33/50", 7 / 8),
        ("daspremont_gerard_varet_1979", "79/100", 1 / 4),
        ("kocherlakota_1996", "83/100", 16 / 5),
        ("rotemberg_saloner_1986", "59/100", 2),
        ("goldluecke_kranz_2012", "33/100", 20),
    ],
)
def test_the_first_best_is_out_of_reach_below_its_threshold(
    case: str, delta: str, first_best: float
) -> None:
    result = solve(case, delta, CURVED)

    assert result.first_best == pytest.approx(first_best)
    assert result.outer.support(TOTAL) < first_best * (1 - 1e-4)


@pytest.mark.parametrize(
    ("case", "payoff"),
    [
        ("li_matouschek_powell_2017", (13 / 10, 7 / 5)),
        ("li_matouschek_powell_2017", (21 / 16, 9 / 7)),
        ("li_matouschek_powell_2017", (1, 1 / 2)),
        ("guo_horner_2018", (0.428628, 1.3815)),
    ],
)
def test_a_published_payoff_is_attained(case: str, payoff: Point) -> None:
    assert solve(case, gap=CURVED).inner.distance(payoff) <= 3e-4


@pytest.mark.parametrize("delta", ["1/2", "4/5", "9/10", "19/20"])
def test_noise_keeps_payoffs_in_the_limit_set(delta: str) -> None:
    corner = (1428 / 601, 224 / 601)
    limit = Polygon.hull([(0, 0), corner, (7 / 4, 7 / 4), corner[::-1]])

    result = solve("fudenberg_levine_maskin_1994", delta, 1e-3)

    assert result.inner.excess(limit) <= CLOSE
    assert result.outer.excess(limit) <= result.gap + CLOSE


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        ("athey_bagwell_2001", "athey_bagwell_2001_interim"),
        ("athey_bagwell_2001", "athey_bagwell_2001_ex_post"),
        ("athey_bagwell_2001_interim", "athey_bagwell_2001_on_schedule"),
        ("athey_bagwell_2001_ex_post", "athey_bagwell_2001_on_schedule"),
        ("athey_bagwell_2001", "athey_bagwell_2001_price_wars"),
    ],
)
def test_a_weaker_constraint_gives_a_larger_set(smaller: str, larger: str) -> None:
    small, large = (solve(case, "3/4", CURVED) for case in (smaller, larger))

    assert small.inner.excess(large.outer) <= CLOSE
    assert large.inner.excess(small.outer) > 1e-2


def test_every_title_stands_for_one_case() -> None:
    titles = [load(CASES / f"{case}.toml").title for case in FILES]

    assert len(np.unique(titles)) == len(FILES)
