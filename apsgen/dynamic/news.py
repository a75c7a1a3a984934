"""The role of new information (Eső and Szentes 2007): what if later shocks could be observed?

A type's next value is written as a shock that does not depend on the type. If the designer saw the
shocks, the agent would report his first type alone; fewer constraints are left, and the revenue
is at least what it is without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.impulse import Shock, orthogonal
from apsgen.dynamic.optimum import Bound, affordable, maximise
from apsgen.dynamic.reports import Reports

ONE = Fraction(1)

Paths = tuple[int, ...]
"""For each first type the type that the shocks so far have made of it."""

Spot = tuple[int, int, int, Paths]
"""The period, the report (its place), the public state, and where all first types are."""

Share = tuple[Spot, int]
"""An allocation at a spot."""


def revenue_if_observed(environment: Environment) -> Fraction:
    """Return the greatest revenue if the designer sees the shocks that move types.

    Types count from the worst to the best in the order of the file: a shock takes each to the
    quantile of its own next types.

    Parameters
    ----------
    environment
        One agent has types, which move by themselves; there is a last period. Lots may be drawn.

    Returns
    -------
    Fraction
        Exact, and at least the revenue of sequential screening.

    Raises
    ------
    UsageError
        If the environment is another one.
    """
    return _Observed(Reports(environment)).revenue


@dataclass(frozen=True, eq=False)
class _Observed:
    reports: Reports

    @property
    def _environment(self) -> Environment:
        return self.reports.environment

    @property
    def revenue(self) -> Fraction:
        cost = [ZERO] * (len(self._shares) + len(self._first))
        for (spot, which), place in self._shares.items():
            cost[place] = self._surplus(spot, which)
        for place, own in enumerate(self._first):
            cost[len(self._shares) + place] = -self._begin[own]
        return maximise(cost, [*self._whole()], [*self._incentives()]).total

    @cached_property
    def _begin(self) -> Mapping[int, Fraction]:
        return self.reports.chains.begin[self.reports.agent]

    @cached_property
    def _first(self) -> tuple[int, ...]:
        return tuple(sorted(self._begin))

    @cached_property
    def _shares(self) -> Mapping[Share, int]:
        found: dict[Share, int] = {}
        for period, chances in enumerate(self._chances):
            for public, paths in chances:
                for said in range(len(self._first)):
                    for which in self._environment.feasible[public]:
                        found[(period, said, public, paths), which] = len(found)
                affordable(len(found))
        return found

    @cached_property
    def _chances(self) -> tuple[Mapping[tuple[int, Paths], Fraction], ...]:
        """By period the probabilities of a public state and of where all first types are."""
        chains = self.reports.chains
        found = [{(public, self._first): x for public, x in chains.public_begin.items()}]
        for _ in range(chains.horizon - 1):
            ahead: dict[tuple[int, Paths], Fraction] = {}
            for (public, paths), weight in found[-1].items():
                for shock in self._shocks(public):
                    moved = tuple(shock.leads_to[own] for own in paths)
                    for to, x in chains.public_rows[public].items():
                        more = weight * shock.chance * x
                        ahead[to, moved] = ahead.get((to, moved), ZERO) + more
                affordable(len(ahead) * len(self._first))
            found.append(ahead)
        return tuple(found)

    def _shocks(self, public: int) -> tuple[Shock, ...]:
        types = range(len(self._environment.types[self.reports.agent]))
        rows = self.reports.chains.rows[self.reports.agent]
        return orthogonal([[rows[public, own].get(to, ZERO) for to in types] for own in types])

    def _surplus(self, spot: Spot, which: int) -> Fraction:
        _, said, public, paths = spot
        state = self.reports.state(public, paths[said])
        total = self._environment.total(which, state, range(len(self._environment.agents)))
        return self._weight(spot) * self._begin[self._first[said]] * total

    def _weight(self, spot: Spot) -> Fraction:
        period, _, public, paths = spot
        return self._environment.delta**period * self._chances[period][public, paths]

    def _whole(self) -> Iterator[Bound]:
        rows: dict[Spot, dict[int, Fraction]] = {}
        for (spot, _), place in self._shares.items():
            rows.setdefault(spot, {})[place] = ONE
        return (Bound(form, ONE, True) for form in rows.values())

    def _incentives(self) -> Iterator[Bound]:
        """Give the rows that no first type gains by reporting another one."""
        count, first = len(self._shares), range(len(self._first))
        for own in first:
            for said in first:
                if own != said:
                    form = {count + own: ONE, count + said: -ONE}
                    for (spot, which), place in self._shares.items():
                        if spot[1] == said and (more := self._more(spot, which, own)):
                            form[place] = -more
                    yield Bound(form, ZERO)

    def _more(self, spot: Spot, which: int, own: int) -> Fraction:
        """Return what an allocation is worth more to one first type than to the one reported."""
        _, said, public, paths = spot
        mine, his = (self.reports.utility(which, public, paths[one]) for one in (own, said))
        return self._weight(spot) * (mine - his)
