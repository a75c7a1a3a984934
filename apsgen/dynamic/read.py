"""A dynamic mechanism from JSON, fitted to its environment; what is wrong has its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from apsgen.case.files import read_text
from apsgen.case.number import NumberError, ratio
from apsgen.case.section import described, shown, unknown
from apsgen.dynamic.environment import Environment
from apsgen.dynamic.mechanism import (
    NO_MEMORY,
    Claim,
    DirectMechanism,
    Rule,
    Stage,
    claimed,
)
from apsgen.dynamic.write import FORMAT, types_of
from apsgen.errors import MechanismError, ResultError, UsageError
from apsgen.fields import Fields, parse
from apsgen.mechanism.read import MOST_BYTES

_WHOLE = (
    "format",
    "case",
    "delta",
    "horizon",
    "parameters",
    "mechanism",
    "claims",
    "agents",
    "memory",
    "rules",
)
_RULE = ("period", "memory", "state", "types", "allocation", "payments", "next")

Spot = tuple[int, int, int]


def read_dynamic(path: str | Path, environment: Environment) -> DirectMechanism:
    """Read a dynamic mechanism of an environment.

    Parameters
    ----------
    path
        A file of the format ``apsgen-dynamic-mechanism/1``.
    environment
        The environment that it must be of.

    Raises
    ------
    CaseError
        When the file cannot be read as text.
    MechanismError
        When it holds no mechanism, or none of this environment; with the place in the file.
    """
    try:
        return dynamic_of(read_text(Path(path), MOST_BYTES), environment)
    except MechanismError as error:
        raise MechanismError(f"{path}: {error}") from None


def dynamic_of(text: str, environment: Environment) -> DirectMechanism:
    """Return the mechanism that a text describes; see `read_dynamic`."""
    try:
        whole = parse(text)
        _only(whole, _WHOLE)
        whole.word("format", (FORMAT,))
        _check_fit(whole, environment)
        memory = whole.texts("memory") if whole.has("memory") else NO_MEMORY
        if not memory or len(set(memory)) < len(memory):
            raise MechanismError("memory: a list of different names is accepted, at least one")
        rules = _Rules(environment, memory).read(whole)
        return DirectMechanism(whole.text("mechanism"), _claims(whole), tuple(memory), rules)
    except ResultError as error:
        raise MechanismError(str(error)) from None


def _only(fields: Fields, known: Sequence[str]) -> None:
    for name in fields:
        if name not in known:
            raise MechanismError(f"{fields.place}{unknown('key', name, known)}")


def _check_fit(whole: Fields, environment: Environment) -> None:
    delta = whole.rational("delta")
    if delta != environment.delta:
        raise _other("delta", str(delta), str(environment.delta))
    horizon = whole.integer("horizon") if whole.has("horizon") else None
    if horizon != environment.horizon:
        ends = (None if one is None else str(one) for one in (horizon, environment.horizon))
        raise _other("horizon", *ends)
    if whole.has("parameters"):
        stated = whole.table("parameters")
        found = {name: stated.rational(name) for name in stated}
        if found != dict(environment.parameters):
            names = sorted({*found} ^ {*environment.parameters}) or [
                name for name, x in found.items() if environment.parameters[name] != x
            ]
            values = (one.get(names[0]) for one in (found, environment.parameters))
            ends = (None if one is None else str(one) for one in values)
            raise _other(f"parameters.{names[0]}", *ends)
    agents = whole.texts("agents")
    if agents != environment.agents:
        raise _other("agents", ", ".join(agents), ", ".join(environment.agents))


def _other(what: str, found: str | None, needed: str | None) -> MechanismError:
    told, there = ("none" if one is None else shown(one) for one in (found, needed))
    return MechanismError(f"{what}: found {told}, but the environment has {there}")


def _claims(whole: Fields) -> tuple[Claim, ...]:
    try:
        return claimed(whole.texts("claims"))
    except UsageError as error:
        raise MechanismError(f"claims: {error}") from None


class _Rules:
    """Reads the rules; exactly one is needed for each situation that can be reached."""

    def __init__(self, environment: Environment, memory: Sequence[str]) -> None:
        self._environment = environment
        self._memory = memory
        self._states: Mapping[tuple[str | None, ...], int] = {
            (self._public(state), *types_of(environment, state)): state
            for state in range(len(environment.states))
        }

    def read(self, whole: Fields) -> tuple[Stage, ...]:
        found: dict[Spot, Rule] = {}
        for place, entry in enumerate(whole.entries("rules", "a list of rules")):
            if not isinstance(entry, dict):
                raise MechanismError(
                    f"rules[{place}]: found {described(entry)}; an object is accepted"
                )
            fields = Fields(entry, f"rules[{place}].")
            _only(fields, _RULE)
            rule = self._rule(fields)
            for spot in self._spots(fields):
                if spot in found:
                    raise MechanismError(f"rules[{place}]: a second rule {self._where(spot)}")
                found[spot] = rule
        return self._stages(found)

    def _stages(self, found: Mapping[Spot, Rule]) -> tuple[Stage, ...]:
        stages: list[Stage] = []
        reached = {0}
        for period in self._environment.periods:
            stage: dict[int, tuple[Rule, ...]] = {}
            waiting, reached = sorted(reached), set()
            for memory in waiting:
                stage[memory] = self._complete(found, period, memory)
                ahead = {rule.next for rule in stage[memory]}
                reached |= ahead
                if self._environment.horizon is None:
                    waiting += sorted(ahead - {*waiting})
            stages.append(stage)
        return tuple(stages)

    def _complete(self, found: Mapping[Spot, Rule], period: int, memory: int) -> tuple[Rule, ...]:
        spots = [(period, memory, state) for state in range(len(self._environment.states))]
        for spot in spots:
            if spot not in found:
                raise MechanismError(f"rules: there is none {self._where(spot)}")
        return tuple(found[spot] for spot in spots)

    def _rule(self, fields: Fields) -> Rule:
        environment = self._environment
        name = fields.text("allocation")
        if name not in environment.allocations:
            known = unknown("allocation", name, environment.allocations)
            raise MechanismError(f"{fields.place}allocation: {known}")
        payments = fields.entries("payments", "a list of numbers")
        if len(payments) != len(environment.agents):
            accepted = f"one for each of {len(environment.agents)} agents is accepted"
            raise MechanismError(f"{fields.place}payments: found {len(payments)}; {accepted}")
        paid = tuple(_number(fields, place, value) for place, value in enumerate(payments))
        following = self._named(fields, "next") if len(self._memory) > 1 else 0
        return Rule(environment.allocations.index(name), paid, following)

    def _spots(self, fields: Fields) -> list[Spot]:
        memory = self._named(fields, "memory") if len(self._memory) > 1 else 0
        types = fields.entries("types", "a list of names")
        public = fields.maybe_text("state")
        names = [x if x is None or isinstance(x, str) else described(x) for x in types]
        if len(names) == len(self._environment.types):
            names = [
                (own[0] or None) if name is None and len(own) == 1 else name
                for name, own in zip(names, self._environment.types, strict=True)
            ]
        state = self._states.get((public, *names))
        if state is None:
            listed = ", ".join("null" if x is None else x for x in names)
            where = f" in the public state {shown(public)}" if public else ""
            raise MechanismError(
                f"{fields.place}types: ({shown(listed)}){where} is no state of the environment; a "
                "name for each agent is accepted, null for one who has a single type"
            )
        return [(period, memory, state) for period in self._periods(fields)]

    def _periods(self, fields: Fields) -> Sequence[int]:
        periods = self._environment.periods
        if not fields.has("period"):
            return periods
        if self._environment.horizon is None:
            raise MechanismError(f"{fields.place}period: there is no last period; leave it out")
        period = fields.integer("period")
        if period - 1 not in periods:
            accepted = f"1 to {len(periods)} are accepted"
            raise MechanismError(f"{fields.place}period: found {period}; {accepted}")
        return (period - 1,)

    def _named(self, fields: Fields, key: str) -> int:
        name = fields.text(key)
        if name not in self._memory:
            raise MechanismError(f"{fields.place}{key}: {unknown('memory', name, self._memory)}")
        return self._memory.index(name)

    def _public(self, state: int) -> str | None:
        return self._environment.public[self._environment.public_of(state)] or None

    def _where(self, spot: Spot) -> str:
        period, memory, state = spot
        types = ", ".join(name or "-" for name in types_of(self._environment, state))
        parts = [f"for the types ({types})"]
        if public := self._public(state):
            parts.append(f"in the public state {shown(public)}")
        if len(self._memory) > 1:
            parts.append(f"with the memory {shown(self._memory[memory])}")
        if self._environment.horizon is not None:
            parts.append(f"in period {period + 1}")
        return " ".join(parts)


def _number(fields: Fields, place: int, value: object) -> Fraction:
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return Fraction(value)
        if isinstance(value, str):
            return ratio(value)
    except NumberError:
        pass
    accepted = 'a text such as "7/2", or an integer, is accepted'
    raise MechanismError(f"{fields.place}payments[{place}]: found {described(value)}; {accepted}")
