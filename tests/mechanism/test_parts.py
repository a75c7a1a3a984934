from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from apsgen.mechanism import Payments, mechanism_of
from tests.mechanism.schemes import cooperation


def test_amounts_are_sent_and_burned_in_order() -> None:
    one, two, three, four = map(Fraction, range(1, 5))
    assert Payments((one, two), (three, four)).amounts == (one, two, three, four)
    assert not any(Payments().amounts)


def test_a_mechanism_tells_what_it_promises() -> None:
    mechanism = cooperation(Fraction(1, 2))
    assert repr(mechanism).endswith("stahl_1991.toml, delta = 1/2: 2 states, promises 9, 9>")
    assert repr(replace(mechanism, start=1)).endswith("promises 3, 3>")


def test_a_mechanism_becomes_json_and_back() -> None:
    mechanism = cooperation(Fraction(1, 2))
    assert mechanism_of(mechanism.to_json()) == mechanism
