"""Constraints at the points that truth reaches, held to trees of whole histories."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.dynamic import balanced_team, pivot
from apsgen.dynamic.interim import enforcement, incentives, rationality
from apsgen.dynamic.moments import BEGINNING, reached
from apsgen.dynamic.setting import Setting
from tests.dynamic.brute import Game
from tests.dynamic.cases import case
from tests.dynamic.test_deviator import BUILDERS, Builder, as_rule
from tests.dynamic.worlds import World, worlds


@given(
    world=worlds(horizons=(1, 2, 3), private=False),
    agent=st.sampled_from((0, 1)),
    which=st.sampled_from(BUILDERS),
)
@settings(max_examples=25, deadline=None)
def test_the_lines_of_the_first_period(world: World, agent: int, which: Builder) -> None:
    environment = world.environment()
    mechanism = which(environment)
    game = Game(world, as_rule(mechanism), agent)
    first = [
        one
        for one in incentives(Setting(environment, mechanism))
        if one.period == 1 and one.agent == environment.agents[agent]
    ]
    assert [one.types for one in first] == ["low", "high"]
    for own, line in enumerate(first):
        paths = [((t,), (), x) for t, x in world.first() if t[agent] == own]
        chance = sum(x for _, _, x in paths)
        assert line.right == game.lies_first([*paths], 1 - own) / chance


def test_lines_stand_where_truth_leads() -> None:
    environment = case("athey_segal_2013")
    setting = Setting(environment, balanced_team(environment))
    moments = reached(setting)
    # The buyer's value is 1 in the first period, so that two states can be in it.
    assert moments[0] == BEGINNING
    assert [setting.label(one.state) for one in moments[1:] if one.state is not None] == [
        "high_cost, low",
        "low_cost, low",
    ]
    lines = [*incentives(setting)]
    assert len(lines) == 9
    seller = [one for one in lines if one.agent == "seller"]
    # His cost stays, so that in the second period each of his types knows himself.
    assert [(one.period, one.memory, one.types) for one in seller] == [
        (1, None, "high_cost"),
        (1, None, "low_cost"),
        (2, "high_cost, low", "high_cost"),
        (2, "low_cost, low", "low_cost"),
    ]


def test_participation_and_leaving_look_at_different_points() -> None:
    """Who stays away decides by his own type; who leaves has heard the other's report."""
    environment = case("athey_segal_2013_repeated")
    setting = Setting(environment, pivot(environment))
    staying = [one for one in rationality(setting) if one.agent == "seller" and one.memory is None]
    leaving = {
        one.types: one.left
        for one in enforcement(setting)
        if one.agent == "seller" and one.report is None and one.memory is None
    }
    assert [one.types for one in staying] == ["high_cost", "low_cost"]
    assert len(leaving) == 4
    for one in staying:
        both = [leaving[f"{one.types}, {value}"] for value in ("low", "high")]
        assert one.left == sum(both, Fraction(0)) / 2
