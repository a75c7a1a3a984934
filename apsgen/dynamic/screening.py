"""Sequential screening (Courty and Li 2000) on finite types, as a linear program, exactly.

The unknowns are shares, the probabilities of allocations after each history of reports, and
rents, what the agent gets in total from then on. Types move by themselves, so that a type's
future is the same whatever he said: constraints against one lie, at every history and for every
true type there, exclude all plans of lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.optimum import Bound, Optimum, affordable, maximise, maximise_whole
from apsgen.dynamic.reports import Past, Reports
from apsgen.errors import ProgramError

ONE = Fraction(1)
SMALL = Fraction(1, 1000)

Rent = tuple[Past, int, int]
"""What was reported before, the public state, the true type."""

Share = tuple[Past, int]
"""What was reported, the last report included; an allocation."""


@dataclass(frozen=True, eq=False)
class Screening:
    """The best mechanism for one agent who learns step by step.

    Attributes
    ----------
    reports
        The histories of reports of the environment.
    """

    reports: Reports

    @property
    def environment(self) -> Environment:
        """The environment."""
        return self.reports.environment

    @cached_property
    def optimum(self) -> Optimum:
        """The best shares and rents, proved to be the best.

        Of several the most efficient is taken, and of these one with small rents later on, so
        that what is found does not hang on the solver.
        """
        kept, waiting = self._bounds
        best = maximise(self._cost, kept, waiting)
        held = Bound({j: x for j, x in enumerate(self._cost) if x}, best.total)
        try:
            chosen = maximise(self._preference, [*kept, held], waiting)
        except ProgramError:
            return best
        return Optimum(chosen.values, best.total)

    @cached_property
    def _bounds(self) -> tuple[list[Bound], list[Bound]]:
        """The rows that the program begins with, and those that it may turn out to need."""
        kept, waiting = [*self._whole()], list[Bound]()
        for is_near, row in self._incentives():
            (kept if is_near else waiting).append(row)
        return kept, waiting

    @property
    def draws_lots(self) -> bool:
        """Whether lots are drawn in the optimum that was found; others may earn as much without."""
        return any(share != 1 for share in self.shares.values())

    @property
    def revenue(self) -> Fraction:
        """The greatest revenue: what the agents pay in total, those with a single type included."""
        return self.optimum.total

    @property
    def shares(self) -> Mapping[Share, Fraction]:
        """The probabilities of allocations that are not 0."""
        values = self.optimum.values
        return {key: values[place] for key, place in self._shares.items() if values[place]}

    @property
    def rents(self) -> Mapping[Rent, Fraction]:
        """What truth gives from each history on."""
        values = self.optimum.values
        return {key: values[place] for key, place in self._rents.items()}

    @cached_property
    def _shares(self) -> dict[Share, int]:
        found: dict[Share, int] = {}
        for pasts in self.reports.pasts:
            for past in pasts:
                for now in self.reports.next(past):
                    for which in self.environment.feasible[now[-1][0]]:
                        found[now, which] = len(found)
                affordable(len(found))
        return found

    @cached_property
    def _rents(self) -> dict[Rent, int]:
        found: dict[Rent, int] = {}
        for past, public in self._spots():
            for own in self.reports.true(past, public):
                found[past, public, own] = len(self._shares) + len(found)
            affordable(len(self._shares) + len(found))
        return found

    @cached_property
    def _cost(self) -> list[Fraction]:
        """Return what each unknown adds to the revenue: utilities, less first rents."""
        reports, environment = self.reports, self.environment
        found = [ZERO] * (len(self._shares) + len(self._rents))
        everyone = range(len(environment.agents))
        for (now, which), place in self._shares.items():
            factor = reports.chance(now) * environment.delta ** (len(now) - 1)
            found[place] = factor * environment.total(which, reports.state(*now[-1]), everyone)
        for public, own in (now[0] for now in reports.next(())):
            found[self._rents[(), public, own]] = -reports.chance(((public, own),))
        return found

    @cached_property
    def _preference(self) -> list[Fraction]:
        """What is preferred among mechanisms that earn the same."""
        found = [*self._cost[: len(self._shares)], *[ZERO] * len(self._rents)]
        for (past, _, _), place in self._rents.items():
            found[place] = -SMALL if past else ZERO
        return found

    def _spots(self) -> Iterator[tuple[Past, int]]:
        for pasts in self.reports.pasts:
            for past in pasts:
                for public in self.reports.publics(past):
                    yield past, public

    def _whole(self) -> Iterator[Bound]:
        """Give the rows that shares sum to 1."""
        for past, public in self._spots():
            for own in self.reports.possible(past, public):
                now = (*past, (public, own))
                options = self.environment.feasible[public]
                yield Bound({self._shares[now, which]: ONE for which in options}, ONE, True)

    def _incentives(self) -> Iterator[tuple[bool, Bound]]:
        """Give the rows that a type gains nothing by a report, and whether the two are near."""
        for past, public in self._spots():
            true = self.reports.true(past, public)
            for said in self.reports.possible(past, public):
                for own in true:
                    if own != said:
                        is_near = abs(true.index(own) - true.index(said)) == 1
                        yield is_near, self.incentive(past, public, own, said)

    def incentive(self, past: Past, public: int, own: int, said: int) -> Bound:
        """Return: rent(own) - rent(said) is at least what a report is worth more to own."""
        reports, now = self.reports, (*past, (public, said))
        form = {self._rents[past, public, own]: ONE, self._rents[past, public, said]: -ONE}
        for which in self.environment.feasible[public]:
            more = reports.utility(which, public, own) - reports.utility(which, public, said)
            if more:
                form[self._shares[now, which]] = -more
        if len(now) < reports.chains.horizon:
            rows = reports.chains.rows[reports.agent]
            mine, his = rows[public, own], rows[public, said]
            for ahead, weight in reports.publics(now).items():
                for to in {**mine, **his}:
                    shift = weight * (mine.get(to, ZERO) - his.get(to, ZERO))
                    if shift:
                        form[self._rents[now, ahead, to]] = -self.environment.delta * shift
        return Bound(form, ZERO)


@dataclass(frozen=True, eq=False)
class ScreeningWithoutLots(Screening):
    """The same among mechanisms that draw no lots.

    Rents are exact, and the best for its allocations; that no other allocations earn more rests
    on the solver, in floating point.
    """

    @cached_property
    def optimum(self) -> Optimum:
        """The best allocations, and the best rents for them."""
        return maximise_whole(self._cost, *self._bounds, len(self._shares))


def best_screening(environment: Environment) -> Screening:
    """Return the best mechanism for one agent who learns step by step, lotteries included.

    Parameters
    ----------
    environment
        One agent has types, which move by themselves; there is a last period. Agents with a
        single type pay what their utility is.

    Returns
    -------
    Screening
        The revenue, exact and proved, with shares and rents. The agent accepts knowing his first
        type, and is bound from then on.

    Raises
    ------
    UsageError
        If the environment is another one.
    """
    return Screening(Reports(environment))
