"""What a check of a dynamic mechanism says: sides, slack, status, order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from apsgen.dynamic import Claim, DirectMechanism, Rule, check_dynamic, pivot, shifted
from apsgen.dynamic.mechanism import claimed
from apsgen.errors import UsageError
from apsgen.mechanism.constraint import Status
from tests.dynamic.cases import case, state_of

ENVIRONMENT = case("bergemann_valimaki_2010_bandit")


def with_rule(mechanism: DirectMechanism, state: int, rule: Rule) -> DirectMechanism:
    (stage,) = mechanism.stages
    rules = tuple(rule if place == state else one for place, one in enumerate(stage[0]))
    return replace(mechanism, stages=({0: rules},))


def test_lines_have_both_sides() -> None:
    report = check_dynamic(ENVIRONMENT, pivot(ENVIRONMENT))
    (line,) = [
        one for one in report.of(Claim.EX_POST_IC) if (one.types, one.report) == ("unknown", "bad")
    ]
    assert (line.left, line.right, line.slack) == (
        Fraction(13, 20),
        Fraction(117, 200),
        Fraction(13, 200),
    )
    assert (line.status, line.agent, line.period, line.memory) == (
        Status.HOLDS,
        "risky",
        None,
        None,
    )
    assert repr(report) == ("<DynamicReport of A safe and a risky arm: 0 fail, 4 bind, 8 hold>")


def test_a_payment_that_is_too_high_is_found() -> None:
    mechanism = pivot(ENVIRONMENT)
    dear = with_rule(mechanism, 1, Rule(2, (Fraction(0), Fraction(9, 10))))
    report = check_dynamic(ENVIRONMENT, dear)
    assert not report.holds
    first, second = report.lines[:2]
    # A good arm pays 2/10 more for ever; reporting unknown it pays them once less.
    assert (first.claim, first.types, first.slack) == (
        "periodic ex-post IR",
        "unknown",
        Fraction(-1, 4),
    )
    assert (second.types, second.report, second.slack) == ("good", "unknown", Fraction(-1, 5))


def test_constants_move_both_sides_and_break_participation() -> None:
    mechanism = shifted(pivot(ENVIRONMENT), (Fraction(0), Fraction(-1, 10)))
    report = check_dynamic(ENVIRONMENT, mechanism)
    failing = report.having(Status.FAILS)
    assert {one.claim for one in failing} == {str(Claim.EX_POST_IR)}
    assert [one.slack for one in failing] == [-1, Fraction(-7, 20)]
    slacks = [
        one.slack for one in check_dynamic(ENVIRONMENT, pivot(ENVIRONMENT)).of(Claim.EX_POST_IC)
    ]
    assert [one.slack for one in report.of(Claim.EX_POST_IC)] == slacks


def test_what_is_not_feasible_is_told_first_and_alone() -> None:
    name = "athey_segal_2013_repeated"
    environment = case(name)
    closed = replace(environment, feasible=((0, 1, 2, 3),))
    report = check_dynamic(closed, pivot(environment))
    assert {one.claim for one in report.lines} == {"feasible"}
    assert [one.types for one in report.lines] == ["low_cost, high"]
    assert report.lines[0].says == "the allocation eight is feasible"


def test_balance_is_about_sums() -> None:
    report = check_dynamic(ENVIRONMENT, pivot(ENVIRONMENT), (Claim.BALANCE,))
    assert [one.slack for one in report.lines] == [Fraction(-7, 10), Fraction(-7, 10), 0]
    assert report.lines[-1].status is Status.HOLDS


def test_bayesian_participation_is_an_average() -> None:
    environment = case("athey_segal_2013_repeated")
    mechanism = pivot(environment)
    report = check_dynamic(environment, mechanism, (Claim.BAYESIAN_IR, Claim.EX_POST_IR))
    (seller,) = [
        one
        for one in report.of(Claim.BAYESIAN_IR)
        if (one.agent, one.types, one.memory) == ("seller", "low_cost", None)
    ]
    both = [state_of(environment, "low_cost", value) for value in ("low", "high")]
    values = [
        one.left
        for one in report.of(Claim.EX_POST_IR)
        if one.agent == "seller" and one.types in {"low_cost, low", "low_cost, high"}
    ]
    assert len(values) == len(both)
    assert seller.left == sum(values) / 2


def test_claims_have_names() -> None:
    assert claimed(["Bayesian IC", "Bayesian IC"]) == (Claim.BAYESIAN_IC,)
    with pytest.raises(UsageError, match="unknown claim bayesian; known"):
        claimed(["bayesian"])
