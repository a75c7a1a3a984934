"""Stage mechanisms of a certificate as states: payments, signals, divisions."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import apsgen
from apsgen.extraction.setting import Setting
from apsgen.extraction.states import mechanism_of
from apsgen.mechanism import mechanism_of as read_back

CASES = Path(__file__).parents[2] / "cases"


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("levin_2003_moral_hazard", [("5/8", "11/8")]),
        ("athey_miller_2007_interim", [("1/2", "3/8")]),
        ("friedman_1971", [("1/2", "1/2")]),
        ("goldluecke_kranz_2012", [("10", "10"), ("0", "14/3"), ("14/3", "0")]),
        ("fudenberg_levine_maskin_1994", [("7/4", "7/4"), ("0", "0")]),
    ],
)
def test_what_is_written_is_read_back_and_holds(name: str, points: list[tuple[str, str]]) -> None:
    game = apsgen.load(CASES / f"{name}.toml")
    setting = Setting.of(game)
    payoffs = [(Fraction(x), Fraction(y)) for x, y in points]
    stages = setting.stages(payoffs)
    assert stages is not None
    mechanism = mechanism_of(setting, payoffs, stages)
    assert [state.payoff for state in mechanism.states] == payoffs
    assert apsgen.check(game, read_back(mechanism.to_json())).holds


def test_points_that_do_not_generate_each_other_have_no_stages() -> None:
    setting = Setting.of(apsgen.load(CASES / "stahl_1991.toml"))
    assert setting.stages([(Fraction(9), Fraction(9))]) is None
