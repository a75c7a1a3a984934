"""Where V* can only grow with the discount factor."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import apsgen
from apsgen.critical.monotone import is_monotone
from apsgen.game import Punishment


@pytest.mark.parametrize(
    "name", ["stahl_1991", "athey_bagwell_2001", "macleod_malcomson_1989_bonus", "friedman_1971"]
)
def test_it_is_shown_where_nobody_can_be_held_below_the_punishment(name: str) -> None:
    assert is_monotone(apsgen.load(f"cases/{name}.toml"))


def test_it_is_not_shown_for_a_mild_punishment() -> None:
    game = apsgen.load("cases/stahl_1991.toml")
    mild = Punishment((Fraction(4), Fraction(4)), on_path=False)
    assert not is_monotone(replace(game, punishment=mild))
    assert is_monotone(replace(game, punishment=Punishment((Fraction(3),) * 2, on_path=False)))


def test_a_mild_punishment_may_make_v_star_shrink() -> None:
    """At (3, 3) both defect and expect 4 for deviating: more patience makes that worse."""
    game = apsgen.load("cases/stahl_1991.toml")
    mild = replace(game, punishment=Punishment((Fraction("3.001"),) * 2, on_path=False))
    least = [
        apsgen.iterate(replace(mild, delta=Fraction(delta))).vertices.min()
        for delta in ("0.2", "0.5")
    ]
    assert least[0] < least[1]
