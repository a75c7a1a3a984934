"""A dynamic direct mechanism: what is done and paid after which reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from apsgen.case.section import unknown
from apsgen.dynamic.environment import Environment
from apsgen.errors import UsageError


class Claim(StrEnum):
    """What a mechanism may be said to satisfy; see the page on environments."""

    EX_POST_IC = "periodic ex-post IC"
    EX_POST_IR = "periodic ex-post IR"
    BAYESIAN_IC = "Bayesian IC"
    BAYESIAN_IR = "Bayesian IR"
    BALANCE = "budget balance"
    SELF_ENFORCING = "self-enforcement"


def claimed(words: Iterable[str]) -> tuple[Claim, ...]:
    """Return claims by their names.

    Raises
    ------
    UsageError
        When a name is none.
    """
    names = [str(claim) for claim in Claim]
    found = [*words]
    for word in found:
        if word not in names:
            raise UsageError(unknown("claim", word, names))
    return tuple(Claim(word) for word in dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done in one situation.

    Attributes
    ----------
    allocation
        Its place in the environment.
    payments
        What each agent pays in the period; negative if he receives.
    next
        The memory from then on.
    """

    allocation: int
    payments: tuple[Fraction, ...]
    next: int = 0


Stage = Mapping[int, tuple[Rule, ...]]
"""The rules of a period: for each memory that it may have one for each state that is reported."""


@dataclass(frozen=True, eq=False)
class DirectMechanism:
    """A dynamic direct mechanism.

    Attributes
    ----------
    kind
        What it is called.
    claims
        What it is said to satisfy.
    memory
        What it can remember; it begins with the first.
    stages
        The rules by period; one entry if there is no last period.
    """

    kind: str
    claims: tuple[Claim, ...]
    memory: tuple[str, ...]
    stages: tuple[Stage, ...] = field(repr=False)

    def rule(self, period: int, memory: int, state: int) -> Rule:
        """Return what is done in a situation."""
        return self.stages[period][memory][state]


NO_MEMORY = ("start",)


def mechanism_of(
    environment: Environment,
    kind: str,
    claims: Sequence[Claim],
    memory: Sequence[str],
    rule: Callable[[int, int, int], Rule],
) -> DirectMechanism:
    """Return the mechanism of a rule by period, memory and state.

    Memories that cannot be reached in a period have no rules there.
    """
    states = range(len(environment.states))
    stages: list[Stage] = []
    reached = {0}
    for period in environment.periods:
        stage: dict[int, tuple[Rule, ...]] = {}
        waiting, reached = sorted(reached), set()
        for now in waiting:
            stage[now] = tuple(rule(period, now, state) for state in states)
            ahead = {one.next for one in stage[now]}
            reached |= ahead
            if environment.horizon is None:
                waiting += sorted(ahead - {*waiting})
        stages.append(dict(sorted(stage.items())))
    return DirectMechanism(kind, tuple(claims), tuple(memory), tuple(stages))


def of_reports(environment: Environment) -> tuple[str, ...]:
    """Return the memories of a mechanism that remembers the reports of the period before.

    Memory 1 + s stands for the state s, memory 0 for the beginning.
    """
    names = [*NO_MEMORY, *(label(environment, s) for s in range(len(environment.states)))]
    if len(set(names)) < len(names):
        names[1:] = [f"{name} ({place})" for place, name in enumerate(names[1:])]
    return tuple(names)


def label(environment: Environment, state: int) -> str:
    """Return the names of a state: of its public part and of the types of the agents.

    A name with a comma stands in quotes, so that no two states have the same names.
    """
    public, *types = environment.states[state]
    names = [environment.public[public]]
    names += [own[place] for own, place in zip(environment.types, types, strict=True)]
    return ", ".join(f"'{name}'" if "," in name else name for name in names if name)


def shifted(mechanism: DirectMechanism, constants: Sequence[Fraction]) -> DirectMechanism:
    """Return the mechanism in which agents get constants more in every period."""

    def moved(rule: Rule) -> Rule:
        payments = zip(rule.payments, constants, strict=True)
        return replace(rule, payments=tuple(paid - more for paid, more in payments))

    return _mapped(mechanism, moved, range(len(mechanism.stages)))


def _mapped(
    mechanism: DirectMechanism, change: Callable[[Rule], Rule], periods: Sequence[int]
) -> DirectMechanism:
    stages = tuple(
        {memory: tuple(map(change, rules)) for memory, rules in stage.items()}
        if period in periods
        else stage
        for period, stage in enumerate(mechanism.stages)
    )
    return replace(mechanism, stages=stages)
