"""Histories of reports."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.dynamic import environment_of
from apsgen.dynamic.reports import Reports
from apsgen.errors import UsageError
from tests.dynamic.cases import case


def test_only_what_can_follow_is_a_history() -> None:
    reports = Reports(case("courty_li_2000_airline"))
    assert [len(level) for level in reports.pasts] == [1, 2]
    ends = [now for past in reports.pasts[1] for now in reports.next(past)]
    assert len(ends) == 2 + 4
    assert sum(map(reports.chance, ends)) == 1
    assert reports.chance(ends[0]) == Fraction(1, 6)


def test_a_type_may_be_anything_after_a_lie() -> None:
    reports = Reports(case("courty_li_2000_airline"))
    past = reports.pasts[1][0]
    assert len(reports.true(past, 1)) == 6
    assert len(reports.possible(past, 1)) == 2


def test_there_is_an_end_to_histories() -> None:
    text = """
kind = "dynamic"
title = "Long"
delta = 1
horizon = 30
agents.one.types = { a = { v = 1, probability = "1/2" }, b = { v = 2, probability = "1/2" } }
allocations = ["only"]
"""
    reports = Reports(environment_of(Path("long.toml"), text))
    with pytest.raises(UsageError, match="more than 2,000 histories of reports: use fewer"):
        _ = reports.pasts
