"""Types that move by themselves: found one by one, or refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.dynamic import environment_of
from apsgen.dynamic.exogenous import exogenous
from apsgen.errors import UsageError
from tests.dynamic.cases import case

TEXT = """
kind = "dynamic"
title = "Two"
delta = 1
horizon = 3
[agents.ann]
types = { low = { v = 1, probability = "1/4" }, high = { v = 2, probability = "3/4" } }
utility = "v"
transition = "ANN"
[agents.bob]
types = { low = { v = 1, probability = 1 }, high = { v = 2 } }
transition = "BOB"
[state]
values = { first = { n = 1, probability = 1 }, second = { n = 2 } }
transition = STATE
[allocations]
none = { k = 0 }
some = { k = 1 }
"""


def text(
    ann: str = "stays", bob: str = "1/3 if next.v == 1 else 2/3", state: str = "{ second = 1 }"
) -> str:
    return TEXT.replace("ANN", ann).replace("BOB", bob).replace("STATE", state)


def test_the_parts_move_as_the_file_says() -> None:
    chains = exogenous(environment_of(Path("two.toml"), text()))
    assert chains.begin == ({0: Fraction(1, 4), 1: Fraction(3, 4)}, {0: Fraction(1)})
    assert chains.rows[0][0, 1] == {1: Fraction(1)}
    assert chains.rows[1][0, 0] == {0: Fraction(1, 3), 1: Fraction(2, 3)}
    assert [*chains.publics] == [{0: 1}, {1: 1}, {1: 1}]


def test_ladders_are_what_can_be_reached() -> None:
    chains = exogenous(environment_of(Path("two.toml"), text()))
    assert chains.ladder(1, 0, 0) == (0,)
    assert chains.ladder(1, 1, 1) == chains.ladder(1, 2, 1) == (0, 1)
    assert chains.ladder(1, 1, 0) == ()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"ann": "1/2 + allocation.k / 4 if next.v == 1 else 1/2 - allocation.k / 4"}, "type of a"),
        ({"bob": "1/2 if allocation.k == 0 or next.v == 1 else 1/2"}, ""),
        ({"state": '{ second = "allocation.k" }'}, "the allocation moves the public state"),
        ({"bob": "1 if next.v == ann.v else 0"}, "types of other agents move the type of bob"),
    ],
)
def test_what_moves_otherwise_is_refused(changed: dict[str, str], says: str) -> None:
    environment = environment_of(Path("two.toml"), text(**changed))
    if not says:
        assert exogenous(environment).rows[1][0, 0][0] == Fraction(1, 2)
        return
    with pytest.raises(UsageError, match=says):
        exogenous(environment)


def test_correlated_types_are_refused() -> None:
    joint = """
kind = "dynamic"
title = "Joint"
delta = 1
horizon = 1
agents.ann.types = { low = { v = 1 }, high = { v = 2 } }
agents.bob.types = { low = { v = 1 }, high = { v = 2 } }
joint.probability = "3/8 if ann.v == bob.v else 1/8"
allocations = ["only"]
"""
    with pytest.raises(UsageError, match="correlated at the start; this mechanism needs"):
        exogenous(environment_of(Path("joint.toml"), joint))


def test_a_last_period_is_needed() -> None:
    with pytest.raises(UsageError, match="write horizon = 3, for instance"):
        exogenous(case("bergemann_valimaki_2010_bandit"))
