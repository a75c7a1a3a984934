"""Discretion for a government with aims of its own: static rules, and what the future adds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from apsgen.case import load
from apsgen.fixedpoint import iterate
from apsgen.result import Result
from tests.cases.held import CASES

CASE = "athey_atkeson_kehoe_2005_faction"
SOCIETY = (1, 0)
POLICIES = np.arange(9) / 4


def best(bias: str, delta: str) -> Result:
    game = load(CASES / f"{CASE}.toml", delta=delta, settings={"bias": bias})
    return iterate(game, tolerance=1e-3)


def static_loss(bias: float) -> float:
    """Return the loss of the best rule without a future: lotteries over policies, by type."""
    calm, pressing = (-((POLICIES - theta - bias) ** 2) for theta in (0, 1))
    lies = [np.concatenate([-calm, calm]), np.concatenate([pressing, -pressing])]
    loss = np.concatenate([(POLICIES - theta) ** 2 for theta in (0, 1)]) / 2
    sums = np.kron(np.eye(2), np.ones(len(POLICIES)))
    return float(linprog(loss, A_ub=lies, b_ub=[0, 0], A_eq=sums, b_eq=[1, 1]).fun)


@pytest.mark.parametrize(
    ("bias", "loss"), [(0.25, 0), (0.5, 0), (0.75, 1 / 16), (1, 1 / 4), (1.25, 1 / 4)]
)
def test_a_stronger_temptation_leaves_less_discretion(bias: float, loss: float) -> None:
    assert static_loss(bias) == pytest.approx(loss, abs=1e-9)


@pytest.mark.parametrize("delta", ["1/100", "1/2", "9/10"])
def test_a_weak_temptation_does_no_harm(delta: str) -> None:
    result = best("1/2", delta)

    assert abs(result.outer_set.support(SOCIETY)) < 1e-6
    assert abs(result.inner_set.support(SOCIETY)) < 2e-3


@pytest.mark.parametrize(("bias", "loss"), [("3/4", 1 / 16), ("5/4", 1 / 4)])
def test_a_government_without_a_future_gets_the_static_rule(bias: str, loss: float) -> None:
    result = best(bias, "1/100")

    assert result.inner_set.support(SOCIETY) > -loss
    assert result.outer_set.support(SOCIETY) < -loss + 1e-2


@pytest.mark.parametrize(("delta", "loss"), [("1/10", 0.05646), ("1/2", 0.0283)])
def test_the_future_helps_and_does_not_suffice(delta: str, loss: float) -> None:
    result = best("3/4", delta)

    assert -loss - 3e-4 < result.inner_set.support(SOCIETY)
    assert result.outer_set.support(SOCIETY) < -loss + 3e-4
