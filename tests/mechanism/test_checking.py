"""Whole mechanisms: thresholds known in closed form, and damage that must be found."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from apsgen.case import load
from apsgen.errors import MechanismError
from apsgen.game import Game
from apsgen.mechanism import (
    Branch,
    CheckReport,
    Choice,
    Constraint,
    Continuation,
    Mechanism,
    Name,
    Payments,
    Plan,
    State,
    Status,
    check,
    read_mechanism,
)
from apsgen.mechanism.parts import Block
from tests.mechanism.schemes import (
    COOPERATE,
    DEFECT,
    ONE,
    bonus,
    cooperation,
    for_ever,
    only,
    sure,
    two_states,
)

CASES = Path(__file__).parents[2] / "cases"
FAVOUR = Fraction(9, 10)


def game(case: str, delta: Fraction | str | None = None) -> Game:
    return load(CASES / f"{case}.toml", delta=None if delta is None else str(delta))


def market(delta: str, favour: Fraction = FAVOUR) -> CheckReport:
    return check(game("athey_bagwell_2001", delta), two_states(Fraction(delta), favour))


def failing(report: CheckReport) -> list[tuple[object, ...]]:
    return [
        (str(one.name), one.state, one.player, one.type, one.reports or one.report)
        for one in report.having(Status.FAILS)
    ]


def test_the_file_beside_the_case_is_the_scheme_of_two_states() -> None:
    written = read_mechanism(CASES / "athey_bagwell_2001.two_states.json")

    assert written == two_states(Fraction(4, 5), FAVOUR)
    assert check(game("athey_bagwell_2001"), written).holds
    assert all(sum(state.payoff) == Fraction(67, 50) for state in written.states)


@pytest.mark.parametrize("delta", ["3/4", "39/50", "798/1000", "799/1000", "4/5", "9/10", "99/100"])
def test_two_states_hold_from_the_root_of_a_quadratic(delta: str) -> None:
    """The firm without the favour must not undercut at low costs: see the page on the scheme."""
    d = Fraction(delta)
    undercut = Fraction(135, 100) - Fraction(2226, 1000) * d + Fraction(6696, 10000) * d**2

    report = market(delta)

    assert report.holds == (undercut <= 0)
    if undercut > 0:
        assert failing(report)[:2] == [
            ("IR(p0)", 0, "firm2", "L", ("L", "L")),
            ("IR(p0)", 1, "firm1", "L", ("L", "L")),
        ]


def test_just_below_the_root_undercutting_alone_fails() -> None:
    assert len(failing(market("798/1000"))) == 2


def test_below_675_of_863_high_costs_are_hidden_too() -> None:
    names = {(name, report) for name, *_, report in failing(market("78/100"))}
    assert names == {("IR(p0)", ("L", "L")), ("IC", "L")}
    (first, second) = [one for one in market("675/863").constraints if one.name is Name.IC][:2]
    assert (first.status, first.type, second.status) == (Status.BINDS, "H", Status.BINDS)


@pytest.mark.parametrize(("delta", "status"), [("49/57", "holds"), ("50/57", "binds")])
def test_a_whole_favour_is_too_much_for_the_patient(delta: str, status: str) -> None:
    report = market(delta, ONE)
    found = [one for one in report.constraints if (one.name, one.type) == (Name.IC, "L")]
    assert (found[0].status, found[0].player, found[0].state) == (status, "firm2", 0)
    assert report.holds
    assert not market("51/57", ONE).holds


@pytest.mark.parametrize(
    ("delta", "status"), [("1/8", "fails"), ("1/7", "binds"), ("1/6", "holds")]
)
def test_reversion_supports_cooperation_from_one_seventh(delta: str, status: str) -> None:
    report = check(game("stahl_1991", delta), cooperation(Fraction(delta)))

    (row,) = [
        one
        for one in report.constraints
        if (one.state, one.player, one.name) == (0, "row", Name.IR)
    ]

    assert row.status == status
    assert report.holds == (status != "fails")
    assert (row.left, row.right) == (9 * ONE, (1 - Fraction(delta)) * 10 + Fraction(delta) * 3)


@pytest.mark.parametrize(
    ("delta", "status"), [("1/5", "fails"), ("1/4", "binds"), ("1/3", "holds")]
)
def test_a_bonus_is_paid_from_one_quarter(delta: str, status: str) -> None:
    case = game("macleod_malcomson_1989_bonus", delta)
    report = check(case, bonus(Fraction(delta)))

    paid = [one for one in report.constraints if one.name is Name.PAYMENT]
    firm = next(one for one in paid if one.player == "firm")
    assert firm.status == status
    assert (firm.left, firm.right) == (3 * Fraction(delta), 1 - Fraction(delta))
    assert report.holds == (status != "fails")


def test_noise_costs_what_the_limit_set_says() -> None:
    """Both are punished after a bad signal, with the least chance that keeps them honest: 7/4."""
    delta = Fraction(4, 5)
    promised = Fraction(7, 4)
    harsh = (1 - delta) / delta / (Fraction(2, 5) * promised)
    branches = (Branch(0, 1 - harsh), Branch(1, harsh))
    good, bad = sure(0, "good"), Continuation("bad", branches)
    stay = sure(1, "good"), sure(1, "bad")
    states = (
        State((promised, promised), (Plan((None, None), (only(COOPERATE, good, bad),)),)),
        State((0 * ONE, 0 * ONE), (Plan((None, None), (only(DEFECT, *stay),)),)),
    )
    mechanism = Mechanism("noise.toml", delta, 0, (0 * ONE, 0 * ONE), states)

    report = check(game("fudenberg_levine_maskin_1994"), mechanism)

    assert report.holds
    assert [(one.name, one.state, one.claim) for one in report.having(Status.BINDS)] == [
        ("obedience", 0, "playing defect unobserved does not pay"),
    ] * 2


def damaged(changes: dict[str, Any]) -> CheckReport:
    """Check the scheme of two states with changes to the first plan of state 0."""
    whole = two_states(Fraction(4, 5), FAVOUR)
    first = whole.states[0]
    block = replace(first.plan[0].blocks[0], **changes)
    plan = (Plan(first.plan[0].reports, (block,)), *first.plan[1:])
    states = (replace(first, plan=plan), whole.states[1])
    return check(game("athey_bagwell_2001"), replace(whole, states=states))


SHARES = (Choice("firm1_serves", FAVOUR), Choice("firm2_serves", Fraction(101, 1000)))


@pytest.mark.parametrize(
    ("changes", "claim", "slack"),
    [
        ({"choices": SHARES}, "the weights sum to 1", "-1/1000"),
        (
            {"choices": (Choice("firm1_serves", 2 * ONE), Choice("firm2_serves", -ONE))},
            "no weight is negative",
            "-1",
        ),
        (
            {"continuation": (Continuation(None, (Branch(0, Fraction(999, 1000)),)),)},
            "the lottery over the states sums to 1",
            "-1/1000",
        ),
        (
            {"continuation": (Continuation(None, (Branch(0, 2 * ONE), Branch(1, -ONE))),)},
            "no probability is negative",
            "-1",
        ),
        (
            {"continuation": (sure(7),)},
            "the lottery over the states sums to 1, and there is no state 7 to go to",
            "-1",
        ),
        (
            {"continuation": (Continuation(None, (Branch(None, ONE),)),)},
            "the lottery over the states sums to 1, and there is no punishment on the path "
            "to go to",
            "-1",
        ),
        (
            {"payments": Payments((ONE, 0 * ONE))},
            "nobody pays: the case has no transfers",
            "-1",
        ),
    ],
)
def test_a_damaged_plan_fails_in_coherence_alone(
    changes: dict[str, Any], claim: str, slack: str
) -> None:
    report = damaged(changes)

    (one,) = report.having(Status.FAILS)
    assert (one.name, one.claim, one.state, one.reports) == ("coherence", claim, 0, ("L", "L"))
    assert one.slack == Fraction(slack)
    assert report.open == (0,)
    assert {one.name for one in report.constraints if one.state == 0} == {"coherence"}
    assert not report.holds


def test_a_promise_that_the_plan_does_not_keep_fails() -> None:
    whole = two_states(Fraction(4, 5), FAVOUR)
    first = whole.states[0]
    more = (first.payoff[0] + Fraction(1, 1000), first.payoff[1])
    report = check(
        game("athey_bagwell_2001"),
        replace(whole, states=(replace(first, payoff=more), whole.states[1])),
    )

    worst = report.constraints[0]
    assert (worst.name, worst.state, worst.player) == ("promise keeping", 0, "firm1")
    # The state is reached again with chance 19/25: that part of the promise is kept.
    assert worst.slack == -Fraction(1, 1000) * (1 - Fraction(4, 5) * Fraction(19, 25))
    assert {one.name for one in report.having(Status.FAILS)} == {"promise keeping"}


@pytest.mark.parametrize(
    ("payments", "claim"),
    [
        (Payments((0 * ONE, ONE), (ONE, 0 * ONE)), "transfers balance: nobody burns money"),
        (Payments((-ONE, 0 * ONE)), "no payment is negative"),
    ],
)
def test_transfers_that_do_not_balance_fail(payments: Payments, claim: str) -> None:
    case = game("macleod_malcomson_1989_wage")
    decision = case.decisions[0]
    payoff = case.payoff[0, 0, 0, 0], case.payoff[1, 0, 0, 0]
    state = State(payoff, (Plan((None, None), (only(decision, sure(0), payments=payments),)),))
    report = check(case, Mechanism("x.toml", case.delta, 0, (0 * ONE, 0 * ONE), (state,)))

    (one,) = report.having(Status.FAILS)
    assert (one.name, one.claim) == ("coherence", claim)


def test_under_worst_the_punishment_is_the_least_payoff_of_the_states() -> None:
    case = game("stahl_1991")
    harsh = replace(cooperation(case.delta), punishment=(Fraction(2), Fraction(3)))

    (one,) = check(case, harsh).having(Status.FAILS)

    assert (one.name, one.player, one.left, one.right) == (Name.PUNISHMENT, "row", 2 * ONE, 3 * ONE)


def test_a_state_alone_punishes_nobody() -> None:
    case = game("stahl_1991")
    alone = Mechanism(
        "stahl_1991.toml",
        case.delta,
        0,
        (9 * ONE, 9 * ONE),
        for_ever((COOPERATE, (9 * ONE, 9 * ONE))),
    )
    report = check(case, alone)
    assert {one.name for one in report.having(Status.FAILS)} == {"IR(p0)"}
    assert report.punishment == (9 * ONE, 9 * ONE)


def test_a_block_of_weight_zero_is_vacuous() -> None:
    case = game("stahl_1991")
    whole = cooperation(case.delta)
    idle = Block((Choice(("cooperate", "defect"), 0 * ONE),), (sure(1),))
    plan = Plan((None, None), (*whole.states[0].plan[0].blocks, idle))
    report = check(
        case, replace(whole, states=(replace(whole.states[0], plan=(plan,)), whole.states[1]))
    )

    assert report.holds
    assert {one.decision for one in report.having(Status.VACUOUS)} == {("cooperate", "defect")}


def test_the_worst_comes_first() -> None:
    ranks = [list(Status).index(one.status) for one in market("3/4").constraints]
    slacks = [one.slack for one in market("3/4").having(Status.FAILS)]
    assert ranks == sorted(ranks)
    assert slacks == sorted(slacks)


def test_a_report_as_a_frame() -> None:
    report = market("3/4")
    frame = report.to_frame()
    assert len(frame) == len(report.constraints)
    assert list(frame["status"][:1]) == ["fails"]
    assert frame["slack"][0] == pytest.approx(float(report.constraints[0].slack))
    assert "4 fail" in repr(report)


def test_numbers_that_grow_too_long_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apsgen.checker.MOST_BITS", 8)
    with pytest.raises(MechanismError, match="too long"):
        market("4/5")


def test_names_are_those_of_the_case() -> None:
    known: tuple[type[Constraint], ...] = (Constraint,)
    report = market("4/5")
    assert all(isinstance(one, known) for one in report.constraints)
    assert {one.player for one in report.constraints} == {None, "firm1", "firm2"}
    assert {one.type for one in report.constraints} == {None, "L", "H"}
