"""What truth gives the agents of a mechanism in total, in every situation."""

from __future__ import annotations

from fractions import Fraction

from apsgen.dynamic.chains import Vector, discounted_sums
from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.mechanism import DirectMechanism

After = tuple[int, int, int]
"""What matters once a period is over: the memory, the allocation, the true state."""


class Truth:
    """Total payoffs if all report the truth from some point on.

    Parameters
    ----------
    environment, mechanism
        The mechanism, and the environment that it is of.
    """

    def __init__(self, environment: Environment, mechanism: DirectMechanism) -> None:
        self._environment = environment
        self._mechanism = mechanism
        self._later: dict[tuple[int, After], Vector] = {}
        self._nothing: Vector = (ZERO,) * len(environment.agents)
        if environment.horizon is None:
            self._settle_for_ever()

    def value(self, period: int, memory: int, state: int) -> Vector:
        """Return what each agent gets from a situation on, what is paid in it included."""
        rule = self._mechanism.rule(period, memory, state)
        ahead = self.later(period, (rule.next, rule.allocation, state))
        flow = self._flow(period, memory, state)
        delta = self._environment.delta
        return tuple(now + delta * then for now, then in zip(flow, ahead, strict=True))

    def later(self, period: int, after: After) -> Vector:
        """Return the mean of what each agent gets from the next period on, not discounted."""
        spot = (period, after)
        if spot not in self._later:
            self._later[spot] = self._mean(period, after)
        return self._later[spot]

    def _mean(self, period: int, after: After) -> Vector:
        memory, allocation, state = after
        following = self._environment.following(period)
        if following is None:
            return self._nothing
        total = [*self._nothing]
        for to, weight in self._environment.kernel[allocation][state]:
            values = self.value(following, memory, to)
            total = [sum_ + weight * x for sum_, x in zip(total, values, strict=True)]
        return tuple(total)

    def _flow(self, period: int, memory: int, state: int) -> Vector:
        rule = self._mechanism.rule(period, memory, state)
        utilities = (own[rule.allocation][state] for own in self._environment.utility)
        return tuple(x - paid for x, paid in zip(utilities, rule.payments, strict=True))

    def _settle_for_ever(self) -> None:
        """Solve for what comes after each situation that truth makes."""
        environment, (stage,) = self._environment, self._mechanism.stages
        numbers: dict[After, int] = {}
        for rules in stage.values():
            for state, rule in enumerate(rules):
                numbers.setdefault((rule.next, rule.allocation, state), len(numbers))
        rows, rewards = [], []
        for memory, allocation, state in numbers:
            weights: dict[int, Fraction] = {}
            reward = [ZERO] * len(environment.agents)
            for to, weight in environment.kernel[allocation][state]:
                rule = stage[memory][to]
                place = numbers[rule.next, rule.allocation, to]
                weights[place] = weights.get(place, ZERO) + weight
                flow = self._flow(0, memory, to)
                reward = [x + weight * y for x, y in zip(reward, flow, strict=True)]
            rows.append(tuple(weights.items()))
            rewards.append(reward)
        sums = discounted_sums(rows, rewards, environment.delta)
        self._later = {(0, after): sums[place] for after, place in numbers.items()}
