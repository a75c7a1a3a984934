"""The face of V* with the first-best total."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

import apsgen
from apsgen.critical.face import face, first_best, has_face
from apsgen.game import Punishment, Transfers

COLLUSION = apsgen.load("cases/athey_bagwell_2001.toml")
ZERO = Fraction(0)


def test_the_first_best_of_collusion_is_the_least_expected_cost() -> None:
    assert first_best(COLLUSION) == Fraction(67, 50)


def test_the_firm_with_lower_costs_serves_and_either_if_costs_are_equal() -> None:
    allowed = face(COLLUSION, None).allowed
    assert allowed[0].tolist() == [[True, True], [False, True]]
    assert allowed[1].tolist() == [[True, False], [True, True]]


def test_money_is_not_burnt_on_the_face() -> None:
    game = replace(COLLUSION, transfers=Transfers.BURNING)
    assert face(game, None).transfers is Transfers.BALANCED


def test_a_path_to_a_punishment_of_a_lesser_total_does_not_leave_the_face() -> None:
    assert has_face(apsgen.load("cases/athey_bagwell_2001_price_wars.toml"))
    generous = Punishment((Fraction(1), Fraction(1)), on_path=True)
    assert not has_face(replace(COLLUSION, punishment=generous))


def test_profiles_without_a_chance_may_leave_the_face() -> None:
    assert not has_face(apsgen.load("cases/kocherlakota_1996.toml"))


def test_a_deviation_that_only_a_worse_decision_opens_leaves_no_face() -> None:
    deviation = COLLUSION.deviation.copy()
    deviation[:, 0] = None
    assert not has_face(replace(COLLUSION, deviation=deviation))
    assert has_face(replace(COLLUSION, deviation=np.full_like(deviation, None)))
