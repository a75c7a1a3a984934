"""What nature decides: the types of an agent, or the public states, and where each begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from apsgen.case.actions import read_grid
from apsgen.case.actor import ONLY, Alternatives
from apsgen.case.distribution import normalised, off_one, outside
from apsgen.case.evaluator import Evaluator
from apsgen.case.expression import Number
from apsgen.case.schema import MOST_TYPES
from apsgen.case.section import NAMEABLE, Section, described, nameable, shown
from apsgen.case.source import read_source
from apsgen.case.types import read_attributes
from apsgen.dynamic.names import Bearer, Reading
from apsgen.dynamic.tables import Filler

PROBABILITY = ("probability",)

_SHAPE = (
    "a table such as { L = { theta = 1, probability = 1 }, H = { theta = 2 } }, or a grid such as "
    '{ grid = "theta", from = 0, to = 1, points = 5 } is accepted'
)


@dataclass(frozen=True, slots=True)
class Chance:
    """An agent, or the public state: what it can be, and its table in the file.

    Attributes
    ----------
    name
        The agent's name, or ``state``.
    section
        Its table; ``None`` where the file has none.
    word
        The key of what it can be: ``types`` or ``values``.
    alternatives
        Names and attributes.
    given
        The probabilities in the first period, as far as they are given; 0 where they are not.
        ``None`` if none is.
    """

    name: str
    section: Section | None
    word: str
    alternatives: Alternatives
    given: tuple[Number, ...] | None

    @property
    def is_certain(self) -> bool:
        """Whether there is one alternative alone."""
        return len(self.alternatives) == 1


def single(name: str, section: Section | None, word: str) -> Chance:
    """Return a chance that has one outcome, which has no name."""
    return Chance(name, section, word, ONLY, None)


def read_chance(
    section: Section, word: str, name: str, what: str, evaluator: Evaluator, filler: Filler
) -> Chance | None:
    """Read what an agent or the state can be; ``None`` if it cannot be told."""
    value, key = section.data.get(word), section.at(word)
    if not isinstance(value, Mapping) or not value:
        section.faults.at_value(key, f"found {described(value)}; {_SHAPE}")
        return None
    if len(value) > MOST_TYPES:
        found = f"found {len(value):,} {what}; at most {MOST_TYPES:,} are accepted"
        section.faults.at_key(key, found)
        return None
    outer = Section(section.faults, key, value)
    if "grid" in value and not isinstance(value["grid"], Mapping):
        return _grid(section, outer, name, evaluator, filler)
    for one in outer:
        if not nameable(one):
            outer.faults.at_key(outer.at(one), NAMEABLE)
    tables = [table for one in outer if (table := outer.table(one)) is not None]
    if len(tables) < len(value):
        return None
    attributes = tuple(read_attributes(table, evaluator, PROBABILITY) for table in tables)
    return Chance(
        name, section, word, Alternatives(tuple(value), attributes), _given(tables, evaluator)
    )


def _grid(
    section: Section, grid: Section, name: str, evaluator: Evaluator, filler: Filler
) -> Chance | None:
    alternatives = read_grid(grid, evaluator, PROBABILITY)
    if alternatives is None:
        return None
    word = str(grid.key[-1])
    places = range(len(alternatives))
    if "probability" not in grid:
        even = Number(Fraction(1, len(alternatives)))
        return Chance(name, section, word, alternatives, (even,) * len(alternatives))
    key = grid.at("probability")
    own = Bearer(name, 0, f"point of {shown(name)}", alternatives)
    source = read_source(grid.faults, key, grid.data["probability"])
    table = filler.numbers(source, Reading((own,), own))
    if table is None:
        return None
    given = tuple(Number(table((place,)), table.exact) for place in places)
    for one in given:
        if fault := outside(one.value):
            grid.faults.at_value(key, fault)
            return None
    return Chance(name, section, word, alternatives, given)


def _given(tables: list[Section], evaluator: Evaluator) -> tuple[Number, ...] | None:
    if not any("probability" in table for table in tables):
        return None
    found = [_probability(table, evaluator) for table in tables]
    return tuple(one or Number(Fraction(0)) for one in found)


def _probability(table: Section, evaluator: Evaluator) -> Number | None:
    if "probability" not in table:
        return None
    key = table.at("probability")
    value = evaluator.number(read_source(table.faults, key, table.data["probability"]))
    fault = outside(value.value) if value else ""
    if fault:
        table.faults.at_value(key, fault)
    return value


def beginning(chance: Chance) -> tuple[Fraction, ...] | None:
    """Return the probabilities of the first period; ``None`` after a fault."""
    if chance.given is None and chance.is_certain:
        return (Fraction(1),)
    assert chance.section is not None
    faults, key = chance.section.faults, chance.section.at(chance.word)
    if chance.given is None:
        found = "no probability is given; each has one, or 0 if it is left out"
        faults.at_key(key, found)
        return None
    values = [one.value for one in chance.given]
    fault = off_one(values, exact=all(one.exact for one in chance.given))
    if fault:
        if not any(faults.stand_at((*key, name, "probability")) for name in _names(chance)):
            faults.at_key(key, fault)
        return None
    return tuple(normalised(values))


def _names(chance: Chance) -> tuple[str, ...]:
    return chance.alternatives.names
