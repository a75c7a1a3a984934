"""How critical discount factors move with parameters."""

from __future__ import annotations

from math import sqrt

import pytest

import apsgen
from apsgen.critical import Critical, critical


def found(name: str, **settings: str) -> Critical:
    return critical(apsgen.load(f"cases/{name}.toml", settings=settings), tolerance=1e-4)


def both(value: float) -> object:
    return pytest.approx((value, value), abs=1e-6)


def test_a_wage_paid_before_the_effort() -> None:
    moved = found("macleod_malcomson_1989_wage", c="2", y="7").derivatives
    assert moved["c"] == both(0.5 / sqrt(2 * 7))
    assert moved["y"] == both(-0.5 * sqrt(2) / 7**1.5)


def test_derivatives_are_the_slopes_of_thresholds() -> None:
    name, step = "athey_bagwell_2001", 1e-5
    moved = found(name).derivatives
    for parameter, value in (("theta_H", 2.0), ("eta", 0.6)):
        ends = [found(name, **{parameter: str(value + h)}).value for h in (-step, step)]
        assert ends[0] is not None
        assert ends[1] is not None
        assert moved[parameter] == pytest.approx([(ends[1] - ends[0]) / (2 * step)] * 2, abs=1e-6)


def test_a_parameter_that_plays_no_part() -> None:
    assert found("athey_bagwell_2001_on_schedule").derivatives["nash"] == (0.0, 0.0)


def test_there_is_none_where_other_decisions_become_efficient() -> None:
    assert found("daspremont_gerard_varet_1979").derivatives["cost"] == (None, None)
