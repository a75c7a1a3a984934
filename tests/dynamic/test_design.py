"""Mechanisms by name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.cli.design import KINDS, REVENUE
from apsgen.dynamic import design, pivot, shifted
from apsgen.dynamic.design import BUILDERS, expected_payoffs, expected_total
from apsgen.errors import UsageError
from tests.dynamic.cases import case

ENVIRONMENT = case("bergemann_valimaki_2010_bandit")


def test_the_command_knows_every_builder() -> None:
    assert (*BUILDERS,) == KINDS


def test_each_name_builds_what_it_names() -> None:
    environment = case("athey_segal_2013")
    for name in BUILDERS:
        if name not in (*REVENUE, "contingent", "contingent-programs"):
            assert design(environment, name).kind == name
    for name in REVENUE:
        assert design(case("courty_li_2000_airline"), name).kind == name


def test_constants_are_what_agents_get() -> None:
    found = design(ENVIRONMENT, "pivot", {"safe": Fraction(1, 10)})
    assert found.stages == shifted(pivot(ENVIRONMENT), (Fraction(1, 10), Fraction(0))).stages
    assert found.rule(0, 0, 0).payments == (Fraction(-1, 10), Fraction(7, 10))


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(UsageError, match="found vcg; known mechanisms: pivot, team"):
        design(ENVIRONMENT, "vcg")
    with pytest.raises(UsageError, match="bob is no agent of the environment; known: safe, risky"):
        design(ENVIRONMENT, "pivot", {"bob": Fraction(1)})


def test_what_agents_may_expect() -> None:
    assert expected_total(ENVIRONMENT) == Fraction(153, 20)
    found = expected_payoffs(ENVIRONMENT, pivot(ENVIRONMENT))
    assert found == {
        "safe": {"truth gives": Fraction(63, 20), "the others alone": Fraction(9, 2)},
        "risky": {"truth gives": Fraction(13, 20), "the others alone": Fraction(7)},
    }
