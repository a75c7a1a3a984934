"""The team mechanism, expected externalities, and the balanced team mechanism.

See d'Aspremont and Gérard-Varet (1979), and Athey and Segal (2013).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from apsgen.dynamic.environment import ZERO, Environment, Row, mean
from apsgen.dynamic.mechanism import (
    NO_MEMORY,
    Claim,
    DirectMechanism,
    Rule,
    mechanism_of,
    of_reports,
)
from apsgen.dynamic.policy import Policy, Values, efficient, worth
from apsgen.errors import UsageError

BALANCED_CLAIMS = (Claim.BAYESIAN_IC, Claim.BALANCE)


def team(environment: Environment) -> DirectMechanism:
    """Return the mechanism that pays every agent the utilities of all others.

    The policy is efficient, so that all want the same; it runs a deficit.
    """
    policy = efficient(environment)

    def rule(period: int, memory: int, state: int) -> Rule:
        which = policy.choices[period][state]
        agents = range(len(environment.agents))
        paid = (-environment.total(which, state, tuple(environment.others(i))) for i in agents)
        return Rule(which, tuple(paid))

    claims = (Claim.EX_POST_IC, Claim.BAYESIAN_IC)
    return mechanism_of(environment, "team", claims, NO_MEMORY, rule)


def expected_externality(environment: Environment) -> DirectMechanism:
    """Return the mechanism that takes every period for a game of its own.

    In each period an agent gets the change that his report makes to what the others are expected
    to get in it, by the probabilities that the types of the period have before anything is known;
    the others pay that in equal parts. It balances the budget; where agents learn from the reports
    of earlier periods truth need not be optimal.

    Raises
    ------
    UsageError
        With one agent; or without a last period where the probabilities of types change from
        period to period.
    """
    check_several(environment)
    policy = efficient(environment)
    rows = unconditional(environment, policy)

    def flows(period: int, agent: int) -> Values:
        choice, others = policy.choices[period], tuple(environment.others(agent))
        return tuple(environment.total(which, s, others) for s, which in enumerate(choice))

    changes = [
        [_changes(environment, i, rows[period], flows(period, i)) for i in _agents(environment)]
        for period in environment.periods
    ]

    def rule(period: int, memory: int, state: int) -> Rule:
        gains = [change(state) for change in changes[period]]
        return Rule(policy.choices[period][state], shared(gains))

    return mechanism_of(environment, "agv", BALANCED_CLAIMS, NO_MEMORY, rule)


def balanced_team(environment: Environment) -> DirectMechanism:
    """Return the balanced team mechanism of Athey and Segal (2013).

    In each period an agent gets the change that his report makes to what the others are expected
    to get in total from then on, given the reports of the period before; the others pay that in
    equal parts. Nobody changes by his reports what he expects to pay for the others.

    Raises
    ------
    UsageError
        With one agent.
    """
    check_several(environment)
    policy = efficient(environment)
    totals = [
        worth(environment, policy, tuple(environment.others(i))) for i in _agents(environment)
    ]
    return _by_changes(environment, policy, "balanced-team", totals)


def flow_team(environment: Environment) -> DirectMechanism:
    """Return what is left of `balanced_team` if only the period at hand counts.

    An agent gets the change that his report makes to what the others are expected to get in the
    same period. Where types last, reports of one period move what is expected in the next, and
    truth need not be optimal.

    Raises
    ------
    UsageError
        With one agent.
    """
    check_several(environment)
    policy = efficient(environment)
    totals = []
    for i in _agents(environment):
        others = tuple(environment.others(i))
        totals.append(
            tuple(
                tuple(environment.total(which, s, others) for s, which in enumerate(choice))
                for choice in policy.choices
            )
        )
    return _by_changes(environment, policy, "flow-team", totals)


def _by_changes(
    environment: Environment, policy: Policy, kind: str, totals: Sequence[Sequence[Values]]
) -> DirectMechanism:
    """Return the mechanism that pays the changes of some totals, in equal parts by the others."""
    known: dict[tuple[int, int, int], Callable[[int], Fraction]] = {}

    def change(period: int, memory: int, agent: int) -> Callable[[int], Fraction]:
        spot = (period, memory, agent)
        if spot not in known:
            row = environment.start
            if memory:
                before = (period - 1) % len(policy.choices)
                row = environment.kernel[policy.choices[before][memory - 1]][memory - 1]
            known[spot] = _changes(environment, agent, row, totals[agent][period])
        return known[spot]

    def rule(period: int, memory: int, state: int) -> Rule:
        gains = [change(period, memory, i)(state) for i in _agents(environment)]
        return Rule(policy.choices[period][state], shared(gains), 1 + state)

    return mechanism_of(environment, kind, BALANCED_CLAIMS, of_reports(environment), rule)


def _changes(
    environment: Environment, agent: int, row: Row, totals: Values
) -> Callable[[int], Fraction]:
    by_own = by_type(environment, agent, row, totals)
    by_public = _by_public(environment, row, totals)

    def change(state: int) -> Fraction:
        public = environment.public_of(state)
        return by_own[public, environment.type_of(state, agent)] - by_public[public]

    return change


def shared(gains: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return what agents pay if each gets his gain, and the others pay it in equal parts."""
    total = sum(gains, ZERO)
    return tuple((total - gain) / (len(gains) - 1) - gain for gain in gains)


