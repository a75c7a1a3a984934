"""What the next types of the others tell of an agent's type: convex independence and spanning.

See Liu (2018), and Crémer and McLean (1988) for one period.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.least import least

Event = tuple[int, ...]
"""The next public state and the next types of the others."""

Beliefs = tuple[tuple[Fraction, ...], ...]
"""For each type of an agent the probabilities of the events."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What can be seen next, by an agent's type, where an allocation is carried out.

    Attributes
    ----------
    agent, allocation, state
        The agent and the allocation; a state, of which his own type does not matter.
    events
        What may be seen.
    beliefs
        Shape (types, events).
    """

    agent: int
    allocation: int
    state: int
    events: tuple[Event, ...]
    beliefs: Beliefs

    @property
    def is_spanning(self) -> bool:
        """Whether the beliefs of all types are linearly independent."""
        return rank(self.beliefs) == len(self.beliefs)

    @property
    def is_convex(self) -> bool:
        """Whether no type's belief is an average of those of other types."""
        return all(not _is_average(self.beliefs, own) for own in range(len(self.beliefs)))


def evidence(environment: Environment, agent: int, allocation: int, state: int) -> Evidence:
    """Return what can be seen after an allocation, by the type of an agent."""
    rows = []
    for own in range(len(environment.types[agent])):
        found: dict[Event, Fraction] = {}
        there = environment.changed(state, agent, own)
        for to, weight in environment.kernel[allocation][there]:
            event = event_of(environment, agent, to)
            found[event] = found.get(event, ZERO) + weight
        rows.append(found)
    events = tuple(sorted({event for row in rows for event in row}))
    beliefs = tuple(tuple(row.get(event, ZERO) for event in events) for row in rows)
    return Evidence(agent, allocation, state, events, beliefs)


def event_of(environment: Environment, agent: int, state: int) -> Event:
    """Return what the others and the public state show of a state."""
    parts = environment.states[state]
    return (*parts[: 1 + agent], *parts[2 + agent :])


def all_evidence(environment: Environment) -> Iterator[Evidence]:
    """Give the evidence for every agent of several types, allocation, and types of the others."""
    for agent, types in enumerate(environment.types):
        if len(types) > 1:
            for state in range(len(environment.states)):
                if environment.type_of(state, agent) == 0:
                    for allocation in environment.options(state):
                        yield evidence(environment, agent, allocation, state)


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """Return the rank of a matrix, exactly."""
    return int(fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in rows]).rank())


def _is_average(beliefs: Beliefs, own: int) -> bool:
    """Whether a row is a convex combination of the other rows."""
    others = [row for place, row in enumerate(beliefs) if place != own]
    if not others:
        return False
    columns = [*zip(*others, strict=True)]
    equal = [(column, x) for column, x in zip(columns, beliefs[own], strict=True)]
    # Probabilities sum to 1 on both sides, so that the weights do.
    return least([ZERO] * len(others), equal) is not None
