"""Mechanisms from sets: each one is held to every constraint, and known ones come out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest

import apsgen
from apsgen import Mechanism, Result, UndecidedError, UnsupportedError, UsageError
from apsgen.extraction import extract
from apsgen.mechanism import mechanism_of
from tests.brute.games import random_game

CASES = Path(__file__).parents[2] / "cases"
TOTAL = (1, 1)


@cache
def solved(name: str) -> Result:
    return apsgen.iterate(apsgen.load(CASES / f"{name}.toml"), tolerance=1e-4)


def held(result: Result, mechanism: Mechanism) -> None:
    """Check a mechanism anew, from its file."""
    assert isinstance(result.game, apsgen.Game)
    again = mechanism_of(mechanism.to_json())
    assert apsgen.check(result.game, again).holds


def payoffs(mechanism: Mechanism) -> list[tuple[Fraction, Fraction]]:
    return [state.payoff for state in mechanism.states]


@pytest.mark.parametrize("name", ["athey_bagwell_2001", "athey_bagwell_2001_ex_post"])
def test_first_best_collusion_has_two_states_that_trade_favours(name: str) -> None:
    result = solved(name)
    mechanism = result.mechanism(maximise=TOTAL)
    held(result, mechanism)
    assert [sum(payoff) for payoff in payoffs(mechanism)] == [Fraction(67, 50)] * 2
    assert payoffs(mechanism)[0] == payoffs(mechanism)[1][::-1]
    for favoured, state in enumerate(mechanism.states):
        assert state.payoff[favoured] > state.payoff[1 - favoured]
        for plan in state.plan:
            (block,) = plan.blocks
            served = {choice.decision for choice in block.choices if choice.weight}
            likeliest = max(block.continuation[0].to, key=lambda branch: branch.probability).state
            if plan.reports == ("L", "H"):
                assert (served, likeliest) == ({"firm1_serves"}, 1)
            if plan.reports == ("H", "L"):
                assert (served, likeliest) == ({"firm2_serves"}, 0)


def test_cooperation_with_reversion_has_one_state_if_the_punishment_is_fixed() -> None:
    result = solved("friedman_1971")
    mechanism = result.mechanism(maximise=TOTAL)
    held(result, mechanism)
    assert payoffs(mechanism) == [(Fraction(1, 2), Fraction(1, 2))]


def test_under_the_worst_punishment_the_reversion_is_a_state() -> None:
    result = solved("stahl_1991")
    mechanism = result.mechanism(maximise=TOTAL)
    held(result, mechanism)
    assert payoffs(mechanism) == [(Fraction(9),) * 2, (Fraction(3),) * 2]
    assert mechanism.punishment == (Fraction(3),) * 2


@pytest.mark.parametrize(
    "name",
    ["levin_2003_moral_hazard", "levin_2003_hidden_information", "athey_miller_2007_interim"],
)
def test_relational_contracts_are_stationary(name: str) -> None:
    result = solved(name)
    mechanism = result.mechanism(maximise=TOTAL)
    held(result, mechanism)
    assert len(mechanism.states) == 1
    assert float(sum(mechanism.states[0].payoff)) == pytest.approx(result.outer_set.support(TOTAL))


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("athey_bagwell_2001", ("67/100", "67/100")),
        ("athey_bagwell_2001", (0.6, 0.6)),
        ("fudenberg_levine_maskin_1994", (1.2, 0.5)),
        ("stahl_1991", (4, "7.3")),
        ("judd_yeltekin_conklin_2003", (5, 1)),
        ("goldluecke_kranz_2012", (8, 9)),
    ],
)
def test_a_payoff_within_the_set_has_a_mechanism_of_few_states(
    name: str, at: Sequence[float | str]
) -> None:
    result = solved(name)
    mechanism = result.mechanism(at=at)
    held(result, mechanism)
    assert mechanism.states[mechanism.start].payoff == tuple(Fraction(str(value)) for value in at)
    assert len(mechanism.states) <= 4


def test_a_curved_boundary_is_reached_up_to_the_tolerance() -> None:
    result = solved("fudenberg_levine_maskin_1994")
    mechanism = result.mechanism(maximise=(1, 0))
    held(result, mechanism)
    reached = float(mechanism.states[0].payoff[0])
    assert reached == pytest.approx(result.inner_set.support((1, 0)), abs=1e-4)
    assert len(mechanism.states) < 26


def test_play_gives_what_is_promised() -> None:
    result = solved("athey_bagwell_2001")
    assert isinstance(result.game, apsgen.Game)
    mechanism = result.mechanism(at=(0.6, 0.6))
    paths = apsgen.simulate(result.game, mechanism, periods=60, paths=4000, seed=3)
    assert (abs(paths.means - [0.6, 0.6]) < 4 * paths.standard_errors).all()


@pytest.mark.parametrize("seed", range(6))
def test_random_games_have_mechanisms_that_hold(seed: int) -> None:
    result = apsgen.iterate(random_game(Random(seed)), tolerance=1e-4)
    if result.outer_set.is_empty:
        with pytest.raises(UnsupportedError):
            result.mechanism(maximise=TOTAL)
        return
    mechanism = result.mechanism(maximise=TOTAL)
    held(result, mechanism)
    best = float(sum(mechanism.states[0].payoff))
    room = 1e-3 * max(result.outer_set.diameter, 1e-3)
    assert result.inner_set.support(TOTAL) - room <= best <= result.outer_set.support(TOTAL) + room


def test_what_no_equilibrium_gives() -> None:
    with pytest.raises(UnsupportedError, match=r"\(10, 10\) .* it lies 1.41 outside"):
        solved("stahl_1991").mechanism(at=(10, 10))
    with pytest.raises(UnsupportedError, match=r"V\* is empty"):
        solved("von_neumann_1928").mechanism(maximise=TOTAL)


def test_what_lies_between_the_sets_is_undecided() -> None:
    game = apsgen.load(CASES / "athey_bagwell_2001.toml", delta="3/4")
    result = apsgen.iterate(game, tolerance=3e-3)
    between = result.outer_set.vertices[result.outer_set.vertices.sum(axis=1).argmax()]
    with pytest.raises(UndecidedError, match="outside of the inner set; a smaller tolerance"):
        extract(result, at=between.tolist())


def test_a_result_without_its_game_is_refused() -> None:
    fields = json.loads(solved("stahl_1991").to_json())
    del fields["provenance"]
    with pytest.raises(UsageError, match="does not carry its game"):
        Result.from_json(json.dumps(fields)).mechanism(maximise=TOTAL)
