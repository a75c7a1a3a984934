"""What is said of mechanisms that are built for revenue."""

from __future__ import annotations

from apsgen.dynamic.sequential import sequential_screening
from apsgen.dynamic.virtual import virtual_surplus
from apsgen.report.revenue import revenue_remarks
from tests.dynamic.cases import case
from tests.dynamic.sales import LOTTERY


def remarks(name: str) -> str:
    environment = case(name)
    return "\n".join(revenue_remarks(environment, sequential_screening(environment)))


def test_contracts_are_told() -> None:
    said = remarks("courty_li_2000_airline").splitlines()
    assert [line.split() for line in said[:2]] == [
        ["contract", "at", "once", "for", "fly", "for", "stay"],
        ["leisure", "3/2", "0"],
    ]
    assert "observed, no more would be earned" in said[-1]


def test_new_information_that_leaves_rents_is_told() -> None:
    assert "observed, 5/4 would be earned" in remarks("eso_szentes_2017")


def test_three_periods_have_no_contracts() -> None:
    assert "contract" not in remarks("baron_besanko_1984")


def test_lots_are_told() -> None:
    environment = LOTTERY.environment()
    said = revenue_remarks(environment, sequential_screening(environment))[1]
    assert said == "With lots drawn the best mechanism earns 57/16; the rules draw none."


def test_whether_the_relaxed_problem_bounds_anything_is_told() -> None:
    for name, words in (
        ("battaglini_lamba_2019", "no mechanism earns more"),
        ("courty_li_2000_airline", "it bounds nothing"),
    ):
        environment = case(name)
        (said,) = revenue_remarks(environment, virtual_surplus(environment))
        assert words in " ".join(said.split())
