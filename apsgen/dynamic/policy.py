"""Policies that maximise the sum of the payoffs of some agents, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from apsgen.dynamic.chains import discounted_sums
from apsgen.dynamic.environment import ZERO, Environment, mean

Choice = tuple[int, ...]
"""An allocation for each state."""

Values = tuple[Fraction, ...]
"""A number for each state."""


@dataclass(frozen=True, slots=True)
class Policy:
    """An allocation for each period and state, and what it is worth.

    Attributes
    ----------
    choices
        By period; one entry if there is no last period.
    values
        In the same layout the total payoff of the agents whose payoffs it maximises.
    """

    choices: tuple[Choice, ...]
    values: tuple[Values, ...]


def efficient(
    environment: Environment,
    agents: Sequence[int] | None = None,
    last: Sequence[int] | None = None,
) -> Policy:
    """Return a policy that maximises the total payoff of agents, utilities alone.

    Parameters
    ----------
    environment
        The environment.
    agents
        Their places; all agents if left out.
    last
        For each public state the allocation that is carried out in the last period, whatever the
        types; left out, the best one is.

    Returns
    -------
    Policy
        Exact. Where several allocations are best, the first one of the file is taken.
    """
    whom = tuple(range(len(environment.agents))) if agents is None else tuple(agents)
    rewards = [
        [environment.total(which, state, whom) for state in range(len(environment.states))]
        for which in range(len(environment.allocations))
    ]
    if environment.horizon is None:
        choice, values = _for_ever(environment, rewards)
        return Policy((choice,), (values,))
    return _backwards(environment, rewards, last)


def expected(environment: Environment, policy: Policy) -> Fraction:
    """Return the value of a policy before types are drawn."""
    return mean(environment.start, policy.values[0])


def worth(environment: Environment, policy: Policy, agents: Sequence[int]) -> tuple[Values, ...]:
    """Return what a policy is worth to some agents together, by period and state."""
    states = range(len(environment.states))

    def flow(choice: Choice) -> list[Fraction]:
        return [environment.total(choice[state], state, agents) for state in states]

    if environment.horizon is None:
        (choice,) = policy.choices
        return (_evaluated(environment, choice, flow(choice)),)
    ahead: Values = (ZERO,) * len(states)
    made: list[Values] = []
    for choice in reversed(policy.choices):
        now = flow(choice)
        ahead = tuple(
            now[state] + environment.delta * environment.expected(choice[state], state, ahead)
            for state in states
        )
        made.append(ahead)
    return tuple(reversed(made))


def _for_ever(
    environment: Environment, rewards: Sequence[Sequence[Fraction]]
) -> tuple[Choice, Values]:
    """Improve a policy until nothing does; every policy is evaluated exactly."""
    states = range(len(environment.states))
    choice = tuple(environment.options(state)[0] for state in states)
    while True:
        flow = [rewards[choice[state]][state] for state in states]
        values = _evaluated(environment, choice, flow)
        best = _greedy(environment, rewards, values)
        better = any(x > values[state] for state, (_, x) in enumerate(best))
        if not better:
            return tuple(which for which, _ in best), values
        choice = tuple(
            which if x > values[state] else choice[state] for state, (which, x) in enumerate(best)
        )


def _backwards(
    environment: Environment, rewards: Sequence[Sequence[Fraction]], last: Sequence[int] | None
) -> Policy:
    ahead: Values = (ZERO,) * len(environment.states)
    made: list[tuple[Choice, Values]] = []
    for _ in environment.periods:
        if last is None or made:
            best = _greedy(environment, rewards, ahead)
        else:
            chosen = [last[environment.public_of(s)] for s in range(len(environment.states))]
            best = [(which, rewards[which][state]) for state, which in enumerate(chosen)]
        ahead = tuple(x for _, x in best)
        made.append((tuple(which for which, _ in best), ahead))
    made.reverse()
    return Policy(tuple(choice for choice, _ in made), tuple(values for _, values in made))


def _greedy(
    environment: Environment, rewards: Sequence[Sequence[Fraction]], ahead: Values
) -> list[tuple[int, Fraction]]:
    """Return for each state the first of the best allocations, and what it is worth."""
    found = []
    for state in range(len(environment.states)):
        worths = []
        for which in environment.options(state):
            later = environment.expected(which, state, ahead)
            worths.append((which, rewards[which][state] + environment.delta * later))
        found.append(max(worths, key=lambda one: (one[1], -one[0])))
    return found


def _evaluated(environment: Environment, choice: Choice, flow: Sequence[Fraction]) -> Values:
    rows = [environment.kernel[which][state] for state, which in enumerate(choice)]
    sums = discounted_sums(rows, [[x] for x in flow], environment.delta)
    return tuple(x for (x,) in sums)