def by_type(
    environment: Environment, agent: int, row: Row, values: Values
) -> Mapping[tuple[int, int], Fraction]:
    """Return the mean of values given the public state and an agent's type.

    Where these have probability 0 the types of the others are as they are without the agent's.
    """
    found = {}
    for public in range(len(environment.public)):
        around = _restricted(environment, row, public)
        for own in range(len(environment.types[agent])):
            within = tuple(
                (state, x) for state, x in around if environment.type_of(state, agent) == own
            )
            moved = tuple((environment.changed(state, agent, own), x) for state, x in around)
            found[public, own] = _average(within or moved, values)
    return found


def _by_public(environment: Environment, row: Row, values: Values) -> tuple[Fraction, ...]:
    places = range(len(environment.public))
    return tuple(_average(_restricted(environment, row, public), values) for public in places)


def _restricted(environment: Environment, row: Row, public: int) -> Row:
    """Return the part of probabilities in a public state; all of it, moved there, if none is."""
    within = tuple((state, x) for state, x in row if environment.public_of(state) == public)
    if within:
        return within
    return tuple((environment.number(public, environment.states[s][1:]), x) for s, x in row)


def _average(row: Row, values: Values) -> Fraction:
    return mean(row, values) / sum((x for _, x in row), ZERO)


def unconditional(environment: Environment, policy: Policy) -> tuple[Row, ...]:
    """Return the probabilities of the states in each period, as they are before the first.

    Raises
    ------
    UsageError
        Without a last period, if they change from period to period.
    """
    rows = [environment.start]
    for choice in policy.choices:
        weights: dict[int, Fraction] = {}
        for state, x in rows[-1]:
            for to, y in environment.kernel[choice[state]][state]:
                weights[to] = weights.get(to, ZERO) + x * y
        rows.append(tuple(sorted(weights.items())))
    if environment.horizon is None and rows[1] != rows[0]:
        raise UsageError(
            "agv: the probabilities of types change from period to period, and there is no last "
            "one; give a horizon, or begin with probabilities that last"
        )
    return tuple(rows[: len(policy.choices)])


def check_several(environment: Environment) -> None:
    """Refuse an environment of one agent, who has nobody to share payments with.

    Raises
    ------
    UsageError
        If there is one agent.
    """
    if len(environment.agents) < 2:
        raise UsageError(
            "payments are shared among agents, and there is one; at least two are needed"
        )


def _agents(environment: Environment) -> range:
    return range(len(environment.agents))
