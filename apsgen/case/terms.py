"""Monitoring, transfers, punishment and constraints: the words of a case, and which go together."""

from __future__ import annotations

from fractions import Fraction

from apsgen.case.evaluator import Evaluator
from apsgen.case.players import Player
from apsgen.case.schema import CASE, TABLES, MonitoringKind, PunishmentKind
from apsgen.case.section import Section
from apsgen.case.source import read_source
from apsgen.game import OffSchedule, Punishment, Timing, Transfers


def check_words(case: Section) -> None:
    """Report the keys and kinds that are wrong whatever the rest of the file says."""
    case.only(CASE)
    for name in ("payoffs", "decisions"):
        case.table(name)
    for name, known in TABLES.items():
        section = case.table(name)
        if section is not None:
            section.only(known)
    monitoring, punishment = case.table("monitoring"), case.table("punishment")
    if monitoring is not None:
        monitoring.choice("kind", MonitoringKind.PERFECT)
    if punishment is not None:
        punishment.choice("kind", PunishmentKind.WORST)
        punishment.flag("on_path")


def read_transfers(case: Section) -> tuple[Transfers, Timing]:
    """Read ``[transfers]``; after a fault the defaults."""
    section = case.table("transfers")
    if section is None:
        return Transfers.NONE, Timing.WITH_ACTIONS
    kind = section.choice("kind", Transfers.NONE)
    timing = section.choice("timing", Timing.WITH_ACTIONS)
    stated = section.data.get("kind", str(Transfers.NONE)) == str(Transfers.NONE)
    if stated and timing is Timing.AFTER_SIGNALS:
        found = 'found "after-signals", but there are no transfers'
        section.faults.at_value(
            section.at("timing"), f'{found}; give kind = "balanced" or "burning", or no timing'
        )
    return kind, timing


def read_off_schedule(case: Section) -> OffSchedule:
    """Read ``[constraints]``; after a fault the default."""
    section = case.table("constraints")
    if section is None:
        return OffSchedule.JOINT
    return section.choice("off_schedule", OffSchedule.JOINT)


def read_punishment(
    case: Section, players: tuple[Player, Player], evaluator: Evaluator
) -> Punishment | None:
    """Read ``[punishment]``; ``None`` after a fault."""
    section = case.table("punishment")
    if section is None:
        return None
    kind = section.choice("kind", PunishmentKind.WORST)
    on_path = section.flag("on_path")
    if kind is PunishmentKind.FIXED:
        return _fixed(section, players, evaluator, on_path)
    if "values" in section and section.data.get("kind", "worst") == "worst":
        found = 'found values, but kind is "worst": the punishment comes from the payoff set'
        section.faults.at_key(section.at("values"), f'{found}; give kind = "fixed", or no values')
    return Punishment(None, on_path)


def _fixed(
    section: Section, players: tuple[Player, Player], evaluator: Evaluator, on_path: bool
) -> Punishment | None:
    if "values" not in section:
        section.missing("values", 'kind = "fixed" needs a number for each player')
        return None
    values = section.table("values")
    if values is None:
        return None
    values.only((player.actor.name for player in players), "player")
    first, second = (_value(values, player, evaluator, on_path) for player in players)
    return Punishment((first, second), on_path)


def _value(values: Section, player: Player, evaluator: Evaluator, on_path: bool) -> Fraction | None:
    name = player.actor.name
    if name in values:
        number = evaluator.number(read_source(values.faults, values.at(name), values.data[name]))
        return None if number is None else number.value
    if not player.commits:
        values.missing(name, "only a player who commits may be left out")
    elif on_path:
        values.missing(name, "with on_path = true each player has one, for play goes on there")
    return None
