"""The tree of an expression: arithmetic and conditions, each knowing how to be evaluated."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from apsgen.case import number
from apsgen.case.number import Number, NumberError
from apsgen.case.tokens import ExpressionError

Names = Mapping[str, Number]
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a condition holds, and whether only exact numbers were compared.

    Its truth value is `holds`.
    """

    holds: bool
    exact: bool = True

    def __bool__(self) -> bool:
        """Return `holds`."""
        return self.holds


@dataclass(frozen=True, slots=True)
class Arithmetic(ABC):
    """A part of an expression that is a number; `offset` is where faults in it are shown."""

    offset: int

    @abstractmethod
    def number(self, names: Names) -> Number:
        """Return the number at the given values of the names."""


@dataclass(frozen=True, slots=True)
class Condition(ABC):
    """A part of an expression that is true or false."""

    offset: int

    @abstractmethod
    def truth(self, names: Names) -> Truth:
        """Return whether it holds at the given values of the names."""


@dataclass(frozen=True, slots=True)
class Constant(Arithmetic):
    """A literal."""

    value: Number

    def number(self, names: Names) -> Number:
        """Return the literal."""
        return self.value


@dataclass(frozen=True, slots=True)
class Name(Arithmetic):
    """A name, or ``player.attribute``."""

    name: str

    def number(self, names: Names) -> Number:
        """Return the value of the name."""
        try:
            return names[self.name]
        except KeyError:
            raise ExpressionError(f"{self.name} is not defined", self.offset) from None


@dataclass(frozen=True, slots=True)
class Negative(Arithmetic):
    """A number with its sign turned."""

    operand: Arithmetic

    def number(self, names: Names) -> Number:
        """Return minus the operand."""
        return number.negative(self.operand.number(names))


@dataclass(frozen=True, slots=True)
class Power(Arithmetic):
    """A base to an integer power."""

    base: Arithmetic
    exponent: Arithmetic

    def number(self, names: Names) -> Number:
        """Return the power."""
        base, exponent = self.base.number(names), self.exponent.number(names)
        return _located(self.offset, number.power, base, exponent)


@dataclass(frozen=True, slots=True)
class Operation:
    """The next operand of a sum or a product, and the sign before it."""

    sign: str
    offset: int
    operand: Arithmetic


@dataclass(frozen=True, slots=True)
class Chain(Arithmetic):
    """A sum or a product of any length, worked from the left."""

    first: Arithmetic
    rest: tuple[Operation, ...]

    def number(self, names: Names) -> Number:
        """Return the sum or the product."""
        result = self.first.number(names)
        for step in self.rest:
            operand = step.operand.number(names)
            result = _located(step.offset, _OPERATIONS[step.sign], result, operand)
        return result


@dataclass(frozen=True, slots=True)
class Call(Arithmetic):
    """A function of one or more numbers."""

    function: str
    arguments: tuple[Arithmetic, ...]

    def number(self, names: Names) -> Number:
        """Return the value of the function."""
        values = [argument.number(names) for argument in self.arguments]
        return _located(self.offset, FUNCTIONS[self.function], values)


@dataclass(frozen=True, slots=True)
class Choice(Arithmetic):
    """``A if C else B if D else ...``; only the branch that is chosen is evaluated."""

    cases: tuple[tuple[Condition, Arithmetic], ...]
    otherwise: Arithmetic

    def number(self, names: Names) -> Number:
        """Return the chosen branch; inexact when a condition on the way to it was."""
        branch, exact = _chosen(self.cases, self.otherwise, names)
        result = branch.number(names)
        return Number(result.value, result.exact and exact)


@dataclass(frozen=True, slots=True)
class ConditionChoice(Condition):
    """A choice between conditions."""

    cases: tuple[tuple[Condition, Condition], ...]
    otherwise: Condition

    def truth(self, names: Names) -> Truth:
        """Return whether the chosen condition holds."""
        branch, exact = _chosen(self.cases, self.otherwise, names)
        result = branch.truth(names)
        return Truth(result.holds, result.exact and exact)


@dataclass(frozen=True, slots=True)
class Comparison(Condition):
    """Numbers compared in a chain, ``a < b <= c``."""

    numbers: tuple[Arithmetic, ...]
    signs: tuple[str, ...]

    def truth(self, names: Names) -> Truth:
        """Return whether every comparison of the chain holds."""
        values = [item.number(names) for item in self.numbers]
        holds = all(
            _COMPARISONS[sign](left.value, right.value)
            for sign, (left, right) in zip(self.signs, pairwise(values), strict=True)
        )
        return Truth(holds, all(value.exact for value in values))


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """A condition negated."""

    operand: Condition

    def truth(self, names: Names) -> Truth:
        """Return whether the operand fails."""
        result = self.operand.truth(names)
        return Truth(not result.holds, result.exact)


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Conditions joined by ``and``; those after the first that fails are not evaluated."""

    parts: tuple[Condition, ...]

    def truth(self, names: Names) -> Truth:
        """Return whether all parts hold."""
        return _first(self.parts, names, stop=False)


@dataclass(frozen=True, slots=True)
class Any(Condition):
    """Conditions joined by ``or``; those after the first that holds are not evaluated."""

    parts: tuple[Condition, ...]

    def truth(self, names: Names) -> Truth:
        """Return whether some part holds."""
        return _first(self.parts, names, stop=True)


def _first(parts: Sequence[Condition], names: Names, *, stop: bool) -> Truth:
    exact = True
    for part in parts:
        result = part.truth(names)
        exact = exact and result.exact
        if result.holds is stop:
            return Truth(stop, exact)
    return Truth(not stop, exact)


def _chosen(
    cases: Sequence[tuple[Condition, _Item]], otherwise: _Item, names: Names
) -> tuple[_Item, bool]:
    exact = True
    for condition, branch in cases:
        result = condition.truth(names)
        exact = exact and result.exact
        if result.holds:
            return branch, exact
    return otherwise, exact


def _located(offset: int, function: Callable[..., Number], *arguments: object) -> Number:
    try:
        return function(*arguments)
    except NumberError as error:
        raise ExpressionError(str(error), offset) from None


def _single(function: Callable[[Number], Number]) -> Callable[[Sequence[Number]], Number]:
    return lambda values: function(values[0])


_OPERATIONS: Mapping[str, Callable[[Number, Number], Number]] = {
    "+": number.add,
    "-": number.subtract,
    "*": number.multiply,
    "/": number.divide,
}
FUNCTIONS: Mapping[str, Callable[[Sequence[Number]], Number]] = {
    "min": number.least,
    "max": number.greatest,
    "abs": _single(number.magnitude),
    "sqrt": _single(number.square_root),
    "exp": _single(number.exponential),
    "log": _single(number.logarithm),
}
_COMPARISONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "==": Fraction.__eq__,
    "!=": lambda left, right: left != right,
    "<": Fraction.__lt__,
    "<=": Fraction.__le__,
    ">": Fraction.__gt__,
    ">=": Fraction.__ge__,
}
