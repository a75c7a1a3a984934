"""Types that are correlated between agents: ``[joint]``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from apsgen.case.bound import Index
from apsgen.case.distribution import normalised, off_one, outside
from apsgen.case.section import Section, shown
from apsgen.case.source import read_source
from apsgen.dynamic.names import Bearer, Reading
from apsgen.dynamic.tables import Filler, Table

Joint = Mapping[tuple[int, ...], Fraction]
"""Probabilities of type profiles; those that are 0 left out."""


class JointReader:
    """Reads ``[joint]``.

    Parameters
    ----------
    section
        The table.
    filler
        Evaluates formulas.
    present, upcoming
        The bearers of the types of the agents, now and next.
    """

    def __init__(
        self,
        section: Section,
        filler: Filler,
        present: tuple[Bearer, ...],
        upcoming: tuple[Bearer, ...],
    ) -> None:
        self._section = section
        self._filler = filler
        self._present = present
        self._upcoming = upcoming

    def probability(self) -> Joint | None:
        """Return the probabilities of the first period; ``None`` after a fault."""
        table = self._table("probability", Reading(self._present))
        blank = (0,) * self._length
        return None if table is None else self._row("probability", table, self._present, blank)

    def transition(self, reading: Reading) -> JointMove | None:
        """Return how types move together; ``None`` after a fault."""
        wide = Reading((*reading.bearers, *self._upcoming))
        table = self._table("transition", wide)
        return None if table is None else JointMove(self, table, self._upcoming)

    def row(self, table: Table, index: Index) -> Joint | None:
        """Return the probabilities of the next types from an index; ``None`` if bad."""
        return self._row("transition", table, self._upcoming, index)

    @property
    def _length(self) -> int:
        return 1 + max(one.axis for one in self._upcoming)

    def _table(self, name: str, reading: Reading) -> Table | None:
        key = self._section.at(name)
        source = read_source(self._section.faults, key, self._section.data[name])
        return self._filler.numbers(source, reading)

    def _row(
        self, name: str, table: Table, bearers: tuple[Bearer, ...], index: Index
    ) -> Joint | None:
        key, faults = self._section.at(name), self._section.faults
        places = [*product(*(range(len(one.alternatives)) for one in bearers))]
        values = []
        for types in places:
            at = [*index, *[0] * (self._length - len(index))]
            for bearer, place in zip(bearers, types, strict=True):
                at[bearer.axis] = place
            values.append(table(tuple(at)))
            if fault := outside(values[-1]):
                faults.at_value(key, f"{fault} (for {_listed(bearers, types)})")
                return None
        if fault := off_one(values, exact=table.exact):
            now = tuple(index[one.axis] for one in self._present)
            where = f" (from {_listed(self._present, now)})" if name == "transition" else ""
            faults.at_value(key, f"{fault}{where}")
            return None
        return {types: x for types, x in zip(places, normalised(values), strict=True) if x}


class JointMove:
    """How the types of all agents move together."""

    def __init__(self, reader: JointReader, table: Table, upcoming: tuple[Bearer, ...]) -> None:
        self._reader = reader
        self._table = table
        after = {one.axis for one in upcoming}
        self._axes = tuple(axis for axis in table.axes if axis not in after)
        self._rows: dict[Index, Joint | None] = {}
        self.exact = table.exact

    def row(self, index: Index) -> Joint | None:
        """Return the probabilities of the next types from an index; ``None`` if bad."""
        spot = tuple(index[axis] for axis in self._axes)
        if spot not in self._rows:
            self._rows[spot] = self._reader.row(self._table, index)
        return self._rows[spot]


def _listed(bearers: tuple[Bearer, ...], places: tuple[int, ...]) -> str:
    named = zip(bearers, places, strict=True)
    return ", ".join(f"{one.what} {shown(one.alternatives.names[place])}" for one, place in named)
