"""An expression whose names have got meanings: a function of types and actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apsgen.case.expression import ExpressionError, Number, Truth
from apsgen.case.source import Formula

Index = tuple[int, ...]
"""Actions of the first and the second player, then types of the first and the second."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: one number for each type or action on one axis of the index."""

    axis: int
    values: tuple[Number, ...]


class NoValueError(Exception):
    """An expression, or an intermediate that it uses, has no value somewhere."""

    def __init__(self, formula: Formula, error: ExpressionError) -> None:
        super().__init__(error.message)
        self.formula = formula
        self.error = error


class Bound:
    """A formula with the meanings of its names.

    Attributes
    ----------
    formula
        The formula.
    chain
        The intermediates that it uses, directly or through others, each after its own.
    axes
        The axes of the index on which the value depends, in order.
    """

    def __init__(
        self, formula: Formula, meanings: Mapping[str, Number | Attribute | Bound]
    ) -> None:
        self.formula = formula
        self._meanings = meanings
        used = [item for item in meanings.values() if isinstance(item, Bound)]
        chain = {id(item): item for bound in used for item in (*bound.chain, bound)}
        self.chain: tuple[Bound, ...] = tuple(chain.values())
        own = {item.axis for item in meanings.values() if isinstance(item, Attribute)}
        self.axes: tuple[int, ...] = tuple(sorted(own.union(*(bound.axes for bound in used))))
        self._settled: dict[Index, Number | NoValueError] = {}

    def at(self, index: Index) -> Number:
        """Return the number at some types and actions, or raise `NoValueError`."""
        self._prepare(index)
        return self.settled(index)

    def truth(self, index: Index) -> Truth:
        """Return whether the condition holds at some types and actions, or raise `NoValueError`."""
        self._prepare(index)
        try:
            return self.formula.expression.evaluate_truth(_Values(self._meanings, index))
        except ExpressionError as error:
            raise NoValueError(self.formula, error) from None

    def settled(self, index: Index) -> Number:
        """Return the number, the intermediates of which are settled, or raise `NoValueError`."""
        known = self._settle(index)
        if isinstance(known, NoValueError):
            raise known
        return known

    def dependence(self, name: str) -> tuple[int, ...]:
        """Return the axes on which the value of one of the names depends."""
        meaning = self._meanings[name]
        if isinstance(meaning, Bound):
            return meaning.axes
        return (meaning.axis,) if isinstance(meaning, Attribute) else ()

    def _prepare(self, index: Index) -> None:
        # One after the other, so that a long chain of intermediates never nests the stack. A
        # failure counts only when its value is asked for: it may stand in a branch not taken.
        for intermediate in self.chain:
            intermediate._settle(index)

    def _settle(self, index: Index) -> Number | NoValueError:
        spot = tuple(index[axis] for axis in self.axes)
        known = self._settled.get(spot)
        if known is None:
            known = self._settled[spot] = self._evaluate(index)
        return known

    def _evaluate(self, index: Index) -> Number | NoValueError:
        try:
            return self.formula.expression.evaluate(_Values(self._meanings, index))
        except ExpressionError as error:
            return NoValueError(self.formula, error)
        except NoValueError as failure:
            return failure


class _Values(dict[str, Number]):
    """The values of the names at one index, each looked up when it is asked for."""

    def __init__(self, meanings: Mapping[str, Number | Attribute | Bound], index: Index) -> None:
        super().__init__()
        self._meanings = meanings
        self._index = index

    def __missing__(self, name: str) -> Number:
        meaning = self._meanings[name]
        if isinstance(meaning, Number):
            return meaning
        if isinstance(meaning, Attribute):
            return meaning.values[self._index[meaning.axis]]
        return meaning.settled(self._index)
