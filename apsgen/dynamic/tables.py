"""The values that expressions take over allocations, states, types and next types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from apsgen.case.bound import Bound, Index, NoValueError
from apsgen.case.expression import Number, Truth
from apsgen.case.faults import Faults
from apsgen.case.schema import MOST_WORK
from apsgen.case.section import shown
from apsgen.case.source import Formula
from apsgen.dynamic.names import Bearer, Names, Reading


class Table:
    """Numbers by the places on some axes of an index; a whole index finds its number.

    Attributes
    ----------
    axes
        The axes on which the numbers depend.
    values
        By the places on these axes.
    exact
        Whether none was rounded.
    """

    def __init__(
        self, axes: tuple[int, ...], values: Mapping[Index, Fraction], exact: bool = True
    ) -> None:
        self.axes = axes
        self.values = values
        self.exact = exact

    def __call__(self, index: Index) -> Fraction:
        """Return the number at an index."""
        return self.values[tuple(index[axis] for axis in self.axes)]


def constant(value: Fraction) -> Table:
    """Return a table that has one number everywhere."""
    return Table((), {(): value})


class Filler:
    """Evaluates formulas over all places on the axes that they depend on.

    Attributes
    ----------
    faults, names
        The collector; what names mean.
    """

    def __init__(self, faults: Faults, names: Names) -> None:
        self.faults = faults
        self.names = names

    def numbers(self, source: Formula | Number | None, reading: Reading) -> Table | None:
        """Return the numbers of a source; ``None`` after a fault."""
        if source is None:
            return None
        if isinstance(source, Number):
            return Table((), {(): source.value}, source.exact)
        bound = self._bound(source, reading)
        if bound is None:
            return None
        found: dict[Index, Number] = {}
        for spot, index in _places(bound, reading):
            try:
                found[spot] = bound.at(index)
            except NoValueError as failure:
                self._report(failure, bound, index, reading)
                return None
        exact = all(value.exact for value in found.values())
        return Table(bound.axes, {spot: value.value for spot, value in found.items()}, exact)

    def truths(self, source: Formula, reading: Reading) -> Mapping[Index, Truth] | None:
        """Return where a condition holds, by the places on all axes of the reading."""
        bound = self._bound(source, reading)
        if bound is None:
            return None
        found: dict[Index, Truth] = {}
        axes = tuple(sorted(one.axis for one in reading.bearers))
        for index in _indices(reading, axes):
            try:
                found[tuple(index[axis] for axis in axes)] = bound.truth(index)
            except NoValueError as failure:
                self._report(failure, bound, index, reading)
                return None
        return found

    def _bound(self, source: Formula, reading: Reading) -> Bound | None:
        bound = self.names.bind(source, reading)
        return bound if bound and self._affordable(bound, reading) else None

    def _affordable(self, bound: Bound, reading: Reading) -> bool:
        sizes = _sizes(reading)
        work = 0
        for part in (bound, *bound.chain):
            places = prod(sizes[axis] for axis in part.axes)
            work += places * (len(part.formula.expression.text) + len(part.chain))
        if work > MOST_WORK:
            found = f"takes {work:,} steps; at most {MOST_WORK:,} are accepted"
            cure = "shorten it, or have fewer types and allocations"
            self.faults.at_value(bound.formula.key, f"{found}: {cure}")
        return work <= MOST_WORK

    def _report(self, failure: NoValueError, bound: Bound, index: Index, reading: Reading) -> None:
        used = [one for one in reading.bearers if one.axis in bound.axes]
        where = ", ".join(_label(one, index[one.axis]) for one in used)
        found = f"{failure.error.message} (for {where})" if where else failure.error.message
        self.faults.at_character(failure.formula.key, failure.error.offset, found)


def _label(bearer: Bearer, place: int) -> str:
    return f"{bearer.what} {shown(bearer.alternatives.names[place])}"


def _sizes(reading: Reading) -> Mapping[int, int]:
    return {one.axis: len(one.alternatives) for one in reading.bearers}


def _places(bound: Bound, reading: Reading) -> list[tuple[Index, Index]]:
    """Return the places on the axes of a formula, each with a whole index."""
    return [
        (tuple(index[axis] for axis in bound.axes), index)
        for index in _indices(reading, bound.axes)
    ]


def _indices(reading: Reading, axes: Sequence[int]) -> list[Index]:
    """Return indices that go through the places of some axes, and are 0 on the others."""
    sizes = _sizes(reading)
    length = 1 + max(sizes, default=0)
    ranges = [range(sizes[axis]) if axis in axes else range(1) for axis in range(length)]
    return [*product(*ranges)]
