"""Constraints at the points that truth reaches, given what an agent knows there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from apsgen.dynamic.deviator import Deviator
from apsgen.dynamic.environment import ZERO
from apsgen.dynamic.lines import Line, Place
from apsgen.dynamic.mechanism import Claim
from apsgen.dynamic.moments import Moment, Spot, reached, row_at, seen_by
from apsgen.dynamic.setting import Setting

Point = tuple[Moment, int, Spot]


def incentives(setting: Setting) -> Iterator[Line]:
    """Give the constraints that no plan of lies pays."""
    yield from _against_plans(setting, Claim.BAYESIAN_IC, None)


def enforcement(setting: Setting) -> Iterator[Line]:
    """Give the constraints that nobody leaves, whatever he has reported."""
    for moment in reached(setting):
        for state, _ in row_at(setting, moment):
            values = setting.truth.value(moment.period, moment.memory, state)
            for agent, value in enumerate(values):
                place = setting.place(moment.period, moment.memory, state, agent)
                yield place.least(Claim.SELF_ENFORCING, "leaving does not pay", value, ZERO)
    yield from _against_plans(setting, Claim.SELF_ENFORCING, ZERO)


def rationality(setting: Setting) -> Iterator[Line]:
    """Give the constraints that no agent wants to stay away, given what he knows."""
    for moment, agent, spot in points(setting):
        value = truthful(setting, agent, moment, spot)
        place = _place(setting, moment, agent, spot)
        yield place.least(Claim.BAYESIAN_IR, "staying away does not pay", value, ZERO)


def _against_plans(setting: Setting, claim: Claim, outside: Fraction | None) -> Iterator[Line]:
    agents = range(len(setting.environment.agents))
    deviators = [Deviator(setting, agent, outside) for agent in agents]
    for moment, agent, spot in points(setting):
        value = truthful(setting, agent, moment, spot)
        weight = chance(setting, agent, moment, spot)
        place = _place(setting, moment, agent, spot)
        for lie in deviators[agent].reports():
            if lie != spot[1]:
                name = setting.type(agent, lie)
                gain = deviators[agent].weighed(moment, spot, lie) / weight
                says = f"reporting {name} and the best plan later do not pay"
                yield place.least(claim, says, value, gain, name)


def points(setting: Setting) -> Iterator[Point]:
    """Give the moments that truth reaches, with each agent and what he may see there."""
    for moment in reached(setting):
        for agent in range(len(setting.environment.agents)):
            for spot in seen_by(setting, agent, moment):
                yield moment, agent, spot


def chance(setting: Setting, agent: int, moment: Moment, spot: Spot) -> Fraction:
    """Return the probability of what an agent sees at a moment."""
    row = seen_by(setting, agent, moment)[spot]
    return sum((weight for _, weight in row), ZERO)


def truthful(setting: Setting, agent: int, moment: Moment, spot: Spot) -> Fraction:
    """Return what truth gives an agent at a spot."""
    row = seen_by(setting, agent, moment)[spot]
    values = (
        weight * setting.truth.value(moment.period, moment.memory, state)[agent]
        for state, weight in row
    )
    return sum(values, ZERO) / chance(setting, agent, moment, spot)


def _place(setting: Setting, moment: Moment, agent: int, spot: Spot) -> Place:
    public, own = spot
    return Place(
        setting.period(moment.period),
        None if moment.state is None else setting.label(moment.state),
        setting.environment.public[public] or None,
        setting.type(agent, own),
        setting.environment.agents[agent],
    )
