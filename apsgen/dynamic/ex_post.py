"""Constraints that hold whatever the types of all agents are."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from apsgen.dynamic.environment import ZERO
from apsgen.dynamic.lines import FEASIBLE, Line
from apsgen.dynamic.mechanism import Claim
from apsgen.dynamic.setting import Setting


def feasible(setting: Setting) -> Iterator[Line]:
    """Give the situations in which the allocation is not feasible."""
    for spot in setting.situations():
        which = setting.mechanism.rule(*spot).allocation
        if which not in setting.environment.options(spot[2]):
            name = setting.environment.allocations[which]
            says = f"the allocation {name} is feasible"
            yield setting.place(*spot).equal(FEASIBLE, says, ZERO, Fraction(1))


def balance(setting: Setting) -> Iterator[Line]:
    """Give the constraints that payments sum to 0."""
    for spot in setting.situations():
        total = sum(setting.mechanism.rule(*spot).payments, ZERO)
        yield setting.place(*spot).equal(Claim.BALANCE, "payments sum to 0", total, ZERO)


def rationality(setting: Setting) -> Iterator[Line]:
    """Give the constraints that no agent wants to stay away, whatever the types are."""
    for spot in setting.situations():
        for agent, value in enumerate(setting.truth.value(*spot)):
            place = setting.place(*spot, agent)
            yield place.least(Claim.EX_POST_IR, "staying away does not pay", value, ZERO)


def incentives(setting: Setting) -> Iterator[Line]:
    """Give the constraints that no lie pays an agent who knows the types of all.

    One lie now, and truth later: where none pays in any situation, no plan of lies does.
    """
    for spot in setting.situations():
        values = setting.truth.value(*spot)
        for agent, value in enumerate(values):
            place = setting.place(*spot, agent)
            for lie in setting.lies(agent, spot[2]):
                name = setting.type(agent, lie)
                gain = lying(setting, spot, agent, lie)
                says = f"reporting {name} does not pay"
                yield place.least(Claim.EX_POST_IC, says, value, gain, name)


def lying(setting: Setting, spot: tuple[int, int, int], agent: int, lie: int) -> Fraction:
    """Return what an agent gets from a lie in a situation, and truth later."""
    environment = setting.environment
    period, memory, state = spot
    said = environment.changed(state, agent, lie)
    rule = setting.mechanism.rule(period, memory, said)
    later = setting.truth.later(period, (rule.next, rule.allocation, state))[agent]
    now = environment.utility[agent][rule.allocation][state] - rule.payments[agent]
    return now + environment.delta * later
