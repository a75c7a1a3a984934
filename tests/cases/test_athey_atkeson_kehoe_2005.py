"""Discretion for a benevolent government: no memory, and a cap that temptation lowers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog, minimize_scalar

from apsgen.case import load
from apsgen.fixedpoint import iterate
from apsgen.result import Result
from tests.cases.held import CASES, CLOSE, bracketed

CASE = CASES / "athey_atkeson_kehoe_2005.toml"
THETA = np.arange(5) / 4
INFLATION = np.arange(4, 13) / 16
RULES = [
    ("1/8", "1/2", 0.0390625),
    ("1/4", "9/16", 0.0686198),
    ("3/8", "9/16", 297 / 2560),
    ("1/2", "19/32", 0.1809226),
    ("5/8", "1/2", 0.2578125),
]


def best(settings: dict[str, str], delta: str | None = None) -> Result:
    return iterate(load(CASE, delta=delta, settings=settings))


def welfare(unemployment: float, x: float) -> np.ndarray:
    """Return R, shape (theta, inflation)."""
    surprise = (unemployment + x - INFLATION) ** 2
    return -(surprise + (INFLATION - THETA[:, None]) ** 2) / 2


def static_rule(unemployment: float, x: float) -> tuple[float, np.ndarray]:
    """Return the welfare of the best rule of one period, and what it burns after each report.

    A linear program over lotteries on inflation and money burnt, with E inflation = x.
    """
    count, size = len(THETA), len(INFLATION)
    worth = welfare(unemployment, x)
    says = [np.kron(np.eye(count)[m], worth[a]) for a in range(count) for m in range(count)]
    truth = [np.kron(np.eye(count)[a], worth[a]) for a in range(count) for _ in range(count)]
    burnt = [np.eye(count)[a] - np.eye(count)[m] for a in range(count) for m in range(count)]
    lies = np.hstack([np.array(says) - np.array(truth), np.array(burnt)])
    sums = np.hstack([np.kron(np.eye(count), np.ones(size)), np.zeros((count, count))])
    mean = np.concatenate([np.tile(INFLATION, count) / count, np.zeros(count)])
    found = linprog(
        np.concatenate([-worth.ravel(), np.ones(count)]) / count,
        A_ub=lies,
        b_ub=np.zeros(len(lies)),
        A_eq=np.vstack([sums, mean]),
        b_eq=[*np.ones(count), x],
    )
    return (-float(found.fun) if found.success else -np.inf), found.x[count * size :]


@pytest.mark.parametrize(("unemployment", "x", "loss"), RULES)
def test_the_best_rule_has_no_memory(unemployment: str, x: str, loss: float) -> None:
    static, burnt = static_rule(float(Fraction(unemployment)), float(Fraction(x)))
    assert static == pytest.approx(-loss, abs=1e-7)
    assert burnt == pytest.approx(0, abs=1e-9)

    for delta in ("1/10", "9/10"):
        result = best({"U": unemployment, "x": x}, delta)
        assert bracketed(result, (0, 1), static)
        assert result.outer_set.support((1, 0)) <= CLOSE
        assert result.outer_set.support((-1, 0)) <= CLOSE


@pytest.mark.parametrize(("unemployment", "x", "loss"), RULES)
def test_no_other_expectation_does_better(unemployment: str, x: str, loss: float) -> None:
    others = [static_rule(float(Fraction(unemployment)), k / 32)[0] for k in range(8, 25)]

    assert max(others) == pytest.approx(-loss, abs=1e-7)
    assert 8 + int(np.argmax(others)) == 32 * Fraction(x)


def test_the_rule_is_a_cap_and_one_state() -> None:
    mechanism = best({}).mechanism(maximise=(0, 1))
    (state,) = mechanism.states
    said = {
        plan.reports[1]: Fraction(str(name).removeprefix("inflation_").replace("_", "/"))
        for plan in state.plan
        for block in plan.blocks
        for name in [choice.decision for choice in block.choices]
    }

    assert state.payoff == (Fraction(0), Fraction(-297, 2560))
    assert [str(value) for value in said.values()] == ["3/8", "9/16", "5/8", "5/8", "5/8"]
    assert sum(said.values()) / 5 == Fraction(9, 16)


def capped(unemployment: float, theta: float) -> float:
    """Return the welfare of a cap that is reached at theta, for types uniform on [0, 1]."""
    types = (np.arange(4000) + 0.5) / 4000
    free = np.minimum(types, theta)
    x = unemployment + free.mean()
    inflation = (unemployment + x + free) / 2
    assert inflation.mean() == pytest.approx(x)
    return float(-((unemployment + x - inflation) ** 2 + (inflation - types) ** 2).mean() / 2)


@pytest.mark.parametrize("unemployment", [1 / 16, 1 / 4, 3 / 8])
def test_the_best_cap_on_the_continuum(unemployment: float) -> None:
    found = minimize_scalar(
        lambda theta: -capped(unemployment, theta), bounds=(0, 1), method="bounded"
    )

    assert found.x == pytest.approx((3 - np.sqrt(1 + 16 * unemployment)) / 2, abs=1e-3)
