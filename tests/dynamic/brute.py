"""Brute force over reporting strategies, from the definitions; nothing of apsgen is used.

Histories are kept whole: what was reported by both, the own true types, and, for nature, the true
types of both. A rule says what is done: by period, the last reports (``None`` at first) and the
reports, the allocation and what each agent pays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tests.dynamic.worlds import Types, World

Rule = Callable[[int, Types | None, Types], tuple[int, tuple[Fraction, ...]]]

Known = tuple[tuple[int, ...], tuple[Types, ...]]
"""What an agent knows when he reports: his true types so far, and all reports before."""

Path = tuple[tuple[Types, ...], tuple[Types, ...], Fraction]
"""True types, reports before, and the probability."""

Strategy = Mapping[Known, int]


@dataclass(frozen=True)
class Game:
    """A world, a rule, and the agent who may lie; the other tells the truth."""

    world: World
    rule: Rule
    agent: int

    @property
    def periods(self) -> int:
        assert self.world.horizon is not None
        return self.world.horizon

    def reports(self, types: Types, own: int) -> Types:
        return (own, types[1]) if self.agent == 0 else (types[0], own)

    def payoff(self, strategy: Callable[[Known], int]) -> Fraction:
        """Return what a strategy gives before types are drawn, path by path."""
        return self._from(strategy, 0, self.world.first(), (), ())

    def _from(
        self,
        strategy: Callable[[Known], int],
        period: int,
        row: list[tuple[Types, Fraction]],
        own: tuple[int, ...],
        said: tuple[Types, ...],
    ) -> Fraction:
        total = Fraction(0)
        for types, weight in row:
            mine = (*own, types[self.agent])
            reports = self.reports(types, strategy((mine, said)))
            which, paid = self.rule(period, said[-1] if said else None, reports)
            value = self.world.worth(self.agent, which, types) - paid[self.agent]
            if period + 1 < self.periods:
                ahead = self.world.next(which, types)
                later = self._from(strategy, period + 1, ahead, mine, (*said, reports))
                value += self.world.delta * later
            total += weight * value
        return total

    def strategies(self) -> Iterator[Strategy]:
        """Give every strategy, as far as it can matter; for two periods that is 1,024 of them."""
        begun: list[dict[Known, int]] = [{}]
        reached: list[set[Known]] = [{((own,), ()) for own in (0, 1)}]
        for _ in range(self.periods - 1):
            plans = [*zip(begun, reached, strict=True)]
            begun, reached = [], []
            for plan, points in plans:
                for more in _maps(points):
                    begun.append(plan | more)
                    reached.append({ahead for known in points for ahead in self._next(known, more)})
        for plan, points in zip(begun, reached, strict=True):
            for more in _maps(points):
                yield plan | more

    def _next(self, known: Known, plan: Strategy) -> Iterator[Known]:
        own, said = known
        for other, mine in product((0, 1), repeat=2):
            yield (*own, mine), (*said, self.reports((other, other), plan[known]))

    def best(self) -> Fraction:
        """Return what the best strategy gives: the tree of whole histories, from its end."""
        states: list[Path] = [((types,), (), weight) for types, weight in self.world.first()]
        return self._best(0, states)

    def lies_first(self, states: list[Path], lie: int) -> Fraction:
        """Return the sum over paths of a report in the first period, and the best ones later."""
        return self._said(0, states, lie)

    def _best(
        self,
        period: int,
        states: list[Path],
    ) -> Fraction:
        """Return the best sum over paths (true types, reports, probability) that look alike before.

        Paths that the agent can tell apart by his own type are treated apart.
        """
        total = Fraction(0)
        for mine in (0, 1):
            alike = [one for one in states if one[0][-1][self.agent] == mine]
            if alike:
                total += max(self._said(period, alike, lie) for lie in (0, 1))
        return total

    def _said(
        self,
        period: int,
        states: list[Path],
        lie: int,
    ) -> Fraction:
        total = Fraction(0)
        ahead: dict[Types, list[Path]] = {}
        for path, said, weight in states:
            reports = self.reports(path[-1], lie)
            which, paid = self.rule(period, said[-1] if said else None, reports)
            total += weight * (self.world.worth(self.agent, which, path[-1]) - paid[self.agent])
            for types, chance in self.world.next(which, path[-1]):
                later = ((*path, types), (*said, reports), weight * chance)
                ahead.setdefault(reports, []).append(later)
        if period + 1 < self.periods:
            for alike in ahead.values():
                total += self.world.delta * self._best(period + 1, alike)
        return total


def _maps(points: set[Known]) -> Iterator[dict[Known, int]]:
    order = sorted(points)
    for choice in product((0, 1), repeat=len(order)):
        yield dict(zip(order, choice, strict=True))


def truthful(known: Known) -> int:
    """Report the last true type."""
    return known[0][-1]
