"""The two players: their types, their actions, and whether they commit."""

from __future__ import annotations

from dataclasses import dataclass

from apsgen.case.actions import read_actions
from apsgen.case.actor import Actor
from apsgen.case.evaluator import Evaluator
from apsgen.case.schema import PLAYER
from apsgen.case.section import NAMEABLE, Section, nameable, shown
from apsgen.case.types import Types, read_types


@dataclass(frozen=True, slots=True)
class Player:
    """A player as the file describes him.

    Attributes
    ----------
    section
        His table.
    actor
        His name, and the attributes of his types and actions.
    types
        His types; ``None`` after a fault.
    commits
        Whether he has no incentive constraints.
    """

    section: Section
    actor: Actor
    types: Types | None
    commits: bool


def read_players(case: Section, evaluator: Evaluator) -> tuple[Player, Player] | None:
    """Read ``[players]``; ``None`` unless it has exactly two tables."""
    section = case.table("players")
    if section is None:
        return None
    names = list(section.data)
    if len(names) < 2:
        case.faults.at_key(section.key, f"found {_listed(names)}; exactly two are accepted")
    for name in names[2:]:
        found = f"{shown(name)} is one player too many; exactly two are accepted"
        case.faults.at_key(section.at(name), found)
    players = [_player(section, name, evaluator) for name in names]
    complete = [player for player in players if player is not None]
    return (complete[0], complete[1]) if len(names) == len(complete) == 2 else None


def _listed(names: list[str]) -> str:
    return f"one player, {shown(names[0])}" if names else "no players"


def _player(players: Section, name: str, evaluator: Evaluator) -> Player | None:
    if not nameable(name):
        players.faults.at_key(players.at(name), NAMEABLE)
    section = players.table(name)
    if section is None:
        return None
    section.only(PLAYER)
    types = read_types(section, evaluator)
    actions = read_actions(section, evaluator)
    actor = Actor(name, types.alternatives if types else None, actions)
    _check_different(section, actor)
    return Player(section, actor, types, section.flag("commits"))


def _check_different(player: Section, actor: Actor) -> None:
    """Report attributes that stand with types and with actions: neither could be meant."""
    if actor.types is None or actor.actions is None:
        return
    with_types = {word for part in actor.types.attributes for word in part}
    with_actions = {word for part in actor.actions.attributes for word in part}
    for word in sorted(with_types & with_actions):
        found = f"{word} is an attribute of the types too; rename one of them"
        player.faults.at_key(player.at("actions"), found)
