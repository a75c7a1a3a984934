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
from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.result import Result, Status

CASES = Path(__file__).parents[1] / "cases"
FILES = sorted(path.stem for path in CASES.glob("*.toml"))
CLOSE = 1e-6
CURVED = 1e-4
COARSE = 1e-3
"""Gaps asked for where V* has no finite list of vertices."""

Point = tuple[float, float]


def solve(case: str, delta: str | None = None, gap: float = CLOSE) -> Result:
    game = load(CASES / f"{case}.toml", delta=delta)
    return iterate(game, tolerance=gap, limits=Limits(seconds=60))


@pytest.mark.parametrize("case", FILES)
def test_every_case_runs_as_it_stands(case: str) -> None:
    result = solve(case, gap=1e-2)

    assert result.status in (Status.CONVERGED, Status.EMPTY)
    assert result.game.title
    assert isinstance(result.game, Game)
    assert result.game.reference
    assert result.inner_set.excess(result.outer_set) <= 1e-9 * (1 + result.outer_set.diameter)


@pytest.mark.long
@pytest.mark.parametrize("case", FILES)
def test_the_default_run_closes_the_gap(case: str) -> None:
    result = iterate(load(CASES / f"{case}.toml"))

    assert result.status in (Status.CONVERGED, Status.EMPTY)
    assert result.gap <= CLOSE * result.outer_set.diameter


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
    Shape("athey_bagwell_2001_no_communication", "3/4", ((27 / 50, 4 / 5), (4 / 5, 27 / 50))),
    Shape("athey_bagwell_2001_no_communication", "4/5", ((27 / 50, 4 / 5), (4 / 5, 27 / 50))),
    Shape("luce_raiffa_1957", "1/2", ((1, 2), (2, 1))),
    Shape("luce_raiffa_1957", "3/4", ((1, 1), (2, 1), (1, 2))),
    Shape("friedman_1971", "1/2", ((1 / 2, 1 / 2),)),
    Shape("friedman_1971", "3/4", ((1 / 4, 3 / 4), (3 / 4, 1 / 4))),
    Shape("rotemberg_saloner_1986", "9/20", ((0, 0),)),
    Shape("kocherlakota_1996", "7/10", ((3 / 2, 3 / 2),)),
    Shape("moebius_2001", "2/5", ((0, 0),)),
    Shape("moebius_2001", "1/2", ((0, 0), (1, 0), (0, 1))),
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.case} at {shape.delta}")
def test_the_set_has_these_vertices(shape: Shape) -> None:
    expected = Polygon.hull(shape.vertices)
    near = CLOSE * (1 + expected.diameter)

    result = solve(shape.case, shape.delta)

    assert result.status is Status.CONVERGED
    assert result.outer_set.excess(expected) <= near
    assert expected.excess(result.inner_set) <= near
    assert expected.excess(result.outer_set) <= CLOSE
    assert result.inner_set.excess(expected) <= CLOSE


@pytest.mark.parametrize(
    ("case", "delta"),
    [
        ("athey_bagwell_2001", "3/5"),
        ("athey_bagwell_2001_price_wars", "3/5"),
        ("athey_bagwell_2001_no_communication", "7015/10000"),
        ("friedman_1971", "2/5"),
        ("von_neumann_1928", "1/2"),
        ("von_neumann_1928", "9/10"),
    ],
)
def test_the_set_is_empty(case: str, delta: str) -> None:
    result = solve(case, delta)

    assert result.status is Status.EMPTY
    assert result.outer_set.is_empty
    assert result.inner_set.is_empty


@dataclass(frozen=True)
class Support:
    """The support of V* in a direction.

    Attributes
    ----------
    direction, value
        Where, and the number expected.
    off
        How far the outer set may be beyond the number: the digits that are known.
    short
        How far the inner set may be short of it: more than `off` where the boundary is curved
        and the inner set meets it at the gap asked for only.
    """

    direction: Point
    value: float
    off: float = CLOSE
    short: float = CLOSE


@dataclass(frozen=True)
class Numbers:
    """What is known of V* for a case at a discount factor: supports, and payoffs that it has."""

    case: str
    delta: str
    supports: tuple[Support, ...]
    gap: float = COARSE
    payoffs: tuple[Point, ...] = ()


