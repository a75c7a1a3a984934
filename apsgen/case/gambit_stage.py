"""``[stage] nfg``: actions and payoffs from a Gambit file beside the case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from apsgen.case.actor import plain
from apsgen.case.files import printable, read_exact, with_line_feeds
from apsgen.case.gambit import GambitError, StrategicForm, read_nfg
from apsgen.case.players import Player
from apsgen.case.schema import MOST_ACTIONS, MOST_BYTES
from apsgen.case.section import NAMEABLE, Section, described, nameable, shown
from apsgen.errors import CaseError, Fault
from apsgen.game import Rationals


@dataclass(frozen=True, slots=True)
class GambitFile:
    """A Gambit file: the name that the case gives it, its exact text, and the game in it."""

    name: str
    text: str
    form: StrategicForm


def read_form(case: Section) -> GambitFile | None:
    """Read the Gambit file that ``[stage]`` names; ``None`` after a fault."""
    section = case.table("stage")
    if section is None:
        return None
    if "nfg" not in section:
        section.missing("nfg", 'the name of a Gambit file such as "game.nfg" is accepted')
        return None
    name = section.text("nfg")
    if name is None:
        return None
    path = section.faults.document.path.parent / name
    text = _text(section, path, name)
    form = None if text is None else _parsed(section, path, with_line_feeds(text))
    if text is None or form is None or not _acceptable(section, form):
        return None
    return GambitFile(name, text, form)


def with_actions(player: Player, form: StrategicForm | None, place: int) -> Player:
    """Return a player with the actions of a Gambit file; his own are a fault."""
    if "actions" in player.section:
        found = "found besides [stage] nfg, which brings the actions; leave them out"
        player.section.faults.at_key(player.section.at("actions"), found)
    actions = plain(form.strategies[place]) if form else None
    return replace(player, actor=replace(player.actor, actions=actions))


def payoffs(form: StrategicForm | None) -> list[Rationals | None]:
    """Return the payoffs of the players, arrays of the axes of `Evaluator.table`."""
    if form is None:
        return [None, None]
    return [form.payoffs[owner][:, :, np.newaxis, np.newaxis] for owner in (0, 1)]


def _text(section: Section, path: Path, name: str) -> str | None:
    """Return the exact text of a file that the case names; ``None`` after a fault."""
    given = section.faults.document.files
    if given is None:
        return _read(section, path) if _is_beside(section, path, name) else None
    if name not in given:
        found = f"found {described(name)}, but the text of this file is not at hand"
        section.faults.at_value(section.at("nfg"), f"{found}; a case read from a file is accepted")
    return given.get(name)


def _is_beside(section: Section, path: Path, name: str) -> bool:
    folder = section.faults.document.path.parent
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        found = f"found {described(name)}; a file in the folder of the case is accepted"
        section.faults.at_value(section.at("nfg"), found)
    return inside


def _read(section: Section, path: Path) -> str | None:
    try:
        return read_exact(path, MOST_BYTES)
    except CaseError as error:
        for fault in error.faults:
            if fault.line:
                section.faults.elsewhere(fault)
            else:
                found = f"{shown(path.name)}: {fault.found}"
                section.faults.at_value(section.at("nfg"), found)
        return None


def _parsed(section: Section, path: Path, text: str) -> StrategicForm | None:
    try:
        return read_nfg(text)
    except GambitError as error:
        source = printable(text.split("\n")[error.line - 1])
        section.faults.elsewhere(Fault(path, error.line, error.column, "", error.message, source))
        return None


def _acceptable(section: Section, form: StrategicForm) -> bool:
    found = ""
    for names in form.strategies:
        if len(names) > MOST_ACTIONS:
            most = f"at most {MOST_ACTIONS:,} of a player are accepted"
            found = f"found {len(names):,} strategies; {most}"
        elif not all(map(nameable, names)):
            found = f"found a strategy without a usable name; {NAMEABLE}"
    if found:
        section.faults.at_value(section.at("nfg"), found)
    return not found
