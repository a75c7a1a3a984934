"""Mechanisms that need no court: constants with which nobody ever leaves, and the least δ for them.

See Athey and Segal (2013), section 5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from apsgen.dynamic.chains import components, discounted_sums
from apsgen.dynamic.checking import check_dynamic
from apsgen.dynamic.environment import ZERO, Environment, Row
from apsgen.dynamic.mechanism import Claim, DirectMechanism, shifted
from apsgen.dynamic.moments import reached, row_at
from apsgen.dynamic.policy import efficient
from apsgen.dynamic.setting import Setting
from apsgen.errors import UndecidedError, UnsupportedError, UsageError

Builder = Callable[[Environment], DirectMechanism]

NEAREST = 20
"""The greatest δ that is tried is 1 less 2 to minus this."""


@dataclass(frozen=True, slots=True)
class Ergodicity:
    """How play wanders under the efficient policy in the long run.

    Attributes
    ----------
    classes
        The number of sets of states that, once reached, are never left; of those that can be
        reached.
    surpluses
        For each the mean total payoff of a period in the long run.
    """

    classes: int
    surpluses: tuple[Fraction, ...]

    @property
    def holds(self) -> bool:
        """Whether there is one such set, with a positive surplus.

        Then for patient agents there are constants that make the balanced team mechanism
        self-enforcing.
        """
        return self.classes == 1 and self.surpluses[0] > 0


@dataclass(frozen=True, slots=True)
class LeastDelta:
    """Where self-enforcement begins: it fails at `low` whatever the constants, and holds at `high`.

    Attributes
    ----------
    low, high
        Both are proved in exact arithmetic; between them nothing is claimed, and nothing of
        discount factors below `low` or above `high`.
    """

    low: Fraction
    high: Fraction


def ergodicity(environment: Environment) -> Ergodicity:
    """Return how play wanders in the long run under the efficient policy.

    Raises
    ------
    UsageError
        If there is a last period.
    """
    _check_lasting(environment)
    (choice,) = efficient(environment).choices
    rows = [environment.kernel[which][state] for state, which in enumerate(choice)]
    inside = _reachable(rows, environment.start)
    closed = [
        nodes
        for nodes in components(rows)
        if nodes[0] in inside and all(to in nodes for node in nodes for to, _ in rows[node])
    ]
    agents = range(len(environment.agents))
    flow = [environment.total(which, state, agents) for state, which in enumerate(choice)]
    return Ergodicity(len(closed), tuple(_long_run(rows, flow, nodes) for nodes in closed))


def enforced(environment: Environment, mechanism: DirectMechanism) -> DirectMechanism | None:
    """Return a mechanism with constants such that nobody leaves; ``None`` if there are none.

    Agents may leave in every period after the reports and before they pay, and have 0 from then
    on. The constants sum to 0, and are paid in every period.

    Raises
    ------
    UsageError
        If there is a last period.
    UndecidedError
        If nobody leaves after true reports, but a plan of lies and leaving pays with the
        constants that were tried.
    """
    _check_lasting(environment)
    least = _least_values(environment, mechanism)
    room = sum(least, ZERO)
    if room < 0:
        return None
    share = room / len(least)
    constants = [(1 - environment.delta) * (share - value) for value in least]
    found = shifted(mechanism, constants)
    claims = (*found.claims, Claim.SELF_ENFORCING)
    found = replace(found, claims=claims)
    if check_dynamic(environment, found, (Claim.SELF_ENFORCING,)).holds:
        return found
    raise UndecidedError(
        "nobody leaves after true reports, but a plan of lies and leaving pays with the constants "
        "that leave every agent the same least payoff; other constants were not tried"
    )


def least_delta(
    environment: Environment, builder: Builder, tolerance: Fraction = Fraction(1, 10**6)
) -> LeastDelta:
    """Return where self-enforcement begins as the discount factor rises.

    Parameters
    ----------
    environment
        The environment; its own discount factor does not matter.
    builder
        Builds the mechanism, such as `balanced_team`.
    tolerance
        How near the two ends must be.

    Returns
    -------
    LeastDelta
        A bracket, proved at both ends. The upper one is the simplest fraction in it if
        self-enforcement holds there.

    Raises
    ------
    UsageError
        If there is a last period.
    UnsupportedError
        If it fails even at the greatest discount factor that is tried.
    UndecidedError
        If at a discount factor on the way only a plan of lies and leaving pays; see `enforced`.
    """
    _check_lasting(environment)

    def holds(delta: Fraction) -> bool:
        there = replace(environment, delta=delta)
        return enforced(there, builder(there)) is not None

    low, high = ZERO, _first_holding(holds)
    while high - low > tolerance:
        middle = (low + high) / 2
        if holds(middle):
            high = middle
        else:
            low = middle
    simple = simplest(low, high)
    return LeastDelta(low, simple if holds(simple) else high)


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the fraction with the least denominator above `low` and not above `high`.

    Examples
    --------
    >>> simplest(Fraction(561, 1000), Fraction(562, 1000))
    Fraction(32, 57)
    """
    whole = low.numerator // low.denominator
    if whole + 1 <= high:
        return Fraction(whole + 1)
    inner_low = 1 / (high - whole)
    if low == whole:
        return whole + 1 / Fraction(_above(inner_low))
    return whole + 1 / _simplest_from(inner_low, 1 / (low - whole))


def _simplest_from(low: Fraction, high: Fraction) -> Fraction:
    """Return the simplest fraction at least `low` and below `high`."""
    whole = _above(low)
    if whole < high:
        return Fraction(whole)
    floor = low.numerator // low.denominator
    return floor + 1 / simplest(1 / (high - floor), 1 / (low - floor))


def _above(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _first_holding(holds: Callable[[Fraction], bool]) -> Fraction:
    for power in range(1, NEAREST + 1):
        delta = 1 - Fraction(1, 2**power)
        if holds(delta):
            return delta
    raise UnsupportedError(
        f"no constants make the mechanism self-enforcing, not even at delta = {delta}"
    )


def _least_values(environment: Environment, mechanism: DirectMechanism) -> list[Fraction]:
    setting = Setting(environment, mechanism)
    values = [
        setting.truth.value(moment.period, moment.memory, state)
        for moment in reached(setting)
        for state, _ in row_at(setting, moment)
    ]
    return [min(own) for own in zip(*values, strict=True)]


def _reachable(rows: list[Row], start: Row) -> set[int]:
    found = {state for state, _ in start}
    waiting = [*found]
    while waiting:
        fresh = {to for to, _ in rows[waiting.pop()]} - found
        found |= fresh
        waiting += fresh
    return found


def _long_run(rows: list[Row], flow: list[Fraction], nodes: list[int]) -> Fraction:
    """Return the mean of a flow in the long run, in states that lead to each other.

    A cycle from the first state back to it gives it: what flows in it, by how long it takes.
    """
    numbers = {node: place for place, node in enumerate(nodes)}
    first = nodes[0]
    ahead = [tuple((numbers[to], x) for to, x in rows[node] if to != first) for node in nodes]
    sums = discounted_sums(ahead, [[flow[node], Fraction(1)] for node in nodes], Fraction(1))
    total, time = sums[numbers[first]]
    return total / time


def _check_lasting(environment: Environment) -> None:
    if environment.horizon is not None:
        raise UsageError(
            "there is a last period, in which nobody has a reason to stay; leave horizon out"
        )
