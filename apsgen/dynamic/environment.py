"""The environment of a dynamic mechanism, expanded: states, utilities, the kernel, all exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product

ZERO = Fraction(0)

Profile = tuple[int, ...]
Row = tuple[tuple[int, Fraction], ...]
"""Next states and their probabilities, all positive."""


@dataclass(frozen=True, eq=False)
class Environment:
    """Who learns what, what can be done, and what it is worth.

    A *state* is a public state with the types of all agents. States are numbered from 0, the
    public state varying slowest and the type of the last agent fastest. All numbers are totals.

    Attributes
    ----------
    title, reference
        What it is, and where it comes from.
    delta
        The discount factor.
    horizon
        The number of periods; ``None`` if there is no last one.
    agents
        Their names.
    types
        For each agent the names of his types; ``("",)`` for one who has a single type without
        a name.
    public
        The names of the public states; ``("",)`` if there are none.
    allocations
        Their names.
    feasible
        For each public state the places of the allocations that are feasible.
    utility
        By agent, allocation and state; 0 where the allocation is not feasible.
    kernel
        By allocation and state the probabilities of the next states; empty where the
        allocation is not feasible.
    start
        The probabilities of the states in the first period.
    parameters
        The values of the parameters of the file.
    exact
        Whether no number was rounded.
    """

    title: str
    reference: str
    delta: Fraction
    horizon: int | None
    agents: tuple[str, ...]
    types: tuple[tuple[str, ...], ...]
    public: tuple[str, ...]
    allocations: tuple[str, ...]
    feasible: tuple[Profile, ...]
    utility: Sequence[Sequence[Sequence[Fraction]]] = field(repr=False)
    kernel: Sequence[Sequence[Row]] = field(repr=False)
    start: Row
    parameters: Mapping[str, Fraction]
    exact: bool

    @cached_property
    def states(self) -> tuple[Profile, ...]:
        """For each state the place of the public state, then those of the agents' types."""
        return tuple(product(range(len(self.public)), *(range(len(own)) for own in self.types)))

    @cached_property
    def _number(self) -> Mapping[Profile, int]:
        return {state: place for place, state in enumerate(self.states)}

    @property
    def periods(self) -> range:
        """The periods that differ from each other: one if there is no last period."""
        return range(self.horizon or 1)

    def following(self, period: int) -> int | None:
        """Return the period after one; ``None`` after the last."""
        if self.horizon is None:
            return period
        return period + 1 if period + 1 < self.horizon else None

    def public_of(self, state: int) -> int:
        """Return the public part of a state."""
        return self.states[state][0]

    def type_of(self, state: int, agent: int) -> int:
        """Return the type of an agent in a state."""
        return self.states[state][1 + agent]

    def number(self, public: int, types: Sequence[int]) -> int:
        """Return the state with a public part and types."""
        return self._number[(public, *types)]

    def changed(self, state: int, agent: int, own: int) -> int:
        """Return the state in which an agent has another type."""
        parts = list(self.states[state])
        parts[1 + agent] = own
        return self._number[tuple(parts)]

    def others(self, agent: int) -> Iterator[int]:
        """Give the places of the other agents."""
        return (other for other in range(len(self.agents)) if other != agent)

    def options(self, state: int) -> Profile:
        """Return the allocations that are feasible in a state."""
        return self.feasible[self.public_of(state)]

    def expected(self, allocation: int, state: int, values: Sequence[Fraction]) -> Fraction:
        """Return the mean over the next states of some values, one for each state."""
        return mean(self.kernel[allocation][state], values)

    def total(self, allocation: int, state: int, agents: Sequence[int]) -> Fraction:
        """Return the sum of the utilities of some agents."""
        return sum((self.utility[i][allocation][state] for i in agents), ZERO)


def mean(row: Row, values: Sequence[Fraction]) -> Fraction:
    """Return the mean of values under probabilities."""
    return sum((weight * values[place] for place, weight in row), ZERO)
