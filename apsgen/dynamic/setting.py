"""A mechanism in its environment, and the names of its situations for people to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from apsgen.dynamic.environment import Environment
from apsgen.dynamic.lines import Place
from apsgen.dynamic.mechanism import DirectMechanism, label
from apsgen.dynamic.truth import Truth


@dataclass(frozen=True, eq=False)
class Setting:
    """A mechanism, its environment, and what truth gives.

    Attributes
    ----------
    environment, mechanism
        The two.
    """

    environment: Environment
    mechanism: DirectMechanism

    @cached_property
    def truth(self) -> Truth:
        """What truth gives the agents."""
        return Truth(self.environment, self.mechanism)

    def situations(self) -> Iterator[tuple[int, int, int]]:
        """Give every period, memory and state."""
        for period, stage in enumerate(self.mechanism.stages):
            for memory in stage:
                for state in range(len(self.environment.states)):
                    yield period, memory, state

    def place(self, period: int, memory: int, state: int, agent: int | None = None) -> Place:
        """Return where a constraint stands that is about all types."""
        names = self._named_types(state)
        return Place(
            self.period(period),
            self.mechanism.memory[memory] if len(self.mechanism.memory) > 1 else None,
            self.public(state),
            names or None,
            None if agent is None else self.environment.agents[agent],
        )

    def period(self, period: int) -> int | None:
        """Return the number of a period, from 1; ``None`` if there is no last one."""
        return None if self.environment.horizon is None else period + 1

    def public(self, state: int) -> str | None:
        """Return the name of the public part of a state."""
        return self.environment.public[self.environment.public_of(state)] or None

    def type(self, agent: int, own: int) -> str | None:
        """Return the name of a type."""
        return self.environment.types[agent][own] or None

    def lies(self, agent: int, state: int) -> Iterator[int]:
        """Give the types that an agent may report and does not have."""
        own = self.environment.type_of(state, agent)
        return (one for one in range(len(self.environment.types[agent])) if one != own)

    def label(self, state: int) -> str:
        """Return the names of a state."""
        return label(self.environment, state)

    def _named_types(self, state: int) -> str:
        _, *types = self.environment.states[state]
        pairs = zip(self.environment.types, types, strict=True)
        return ", ".join(own[place] for own, place in pairs if own[place])
