"""Mechanisms that need no court: constants with which nobody ever leaves, and the least δ for them.

See Athey and Segal (2013), section 5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from apsgen.dynamic.chains import components, discounted_sums
from apsgen.dynamic.constants import least_constants
from apsgen.dynamic.environment import ZERO, Environment, Row
from apsgen.dynamic.mechanism import Claim, DirectMechanism, shifted
from apsgen.dynamic.policy import efficient
from apsgen.errors import UnsupportedError, UsageError

Builder = Callable[[Environment], DirectMechanism]

NEAREST = 20
"""The δ that are tried are at least so many halvings of 1 away from 0 and from 1."""


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
        discount factors below `low` or above `high`. `low` is ``None`` if it holds at the least
        discount factor that is tried, which is `high`.
    """

    low: Fraction | None
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
    on. The constants sum to 0, and are paid in every period; what is left when each has the least
    that he must have is divided equally.

    Raises
    ------
    UsageError
        If there is a last period.
    """
    _check_lasting(environment)
    least = least_constants(environment, mechanism)
    if least is None or sum(least, ZERO) > 0:
        return None
    share = -sum(least, ZERO) / len(least)
    found = shifted(mechanism, [constant + share for constant in least])
    return replace(found, claims=(*found.claims, Claim.SELF_ENFORCING))


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
        Proved at both ends. The upper one is the simplest fraction between them if
        self-enforcement holds there.

    Raises
    ------
    UsageError
        If there is a last period.
    UnsupportedError
        If it fails even at the greatest discount factor that is tried.
    """
    _check_lasting(environment)

    def holds(delta: Fraction) -> bool:
        there = replace(environment, delta=delta)
        return enforced(there, builder(there)) is not None

    low, high = _first_holding(holds)
    if low is None:
        return LeastDelta(low, high)
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


def _first_holding(holds: Callable[[Fraction], bool]) -> tuple[Fraction | None, Fraction]:
    """Return a discount factor at which it holds, and a lower one at which it does not, if any."""
    nearest = Fraction(1, 2**NEAREST)
    tried = [1 - Fraction(1, 2**power) for power in range(1, NEAREST + 1)]
    first = next((delta for delta in tried if holds(delta)), None)
    if first is None:
        raise UnsupportedError(
            f"no constants make the mechanism self-enforcing, not even at delta = {tried[-1]}; "
            "none do where a lie pays an agent who never leaves, as apsgen check would tell"
        )
    if first > tried[0]:
        return tried[tried.index(first) - 1], first
    return (None, nearest) if holds(nearest) else (nearest, first)


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
