"""Histories of the reports of one agent who learns step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from apsgen.dynamic.environment import Environment
from apsgen.dynamic.exogenous import Exogenous, Spread, exogenous
from apsgen.errors import UsageError

Past = tuple[tuple[int, int], ...]
"""Public states and the types that were reported in them."""

MOST_HISTORIES = 2_000


@dataclass(frozen=True, eq=False)
class Reports:
    """The histories of what can be reported in an environment where one agent has types.

    A report that cannot follow the last one is treated as one that can: a mechanism that lets
    every type pick what is best for it among the latter loses nothing.

    Attributes
    ----------
    environment
        The environment.
    """

    environment: Environment

    @cached_property
    def chains(self) -> Exogenous:
        """How types move."""
        return exogenous(self.environment)

    @cached_property
    def agent(self) -> int:
        """The place of the agent who has types."""
        several = [i for i, own in enumerate(self.environment.types) if len(own) > 1]
        if not several:
            raise UsageError("no agent has several types; there is nothing to screen")
        if len(several) > 1:
            names = ", ".join(self.environment.agents[i] for i in several)
            found = f"found several types of {names}; sequential screening is of one agent"
            raise UsageError(f"{found}; virtual-surplus takes several")
        return several[0]

    @cached_property
    def pasts(self) -> tuple[tuple[Past, ...], ...]:
        """By period all that can have been reported before."""
        found: list[tuple[Past, ...]] = [((),)]
        for _ in range(self.chains.horizon - 1):
            found.append(tuple(now for past in found[-1] for now in self.next(past)))
            if sum(map(len, found)) > MOST_HISTORIES:
                message = f"there are more than {MOST_HISTORIES:,} histories of reports"
                raise UsageError(f"{message}: use fewer types or periods")
        return tuple(found)

    def next(self, past: Past) -> Iterator[Past]:
        """Give the histories that are longer by a period."""
        for public in self.publics(past):
            for own in self.possible(past, public):
                yield (*past, (public, own))

    def publics(self, past: Past) -> Spread:
        """Return the probabilities of the public states after a history."""
        return self.chains.public_rows[past[-1][0]] if past else self.chains.public_begin

    def possible(self, past: Past, public: int) -> Spread:
        """Return the probabilities of what can be reported after a history."""
        if not past:
            return self.chains.begin[self.agent]
        return self.chains.rows[self.agent][past[-1]]

    def true(self, past: Past, public: int) -> tuple[int, ...]:
        """Return the types that the agent may have there, whatever he has reported."""
        return self.chains.ladder(self.agent, len(past), public)

    def state(self, public: int, own: int) -> int:
        """Return the state of a public state and a type."""
        types = [0] * len(self.environment.agents)
        types[self.agent] = own
        return self.environment.number(public, types)

    def chance(self, past: Past) -> Fraction:
        """Return the probability of a history under truth."""
        found = Fraction(1)
        for place, (public, own) in enumerate(past):
            before = past[:place]
            found *= self.publics(before)[public] * self.possible(before, public)[own]
        return found

    def utility(self, which: int, public: int, own: int) -> Fraction:
        """Return what an allocation is worth to the agent."""
        return self.environment.utility[self.agent][which][self.state(public, own)]
