"""The types of a player: probabilities, the reports open to each, attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apsgen.case.actor import ONLY, Alternatives
from apsgen.case.evaluator import Evaluator
from apsgen.case.expression import Number, is_name
from apsgen.case.schema import MOST_TYPES, TYPE
from apsgen.case.section import NAMEABLE, Section, described, nameable, unknown
from apsgen.case.source import read_source

ACCEPTED = (
    "a table of types such as { L = { probability = 1, theta = 2 } } is accepted; "
    "left out, there is one type"
)
UNUSABLE = "expressions cannot use this attribute; a name is letters, digits and _"


@dataclass(frozen=True, slots=True)
class Types:
    """The types of a player.

    Attributes
    ----------
    section
        The table of his types; ``None`` for a player without types.
    alternatives
        Names and attributes.
    probability
        For each type its probability; ``None`` if it is left out or has a fault.
    reports
        For each type the places of the reports open to it.
    """

    section: Section | None
    alternatives: Alternatives
    probability: tuple[Number | None, ...]
    reports: tuple[tuple[int, ...], ...]


def read_types(player: Section, evaluator: Evaluator) -> Types | None:
    """Read a player's types; ``None`` if they are no table of tables."""
    if "types" not in player:
        return Types(None, ONLY, (None,), ((0,),))
    value = player.data["types"]
    key = player.at("types")
    if not isinstance(value, Mapping) or not value:
        player.faults.at_value(key, f"found {described(value)}; {ACCEPTED}")
        return None
    if len(value) > MOST_TYPES:
        found = f"found {len(value):,} types; at most {MOST_TYPES:,} are accepted"
        player.faults.at_key(key, found)
        return None
    section = Section(player.faults, key, value)
    tables = [_table(section, name) for name in value]
    if any(table is None for table in tables):
        return None
    sections = [table for table in tables if table is not None]
    everything = tuple(range(len(sections)))
    return Types(
        section,
        Alternatives(tuple(value), tuple(read_attributes(t, evaluator, TYPE) for t in sections)),
        tuple(_probability(table, evaluator) for table in sections),
        tuple(_reports(table, tuple(value), everything) for table in sections),
    )


def read_attributes(
    table: Section, evaluator: Evaluator, others: Sequence[str] = ()
) -> dict[str, Number | None]:
    """Return the attributes of a type or an action; ``None`` for one that has a fault."""
    attributes: dict[str, Number | None] = {}
    for name, value in table.data.items():
        if name in others:
            continue
        if not is_name(name):
            table.faults.at_key(table.at(name), UNUSABLE)
        attributes[name] = evaluator.number(read_source(table.faults, table.at(name), value))
    return attributes


def _table(section: Section, name: str) -> Section | None:
    if not nameable(name):
        section.faults.at_key(section.at(name), NAMEABLE)
    return section.table(name)


def _probability(table: Section, evaluator: Evaluator) -> Number | None:
    if "probability" not in table:
        return None
    key = table.at("probability")
    return evaluator.number(read_source(table.faults, key, table.data["probability"]))


def _reports(
    table: Section, names: tuple[str, ...], everything: tuple[int, ...]
) -> tuple[int, ...]:
    if "reports" not in table:
        return everything
    given = table.names("reports", "types")
    own = table.key[-1]
    for place, name in enumerate(given or ()):
        if name not in names:
            found = unknown("type", name, names)
            table.faults.at_value((*table.at("reports"), place), found)
    if given is None or not set(given) <= set(names):
        return everything
    if own not in given:
        found = f"{own} is not among them; the truth must be open to a type, so add it"
        table.faults.at_value(table.at("reports"), found)
    return tuple(sorted(names.index(name) for name in given))
