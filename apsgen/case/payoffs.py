"""Which part of the file gives the payoffs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from apsgen.case.evaluator import Evaluator
from apsgen.case.faults import Key
from apsgen.case.gambit import StrategicForm
from apsgen.case.gambit_stage import payoffs, read_form, with_actions
from apsgen.case.nearest import nearest
from apsgen.case.outcomes import by_name
from apsgen.case.schema import CASE, DECISIONS, MOST_CELLS, PLAYER
from apsgen.case.section import Section, unknown
from apsgen.case.stage import Pair, Stage, by_expression, by_matrix, strategic
from apsgen.game import Mixing, Rationals


class Origin(StrEnum):
    """Where the payoffs stand, in the words of a message."""

    EXPRESSION = "payoff of each player"
    MATRIX = "[payoffs]"
    GAMBIT = "[stage] nfg"
    NAMES = "[decisions]"


@dataclass(frozen=True, slots=True)
class Decisions:
    """The table ``[decisions]``: how weights are read, and the decisions it names."""

    section: Section
    mixing: Mixing
    names: tuple[str, ...]


def read_decisions(case: Section) -> Decisions:
    """Read ``[decisions]`` without the decisions themselves."""
    section = case.table("decisions")
    if section is None:
        return Decisions(Section(case.faults, case.at("decisions"), {}), Mixing.LOTTERY, ())
    for name in section.data:
        if name not in DECISIONS and not isinstance(section.data[name], Mapping):
            found = unknown("key", name, DECISIONS)
            section.faults.at_key(section.at(name), f"{found}; a decision is a table")
    tables = [name for name, value in section.data.items() if isinstance(value, Mapping)]
    names = tuple(name for name in tables if name not in DECISIONS)
    return Decisions(section, section.choice("mixing", Mixing.LOTTERY), names)


def find_origin(case: Section, decisions: Decisions, players: Pair) -> Origin | None:
    """Return the one part that gives the payoffs; none and several are faults."""
    faults = case.faults
    found: dict[Origin, Key] = {}
    for player in reversed(players):
        if "payoff" in player.section:
            found[Origin.EXPRESSION] = player.section.at("payoff")
    if "payoffs" in case:
        found[Origin.MATRIX] = case.at("payoffs")
    if "stage" in case:
        found[Origin.GAMBIT] = case.at("stage")
    if decisions.names:
        found[Origin.NAMES] = decisions.section.at(decisions.names[0])
    accepted = f"exactly one of {', '.join(Origin)} is accepted"
    if not found:
        if isinstance(case.data.get("decisions", {}), Mapping) and not _misspelt(case, players):
            faults.at_key(case.at("players"), f"nothing gives the payoffs; {accepted}")
        return None
    ordered = sorted(found, key=lambda origin: faults.document.key_position(found[origin]))
    for origin in ordered[1:]:
        twice = f"payoffs stand twice, {ordered[0]} gives them already"
        faults.at_key(found[origin], f"{twice}; {accepted}")
    return ordered[0] if len(ordered) == 1 else None


def _misspelt(case: Section, players: Pair) -> bool:
    """Whether a key that is not known, a fault of its own, was meant to give the payoffs."""
    wanted = ("payoffs", "stage", "decisions")
    return any(name not in CASE and nearest(name, wanted) for name in case) or any(
        name not in PLAYER and nearest(name, ("payoff",))
        for player in players
        for name in player.section
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """The players with their actions, and what gives their payoffs.

    Attributes
    ----------
    origin
        Where the payoffs stand; ``None`` after a fault.
    decisions
        The table ``[decisions]``.
    form
        The game of the Gambit file; ``None`` without one and after a fault.
    players
        The players, with the actions of the Gambit file if there is one.
    files
        The exact texts of the files that were read, by the names that the case gives them.
    """

    origin: Origin | None
    decisions: Decisions
    form: StrategicForm | None
    players: Pair
    files: Mapping[str, str]


def read_setting(case: Section, decisions: Decisions, players: Pair) -> Setting:
    """Find what gives the payoffs, and read the actions if it is a Gambit file."""
    origin = find_origin(case, decisions, players)
    if origin is not Origin.GAMBIT:
        return Setting(origin, decisions, None, players, {})
    file = read_form(case)
    form = file.form if file else None
    first, second = (with_actions(player, form, i) for i, player in enumerate(players))
    texts = {file.name: file.text} if file else {}
    return Setting(origin, decisions, form, (first, second), texts)


def read_stage(case: Section, setting: Setting, evaluator: Evaluator) -> Stage | None:
    """Read the payoffs; ``None`` after a fault."""
    origin, decisions, players = setting.origin, setting.decisions, setting.players
    sizes = evaluator.sizes()
    if origin is Origin.NAMES:
        return by_name(decisions.section, decisions.names, players, evaluator)
    if sizes is not None and prod(sizes) > MOST_CELLS:
        found = f"found {sizes[0]:,} x {sizes[1]:,} actions for {sizes[2]:,} x {sizes[3]:,} types"
        most = f"at most {MOST_CELLS:,} combinations are accepted"
        case.faults.at_key(case.at("players"), f"{found}; {most}")
        return None
    tables: list[Rationals | None] = [None, None]
    if origin is Origin.EXPRESSION:
        tables = by_expression(players, evaluator)
    elif origin is Origin.MATRIX:
        tables = by_matrix(case, players, evaluator)
    elif origin is Origin.GAMBIT:
        tables = payoffs(setting.form)
    return strategic(players, tables, evaluator)
