"""``[stage] nfg``: actions and payoffs from a Gambit file beside the case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from apsgen.case.actor import plain
from apsgen.case.files import printable, read_text
from apsgen.case.gambit import GambitError, StrategicForm, read_nfg
from apsgen.case.players import Player
from apsgen.case.schema import MOST_ACTIONS, MOST_BYTES
from apsgen.case.section import NAMEABLE, Section, described, nameable, shown
from apsgen.errors import CaseError, Fault
from apsgen.game import Rationals


def read_form(case: Section) -> StrategicForm | None:
    """Read the Gambit file that ``[stage]`` names; ``None`` after a fault."""
    section = case.table("stage")
    if section is None:
        return None
    if "nfg" not in section:
        section.missing("nfg", 'the name of a Gambit file such as "game.nfg" is accepted')
        return None
    name = section.text("nfg")
    path = None if name is None else _beside(section, name)
    form = None if path is None else _read(section, path)
    return form if form and _acceptable(section, form) else None


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


def _beside(section: Section, name: str) -> Path | None:
    folder = section.faults.document.path.parent
    try:
        inside = (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if inside:
        return folder / name
    found = f"found {described(name)}; a file in the folder of the case is accepted"
    section.faults.at_value(section.at("nfg"), found)
    return None


def _read(section: Section, path: Path) -> StrategicForm | None:
    try:
        text = read_text(path, MOST_BYTES)
    except CaseError as error:
        for fault in error.faults:
            if fault.line:
                section.faults.elsewhere(fault)
            else:
                found = f"{shown(path.name)}: {fault.found}"
                section.faults.at_value(section.at("nfg"), found)
        return None
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