def total(value: float, off: float = CLOSE, short: float = CLOSE) -> Support:
    return Support((1.0, 1.0), value, off, short)


def greatest(player: int, value: float, off: float = CLOSE, short: float = CLOSE) -> Support:
    return Support(((1.0, 0.0), (0.0, 1.0))[player], value, off, short)


def least(player: int, value: float, off: float = CLOSE, short: float = CLOSE) -> Support:
    return Support(((-1.0, 0.0), (0.0, -1.0))[player], -value, off, short)


BOTH_LEAST = (least(0, 1353 / 2950), least(1, 1353 / 2950))

NUMBERS = (
    Numbers("athey_bagwell_2001", "4/5", (total(67 / 50), *BOTH_LEAST)),
    Numbers(
        "athey_bagwell_2001",
        "3/4",
        (total(1.330135, 3.5e-5, 3.5e-5), least(0, 407 / 800), least(1, 407 / 800)),
        CURVED / 3,
    ),
    Numbers("athey_bagwell_2001_interim", "4/5", (total(67 / 50, short=2e-3), *BOTH_LEAST)),
    Numbers("athey_bagwell_2001_ex_post", "4/5", (total(67 / 50), *BOTH_LEAST)),
    Numbers(
        "athey_bagwell_2001_on_schedule",
        "4/5",
        (total(67 / 50, short=3e-3), greatest(0, 11 / 10), greatest(1, 11 / 10), least(0, 0)),
    ),
    Numbers("athey_bagwell_2001_on_schedule", "1/5", (total(79 / 65), greatest(0, 11 / 10))),
    Numbers("athey_bagwell_2001_prices", "4/5", (total(67 / 50, short=1e-3), least(0, 63 / 250))),
    Numbers(
        "athey_bagwell_2001_price_wars",
        "3/4",
        (total(1.330135, 3.5e-5, 7e-5), least(0, 0.48425, 1e-5, 1e-5)),
        CURVED,
    ),
    Numbers("levin_2003_hidden_information", "3/5", (total(85 / 228),)),
    Numbers("levin_2003_hidden_information", "5/8", (total(3 / 8),)),
    Numbers("levin_2003_hidden_information", "4/5", (total(3 / 8),)),
    Numbers("levin_2003_effort", "2/3", (total(0),)),
    Numbers("levin_2003_effort", "3/4", (total(2 / 9),)),
    Numbers("levin_2003_effort", "4/5", (total(1 / 4),)),
    Numbers("goldluecke_kranz_2012_noisy", "3/4", (total(0), least(0, 0))),
    Numbers("goldluecke_kranz_2012_noisy", "10/13", (total(3 / 2), least(0, 0))),
    Numbers("goldluecke_kranz_2012_noisy", "4/5", (total(5 / 3), least(1, 0))),
    Numbers("goldluecke_kranz_2012_noisy", "5/6", (total(2), least(1, 0))),
    Numbers("athey_miller_2007", "3/4", (total(7 / 8), greatest(0, 27 / 32))),
    Numbers("athey_miller_2007_interim", "2/3", (total(7 / 8), greatest(0, 5 / 6))),
    Numbers("daspremont_gerard_varet_1979", "4/5", (total(1 / 4),)),
    Numbers("daspremont_gerard_varet_1979_one_exit", "2/3", (total(1 / 4), greatest(1, 1 / 4))),
    Numbers("radner_myerson_maskin_1986", "2/3", (total(28 / 15), least(0, 3 / 5))),
    Numbers("radner_myerson_maskin_1986", "3/4", (total(28 / 15), least(1, 3 / 5))),
    Numbers("radner_myerson_maskin_1986", "9/10", (total(28 / 15),)),
    Numbers("rotemberg_saloner_1986", "1/2", (total(1),)),
    Numbers("rotemberg_saloner_1986", "11/20", (total(9 / 7), least(0, 0))),
    Numbers("rotemberg_saloner_1986", "3/5", (total(2), greatest(0, 8 / 7)), 1e-2),
    Numbers("kocherlakota_1996", "4/5", (total(51 / 16),)),
    Numbers("kocherlakota_1996", "5/6", (total(16 / 5),)),
    Numbers("kocherlakota_1996", "9/10", (total(16 / 5),)),
    Numbers(
        "judd_yeltekin_conklin_2003",
        "4/5",
        (total(1782 / 245), greatest(0, 6.9665306122), least(0, 0), least(1, 0)),
        CLOSE,
    ),
    Numbers("fudenberg_levine_maskin_1994_noisier", "17/20", (greatest(0, 1.441503),), CURVED),
    Numbers(
        "li_matouschek_powell_2017",
        "2/5",
        (greatest(0, 21 / 16, off=1e-5), least(0, 0), least(1, 0)),
        2e-5,
        ((13 / 10, 7 / 5), (21 / 16, 9 / 7), (1, 1 / 2), (1, 2)),
    ),
    Numbers(
        "guo_horner_2018",
        "4/5",
        (greatest(0, 0.428628, off=2e-5, short=4e-5), greatest(1, 2)),
        2e-5,
        ((0.428628, 1.3815),),
    ),
)


