"""The least discount factor of a finite system."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import apsgen
from apsgen.critical.deciding import Question
from apsgen.critical.minimum import exactly
from apsgen.critical.polishing import polished
from apsgen.critical.polynomials import BITS
from apsgen.critical.system import DELTA
from apsgen.critical.wanted import Property
from apsgen.fixedpoint import Limits


@pytest.mark.parametrize(
    ("name", "start", "value"),
    [
        ("stahl_1991", "0.2", Fraction(1, 7)),
        ("athey_bagwell_2001_on_schedule", "0.7", Fraction(25, 38)),
        ("macleod_malcomson_1989_bonus", "0.3", Fraction(1, 4)),
    ],
)
def test_it_is_found_from_afar(name: str, start: str, value: Fraction) -> None:
    question = Question(apsgen.load(f"cases/{name}.toml"), Property.read("first-best"), Limits())
    above = question.sharpened(question.decide(Fraction(start)))
    solved = polished(question, above, above.delta)
    assert solved is not None
    model, found = solved
    place = model.system.variables.index(DELTA)
    assert found.point[place] == pytest.approx(float(value), abs=1e-8)
    rows = model.system.polynomials.at(found.point)
    assert np.abs(rows[model.system.equal]).max() < 1e-9
    assert rows.min() > -1e-9
    exact = exactly(model.system, found)
    assert exact is not None
    assert abs(Fraction(exact[place], 1 << BITS) - value) < Fraction(1, 10**60)
