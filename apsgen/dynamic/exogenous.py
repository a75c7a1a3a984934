"""Types that move by themselves: each agent's alone, whatever is carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from apsgen.dynamic.environment import ZERO, Environment, Row
from apsgen.errors import UsageError

ONE = Fraction(1)

Spread = Mapping[int, Fraction]
"""Types and their probabilities, all positive."""


@dataclass(frozen=True, eq=False)
class Exogenous:
    """An environment with a last period in which types move by themselves.

    Attributes
    ----------
    environment
        The environment.
    begin
        For each agent the probabilities of his first type.
    rows
        For each agent those of his next type, by the public state and his type.
    public_begin, public_rows
        The same for the public state.
    """

    environment: Environment
    begin: tuple[Spread, ...]
    rows: tuple[Mapping[tuple[int, int], Spread], ...]
    public_begin: Spread
    public_rows: Mapping[int, Spread]

    @property
    def horizon(self) -> int:
        """The number of periods."""
        assert self.environment.horizon is not None
        return self.environment.horizon

    @cached_property
    def publics(self) -> tuple[Spread, ...]:
        """By period the probabilities of the public states."""
        found = [dict(self.public_begin)]
        for _ in range(self.horizon - 1):
            ahead: dict[int, Fraction] = {}
            for public, weight in found[-1].items():
                for to, x in self.public_rows[public].items():
                    ahead[to] = ahead.get(to, ZERO) + weight * x
            found.append(ahead)
        return tuple(found)

    @cached_property
    def _ladders(self) -> tuple[Mapping[tuple[int, int], tuple[int, ...]], ...]:
        return tuple(self._reached(agent) for agent in range(len(self.environment.agents)))

    def ladder(self, agent: int, period: int, public: int) -> tuple[int, ...]:
        """Return the types that an agent may have there, in the order of the file."""
        return self._ladders[agent].get((period, public), ())

    def _reached(self, agent: int) -> dict[tuple[int, int], tuple[int, ...]]:
        reached = {(0, public): set(self.begin[agent]) for public in self.public_begin}
        for period in range(1, self.horizon):
            for public in self.publics[period - 1]:
                for to in self.public_rows[public]:
                    ahead = reached.setdefault((period, to), set())
                    for own in reached[period - 1, public]:
                        ahead.update(self.rows[agent][public, own])
        return {spot: tuple(sorted(types)) for spot, types in reached.items()}


def exogenous(environment: Environment) -> Exogenous:
    """Return the moves of each agent's type and of the public state, one by one.

    Raises
    ------
    UsageError
        If there is no last period, if the allocation moves types or the public state, or if
        the types of different agents do not move independently of each other.
    """
    if environment.horizon is None:
        found = "the environment has no last period; this mechanism is built for a given number"
        raise UsageError(f"{found} of periods: write horizon = 3, for instance")
    parts = 1 + len(environment.agents)
    begin = _factors(environment, environment.start, parts, "at the start")
    found_rows: list[dict[tuple[int, int], Spread]] = [{} for _ in range(parts)]
    for state, place in enumerate(environment.states):
        row = _only_row(environment, state)
        where = f"in the state {_named(environment, state)}"
        for part, spread in enumerate(_factors(environment, row, parts, where)):
            spot = (place[0], place[part])
            if found_rows[part].setdefault(spot, spread) != spread:
                raise UsageError(_moved(environment, part, "the types of other agents"))
    public = {spot[0]: spread for spot, spread in found_rows[0].items()}
    return Exogenous(environment, tuple(begin[1:]), tuple(found_rows[1:]), begin[0], public)


def _only_row(environment: Environment, state: int) -> Row:
    """Return the next states' probabilities, which no allocation may change."""
    which, *more = environment.options(state)
    row = environment.kernel[which][state]
    for other in more:
        if environment.kernel[other][state] != row:
            parts = range(1 + len(environment.agents))
            pair = (row, environment.kernel[other][state])
            moved = next(
                (part for part in parts if len({*_marginals(environment, part, pair)}) > 1), 0
            )
            raise UsageError(_moved(environment, moved, "the allocation"))
    return row


def _marginals(
    environment: Environment, part: int, rows: tuple[Row, Row]
) -> Iterator[tuple[tuple[int, Fraction], ...]]:
    for row in rows:
        yield tuple(sorted(_marginal(environment, row, part).items()))


def _marginal(environment: Environment, row: Row, part: int) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for state, weight in row:
        place = environment.states[state][part]
        found[place] = found.get(place, ZERO) + weight
    return found


def _factors(environment: Environment, row: Row, parts: int, where: str) -> list[Spread]:
    """Return the probabilities of each part of a state; refuse parts that are correlated."""
    spreads: list[Spread] = [_marginal(environment, row, part) for part in range(parts)]
    given = {environment.states[state]: weight for state, weight in row}
    for places in product(*spreads):
        weight = prod((s[place] for s, place in zip(spreads, places, strict=True)), start=ONE)
        if given.get(places) != weight:
            found = f"types are correlated {where}"
            raise UsageError(f"{found}; this mechanism needs types that are independent of others")
    return spreads


def _moved(environment: Environment, part: int, by: str) -> str:
    what = f"the type of {environment.agents[part - 1]}" if part else "the public state"
    moves = "move" if by.startswith("the types") else "moves"
    return f"{by} {moves} {what}; this mechanism is built for types that move by themselves"


def _named(environment: Environment, state: int) -> str:
    public, *types = environment.states[state]
    names = [environment.public[public]]
    names += [own[place] for own, place in zip(environment.types, types, strict=True)]
    return ", ".join(name for name in names if name)
