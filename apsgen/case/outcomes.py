"""Named decisions: payoffs and best deviations given outright."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from apsgen.case.evaluator import Evaluator
from apsgen.case.schema import DECISION, MOST_CELLS
from apsgen.case.scope import TYPES, of_outcome
from apsgen.case.section import NAMEABLE, Section, described, nameable
from apsgen.case.source import read_condition, read_table
from apsgen.case.stage import Pair, Stage
from apsgen.game import Rationals

CONDITION = 'a condition on the reports such as "agent.available == 1" is accepted'

_Decision = tuple[list[Rationals], list[Rationals], npt.NDArray[np.bool_]]
"""Payoffs and deviations of the players, and where it is allowed, over the types."""


def by_name(
    decisions: Section, names: Sequence[str], players: Pair, evaluator: Evaluator
) -> Stage | None:
    """Return the stage game over the named decisions; ``None`` after a fault."""
    for player in players:
        if "actions" in player.section:
            found = "found besides named decisions; decisions or actions are accepted, not both"
            player.section.faults.at_key(player.section.at("actions"), found)
    sizes = evaluator.sizes()
    if sizes and len(names) * sizes[2] * sizes[3] > MOST_CELLS:
        found = f"found {len(names):,} decisions for {sizes[2]:,} x {sizes[3]:,} types"
        most = f"at most {MOST_CELLS:,} combinations are accepted"
        decisions.faults.at_key(decisions.key, f"{found}; {most}")
        return None
    read = [_decision(decisions, name, players, evaluator) for name in names]
    whole = [decision for decision in read if decision is not None]
    if sizes is None or len(whole) < len(read):
        return None
    shape = (len(names), *sizes[2:])
    payoff: Rationals = np.empty((2, *shape), dtype=object)
    deviation: Rationals = np.empty((2, *shape), dtype=object)
    allowed = np.ones(shape, dtype=np.bool_)
    for place, (gains, temptations, opened) in enumerate(whole):
        allowed[place] = opened
        for owner in (0, 1):
            payoff[owner, place] = gains[owner]
            deviation[owner, place] = temptations[owner]
    _check_allowed(decisions, allowed, evaluator)
    return Stage(None, tuple(names), payoff, deviation, allowed)


def _decision(
    decisions: Section, name: str, players: Pair, evaluator: Evaluator
) -> _Decision | None:
    if not nameable(name):
        decisions.faults.at_key(decisions.at(name), NAMEABLE)
    section = decisions.table(name)
    if section is None:
        return None
    section.only(DECISION)
    for word in ("payoff", "deviation"):
        table = section.data.get(word)
        if isinstance(table, Mapping):
            names = [player.actor.name for player in players]
            Section(section.faults, section.at(word), table).only(names, "player")
    payoffs = [_payoff(section, owner, players, evaluator) for owner in (0, 1)]
    deviations = [_deviation(section, owner, players, evaluator) for owner in (0, 1)]
    allowed = _allowed(section, evaluator)
    gains = [table for table in payoffs if table is not None]
    temptations = [table for table in deviations if table is not None]
    if allowed is None or len(gains) + len(temptations) < 4:
        return None
    return gains, temptations, allowed


def _payoff(section: Section, owner: int, players: Pair, evaluator: Evaluator) -> Rationals | None:
    name = players[owner].actor.name
    if "payoff" not in section:
        section.missing("payoff", "a table with a number for each player is accepted")
        return None
    table = section.table("payoff")
    if table is not None and name not in table:
        table.missing(name, "a payoff for each player is accepted")
        return None
    return _number(table, owner, name, evaluator)


def _deviation(
    section: Section, owner: int, players: Pair, evaluator: Evaluator
) -> Rationals | None:
    name = players[owner].actor.name
    table = section.table("deviation")
    if table is not None and name not in table:
        return np.full((1, 1), None, dtype=object)
    return _number(table, owner, name, evaluator)


def _number(table: Section | None, owner: int, name: str, evaluator: Evaluator) -> Rationals | None:
    if table is None:
        return None
    source = read_table(table.faults, table.at(name), table.data[name])
    values = evaluator.table(source, of_outcome(owner))
    return None if values is None else values[0, 0]


def _allowed(section: Section, evaluator: Evaluator) -> npt.NDArray[np.bool_] | None:
    if "allowed" not in section:
        return np.ones((1, 1), dtype=np.bool_)
    value, key = section.data["allowed"], section.at("allowed")
    if isinstance(value, np.ndarray) and {type(one) for one in value.flat} == {bool}:
        return value.astype(np.bool_) if evaluator.has_types(key, value) else None
    if not isinstance(value, str):
        section.faults.at_value(key, f"found {described(value)}; {CONDITION}")
        return None
    formula = read_condition(section.faults, key, value)
    return None if formula is None else evaluator.condition(formula)


def _check_allowed(
    decisions: Section, allowed: npt.NDArray[np.bool_], evaluator: Evaluator
) -> None:
    for first, second in np.argwhere(~allowed.any(axis=0))[:1]:
        reports = evaluator.where((0, 0, int(first), int(second)), TYPES)
        found = f"no decision is allowed after the reports {reports}; at least one is needed"
        decisions.faults.at_key(decisions.key, found)
