"""From the file of an environment to the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from apsgen.case.actions import read_alternatives
from apsgen.case.actor import Alternatives, plain
from apsgen.case.constants import Constants, given, read_constants
from apsgen.case.evaluator import Evaluator
from apsgen.case.faults import Faults
from apsgen.case.files import read_exact
from apsgen.case.kind import DYNAMIC
from apsgen.case.number import Number
from apsgen.case.positions import parse
from apsgen.case.scope import Scope
from apsgen.case.section import NAMEABLE, Section, described, nameable, shown
from apsgen.case.source import read_source
from apsgen.dynamic.assembly import Parts, assembled
from apsgen.dynamic.chances import Chance, read_chance, single
from apsgen.dynamic.environment import Environment
from apsgen.dynamic.names import Names
from apsgen.dynamic.tables import Filler
from apsgen.dynamic.words import (
    AGENT,
    ALLOCATION,
    ENVIRONMENT,
    JOINT,
    MOST_AGENTS,
    MOST_ALLOCATIONS,
    MOST_PERIODS,
    RESERVED,
    STATE,
)
from apsgen.errors import UsageError

_DISCOUNT = 'a discount factor with 0 < delta < 1 is accepted, such as "4/5"'
_DISCOUNT_OR_ONE = f"{_DISCOUNT}, or 1, as there is a last period"


def load_environment(
    path: str | Path, *, delta: str | None = None, settings: Mapping[str, str] | None = None
) -> Environment:
    """Read the environment of a dynamic mechanism.

    Parameters
    ----------
    path
        The file.
    delta
        An expression that takes the place of the file's discount factor.
    settings
        Expressions that take the place of those of ``[parameters]``, by name.

    Returns
    -------
    Environment
        The expanded environment, all numbers exact rationals.

    Raises
    ------
    CaseError
        With every fault of the file.
    UsageError
        When a setting names no parameter, or it or `delta` is no acceptable number.
    """
    return environment_of(Path(path), read_exact(Path(path)), delta, settings)


def environment_of(
    path: Path, text: str, delta: str | None = None, settings: Mapping[str, str] | None = None
) -> Environment:
    """Return the environment that a text describes; see `load_environment`."""
    document = parse(path, text)
    faults = Faults(document)
    case = Section(faults, (), document.data)
    _check_kind(case)
    case.only(ENVIRONMENT)
    constants = read_constants(case, settings or {})
    evaluator = _evaluator(faults, constants)
    head = _heading(case, delta, constants, evaluator)
    filler = Filler(faults, Names(faults, constants))
    agents = _agents(case, evaluator, filler)
    allocations = _allocations(case, evaluator)
    state = _state(case, evaluator, filler)
    joint = case.table("joint")
    if joint is not None:
        joint.only(JOINT)
    if agents is None or allocations is None or state is None or joint is None:
        raise faults.error()
    parts = Parts(
        case, filler, constants.parameters, agents, allocations, state, joint, evaluator.exact
    )
    found = assembled(parts, head.title, head.reference, head.delta, head.horizon)
    return faults.settle(found)


@dataclass(frozen=True, slots=True)
class _Heading:
    title: str
    reference: str
    delta: Number | None
    horizon: int | None


def _check_kind(case: Section) -> None:
    kind = case.data.get("kind")
    if kind == DYNAMIC:
        return
    accepted = f'kind = "{DYNAMIC}" is accepted here; for a repeated game, apsgen iterate'
    if "kind" in case:
        case.faults.at_value(("kind",), f"found {described(kind)}; {accepted}")
    else:
        case.faults.at_key(("kind",), f"missing; {accepted}")
    raise case.faults.error()


def _evaluator(faults: Faults, constants: Constants) -> Evaluator:
    scope = Scope(faults, constants.parameters, constants.intermediates)
    return Evaluator(faults, scope, constants.exact)


def _heading(
    case: Section, delta: str | None, constants: Constants, evaluator: Evaluator
) -> _Heading:
    if "title" not in case:
        case.missing("title", "a text in quotes is accepted")
    horizon = _horizon(case, evaluator)
    discount = _delta(case, delta, constants, evaluator)
    return _Heading(case.text("title") or "", case.text("reference") or "", discount, horizon)


def _horizon(case: Section, evaluator: Evaluator) -> int | None:
    if "horizon" not in case:
        return None
    key = case.at("horizon")
    value = evaluator.number(read_source(case.faults, key, case.data["horizon"]))
    if value is None:
        return None
    if value.value.denominator != 1 or not 1 <= value.value <= MOST_PERIODS:
        found = f"found {shown(str(value.value))}; a whole number from 1 to {MOST_PERIODS}"
        case.faults.at_value(key, f"{found} is accepted")
        return None
    return int(value.value)


def _delta(
    case: Section, override: str | None, constants: Constants, evaluator: Evaluator
) -> Number | None:
    accepted = _DISCOUNT_OR_ONE if "horizon" in case else _DISCOUNT
    key = case.at("delta")
    if "delta" not in case:
        case.missing("delta", accepted)
    source = read_source(case.faults, key, case.data["delta"]) if "delta" in case else None
    value = evaluator.number(source) if override is None else None
    if override is not None:
        value = given("delta", override, constants.parameters)
    limit = 1 if "horizon" in case else Fraction(0)
    if value is None or 0 < value.value < 1 or value.value == limit:
        return value
    found = f"found {shown(str(value.value))}; {accepted}"
    if override is not None:
        raise UsageError(f"delta: {found}")
    case.faults.at_value(key, found)
    return None


def _agents(case: Section, evaluator: Evaluator, filler: Filler) -> tuple[Chance, ...] | None:
    section = case.table("agents")
    if section is None:
        return None
    if not section.data:
        case.missing("agents", "a table for each agent is accepted, such as [agents.seller]")
        return None
    if len(section.data) > MOST_AGENTS:
        found = f"found {len(section.data):,} agents; at most {MOST_AGENTS} are accepted"
        case.faults.at_key(section.key, found)
        return None
    found_agents = [_agent(section, name, evaluator, filler) for name in section]
    agents = tuple(agent for agent in found_agents if agent is not None)
    return agents if len(agents) == len(section.data) else None


def _agent(section: Section, name: str, evaluator: Evaluator, filler: Filler) -> Chance | None:
    if not nameable(name):
        section.faults.at_key(section.at(name), NAMEABLE)
    if name in RESERVED or name.startswith("next_"):
        found = f"{name} has another meaning in expressions; give the agent another name"
        section.faults.at_key(section.at(name), found)
    table = section.table(name)
    if table is None:
        return None
    table.only(AGENT)
    if "types" not in table:
        return single(name, table, "types")
    return read_chance(table, "types", name, "types", evaluator, filler)


def _state(case: Section, evaluator: Evaluator, filler: Filler) -> Chance | None:
    if "state" not in case:
        return single("state", None, "values")
    section = case.table("state")
    if section is None:
        return None
    section.only(STATE)
    if "values" not in section:
        section.missing("values", "a table of public states is accepted")
        return None
    return read_chance(section, "values", "state", "public states", evaluator, filler)


def _allocations(case: Section, evaluator: Evaluator) -> Alternatives | None:
    if "allocations" not in case:
        case.missing("allocations", "a list, a table or a grid of allocations is accepted")
        return None
    value = case.data["allocations"]
    if isinstance(value, list | dict) and len(value) > MOST_ALLOCATIONS:
        found = f"found {len(value):,} allocations; at most {MOST_ALLOCATIONS:,} are accepted"
        case.faults.at_key(case.at("allocations"), found)
        return None
    if isinstance(value, list):
        names = case.names("allocations", "names of allocations")
        return None if names is None else plain(names)
    return read_alternatives(case, "allocations", evaluator, ALLOCATION)
