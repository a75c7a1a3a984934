"""The mechanism that maximises the virtual surplus (Pavan, Segal and Toikka 2014).

The relaxed problem keeps the constraints that no type gains by reporting the next worse one. Its
allocation maximises utilities less the rents that they leave to better types, whose weights die
out as fast as first types lose their influence. Whether it is incentive compatible is not assumed:
the mechanism claims it, and is checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.exogenous import Exogenous, exogenous
from apsgen.dynamic.mechanism import Claim, DirectMechanism, Rule, mechanism_of
from apsgen.dynamic.weights import Known, Standing, Weights
from apsgen.errors import UsageError

MOST_SITUATIONS = 500_000
"""Memories times states, over all periods."""


def virtual_surplus(environment: Environment) -> DirectMechanism:
    """Return the mechanism of the relaxed problem: most payments, if it is incentive compatible.

    Types count from the worst to the best in the order of the file. They must move
    independently, whatever is carried out, and there must be a last period. An agent with a
    single type pays what his utility is, so that he gets 0; what all pay is the revenue.

    In every period the allocation maximises the sum of utilities less Σ weight · (utility of the
    next better type less that of the type). Payments leave to each type what he would get by
    reporting the next worse one now and the truth later; the worst gets 0.

    Raises
    ------
    UsageError
        If types do not move as they should, or the mechanism has too much to remember.
    """
    relaxed = Relaxed(environment)
    places = {known: place for place, known in enumerate(relaxed.memories)}

    def rule(period: int, memory: int, state: int) -> Rule:
        known = relaxed.memories[memory]
        treated = relaxed.treated(period, known, state)
        which = relaxed.allocation(period, known, treated)
        paid = relaxed.payments(period, known, treated)
        if which not in environment.options(state):
            which, paid = environment.options(state)[0], (ZERO,) * len(environment.agents)
        is_last = period + 1 == environment.horizon
        after = None if is_last else relaxed.after(period, known, treated)
        return Rule(which, paid, places[after])

    claims = (Claim.BAYESIAN_IC, Claim.BAYESIAN_IR)
    names = [relaxed.name(known, place) for place, known in enumerate(relaxed.memories)]
    return mechanism_of(environment, "virtual-surplus", claims, names, rule)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The relaxed problem of an environment: allocations, rents, payments.

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
    def _weights(self) -> tuple[Weights, ...]:
        return tuple(Weights(self.chains, i) for i in range(len(self.environment.agents)))

    @property
    def is_bound(self) -> bool:
        """Whether no mechanism earns more than this problem's allocations would.

        It is so where better types have better futures: then rents are least if each type just
        does not gain by reporting the next worse one, at every history.
        """
        return all(weights.are_positive for weights in self._weights)

    @cached_property
    def _after(self) -> dict[tuple[int, Known | None, int], Known]:
        return {}

    @cached_property
    def _rents(self) -> dict[tuple[int, int, Known | None, int], Fraction]:
        return {}

    @cached_property
    def memories(self) -> tuple[Known | None, ...]:
        """All that the mechanism may remember; it begins with nothing."""
        found: dict[Known | None, None] = {None: None}
        level: list[Known | None] = [None]
        for period in range(self.chains.horizon - 1):
            ahead: dict[Known | None, None] = {}
            for known in level:
                for state in range(len(self.environment.states)):
                    treated = self.treated(period, known, state)
                    ahead[self.after(period, known, treated)] = None
            found |= ahead
            level = [*ahead]
            _affordable(len(found) * len(self.environment.states))
        return tuple(found)

    def treated(self, period: int, known: Known | None, state: int) -> int:
        """Return the state as which reports are treated: one that can follow the last ones."""
        begin, rows = self.chains.public_begin, self.chains.public_rows
        open_to = begin if known is None else rows[known.public]
        public, *types = self.environment.states[state]
        public = public if public in open_to else min(open_to)
        pairs = zip(self._weights, types, strict=True)
        return self.environment.number(
            public, [weights.floor(known, public, said) for weights, said in pairs]
        )

    def after(self, period: int, known: Known | None, state: int) -> Known:
        """Return what is known after reports that can happen."""
        spot = (period, known, state)
        if spot not in self._after:
            public, *types = self.environment.states[state]
            pairs = zip(self._weights, types, strict=True)
            standings = (one.after(period, known, public, said) for one, said in pairs)
            self._after[spot] = Known(public, tuple(standings))
        return self._after[spot]

    def allocation(self, period: int, known: Known | None, state: int) -> int:
        """Return the allocation of the greatest virtual surplus, the first of the file if tied."""
        options = self.environment.options(state)
        return max(options, key=lambda which: (self.surplus(period, known, state, which), -which))

    def surplus(self, period: int, known: Known | None, state: int, which: int) -> Fraction:
        """Return the virtual surplus of an allocation in a period."""
        environment = self.environment
        total = environment.total(which, state, range(len(environment.agents)))
        for agent, standing in enumerate(self.after(period, known, state).standings):
            total -= self._cost(period, state, agent, standing, which)
        return total

    def _cost(
        self, period: int, state: int, agent: int, standing: Standing, which: int
    ) -> Fraction:
        """Return the rents that an allocation leaves, weighed."""
        public, total = self.environment.public_of(state), ZERO
        for own, weight in standing.weights:
            better = self._weights[agent].next_type(period, public, own)
            assert better is not None
            total += weight * (
                self._utility(agent, which, state, better) - self._utility(agent, which, state, own)
            )
        return total

    def _utility(self, agent: int, which: int, state: int, own: int) -> Fraction:
        return self.environment.utility[agent][which][self.environment.changed(state, agent, own)]

    def payments(self, period: int, known: Known | None, state: int) -> tuple[Fraction, ...]:
        """Return what each agent pays after reports that can happen."""
        which = self.allocation(period, known, state)
        agents = range(len(self.environment.agents))
        types = self.environment.states[state][1:]
        worth = (self._worth(period, known, state, i, types[i], which) for i in agents)
        return tuple(x - self.rent(i, period, known, state) for i, x in enumerate(worth))

    def rent(self, agent: int, period: int, known: Known | None, state: int) -> Fraction:
        """Return what an agent gets in total from a period on; he may have lied before."""
        spot = (agent, period, known, state)
        if spot not in self._rents:
            self._climb(agent, period, known, state)
        return self._rents[spot]

    def _climb(self, agent: int, period: int, known: Known | None, state: int) -> None:
        """Add up the rents of an agent's types, each over the next worse one."""
        public = self.environment.public_of(state)
        ladder = self.chains.ladder(agent, period, public)
        weights = self._weights[agent]
        level, levels = ZERO, {ladder[0]: ZERO}
        for own, better in pairwise(ladder):
            said = weights.floor(known, public, own)
            reported = self.environment.changed(state, agent, said)
            which = self.allocation(period, known, reported)
            worth = [
                self._worth(period, known, reported, agent, one, which) for one in (own, better)
            ]
            level += worth[1] - worth[0]
            levels[better] = level
        least = levels[min(weights.possible(known, public))]
        for own, total in levels.items():
            there = self.environment.changed(state, agent, own)
            self._rents[agent, period, known, there] = total - least

    def _worth(
        self, period: int, known: Known | None, reported: int, agent: int, own: int, which: int
    ) -> Fraction:
        """Return what a report is worth to a type of an agent, payments of the period aside."""
        now = self._utility(agent, which, reported, own)
        if period + 1 == self.chains.horizon:
            return now
        after = self.after(period, known, reported)
        state = self.environment.changed(reported, agent, own)
        later = (
            weight * self.rent(agent, period + 1, after, to)
            for to, weight in self.environment.kernel[which][state]
        )
        return now + self.environment.delta * sum(later, ZERO)

    def name(self, known: Known | None, place: int) -> str:
        """Return the name of a memory: the last types, and a number to tell it from others."""
        if known is None:
            return "start"
        types = (one.own for one in known.standings)
        pairs = zip(self.environment.types, types, strict=True)
        names = [self.environment.public[known.public], *(own[type_] for own, type_ in pairs)]
        return f"{', '.join(name for name in names if name)} ({place})"


def _affordable(situations: int) -> None:
    if situations > MOST_SITUATIONS:
        found = f"the mechanism would have {situations:,} situations; at most"
        raise UsageError(f"{found} {MOST_SITUATIONS:,} are built: use fewer types or periods")
