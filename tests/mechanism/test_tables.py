from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from apsgen.case import load
from apsgen.errors import MechanismError
from apsgen.mechanism.fit import fitted
from apsgen.mechanism.tables import draw, tables_of
from tests.mechanism.schemes import sure, two_states

CASE = load(Path(__file__).parents[2] / "cases" / "athey_bagwell_2001.toml")
SCHEME = two_states(CASE.delta, Fraction(9, 10))
TABLES = tables_of(fitted(CASE, SCHEME))


def test_the_arrays_are_those_of_the_scheme() -> None:
    assert TABLES.prior.tolist() == pytest.approx([0.36, 0.6, 0.84, 1.0])
    assert TABLES.first.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert TABLES.labels[0] == "9/10 firm1_serves + 1/10 firm2_serves"
    assert TABLES.labels[1:3] == ("firm1_serves", "firm2_serves")
    assert TABLES.payoff[0, 0].tolist() == pytest.approx([1.35, 1.35, 0.45, 0.45])
    assert TABLES.to[1, 0].tolist() == [0.0, 1.0, 1.0]
    assert TABLES.promised[2].tolist() == [0.24, 0.24]


def test_draws_fall_where_the_probability_is() -> None:
    cumulative = np.array([[0.0, 0.25, 0.25, 1.0]])
    assert draw(cumulative, np.array([0.0, 0.2, 0.25, 0.999])).tolist() == [1, 1, 3, 3]


def test_what_is_not_coherent_cannot_be_drawn_from() -> None:
    block = replace(SCHEME.states[0].plan[0].blocks[0], continuation=(sure(7),))
    plan = (replace(SCHEME.states[0].plan[0], blocks=(block,)), *SCHEME.states[0].plan[1:])
    broken = replace(SCHEME, states=(replace(SCHEME.states[0], plan=plan), SCHEME.states[1]))
    with pytest.raises(MechanismError, match=r"states\[0\]: not coherent.*no state 7.*found 0"):
        tables_of(fitted(CASE, broken))
