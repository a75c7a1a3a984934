"""Random environments of two agents with two types each: as plain numbers, and as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path

from hypothesis import strategies as st

from apsgen.dynamic import Environment, environment_of

Types = tuple[int, int]
PROFILES: tuple[Types, ...] = ((0, 0), (0, 1), (1, 0), (1, 1))
TENTHS = st.integers(1, 9).map(lambda part: Fraction(part, 10))


@dataclass(frozen=True)
class World:
    """What an environment says, in numbers.

    `utility` is by agent, allocation and type profile, `high` the probability that an agent's next
    type is 1 in the same layout, `start` that of his first type.
    """

    delta: Fraction
    horizon: int | None
    utility: tuple[tuple[tuple[Fraction, ...], ...], ...]
    high: tuple[tuple[tuple[Fraction, ...], ...], ...]
    start: tuple[Fraction, Fraction]

    @property
    def allocations(self) -> range:
        return range(len(self.utility[0]))

    def worth(self, agent: int, which: int, types: Types) -> Fraction:
        return self.utility[agent][which][PROFILES.index(types)]

    def first(self) -> list[tuple[Types, Fraction]]:
        return self._drawn(self.start)

    def next(self, which: int, types: Types) -> list[tuple[Types, Fraction]]:
        spot = PROFILES.index(types)
        return self._drawn((self.high[0][which][spot], self.high[1][which][spot]))

    def _drawn(self, high: tuple[Fraction, Fraction]) -> list[tuple[Types, Fraction]]:
        chances = [(1 - part, part) for part in high]
        return [((x, y), chances[0][x] * chances[1][y]) for x, y in PROFILES]

    def text(self) -> str:
        lines = ['kind = "dynamic"', 'title = "A world"', f'delta = "{self.delta}"']
        if self.horizon is not None:
            lines.append(f"horizon = {self.horizon}")
        for agent, name in enumerate(("ann", "bob")):
            low, high = 1 - self.start[agent], self.start[agent]
            lines += [
                f"[agents.{name}]",
                f'types = {{ low = {{ k = 0, probability = "{low}" }}, '
                f'high = {{ k = 1, probability = "{high}" }} }}',
                f'utility = "{self._spelled(self.utility[agent])}"',
                f'transition = {{ high = "{self._spelled(self.high[agent])}" }}',
            ]
        lines.append("[allocations]")
        lines += [f"a{place} = {{ k = {place} }}" for place in self.allocations]
        return "\n".join(lines)

    def environment(self) -> Environment:
        return environment_of(Path("world.toml"), self.text())

    def _spelled(self, table: tuple[tuple[Fraction, ...], ...]) -> str:
        text = "0"
        for which, row in enumerate(table):
            for (ann, bob), value in zip(PROFILES, row, strict=True):
                where = f"allocation.k == {which} and ann.k == {ann} and bob.k == {bob}"
                text = f"{value} if {where} else {text}"
        return text


def by_own(agent: int, row: tuple[Fraction, Fraction]) -> tuple[Fraction, ...]:
    """Return numbers by type profile that depend on the agent's own type alone."""
    return tuple(row[types[agent]] for types in PROFILES)


@st.composite
def worlds(
    draw: st.DrawFn, *, horizons: tuple[int | None, ...] = (None, 1, 2, 3), private: bool = True
) -> World:
    """Draw a world; with private values nothing depends on the other's type."""
    numbers = st.integers(-3, 3).map(Fraction)
    count = draw(st.integers(2, 3))

    def tables(values: st.SearchStrategy[Fraction]) -> tuple[tuple[tuple[Fraction, ...], ...], ...]:
        if private:
            pair = st.tuples(values, values)
            return tuple(tuple(by_own(i, draw(pair)) for _ in range(count)) for i in (0, 1))
        four = st.tuples(values, values, values, values)
        return tuple(tuple(draw(four) for _ in range(count)) for _ in (0, 1))

    return World(
        draw(TENTHS),
        draw(st.sampled_from(horizons)),
        tables(numbers),
        tables(TENTHS),
        (draw(TENTHS), draw(TENTHS)),
    )


def raised(world: World, agent: int, constant: Fraction) -> World:
    """Return the world in which an agent gets a constant more in every period."""
    own = tuple(tuple(x + constant for x in row) for row in world.utility[agent])
    utility = (own, world.utility[1]) if agent == 0 else (world.utility[0], own)
    return replace(world, utility=utility)


def all_policies(world: World) -> list[dict[Types, int]]:
    """Return every way to choose an allocation by types."""
    return [
        dict(zip(PROFILES, choice, strict=True))
        for choice in product(world.allocations, repeat=len(PROFILES))
    ]
