"""The best plan of an agent who may lie whenever he likes, by his own dynamic program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from apsgen.dynamic.chains import discounted_sums
from apsgen.dynamic.environment import ZERO
from apsgen.dynamic.mechanism import Rule
from apsgen.dynamic.moments import BEGINNING, Moment, Seen, Spot, seen_by
from apsgen.dynamic.setting import Setting


class Deviator:
    """An agent, the moments that he can bring about, and what the best plan gives him there.

    Parameters
    ----------
    setting
        The mechanism.
    agent
        His place.
    outside
        What he has in total if he leaves, which he may do in every period after the reports and
        before he pays; ``None`` if he cannot leave.
    """

    def __init__(self, setting: Setting, agent: int, outside: Fraction | None = None) -> None:
        self._setting = setting
        self._environment = setting.environment
        self._agent = agent
        self._outside = outside
        self._seen: dict[Moment, Seen] = {}
        self._best: dict[Moment, Fraction] = {}
        self._periods: dict[Moment, Fraction] = {}
        if setting.environment.horizon is None:
            self._solve_for_ever()

    def best(self, moment: Moment) -> Fraction:
        """Return what the best plan gives from a moment on."""
        if moment not in self._best:
            spots = self.seen(moment)
            # Only with a last period: then every moment leads to a later one.
            self._best[moment] = sum(
                (max(self.weighed(moment, spot, lie) for lie in self.reports()) for spot in spots),
                ZERO,
            )
        return self._best[moment]

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The moments whose values are known; without a last period, all that can be reached."""
        return tuple(self._best)

    def reports(self) -> range:
        """Return all types that the agent may report."""
        return range(len(self._environment.types[self._agent]))

    def seen(self, moment: Moment) -> Seen:
        """Return what the agent may see at a moment, and what it leaves open."""
        if moment not in self._seen:
            self._seen[moment] = seen_by(self._setting, self._agent, moment)
        return self._seen[moment]

    def weighed(self, moment: Moment, spot: Spot, report: int) -> Fraction:
        """Return what a report gives at a spot, the best plan later, times the probability."""
        row = self.seen(moment)[spot]
        return sum((weight * self._after(moment, to, report) for to, weight in row), ZERO)

    def periods(self, moment: Moment, spot: Spot, report: int) -> Fraction:
        """Return for how long he stays after a report at a spot, times the probability.

        Periods are discounted: 1/(1 - delta) is for ever. Only without a last period.
        """
        row = self.seen(moment)[spot]
        return sum((weight * self._stay(moment, to, report) for to, weight in row), ZERO)

    def next(self, moment: Moment, state: int, report: int) -> Moment | None:
        """Return the moment after a report in a state; ``None`` after the last period."""
        following = self._environment.following(moment.period)
        if following is None:
            return None
        rule = self._rule(moment, state, report)
        return Moment(following, rule.next, rule.allocation, state)

    def _after(self, moment: Moment, state: int, report: int) -> Fraction:
        stay = self._staying(moment, state, report)
        return stay if self._outside is None else max(stay, self._outside)

    def _staying(self, moment: Moment, state: int, report: int) -> Fraction:
        ahead = self.next(moment, state, report)
        later = ZERO if ahead is None else self._environment.delta * self.best(ahead)
        return self._flow(moment, state, report) + later

    def _stay(self, moment: Moment, state: int, report: int) -> Fraction:
        if self._outside is not None and self._staying(moment, state, report) < self._outside:
            return ZERO
        ahead = self.next(moment, state, report)
        assert ahead is not None
        return 1 + self._environment.delta * self._periods[ahead]

    def _rule(self, moment: Moment, state: int, report: int) -> Rule:
        said = self._environment.changed(state, self._agent, report)
        return self._setting.mechanism.rule(moment.period, moment.memory, said)

    def _flow(self, moment: Moment, state: int, report: int) -> Fraction:
        rule = self._rule(moment, state, report)
        utility = self._environment.utility[self._agent][rule.allocation][state]
        return utility - rule.payments[self._agent]

    def _solve_for_ever(self) -> None:
        """Improve a plan, from the truth on, until nothing does; each is evaluated exactly."""
        moments = [*self._reachable()]
        plan = {
            (moment, spot): _Choice(spot[1], frozenset())
            for moment in moments
            for spot in self.seen(moment)
        }
        while True:
            self._best = self._evaluated(moments, plan, self._flow, self._outside or ZERO)
            better = {
                (moment, spot): choice
                for moment, spot in plan
                if (choice := self._improved(moment, spot, plan[moment, spot])) is not None
            }
            if not better:
                self._periods = self._evaluated(moments, plan, lambda *_: Fraction(1), ZERO)
                return
            plan |= better

    def _reachable(self) -> dict[Moment, None]:
        found = {BEGINNING: None}
        waiting = [BEGINNING]
        while waiting:
            moment = waiting.pop()
            for row in self.seen(moment).values():
                for state, _ in row:
                    for report in self.reports():
                        ahead = self.next(moment, state, report)
                        if ahead is not None and ahead not in found:
                            found[ahead] = None
                            waiting.append(ahead)
        return found

    def _evaluated(
        self,
        moments: list[Moment],
        plan: Mapping[tuple[Moment, Spot], _Choice],
        flow: Callable[[Moment, int, int], Fraction],
        outside: Fraction,
    ) -> dict[Moment, Fraction]:
        """Return what a plan gives from each moment on: a flow until he leaves, and then."""
        numbers = {moment: place for place, moment in enumerate(moments)}
        rows, rewards = [], []
        for moment in moments:
            weights: dict[int, Fraction] = {}
            reward = ZERO
            for spot, row in self.seen(moment).items():
                choice = plan[moment, spot]
                for state, weight in row:
                    if state in choice.leaves:
                        reward += weight * outside
                        continue
                    ahead = self.next(moment, state, choice.report)
                    assert ahead is not None
                    place = numbers[ahead]
                    weights[place] = weights.get(place, ZERO) + weight
                    reward += weight * flow(moment, state, choice.report)
            rows.append(tuple(weights.items()))
            rewards.append([reward])
        sums = discounted_sums(rows, rewards, self._environment.delta)
        return {moment: x for moment, (x,) in zip(moments, sums, strict=True)}

    def _improved(self, moment: Moment, spot: Spot, now: _Choice) -> _Choice | None:
        """Return a choice that is strictly better than the present one; ``None`` if none is."""
        row = self.seen(moment)[spot]
        worth = sum(
            (
                weight * (self._outside or ZERO)
                if state in now.leaves
                else weight * self._staying(moment, state, now.report)
                for state, weight in row
            ),
            ZERO,
        )
        report = max(self.reports(), key=lambda one: self.weighed(moment, spot, one))
        if self.weighed(moment, spot, report) <= worth:
            return None
        leaves = (
            state
            for state, _ in row
            if self._outside is not None and self._staying(moment, state, report) < self._outside
        )
        return _Choice(report, frozenset(leaves))


@dataclass(frozen=True, slots=True)
class _Choice:
    """What an agent reports at a spot, and the states in which he then leaves."""

    report: int
    leaves: frozenset[int]
