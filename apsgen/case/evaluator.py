"""The numbers of a case, and the values that expressions take over types and actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from apsgen.case.bound import Bound, Index, NoValueError
from apsgen.case.expression import Number, Truth
from apsgen.case.faults import Faults, Key
from apsgen.case.schema import MOST_WORK
from apsgen.case.scope import ACTIONS, BY_TYPES, CONSTANT, TYPES, Reading, Scope
from apsgen.case.section import described
from apsgen.case.source import ByTypes, Formula, Source
from apsgen.game import Rationals

Value = TypeVar("Value", Number, Truth)


class Evaluator:
    """Evaluates numbers and remembers whether one was rounded.

    Attributes
    ----------
    faults
        The collector.
    scope
        The names that have a meaning.
    exact
        Whether every number so far is the rational that the case spells.
    """

    def __init__(self, faults: Faults, scope: Scope, exact: bool) -> None:
        self.faults = faults
        self.scope = scope
        self.exact = exact

    def number(self, source: Source | None) -> Number | None:
        """Return a number that depends on parameters alone; ``None`` after a fault."""
        if not isinstance(source, Formula):
            return source
        bound = self.scope.bind(source, CONSTANT)
        found = self._over(bound, [range(1)] * 4, bound.at) if bound else None
        return found[0] if found else None

    def table(
        self,
        source: Source | ByTypes | None,
        reading: Reading,
        at: tuple[int, int] | None = None,
    ) -> Rationals | None:
        """Return the values over both players' actions and types; ``None`` after a fault.

        The array has four axes, of length 1 where the value does not depend on them, and for
        actions that are fixed by `at`.
        """
        if source is None:
            return None
        if isinstance(source, Number):
            return np.full((1, 1, 1, 1), source.value, dtype=object)
        if isinstance(source, ByTypes):
            return self._by_types(source, reading)
        bound = self.scope.bind(source, reading)
        if bound is None:
            return None
        places = [range(length) for length in self._shape(bound)]
        if at is not None:
            places[:2] = [range(place, place + 1) for place in at]
        found = self._over(bound, places, bound.at)
        if found is None:
            return None
        values: Rationals = np.empty(len(found), dtype=object)
        values[:] = [number.value for number in found]
        return values.reshape([len(place) for place in places])

    def condition(self, formula: Formula) -> npt.NDArray[np.bool_] | None:
        """Return where a condition on the types holds; ``None`` after a fault.

        The array has two axes, of length 1 where the condition does not depend on them.
        """
        bound = self.scope.bind(formula, BY_TYPES)
        if bound is None:
            return None
        shape = self._shape(bound)
        found = self._over(bound, [range(length) for length in shape], bound.truth)
        return None if found is None else np.array([bool(t) for t in found]).reshape(shape[2:])

    def sizes(self) -> tuple[int, ...] | None:
        """Return the numbers of actions and types; ``None`` when a fault leaves one open."""
        found = [self.scope.axis(axis) for axis in (*ACTIONS, *TYPES)]
        known = tuple(len(alternatives) for alternatives in found if alternatives)
        return known if len(known) == len(found) else None

    def where(self, index: Index, axes: tuple[int, ...]) -> str:
        """Return the names of the types, then of the actions, at a place."""
        order = [axis for axis in (*TYPES, *ACTIONS) if axis in axes]
        return ", ".join(self.scope.label(axis, index[axis]) for axis in order)

    def _by_types(self, source: ByTypes, reading: Reading) -> Rationals | None:
        if not set(TYPES) <= set(reading.axes):
            found = f"found {described(source.values)}; one number is accepted"
            self.faults.at_value(source.key, found)
            return None
        fits = self.has_types(source.key, source.values)
        return source.values[np.newaxis, np.newaxis] if fits else None

    def has_types(self, key: Key, values: npt.NDArray[np.generic]) -> bool:
        """Return whether an array has an entry for all types; if not, report it."""
        sizes = self.sizes()
        if sizes is None:
            return False
        fits = values.ndim == 2 and all(
            length in (1, size) for length, size in zip(values.shape, sizes[2:], strict=True)
        )
        if not fits:
            accepted = f"{sizes[2]} x {sizes[3]} are accepted, by the types of the two players"
            self.faults.at_value(key, f"found {described(values)}; {accepted}")
        return fits

    def _over(
        self, bound: Bound, places: Sequence[range], value: Callable[[Index], Value]
    ) -> list[Value] | None:
        if not self._affordable(bound):
            return None
        found = []
        for index in product(*places):
            try:
                found.append(value(index))
            except NoValueError as failure:
                self._report(bound, index, failure)
                return None
        self.exact = self.exact and all(item.exact for item in found)
        return found

    def _shape(self, bound: Bound) -> tuple[int, ...]:
        found = [self.scope.axis(axis) if axis in bound.axes else None for axis in range(4)]
        return tuple(len(alternatives) if alternatives else 1 for alternatives in found)

    def _affordable(self, bound: Bound) -> bool:
        places = prod(self._shape(bound))
        work = places * (len(bound.formula.expression.text) + len(bound.chain))
        for part in bound.chain:
            work += prod(self._shape(part)) * len(part.formula.expression.text)
        if work > MOST_WORK:
            self.faults.at_value(
                bound.formula.key,
                f"takes {work:,} steps for {places:,} profiles; at most {MOST_WORK:,} are "
                "accepted: shorten it, or have fewer types and actions",
            )
        return work <= MOST_WORK

    def _report(self, bound: Bound, index: Index, failure: NoValueError) -> None:
        where = self.where(index, bound.axes)
        found = f"{failure.error.message} (for {where})" if where else failure.error.message
        self.faults.at_character(failure.formula.key, failure.error.offset, found)
