"""The actions of a player: a list of names, a table with attributes, or a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from apsgen.case.actor import ONLY, Alternatives, plain
from apsgen.case.evaluator import Evaluator
from apsgen.case.expression import Number, is_name
from apsgen.case.schema import GRID, MOST_ACTIONS
from apsgen.case.section import NAMEABLE, Section, described, nameable, shown
from apsgen.case.source import read_source
from apsgen.case.types import UNUSABLE, read_attributes

ACCEPTED = (
    'a list of names such as ["C", "D"], a table such as { low = { q = 1 } }, or a grid such as '
    '{ grid = "q", from = 0, to = 6, points = 15 } is accepted'
)


def read_actions(player: Section, evaluator: Evaluator) -> Alternatives | None:
    """Read a player's actions; ``None`` if they cannot be told."""
    return read_alternatives(player, "actions", evaluator) if "actions" in player else ONLY


def read_alternatives(
    player: Section, word: str, evaluator: Evaluator, others: Sequence[str] = ()
) -> Alternatives | None:
    """Read what can be done: a list, a table or a grid; ``None`` if it cannot be told.

    Parameters
    ----------
    word
        The key under which it stands.
    others
        Keys in a table of an alternative that are no attributes.
    """
    value = player.data[word]
    key = player.at(word)
    if isinstance(value, list | Mapping) and len(value) > MOST_ACTIONS:
        player.faults.at_key(key, too_many(len(value)))
        return None
    if isinstance(value, list):
        names = player.names(word, f"names of {word}")
        return None if names is None else plain(names)
    if not isinstance(value, Mapping) or not value:
        player.faults.at_value(key, f"found {described(value)}; {ACCEPTED}")
        return None
    section = Section(player.faults, key, value)
    if "grid" in value and not isinstance(value["grid"], Mapping):
        return read_grid(section, evaluator)
    return _listed(section, evaluator, others)


def too_many(count: int | str) -> str:
    """Say that there are more actions than are accepted."""
    shown_count = f"{count:,}" if isinstance(count, int) else count
    return f"found {shown_count} actions; at most {MOST_ACTIONS:,} of a player are accepted"


def _listed(section: Section, evaluator: Evaluator, others: Sequence[str]) -> Alternatives | None:
    for name in section:
        if not nameable(name):
            section.faults.at_key(section.at(name), NAMEABLE)
    tables = [section.table(name) for name in section]
    if any(table is None for table in tables):
        return None
    attributes = (
        read_attributes(table, evaluator, others) for table in tables if table is not None
    )
    return Alternatives(tuple(section), tuple(attributes))


def read_grid(
    section: Section, evaluator: Evaluator, others: Sequence[str] = ()
) -> Alternatives | None:
    """Read a grid; ``None`` if it cannot be told.

    Parameters
    ----------
    others
        Keys besides those of a grid.
    """
    section.only((*GRID, *others))
    name = section.text("grid")
    if name is not None and not is_name(name):
        section.faults.at_value(section.at("grid"), f"found {described(name)}; {UNUSABLE}")
        name = None
    first, last, points = (_number(section, word, evaluator) for word in ("from", "to", "points"))
    count = _count(section, points)
    if name is None or first is None or last is None or count is None:
        return None
    if not _ordered(section, first.value, last.value, count):
        return None
    step = (last.value - first.value) / max(1, count - 1)
    exact = first.exact and last.exact
    values = [Number(first.value + place * step, exact) for place in range(count)]
    return Alternatives(
        tuple(str(value.value) for value in values), tuple({name: value} for value in values)
    )


def _number(section: Section, name: str, evaluator: Evaluator) -> Number | None:
    if name not in section:
        section.missing(name, "a grid has from, to and points")
        return None
    key = section.at(name)
    return evaluator.number(read_source(section.faults, key, section.data[name]))


def _count(section: Section, points: Number | None) -> int | None:
    if points is None:
        return None
    key = section.at("points")
    text = shown(str(points.value))
    if points.value.denominator != 1 or points.value < 1:
        section.faults.at_value(key, f"found {text}; a whole number from 1 is accepted")
        return None
    if points.value > MOST_ACTIONS:
        section.faults.at_value(key, too_many(text))
        return None
    return int(points.value)


def _ordered(section: Section, first: Fraction, last: Fraction, count: int) -> bool:
    found = f"found from {shown(str(first))} to {shown(str(last))}"
    if first > last:
        section.faults.at_value(section.at("from"), f"{found}; from <= to is accepted")
        return False
    if count == 1 and first != last:
        section.faults.at_value(
            section.at("points"), f"{found} with one point; one point needs from = to"
        )
        return False
    if count > 1 and first == last:
        section.faults.at_value(
            section.at("points"), f"{found} with {count} points; several need from < to"
        )
        return False
    return True
