"""Mechanisms that do not fit their case are refused with the place, before anything is checked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.case import load
from apsgen.errors import MechanismError
from apsgen.game import Game
from apsgen.mechanism import Choice, Continuation, Mechanism, Payments, Plan
from apsgen.mechanism.fit import fitted
from apsgen.mechanism.parts import Block
from tests.mechanism.schemes import COOPERATE, ONE, cooperation, only, sure, two_states

CASES = Path(__file__).parents[2] / "cases"
MARKET = load(CASES / "athey_bagwell_2001.toml")
DILEMMA = load(CASES / "stahl_1991.toml")
NOISE = load(CASES / "fudenberg_levine_maskin_1994.toml")
BONUS = load(CASES / "macleod_malcomson_1989_bonus.toml")
FAVOURS = load(CASES / "moebius_2001.toml")
SCHEME = two_states(MARKET.delta, Fraction(9, 10))


def refused(game: Game, mechanism: Mechanism) -> str:
    with pytest.raises(MechanismError) as caught:
        fitted(game, mechanism)
    return str(caught.value)


def with_plan(mechanism: Mechanism, *plan: Plan) -> Mechanism:
    first = replace(mechanism.states[0], plan=plan)
    return replace(mechanism, states=(first, *mechanism.states[1:]))


def test_another_discount_factor_is_refused_with_both() -> None:
    assert "made for 1/2, and the case has 4/5" in refused(MARKET, replace(SCHEME, delta=ONE / 2))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"r": 2}, "parameters.r: the mechanism was made for 2, and the case has 5/2"),
        ({"s": 2}, "parameters.s: unknown parameter s; known: r, theta_L"),
        ({"r": None}, "parameters: r is missing"),
    ],
)
def test_other_parameters_are_refused_with_both(change: dict[str, int | None], said: str) -> None:
    known = {"r": Fraction(5, 2), "theta_L": ONE, "theta_H": 2 * ONE, "eta": Fraction(3, 5)}
    known["nash"] = Fraction(6, 25)
    assert fitted(MARKET, replace(SCHEME, parameters=known)).cells
    stated = {name: value for name, value in (known | change).items() if value is not None}
    made = {name: Fraction(value) for name, value in stated.items()}
    assert said in refused(MARKET, replace(SCHEME, parameters=made))


def test_another_punishment_is_refused() -> None:
    other = replace(SCHEME, punishment=(Fraction(1, 5), Fraction(6, 25)))
    assert "punishment[0]: the mechanism was made for 1/5" in refused(MARKET, other)
    other = replace(cooperation(DILEMMA.delta), punishment=(None, Fraction(3)))
    assert "punishment[0]: found null; the least payoff of row" in refused(DILEMMA, other)


PLANS = SCHEME.states[0].plan
BLOCK = PLANS[0].blocks[0]


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        (PLANS[:3], "states[0].plan: nothing for the reports (H, H); add a plan"),
        ((*PLANS, PLANS[0]), "states[0].plan[4].reports: (L, L) stand twice in a state"),
        (
            (Plan(("L", "M"), (BLOCK,)),),
            "states[0].plan[0].reports[1]: unknown type of firm2 M; known: L, H",
        ),
        (
            (Plan((None, "L"), (BLOCK,)),),
            "states[0].plan[0].reports[0]: unknown type of firm1 null",
        ),
        ((Plan(("L", "L"), ()),), "states[0].plan[0].decisions: the decisions of a division"),
        ((Plan(("L", "L"), (BLOCK, BLOCK)),), "one continuation beside decisions is accepted"),
        (
            (Plan(("L", "L"), (replace(BLOCK, choices=(Choice("firm_serves", ONE),)),)),),
            "decisions[0].decision: unknown decision firm_serves; known: firm1_serves",
        ),
        (
            (Plan(("L", "L"), (replace(BLOCK, choices=(BLOCK.choices[0],) * 2),)),),
            "decisions[1].decision: firm1_serves stands twice in a plan",
        ),
        (
            (Plan(("L", "L"), (replace(BLOCK, continuation=()),)),),
            "states[0].plan[0].continuation: nothing for signal null; add an entry",
        ),
        (
            (Plan(("L", "L"), (replace(BLOCK, continuation=(sure(0), sure(1))),)),),
            "states[0].plan[0].continuation[1].signal: null stands there twice",
        ),
        (
            (Plan(("L", "L"), (replace(BLOCK, continuation=(sure(0, "good"),)),)),),
            "continuation[0].signal: found good; monitoring is perfect",
        ),
    ],
)
def test_plans_that_do_not_fit_are_refused(plans: tuple[Plan, ...], said: str) -> None:
    assert said in refused(MARKET, with_plan(SCHEME, *plans))


def test_a_lottery_has_one_decision_a_block() -> None:
    both = Block((Choice(COOPERATE, ONE), Choice(("defect", "defect"), ONE)), (sure(0),))
    said = refused(DILEMMA, with_plan(cooperation(DILEMMA.delta), Plan((None, None), (both,))))
    assert "a continuation within each decision is accepted" in said


def test_a_player_without_types_reports_nothing() -> None:
    plan = Plan(("L", None), (only(COOPERATE, sure(0)),))
    said = refused(DILEMMA, with_plan(cooperation(DILEMMA.delta), plan))
    assert "reports[0]: found L; row has no types, null is accepted" in said


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((sure(0, "good"),), "continuation: nothing for signal bad"),
        ((sure(0, "well"),), "continuation[0].signal: unknown signal well; known: good, bad"),
        ((sure(0),), "continuation[0].signal: unknown signal null"),
    ],
)
def test_every_signal_needs_an_entry(entries: tuple[Continuation, ...], said: str) -> None:
    zero = (0 * ONE, 0 * ONE)
    whole = replace(cooperation(NOISE.delta), punishment=zero)
    assert said in refused(
        NOISE, with_plan(whole, Plan((None, None), (only(COOPERATE, *entries),)))
    )


def test_payments_stand_where_the_case_has_them() -> None:
    paid = Payments((ONE, 0 * ONE))
    early = Plan((None, None), (only(("work", ""), sure(0), payments=paid),))
    whole = replace(cooperation(BONUS.delta), punishment=(0 * ONE, 0 * ONE))
    assert "payments follow the signal in this case" in refused(BONUS, with_plan(whole, early))
    late = Plan(("L", "L"), (replace(BLOCK, continuation=(replace(sure(0), payments=paid),)),))
    assert "payments go with the actions in this case" in refused(MARKET, with_plan(SCHEME, late))


def test_what_is_not_allowed_is_refused() -> None:
    plan = Plan(("unable", "able"), (only("first_helps", sure(0)),))
    said = refused(FAVOURS, with_plan(cooperation(FAVOURS.delta), plan))
    assert "first_helps is not open after the reports (unable, able); open are none" in said


def test_the_numbers_of_the_game_are_found() -> None:
    fit = fitted(MARKET, SCHEME)
    assert [[cell.profile for cell in cells] for cells in fit.cells] == [[0, 1, 2, 3]] * 2
    assert fit.cells[0][2].choices == ((1, ONE),)
    assert fit.punishment == (Fraction(6, 25), Fraction(6, 25))
    assert fit.least == (Fraction(4251, 7300), Fraction(4251, 7300))
    assert (fit.punishing(0), fitted(DILEMMA, cooperation(DILEMMA.delta)).punishing(0)) == (None, 1)
    assert fit.reports(1) == ("L", "H")
