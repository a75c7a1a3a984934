"""The conditions of the folk theorem."""

from __future__ import annotations

from apsgen.limit import limit
from tests.limit.games import case, noisy

DILEMMA = ([[2, -1], [3, 0]], [[2, 3], [-1, 0]])


def test_three_signals_that_tell_who_deviated() -> None:
    """Each profile has pairwise full rank: the limit is all that is above the minmax."""
    chances = [[[8, 1], [1, 2]], [[1, 8], [1, 4]], [[1, 1], [8, 4]]]
    found = limit(noisy(*DILEMMA, chances))
    assert all(one.pairwise for one in found.conditions.profiles)
    assert found.conditions.applies
    assert found.conditions.reached
    assert [(str(x), str(y)) for x, y in found.outer_corners] == [
        ("0", "0"),
        ("8/3", "0"),
        ("2", "2"),
        ("0", "8/3"),
    ]


def test_two_signals_tell_too_little() -> None:
    known = limit(case("fudenberg_levine_maskin_1994")).conditions
    assert [one.actions for one in known.profiles][1] == ("cooperate", "defect")
    assert all(one.individual == (True, True) for one in known.profiles)
    assert not any(one.pairwise for one in known.profiles)
    assert known.reached is False
    assert known.reasons[0].startswith("pairwise full rank fails at (cooperate, cooperate), ")


def test_a_signal_that_says_nothing() -> None:
    """Only what is best at once can be kept up."""
    known = limit(noisy(*DILEMMA, [[[1, 1], [1, 1]], [[1, 1], [1, 1]]])).conditions
    assert [one.enforceable for one in known.profiles] == [False, False, False, True]
    assert {one.individual for one in known.profiles} == {(False, False)}


def test_actions_that_are_seen() -> None:
    known = limit(case("stahl_1991")).conditions
    assert known.applies
    assert known.reached
    assert known.profiles == ()


def test_reasons_by_name() -> None:
    reasons = limit(case("levin_2003_hidden_information")).conditions.reasons
    assert reasons == (
        "there are hidden types",
        "players pay each other",
        "the case fixes the punishment",
    )
    assert "a player commits" in limit(case("guo_horner_2018")).conditions.reasons
    assert limit(case("von_neumann_1928")).conditions.reasons == (
        "the feasible payoffs above the least payoffs have no interior",
    )
