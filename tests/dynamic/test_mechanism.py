"""Rules by period, memory and state; memories and their names."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from apsgen.dynamic import Rule, balanced_team, environment_of, shifted
from apsgen.dynamic.mechanism import label, mechanism_of, of_reports
from tests.dynamic.cases import case

TRADE = case("athey_segal_2013")
BANDIT = case("bergemann_valimaki_2010_bandit")


def test_memories_that_cannot_be_reached_have_no_rules() -> None:
    mechanism = balanced_team(TRADE)
    assert [[*stage] for stage in mechanism.stages] == [[0], [1, 2, 3, 4]]


def test_a_memory_may_be_anything() -> None:
    """Count the periods up to two, and stay there."""

    def rule(period: int, memory: int, state: int) -> Rule:
        return Rule(0, (Fraction(memory), Fraction(0)), min(2, memory + 1))

    mechanism = mechanism_of(BANDIT, "counting", (), ("none", "one", "more", "never"), rule)
    (stage,) = mechanism.stages
    assert [*stage] == [0, 1, 2]
    assert mechanism.rule(0, 1, 0) == Rule(0, (Fraction(1), Fraction(0)), 2)


def test_memories_are_named_by_reports() -> None:
    assert of_reports(TRADE) == (
        "start",
        "high_cost, low",
        "high_cost, high",
        "low_cost, low",
        "low_cost, high",
    )
    assert label(BANDIT, 1) == "good"


def test_names_of_memories_differ() -> None:
    text = (
        'kind = "dynamic"\ntitle = "T"\ndelta = "1/2"\nallocations = ["a"]\n'
        '[agents.ann]\ntypes = { start = { probability = 1 }, "x, y" = {} }\n'
    )
    alone = environment_of(Path("alone.toml"), text)
    assert of_reports(alone) == ("start", "start (0)", "'x, y' (1)")


def test_constants_move_every_payment() -> None:
    before = balanced_team(TRADE)
    after = shifted(before, (Fraction(1), Fraction(-1)))
    for one, other in zip(before.stages, after.stages, strict=True):
        for memory, rules in one.items():
            for rule, moved in zip(rules, other[memory], strict=True):
                assert moved.payments == (rule.payments[0] - 1, rule.payments[1] + 1)
                assert (moved.allocation, moved.next) == (rule.allocation, rule.next)
