"""The least constants with which agents stay, whatever they have reported.

An agent gets a constant K in every period in which he is there. Truth, which stays for ever, gains
K / (1 - delta) by it, and a plan of lies and leaving K times the discounted periods that it lasts,
which are no more. So what the best plan gains over truth is a convex function of K that does not
rise, and where it begins to be 0 is found by Newton's method, in finitely many exact steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from apsgen.dynamic.deviator import Deviator
from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.interim import chance, points, truthful
from apsgen.dynamic.mechanism import DirectMechanism, shifted
from apsgen.dynamic.moments import reached, row_at
from apsgen.dynamic.setting import Setting


def least_constants(environment: Environment, mechanism: DirectMechanism) -> list[Fraction] | None:
    """Return the least constant of each agent with which he never leaves, nor lies and leaves.

    Parameters
    ----------
    environment
        Without a last period.
    mechanism
        A mechanism for it.

    Returns
    -------
    list or None
        Greater constants do as well, whatever the others get. ``None`` if an agent gains by lies
        although he never leaves, so that no constant does.
    """
    found = []
    for agent in range(len(environment.agents)):
        constant = _least(environment, mechanism, agent)
        if constant is None:
            return None
        found.append(constant)
    return found


def _least(environment: Environment, mechanism: DirectMechanism, agent: int) -> Fraction | None:
    constant = _for_truth(Setting(environment, mechanism), agent)
    while True:
        constants = [constant if i == agent else ZERO for i in range(len(environment.agents))]
        setting = Setting(environment, shifted(mechanism, constants))
        steps = [*_steps(setting, agent)]
        if not steps:
            return constant
        if any(step is None for step in steps):
            return None
        constant += max(step for step in steps if step is not None)


def _for_truth(setting: Setting, agent: int) -> Fraction:
    """Return the least constant with which nobody leaves who has told the truth."""
    values = (
        setting.truth.value(moment.period, moment.memory, state)[agent]
        for moment in reached(setting)
        for state, _ in row_at(setting, moment)
    )
    return -(1 - setting.environment.delta) * min(values)


def _steps(setting: Setting, agent: int) -> Iterator[Fraction | None]:
    """Give for each lie that pays how much more makes its best plan worthless.

    ``None`` if that plan never leaves.
    """
    deviator = Deviator(setting, agent, ZERO)
    for_ever = 1 / (1 - setting.environment.delta)
    for moment, who, spot in points(setting):
        if who != agent:
            continue
        weight = chance(setting, agent, moment, spot)
        truth = truthful(setting, agent, moment, spot)
        for lie in deviator.reports():
            gain = deviator.weighed(moment, spot, lie) / weight - truth
            if lie != spot[1] and gain > 0:
                left = for_ever - deviator.periods(moment, spot, lie) / weight
                yield gain / left if left else None
