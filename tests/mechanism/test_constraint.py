from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.mechanism.constraint import Name, Place, Status, worst_first

ONE, TWO = Fraction(1), Fraction(2)
HERE = Place(3, "row", "L", "H", ("H", "L"), "serve", "good")


def test_a_constraint_stands_where_its_place_says() -> None:
    one = HERE.incentive(Name.IC, "it does not pay", TWO, ONE)
    names = "state", "player", "type", "report", "reports", "decision", "signal"
    assert [getattr(one, name) for name in names] == [getattr(HERE, name) for name in names]
    assert (one.name, one.claim) == (Name.IC, "it does not pay")
    assert (one.left, one.right, one.slack) == (TWO, ONE, ONE)


@pytest.mark.parametrize(("left", "status"), [(0, "fails"), (1, "binds"), (2, "holds")])
def test_an_incentive_may_bind(left: int, status: str) -> None:
    assert HERE.incentive(Name.IR, "", Fraction(left), ONE).status == status


@pytest.mark.parametrize(
    ("left", "status", "slack"), [(0, "fails", -1), (1, "holds", 0), (2, "fails", -1)]
)
def test_an_equality_holds_or_fails(left: int, status: str, slack: int) -> None:
    found = HERE.equal(Name.PROMISE, "", Fraction(left), ONE)
    assert found.status == status
    assert found.slack == slack


@pytest.mark.parametrize(("left", "status"), [(0, "fails"), (1, "holds"), (2, "holds")])
def test_a_condition_on_numbers_never_binds(left: int, status: str) -> None:
    assert HERE.least(Name.COHERENCE, "", Fraction(left), ONE).status == status


def test_what_is_vacuous_stays_so() -> None:
    assert HERE.vacuous(Name.IR, "", ONE, TWO).status is Status.VACUOUS


def test_the_order_is_from_the_worst() -> None:
    rows = [
        HERE.vacuous(Name.IR, "vacuous", ONE, ONE),
        HERE.least(Name.COHERENCE, "coherent", ONE, ONE),
        HERE.incentive(Name.IC, "loose", TWO, ONE),
        HERE.incentive(Name.IC, "tight", Fraction(5, 4), ONE),
        HERE.incentive(Name.IC, "binding", ONE, ONE),
        HERE.incentive(Name.IR, "bad", Fraction(1, 2), ONE),
        HERE.incentive(Name.IR, "worse", Fraction(0), ONE),
        HERE.equal(Name.PROMISE, "broken", Fraction(2, 3), ONE),
        HERE.equal(Name.COHERENCE, "incoherent", Fraction(3, 4), ONE),
    ]
    assert [one.claim for one in worst_first(rows)] == [
        *("incoherent", "broken", "worse", "bad", "binding", "tight", "loose"),
        *("coherent", "vacuous"),
    ]
