"""How types and the public state move: words, matrices, tables and expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from apsgen.case.bound import Index
from apsgen.case.distribution import normalised, off_one, outside
from apsgen.case.expression import Number
from apsgen.case.faults import Key
from apsgen.case.nearest import nearest
from apsgen.case.section import Section, described, meant, quoted, shown, unknown
from apsgen.case.source import Formula, read_source
from apsgen.dynamic.chances import Chance
from apsgen.dynamic.names import Bearer, Reading
from apsgen.dynamic.tables import Filler, Table, constant
from apsgen.dynamic.words import Moves

ZERO, ONE = Fraction(0), Fraction(1)

_ACCEPTED = (
    f"accepted: {quoted(list(Moves))}, a matrix, a table with a probability for each next one, "
    'or an expression such as "9/10 if next.theta == theta else 1/10"'
)

Row = tuple[tuple[int, Fraction], ...]


class Move:
    """Where something goes from an index, by the probabilities of each next place.

    Parameters
    ----------
    columns
        For each next place the table of its probability; ``None`` for the one that gets what
        is missing from 1.
    next_axis
        The axis of the next place.
    say
        Reports that the probabilities at places on some axes are none, and for which next place.
    """

    def __init__(
        self,
        columns: Sequence[Table | None],
        next_axis: int,
        say: Callable[[str, Mapping[int, int], int | None], None],
    ) -> None:
        self._columns = columns
        self._axis = next_axis
        self._say = say
        used = {axis for table in columns if table for axis in table.axes} - {next_axis}
        self._axes = tuple(sorted(used))
        self._rows: dict[Index, Row | None] = {}
        self.exact = all(table.exact for table in columns if table)

    def row(self, index: Index) -> Row | None:
        """Return the probabilities from an index, those that are 0 left out; ``None`` if bad."""
        spot = tuple(index[axis] for axis in self._axes)
        if spot not in self._rows:
            self._rows[spot] = self._made(index)
        return self._rows[spot]

    def _made(self, index: Index) -> Row | None:
        values = [self._value(place, index) for place in range(len(self._columns))]
        if None in values:
            rest = values.index(None)
            values[rest] = ONE - sum((x for x in values if x is not None), ZERO)
        found = [x for x in values if x is not None]
        for place, value in enumerate(found):
            if fault := outside(value):
                self._say(fault, self._where(index), place)
                return None
        if fault := off_one(found, exact=self.exact):
            self._say(fault, self._where(index), None)
            return None
        return tuple((place, x) for place, x in enumerate(normalised(found)) if x)

    def _where(self, index: Index) -> Mapping[int, int]:
        return {axis: index[axis] for axis in self._axes}

    def _value(self, place: int, index: Index) -> Fraction | None:
        table = self._columns[place]
        if table is None:
            return None
        return table((*index[: self._axis], place, *index[self._axis + 1 :]))


class MoveReader:
    """Reads the transitions of one agent, or of the public state.

    Parameters
    ----------
    filler
        Evaluates formulas.
    chance
        What moves.
    reading
        What its transition may use.
    upcoming
        The bearer of the attributes of the next place, on its own axis.
    begin
        The probabilities of the first period; ``None`` after a fault.
    """

    def __init__(
        self,
        filler: Filler,
        chance: Chance,
        reading: Reading,
        upcoming: Bearer,
        begin: tuple[Fraction, ...] | None,
    ) -> None:
        self._filler = filler
        self._faults = filler.faults
        self._chance = chance
        self._reading = reading
        self._upcoming = upcoming
        self._begin = begin
        self._key: Key = ("transition",)
        if chance.section is not None:
            self._key = chance.section.at("transition")
        self._parts: Sequence[Key | None] = ()

    def read(self) -> Move | None:
        """Return how it moves; ``None`` after a fault."""
        section = self._chance.section
        if section is None or "transition" not in section:
            return self._redrawn()
        value = section.data["transition"]
        if isinstance(value, str) and value in list(Moves):
            return self._redrawn() if value == Moves.REDRAWN else self._stays()
        if isinstance(value, str):
            return self._expression(value)
        if isinstance(value, list):
            return self._matrix(value)
        if isinstance(value, Mapping):
            return self._table(Section(section.faults, self._key, value))
        self._faults.at_value(self._key, f"found {described(value)}; {_ACCEPTED}")
        return None

    @property
    def _count(self) -> int:
        return len(self._chance.alternatives)

    def _redrawn(self) -> Move | None:
        if self._begin is None:
            return None
        return self._move([constant(x) for x in self._begin])

    def _stays(self) -> Move:
        assert self._reading.owner is not None
        axes = (self._reading.owner.axis,)
        places = range(self._count)
        tables = [Table(axes, {(own,): Fraction(own == to) for own in places}) for to in places]
        return self._move(tables)

    def _expression(self, text: str) -> Move | None:
        if near := nearest(text, list(Moves)):
            self._faults.at_value(self._key, f"found {described(text)}; {_ACCEPTED}{meant(near)}")
            return None
        reading = Reading((*self._reading.bearers, self._upcoming), self._reading.owner)
        table = self._filler.numbers(read_source(self._faults, self._key, text), reading)
        return None if table is None else self._move([table] * self._count)

    def _matrix(self, rows: list[object]) -> Move | None:
        assert self._reading.owner is not None
        size = self._count
        fits = len(rows) == size and all(isinstance(row, list) and len(row) == size for row in rows)
        if not fits:
            found = "found a list of another shape"
            shape = f"{size} x {size} numbers are accepted: a row for each present one"
            self._faults.at_value(self._key, f"{found}; {shape}")
            return None
        entries: dict[Index, Fraction] = {}
        exact = True
        for own, row in enumerate(rows):
            assert isinstance(row, list)
            for to, entry in enumerate(row):
                source = read_source(self._faults, (*self._key, own, to), entry)
                value = self._filler.numbers(source, Reading(()))
                if value is not None:
                    entries[own, to] = value(())
                    exact = exact and value.exact
        if len(entries) < size * size:
            return None
        axes = (self._reading.owner.axis, self._upcoming.axis)
        return self._move([Table(axes, entries, exact)] * size)

    def _table(self, section: Section) -> Move | None:
        names = self._chance.alternatives.names
        for name in section:
            if name not in names:
                what = "value" if self._chance.word == "values" else "type"
                section.faults.at_key(section.at(name), unknown(what, name, names))
        left_out = [name for name in names if name not in section]
        if len(left_out) > 1:
            found = f"{' and '.join(left_out)} have no probability; one may be left out"
            section.faults.at_key(section.key, found)
            return None
        sources = [self._source(section, name) for name in names]
        tables = [self._filler.numbers(source, self._reading) for source in sources]
        if any(
            table is None and name in section for name, table in zip(names, tables, strict=True)
        ):
            return None
        self._parts = [section.at(name) if name in section else None for name in names]
        return self._move(tables)

    def _source(self, section: Section, name: str) -> Formula | Number | None:
        if name not in section:
            return None
        return read_source(section.faults, section.at(name), section.data[name])

    def _move(self, columns: Sequence[Table | None]) -> Move:
        return Move(columns, self._upcoming.axis, self._say)

    def _say(self, fault: str, spot: Mapping[int, int], place: int | None) -> None:
        """Report probabilities that are none, where they stand, and for what."""
        where = [
            f"{one.what} {shown(one.alternatives.names[spot[one.axis]])}"
            for one in self._reading.bearers
            if one.axis in spot
        ]
        part = self._parts[place] if place is not None and self._parts else None
        if place is not None and part is None:
            where.append(f"next {shown(self._chance.alternatives.names[place])}")
        found = f"{fault} (for {', '.join(where)})" if where else fault
        self._faults.at_value(part or self._key, found)
