"""Payments that depend on what the others report in the next period: interdependent values.

See Liu (2018), theorems 3.1 and 3.2, and the corollary for a last period.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from flint import fmpq, fmpq_mat

from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.independence import Event, Evidence, event_of, evidence, rank
from apsgen.dynamic.least import least
from apsgen.dynamic.mechanism import Claim, DirectMechanism, Rule, label, mechanism_of, of_reports
from apsgen.dynamic.policy import Policy, Values, efficient, expected, worth
from apsgen.errors import UnsupportedError, UsageError

MOST_LAST = 1_000
"""Ways to choose the last allocation that are tried at most."""

Payments = Mapping[Event, Fraction]
"""What an agent pays in the next period, by what is seen there."""

Scheme = Callable[[int, int, int], Payments]
"""Payments by period, state as it is reported, and agent."""


def contingent(environment: Environment) -> DirectMechanism:
    """Return the mechanism whose payments are as spanning gives them (theorem 3.2).

    What an agent pays in a period depends on the last allocation, on what the others reported
    then, and on what they report now. For each type that he can have had then, its mean is minus
    what the allocation was worth to the others: so each wants what is best for all, whatever the
    types are. Of several such payments those with the least sum of squares are taken, which the
    pseudo-inverse gives.

    Raises
    ------
    UnsupportedError
        Where no payments have these means: spanning fails.
    """
    policy = ending_constantly(environment)
    shares = [_shares(environment, policy, i) for i in range(len(environment.agents))]

    def scheme(period: int, state: int, agent: int) -> Payments:
        which = policy.choices[period][state]
        seen = evidence(environment, agent, which, state)
        own = range(len(environment.types[agent]))
        means = [
            -shares[agent](period, which, environment.changed(state, agent, place))
            / environment.delta
            for place in own
        ]
        found = smallest(seen, means)
        if found is None:
            raise _impossible(environment, seen, "spanning")
        return dict(zip(seen.events, found, strict=True))

    return _mechanism(environment, policy, "contingent", scheme)


def contingent_by_programs(environment: Environment) -> DirectMechanism:
    """Return the mechanism whose payments are found by linear programs (theorem 3.1).

    After the truth payments have mean 0, and they cost each other type at least what the lie would
    gain it; among these the greatest payment is as small as can be. Convex independence is enough.

    Raises
    ------
    UnsupportedError
        Where there are no such payments: convex independence fails.
    """
    policy = ending_constantly(environment)
    values = [worth(environment, policy, (i,)) for i in range(len(environment.agents))]

    def scheme(period: int, state: int, agent: int) -> Payments:
        which = policy.choices[period][state]
        seen = evidence(environment, agent, which, state)
        gains = []
        for own in range(len(environment.types[agent])):
            there = environment.changed(state, agent, own)
            lying = _worth_of(environment, period, which, there, agent, values[agent])
            gains.append((lying - values[agent][period][there]) / environment.delta)
        found = deterring(seen, environment.type_of(state, agent), gains)
        if found is None:
            raise _impossible(environment, seen, "convex independence")
        return dict(zip(seen.events, found, strict=True))

    return _mechanism(environment, policy, "contingent-programs", scheme)


def ending_constantly(environment: Environment) -> Policy:
    """Return the efficient policy; with a last period, one whose last allocation is constant.

    Nothing that is paid can depend on reports after the last ones, so that these may not matter:
    the last allocation may depend on the public state alone. Of these policies the best in
    expectation is taken.

    Raises
    ------
    UsageError
        If there are too many of them to try.
    """
    if environment.horizon is None:
        return efficient(environment)
    count = prod(map(len, environment.feasible))
    if count > MOST_LAST:
        raise UsageError(
            f"contingent: there are {count:,} ways to choose the last allocation by public states; "
            f"at most {MOST_LAST:,} are tried: have fewer of these, or leave horizon out"
        )
    found = [efficient(environment, last=last) for last in product(*environment.feasible)]
    return max(found, key=lambda one: expected(environment, one))


def smallest(seen: Evidence, means: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    """Return the numbers with the least sum of squares that have given means by type.

    They are beliefs⁺ · means, exactly; ``None`` if no numbers have these means.
    """
    rows = [[*row] for row in seen.beliefs]
    full = rank(rows)
    if rank([[*row, mean] for row, mean in zip(rows, means, strict=True)]) > full:
        return None
    kept: list[int] = []
    for place in range(len(rows)):
        if rank([rows[other] for other in (*kept, place)]) > len(kept):
            kept.append(place)
    chosen = _matrix([rows[place] for place in kept])
    right = _matrix([[means[place]] for place in kept])
    found = chosen.transpose() * (chosen * chosen.transpose()).solve(right)
    return tuple(Fraction(int(x.p), int(x.q)) for (x,) in found.tolist())


def deterring(seen: Evidence, own: int, gains: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    """Return numbers of mean 0 for one type, and of a mean of at least a gain for each other one.

    The greatest of them, signs apart, is as small as can be; ``None`` if there are none.
    """
    count = len(seen.events)
    if all(gain <= 0 for place, gain in enumerate(gains) if place != own):
        return (ZERO,) * count
    # y = numbers + size >= 0, and y <= 2 size; the size is the last variable.
    one = Fraction(1)
    mean_zero = ([*seen.beliefs[own], -one], ZERO)
    deter = [([*row, -one], gains[place]) for place, row in enumerate(seen.beliefs) if place != own]
    within = []
    for place in range(count):
        row = [ZERO] * count + [2 * one]
        row[place] = -one
        within.append((row, ZERO))
    found = least([ZERO] * count + [one], [mean_zero], [*deter, *within])
    return None if found is None else tuple(y - found[-1] for y in found[:-1])


def _shares(
    environment: Environment, policy: Policy, agent: int
) -> Callable[[int, int, int], Fraction]:
    """Return what the others get from an allocation in a period and a state.

    Nothing can be paid after the last period, so that what it gives them counts before.
    """
    others = tuple(environment.others(agent))
    last = worth(environment, policy, others)[-1]

    def share(period: int, which: int, state: int) -> Fraction:
        now = environment.total(which, state, others)
        if period + 2 != environment.horizon:
            return now
        return now + environment.delta * environment.expected(which, state, last)

    return share


def _worth_of(
    environment: Environment,
    period: int,
    which: int,
    state: int,
    agent: int,
    values: Sequence[Values],
) -> Fraction:
    """Return what an allocation gives an agent from now on, without payments."""
    now = environment.utility[agent][which][state]
    following = environment.following(period)
    if following is None:
        return now
    return now + environment.delta * environment.expected(which, state, values[following])


def _mechanism(
    environment: Environment, policy: Policy, kind: str, scheme: Scheme
) -> DirectMechanism:
    known: dict[tuple[int, int, int], Payments] = {}

    def paid(period: int, memory: int, agent: int, state: int) -> Fraction:
        if not memory:
            return ZERO
        before = period if environment.horizon is None else period - 1
        spot = (before, memory - 1, agent)
        if spot not in known:
            known[spot] = scheme(*spot)
        return known[spot].get(event_of(environment, agent, state), ZERO)

    def rule(period: int, memory: int, state: int) -> Rule:
        agents = range(len(environment.agents))
        payments = tuple(paid(period, memory, i, state) for i in agents)
        return Rule(policy.choices[period][state], payments, 1 + state)

    return mechanism_of(environment, kind, (Claim.EX_POST_IC,), of_reports(environment), rule)


def _impossible(environment: Environment, seen: Evidence, what: str) -> UnsupportedError:
    agent, which = environment.agents[seen.agent], environment.allocations[seen.allocation]
    where = label(environment, seen.state)
    return UnsupportedError(
        f"contingent: no payments do it: {what} fails for {agent} after the allocation {which} at "
        f"({where}), whatever his own type there"
    )


def _matrix(rows: Sequence[Sequence[Fraction]]) -> fmpq_mat:
    return fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in rows])
