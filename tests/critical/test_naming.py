"""The names of constraints that bind."""

from __future__ import annotations

import pytest

import apsgen
from apsgen.certificate.program import Row
from apsgen.critical import critical
from apsgen.critical.naming import named

COLLUSION = apsgen.load("cases/athey_bagwell_2001.toml")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("obey", 1, 2, 0, "observed"), "IR(p0) of firm2, reports H-L"),
        (("refuse", 0, 0, 0), "IR(p0) of firm1, type L: the truth, then deviate"),
        (("refuse", 0, 0, 1), "IR(p0) of firm1, type L: report H, then deviate"),
        (
            ("cell", 0, 1, 0, 1, 0, "observed"),
            "IC of firm1, type H: report L, then deviate against H",
        ),
    ],
)
def test_constraints_in_words(row: tuple[object, ...], words: str) -> None:
    assert named(COLLUSION, Row(row, 0, {})) == words


def test_reports_alone_bind_where_nobody_undercuts() -> None:
    found = critical(apsgen.load("cases/athey_bagwell_2001_on_schedule.toml"))
    assert set(found.binding) == {
        "IC of firm1, type H: report L",
        "IC of firm2, type H: report L",
    }


def test_cooperation_binds_in_a_dilemma() -> None:
    binding = critical(apsgen.load("cases/stahl_1991.toml")).binding
    assert "IR(p0) of row, (cooperate, cooperate)" in binding
    assert "IR(p0) of column, (cooperate, cooperate)" in binding
