"""What happens if all report the truth: revenue, and what is lost against efficiency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from apsgen.dynamic.environment import ZERO, Environment, Row
from apsgen.dynamic.exogenous import exogenous
from apsgen.dynamic.mechanism import DirectMechanism
from apsgen.errors import UsageError

Situations = Mapping[tuple[int, int], Fraction]
"""Probabilities of a memory and a state."""


def course(
    environment: Environment, mechanism: DirectMechanism, start: Row
) -> Iterator[Situations]:
    """Give the probabilities of memories and states, period by period.

    Parameters
    ----------
    environment, mechanism
        The mechanism, and the environment that it is of, with a last period.
    start
        The probabilities of the states of the first period.

    Raises
    ------
    UsageError
        If there is no last period.
    """
    if environment.horizon is None:
        raise UsageError("the environment has no last period; give it a horizon")
    now = {(0, state): weight for state, weight in start}
    yield now
    for period in range(environment.horizon - 1):
        ahead: dict[tuple[int, int], Fraction] = {}
        for (memory, state), weight in now.items():
            rule = mechanism.rule(period, memory, state)
            for to, x in environment.kernel[rule.allocation][state]:
                ahead[rule.next, to] = ahead.get((rule.next, to), ZERO) + weight * x
        now = ahead
        yield now


def revenue(environment: Environment, mechanism: DirectMechanism) -> Fraction:
    """Return what all agents pay in total: expected, discounted to the first period.

    An agent with a single type can stand for what the designer bears, such as the cost of a
    good: where he pays what his utility is, the revenue is net of it.

    Raises
    ------
    UsageError
        If there is no last period.
    """
    total, factor = ZERO, Fraction(1)
    for period, situations in enumerate(course(environment, mechanism, environment.start)):
        for (memory, state), weight in situations.items():
            paid = sum(mechanism.rule(period, memory, state).payments, ZERO)
            total += factor * weight * paid
        factor *= environment.delta
    return total


def distortions(
    environment: Environment, mechanism: DirectMechanism, agent: int
) -> Mapping[str, tuple[Fraction, ...]]:
    """Return what is lost against efficiency in each period, by the first type of an agent.

    Parameters
    ----------
    environment, mechanism
        The mechanism, and the environment that it is of: types move by themselves, and there is
        a last period.
    agent
        The place of the agent.

    Returns
    -------
    mapping
        For each first type that he may have the expected loss of the sum of utilities in each
        period, not discounted.

    Raises
    ------
    UsageError
        If types do not move by themselves, or there is no last period.
    """
    chains = exogenous(environment)
    found = {}
    for own, chance in chains.begin[agent].items():
        start = tuple(
            (state, weight / chance)
            for state, weight in environment.start
            if environment.type_of(state, agent) == own
        )
        found[environment.types[agent][own]] = tuple(
            sum(
                (x * lost(environment, mechanism, period, *spot) for spot, x in spots.items()), ZERO
            )
            for period, spots in enumerate(course(environment, mechanism, start))
        )
    return found


def lost(
    environment: Environment, mechanism: DirectMechanism, period: int, memory: int, state: int
) -> Fraction:
    """Return by how much the sum of utilities in a situation is below the greatest."""
    everyone = range(len(environment.agents))
    totals = {
        which: environment.total(which, state, everyone) for which in environment.options(state)
    }
    return max(totals.values()) - totals[mechanism.rule(period, memory, state).allocation]