@pytest.mark.parametrize(
    "numbers", NUMBERS, ids=lambda numbers: f"{numbers.case} at {numbers.delta}"
)
def test_the_set_reaches_so_far_and_no_further(numbers: Numbers) -> None:
    result = solve(numbers.case, numbers.delta, numbers.gap)

    for support in numbers.supports:
        assert result.outer_set.support(support.direction) <= support.value + support.off
        assert result.inner_set.support(support.direction) >= support.value - support.short
    for payoff in numbers.payoffs:
        assert result.inner_set.distance(payoff) <= 3e-4


@pytest.mark.parametrize(
    ("case", "delta", "first_best"),
    [
        ("athey_bagwell_2001", "3/4", 67 / 50),
        ("levin_2003_hidden_information", "31/50", 3 / 8),
        ("levin_2003_moral_hazard", "49/100", 2),
        ("levin_2003_effort", "79/100", 1 / 4),
        ("athey_miller_2007", "37/50", 7 / 8),
        ("athey_miller_2007_interim", "33/50", 7 / 8),
        ("daspremont_gerard_varet_1979", "79/100", 1 / 4),
        ("daspremont_gerard_varet_1979_one_exit", "66/100", 1 / 4),
        ("kocherlakota_1996", "83/100", 16 / 5),
        ("rotemberg_saloner_1986", "59/100", 2),
        ("goldluecke_kranz_2012", "33/100", 20),
        ("goldluecke_kranz_2012_noisy", "83/100", 2),
    ],
)
def test_the_first_best_is_out_of_reach_below_its_threshold(
    case: str, delta: str, first_best: float
) -> None:
    result = solve(case, delta, COARSE)

    assert result.first_best == pytest.approx(first_best)
    assert result.outer_set.support((1, 1)) < first_best * (1 - 1e-4)


@pytest.mark.parametrize("delta", ["1/2", "7/10", "4/5"])
def test_noise_keeps_payoffs_in_the_limit_set(delta: str) -> None:
    corner = (1428 / 601, 224 / 601)
    limit = Polygon.hull([(0, 0), corner, (7 / 4, 7 / 4), corner[::-1]])

    result = solve("fudenberg_levine_maskin_1994", delta, COARSE)

    assert result.inner_set.excess(limit) <= CLOSE
    assert result.outer_set.excess(limit) <= result.gap + CLOSE


def test_a_weaker_constraint_gives_a_larger_set() -> None:
    joint, interim, ex_post, reports, price_wars = (
        solve(f"athey_bagwell_2001{mode}", "3/4", COARSE)
        for mode in ("", "_interim", "_ex_post", "_on_schedule", "_price_wars")
    )

    assert joint.inner_set.excess(ex_post.outer_set) <= CLOSE
    for small, large in (
        (joint, interim),
        (interim, reports),
        (ex_post, reports),
        (joint, price_wars),
    ):
        assert small.inner_set.excess(large.outer_set) <= CLOSE
        assert large.inner_set.excess(small.outer_set) > 5e-3


def test_every_title_stands_for_one_case() -> None:
    titles = [load(CASES / f"{case}.toml").title for case in FILES]

    assert len(np.unique(titles)) == len(FILES)
