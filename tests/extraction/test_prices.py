"""Shadow prices are what the greatest payoff loses when every constraint is made stricter."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import apsgen
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.extraction.explaining import explain
from apsgen.extraction.setting import Setting
from apsgen.polygon import Polygon

CASES = Path(__file__).parents[2] / "cases"
MARGIN = 1e-6


def greatest(setting: Setting, inner: Polygon, direction: np.ndarray, margin: float) -> float:
    """Return the greatest payoff in a direction of mechanisms that hold by a margin."""
    program = setting.program
    mechanisms = Mechanisms(program, setting.floats(inner.vertices), margin=margin)
    best = mechanisms.farthest(direction)
    assert best is not None
    found = np.zeros(len(program.keys))
    for key, value in zip(mechanisms.columns, best.values, strict=True):
        if key[0] == "c":
            for i in (0, 1):
                found[program.keys["w", *key[1:4], i]] += value * mechanisms.points[key[4]][i]
        elif key[0] != "away":
            found[program.keys[key]] += value
            for i in (0, 1) if key[0] == "p" else ():
                found[program.keys["q", *key[1:], i]] += value * mechanisms.punishment[i]
    return float(direction @ program.payoffs @ found)


@pytest.mark.parametrize(
    ("name", "delta", "direction"),
    [
        ("stahl_1991", "3/10", (1, 0)),
        ("athey_bagwell_2001", "3/4", (1, 1)),
        ("judd_yeltekin_conklin_2003", "4/5", (1, 0)),
        ("radner_myerson_maskin_1986", "3/4", (1, 0)),
    ],
)
def test_prices_are_what_a_margin_costs(name: str, delta: str, direction: tuple[int, int]) -> None:
    game = apsgen.load(CASES / f"{name}.toml", delta=delta)
    result = apsgen.iterate(game, tolerance=1e-3)
    found = explain(result, maximise=direction)
    setting = Setting.of(game)
    outward = setting.normal.outward((Fraction(direction[0]), Fraction(direction[1])))
    along = np.array([float(value) for value in outward])
    before, after = (greatest(setting, result.inner_set, along, m) for m in (0.0, MARGIN))
    scale = dict(zip(game.players, map(float, setting.normal.scale), strict=True))
    told = sum(one.price * scale[one.constraint.player or ""] for one in found.scarcities)
    assert told > 0
    assert told == pytest.approx((before - after) / MARGIN, rel=1e-3)


@pytest.mark.parametrize("rule", ["interim", "ex_post", "on_schedule"])
def test_where_the_total_is_first_best_nothing_has_a_price(rule: str) -> None:
    result = apsgen.iterate(apsgen.load(CASES / f"athey_bagwell_2001_{rule}.toml"), tolerance=1e-4)
    found = explain(result, maximise=(1, 1))
    assert sum(found.payoff) == Fraction(67, 50)
    assert [one for one in found.scarcities if one.price] == []


def test_where_nothing_can_rise_a_binding_constraint_has_no_price() -> None:
    result = apsgen.iterate(apsgen.load(CASES / "guo_horner_2018.toml"), tolerance=1e-3)
    found = explain(result, maximise=(0, 1))
    assert found.payoff[1] == 2
    assert found.scarcities
    assert {one.price for one in found.scarcities} == {0.0}


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("athey_bagwell_2001", (0, 1)),
        ("fudenberg_levine_maskin_1994", (1, 0)),
        ("kocherlakota_1996", (1, 0)),
        ("moebius_2001", (1, 0)),
    ],
)
def test_what_has_a_price_binds_up_to_the_tolerance(name: str, direction: tuple[int, int]) -> None:
    result = apsgen.iterate(apsgen.load(CASES / f"{name}.toml"), tolerance=1e-3)
    dear = [one for one in explain(result, maximise=direction).scarcities if one.price]
    assert dear
    for one in dear:
        assert one.price > 1e-4
        assert one.price * float(one.constraint.slack) <= 1e-3 * result.outer_set.diameter
