"""How much the rents of other types weigh on what an agent is given, after what he has reported."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from apsgen.dynamic.environment import ZERO
from apsgen.dynamic.exogenous import Exogenous, Spread


@dataclass(frozen=True, slots=True)
class Standing:
    """What matters of an agent's reports.

    Attributes
    ----------
    own
        The last type that he reported.
    weights
        Types that he may have had instead, and by how much the rent of the next better one over
        each of them costs in the place of what is given to the type reported.
    """

    own: int
    weights: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What matters of all reports so far: the last public state, and where each agent stands."""

    public: int
    standings: tuple[Standing, ...]


class Weights:
    """The weights of one agent.

    In the first period type k weighs (1 − F(k))/f(k) on the step from k to the next type. From
    type j the probability that the next one is at most m falls by F(m | j) − F(m | j + 1) with
    a step from j; so much of the weight goes on to the step from m, and is divided by the
    probability of what is then reported: the impulse response of a finite kernel. What cannot
    happen after the last report is treated as the next worse type that can.

    Parameters
    ----------
    chains
        The environment.
    agent
        His place.
    """

    def __init__(self, chains: Exogenous, agent: int) -> None:
        self._chains = chains
        self._agent = agent

    def possible(self, known: Known | None, public: int) -> Spread:
        """Return the probabilities of the types that the agent may have after his reports."""
        if known is None:
            return self._chains.begin[self._agent]
        own = known.standings[self._agent].own
        return self._chains.rows[self._agent][known.public, own]

    def floor(self, known: Known | None, public: int, said: int) -> int:
        """Return the type as which a report is treated."""
        possible = sorted(self.possible(known, public))
        return max((type_ for type_ in possible if type_ <= said), default=possible[0])

    def after(self, period: int, known: Known | None, public: int, said: int) -> Standing:
        """Return where the agent stands after a report that can happen."""
        chance = self.possible(known, public)[said]
        weights = {
            type_: weight / chance
            for type_, weight in self._ahead(period, known, public).items()
            if weight and self.floor(known, public, type_) == said
        }
        return Standing(said, tuple(sorted(weights.items())))

    @property
    def are_positive(self) -> bool:
        """Whether a better type has a better future, so that no weight is negative."""
        rows = self._chains.rows[self._agent]
        for period in range(self._chains.horizon - 1):
            for public in self._chains.publics[period]:
                ladder = self._chains.ladder(self._agent, period, public)
                for own, better in pairwise(ladder):
                    low, high = rows[public, own], rows[public, better]
                    if any(_above(high, to) < _above(low, to) for to in (*low, *high)):
                        return False
        return True

    def next_type(self, period: int, public: int, own: int) -> int | None:
        """Return the next better type in a period; ``None`` if there is none."""
        ladder = self._chains.ladder(self._agent, period, public)
        place = ladder.index(own) + 1
        return ladder[place] if place < len(ladder) else None

    def _ahead(self, period: int, known: Known | None, public: int) -> dict[int, Fraction]:
        """Return the weight on the step from each type, but the best, before the report."""
        steps = self._chains.ladder(self._agent, period, public)[:-1]
        if known is None:
            begin = self._chains.begin[self._agent]
            return {own: _above(begin, own) for own in steps}
        rows, found = self._chains.rows[self._agent], dict.fromkeys(steps, ZERO)
        for own, weight in known.standings[self._agent].weights:
            better = self.next_type(period - 1, known.public, own)
            assert better is not None
            low, high = rows[known.public, own], rows[known.public, better]
            for to in steps:
                found[to] += weight * (_above(high, to) - _above(low, to))
        return found


def _above(spread: Spread, own: int) -> Fraction:
    """Return the probability of types that are better than one."""
    return sum((x for type_, x in spread.items() if type_ > own), ZERO)
