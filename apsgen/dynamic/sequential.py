"""The best screening mechanism as rules: allocations and payments after all reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.mechanism import Claim, DirectMechanism, Rule, mechanism_of
from apsgen.dynamic.reports import Past, Reports
from apsgen.dynamic.screening import Screening, ScreeningWithoutLots, best_screening


def sequential_screening(environment: Environment) -> DirectMechanism:
    """Return the mechanism that earns most from one agent who learns step by step.

    The other agents have a single type each and pay what their utility is; what all pay is the
    revenue. As much as possible is paid early: later on the least payment is 0, unless somebody
    would rather leave then.

    Raises
    ------
    UsageError
        If the environment is another one.
    ProgramError
        If the best allocations are not found.
    """
    best = best_screening(environment)
    pure = ScreeningWithoutLots(best.reports) if best.draws_lots else best
    return Payments(pure).mechanism


@dataclass(frozen=True, eq=False)
class Payments:
    """The payments that the rents of a screening mechanism leave.

    Attributes
    ----------
    screening
        The allocations and rents; no lots are drawn.
    """

    screening: Screening

    @property
    def reports(self) -> Reports:
        """The histories of reports."""
        return self.screening.reports

    @property
    def environment(self) -> Environment:
        """The environment."""
        return self.screening.environment

    @cached_property
    def mechanism(self) -> DirectMechanism:
        """The rules."""
        pasts = [past for level in self.reports.pasts for past in level]
        numbers = {past: place for place, past in enumerate(pasts)}

        def rule(period: int, memory: int, state: int) -> Rule:
            now = self.treated(pasts[memory], state)
            which = self.allocations[now]
            if which not in self.environment.options(state):
                nothing = (ZERO,) * len(self.environment.agents)
                return Rule(self.environment.options(state)[0], nothing, numbers.get(now, 0))
            return Rule(which, self._paid(now), numbers.get(now, 0))

        claims = (Claim.BAYESIAN_IC, Claim.BAYESIAN_IR)
        names = [self._name(past) for past in pasts]
        return mechanism_of(self.environment, "sequential-screening", claims, names, rule)

    @cached_property
    def allocations(self) -> Mapping[Past, int]:
        """The allocation after each history of reports, the last one included."""
        return dict([*self.screening.shares])

    def treated(self, past: Past, state: int) -> Past:
        """Return the reports as which one is treated that may be unable to follow the others.

        It is what is best for a type that could be there after a lie.
        """
        public = self.environment.public_of(state)
        own = self.environment.type_of(state, self.reports.agent)
        open_to = self.reports.publics(past)
        public = public if public in open_to else min(open_to)
        possible = self.reports.possible(past, public)
        if own in possible:
            said = own
        elif own in self.reports.true(past, public):
            said = min(possible, key=lambda one: (self._regret(past, public, own, one), one))
        else:
            said = max((one for one in possible if one < own), default=min(possible))
        return (*past, (public, said))

    def _regret(self, past: Past, public: int, own: int, said: int) -> Fraction:
        row = self.screening.incentive(past, public, own, said)
        values = self.screening.optimum.values
        return sum((x * values[place] for place, x in row.form.items()), ZERO)

    @cached_property
    def own(self) -> Mapping[Past, Fraction]:
        """What the agent who has types pays after each history, the last report included."""
        found = {now: self._raw(now) for now in self.allocations}
        rents = dict(self.screening.rents)
        for level in reversed(self.reports.pasts[1:]):
            for past in level:
                for public, weight in self.reports.publics(past).items():
                    ends = [(past, public, own) for own in self.reports.possible(past, public)]
                    least = min(found[*past, (public, own)] for _, _, own in ends)
                    moved = max(least, -min(rents[end] for end in ends))
                    for _, _, own in ends:
                        found[*past, (public, own)] -= moved
                    found[past] += self.environment.delta * weight * moved
        return found

    def _raw(self, now: Past) -> Fraction:
        """Return utility, less the rent, and what follows discounted."""
        past, (public, own) = now[:-1], now[-1]
        rents = self.screening.rents
        paid = self.reports.utility(self.allocations[now], public, own) - rents[past, public, own]
        if len(now) == self.reports.chains.horizon:
            return paid
        for ahead, weight in self.reports.publics(now).items():
            for to, x in self.reports.possible(now, ahead).items():
                paid += self.environment.delta * weight * x * rents[now, ahead, to]
        return paid

    def _paid(self, now: Past) -> tuple[Fraction, ...]:
        state, which = self.reports.state(*now[-1]), self.allocations[now]
        return tuple(
            self.own[now] if agent == self.reports.agent else utility[which][state]
            for agent, utility in enumerate(self.environment.utility)
        )

    def _name(self, past: Past) -> str:
        types = self.environment.types[self.reports.agent]
        named = ((self.environment.public[public], types[own]) for public, own in past)
        return ", then ".join(" ".join(filter(None, pair)) for pair in named) or "start"
