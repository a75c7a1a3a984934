"""The dynamic pivot mechanism of Bergemann and Välimäki (2010)."""

from __future__ import annotations

from fractions import Fraction

from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.mechanism import NO_MEMORY, Claim, DirectMechanism, Rule, mechanism_of
from apsgen.dynamic.policy import Policy, efficient


def pivot(environment: Environment) -> DirectMechanism:
    """Return the mechanism in which each agent gets his marginal contribution, period by period.

    The policy is efficient. Agent i pays the externality of the period,
    W₋ᵢ(s) − Σ_{j≠i} uⱼ(a, s) − δ E[W₋ᵢ(next) | a, s]: so his utility less what he pays is his flow
    marginal contribution, and his total payoff is W(s) − W₋ᵢ(s). With private values and types
    that move independently truth is periodic ex-post optimal, and nobody wants to stay away.
    """
    whole = efficient(environment)
    without = tuple(without_agent(environment, i) for i in range(len(environment.agents)))

    def rule(period: int, memory: int, state: int) -> Rule:
        which = whole.choices[period][state]
        paid = tuple(
            externality(environment, i, without[i], period, which, state)
            for i in range(len(environment.agents))
        )
        return Rule(which, paid)

    claims = (Claim.EX_POST_IC, Claim.EX_POST_IR)
    return mechanism_of(environment, "pivot", claims, NO_MEMORY, rule)


def without_agent(environment: Environment, agent: int) -> Policy:
    """Return the best policy for all agents but one, with its value W₋ᵢ."""
    return efficient(environment, tuple(environment.others(agent)))


def externality(
    environment: Environment, agent: int, without: Policy, period: int, which: int, state: int
) -> Fraction:
    """Return what an allocation costs the other agents in a period."""
    following = environment.following(period)
    now = environment.total(which, state, tuple(environment.others(agent)))
    later = ZERO
    if following is not None:
        later = environment.expected(which, state, without.values[following])
    return without.values[period][state] - now - environment.delta * later
