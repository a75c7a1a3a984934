"""Expressions of a case file: a small language, read and evaluated exactly.

Every name stands for a number. Sums, products, powers and comparisons are exact; ``sqrt``,
``exp`` and ``log`` round to a double, and what is computed from them is marked inexact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from apsgen.case import syntax
from apsgen.case.number import Number, NumberError, number
from apsgen.case.syntax import Arithmetic, Condition, Names, Truth
from apsgen.case.tokens import ACCEPTED, ExpressionError, Kind, Token, is_name, tokens

__all__ = ["Expression", "ExpressionError", "Number", "Truth", "is_name", "number", "parse"]

DEPTH = 50
"""Levels of the deepest expression; a level takes at most a dozen frames of Python's stack."""

_OR, _AND, _COMPARE, _SUM, _PRODUCT = range(1, 6)
_BINDING = (
    {"or": _OR, "and": _AND, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}
) | dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _COMPARE)
_SEVERAL = frozenset({"min", "max"})

_Part = Arithmetic | Condition


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read.

    Attributes
    ----------
    text
        As it was written.
    root
        Its tree.
    uses
        Each use of a name, ``name`` or ``player.attribute``, with its offset in the text, in
        the order in which they stand.
    """

    text: str
    root: Arithmetic | Condition
    uses: tuple[tuple[str, int], ...]

    @property
    def names(self) -> frozenset[str]:
        """The names that it uses, ``name`` or ``player.attribute``."""
        return frozenset(name for name, _ in self.uses)

    def offset(self, name: str) -> int:
        """Return the offset at which a name is first used; ``KeyError`` if it is not."""
        return dict(reversed(self.uses))[name]

    def evaluate(self, names: Names) -> Number:
        """Return the number at the given values of the names.

        Parameters
        ----------
        names
            A `Number` for every name that is used; ``Number(Fraction(1, 2))`` is exact.

        Returns
        -------
        Number
            The value; inexact if it was rounded, computed from an inexact number, or chosen
            by comparing one.

        Raises
        ------
        ExpressionError
            For a condition, a name without a value, a division by zero, a function outside
            its domain, or a number that gets too long.

        Examples
        --------
        >>> from fractions import Fraction
        >>> parse("max(0, r - 2 * theta) ^ 2").evaluate(
        ...     {"r": Number(Fraction(5, 2)), "theta": Number(Fraction(1))}
        ... )
        Number(value=Fraction(1, 4), exact=True)
        """
        return _number(self.root).number(names)

    def evaluate_truth(self, names: Names) -> Truth:
        """Return whether the condition holds at the given values of the names.

        Raises
        ------
        ExpressionError
            For a number, and as for `evaluate`.

        Examples
        --------
        >>> from fractions import Fraction
        >>> bool(parse("agent.q == 1").evaluate_truth({"agent.q": Number(Fraction(1))}))
        True
        """
        return _condition(self.root).truth(names)


def parse(text: str) -> Expression:
    """Read an expression.

    Parameters
    ----------
    text
        The expression, at most ``tokens.LENGTH`` characters and ``DEPTH`` levels deep.

    Returns
    -------
    Expression
        The expression, checked as far as possible without values of the names.

    Raises
    ------
    ExpressionError
        With what was found, what would be accepted, and the offset.

    Examples
    --------
    >>> sorted(parse("r - firm1.theta if r > 2 else 0").names)
    ['firm1.theta', 'r']
    """
    words = tokens(text)
    root = _Parser(words).whole()
    uses = tuple((word.text, word.offset) for word in words if word.kind is Kind.NAME)
    return Expression(text, root, uses)


class _Parser:
    """Precedence climbing over a list of tokens."""

    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._next = 0
        self._depth = 0

    def whole(self) -> _Part:
        part = self._choice()
        if self._word.kind is not Kind.END:
            raise self._after_operand()
        return part

    @property
    def _word(self) -> Token:
        return self._words[self._next]

    def _advance(self) -> Token:
        word = self._word
        self._next += 1
        return word

    def _expect(self, text: str, why: str) -> None:
        if self._word.text != text or self._word.kind is Kind.END:
            raise ExpressionError(f"found {_show(self._word)}; {why}", self._word.offset)
        self._next += 1

    def _choice(self) -> _Part:
        value = self._climb(_OR)
        if self._word.text != "if":
            return value
        offset = self._word.offset
        cases = []
        while self._word.text == "if":
            self._advance()
            condition = _condition(self._climb(_OR))
            self._expect("else", "a choice is written A if C else B")
            cases.append((condition, value))
            value = self._climb(_OR)
        if isinstance(value, Condition):
            judged = tuple((condition, _condition(branch)) for condition, branch in cases)
            return syntax.ConditionChoice(offset, judged, value)
        counted = tuple((condition, _number(branch)) for condition, branch in cases)
        return syntax.Choice(offset, counted, value)

    def _climb(self, least: int) -> _Part:
        self._depth += 1
        if self._depth > DEPTH:
            raise ExpressionError(
                f"nested too deep; at most {DEPTH} levels are accepted", self._word.offset
            )
        part = self._prefix()
        while (level := _BINDING.get(self._word.text, 0)) >= least:
            part = self._chain(part, level)
        self._depth -= 1
        return part

    def _chain(self, first: _Part, level: int) -> _Part:
        signs: list[Token] = []
        rest: list[_Part] = []
        while _BINDING.get(self._word.text) == level:
            signs.append(self._advance())
            rest.append(self._climb(level + 1))
        if level in (_OR, _AND):
            parts = tuple(_condition(part) for part in (first, *rest))
            return (syntax.Any if level == _OR else syntax.All)(signs[0].offset, parts)
        numbers = tuple(_number(part) for part in (first, *rest))
        if level == _COMPARE:
            texts = tuple(sign.text for sign in signs)
            return syntax.Comparison(signs[0].offset, numbers, texts)
        steps = tuple(
            syntax.Operation(sign.text, sign.offset, operand)
            for sign, operand in zip(signs, numbers[1:], strict=True)
        )
        return syntax.Chain(signs[0].offset, numbers[0], steps)

    def _prefix(self) -> _Part:
        word = self._word
        if word.text == "not":
            self._advance()
            return syntax.Not(word.offset, _condition(self._climb(_COMPARE)))
        if word.text in ("+", "-"):
            self._advance()
            operand = _number(self._climb(_PRODUCT + 1))
            return operand if word.text == "+" else syntax.Negative(word.offset, operand)
        return self._power()

    def _power(self) -> _Part:
        base = self._operand()
        sign = self._word
        if sign.text not in ("^", "**"):
            return base
        self._advance()
        # A level above every binding: the exponent is a signed operand with its own power.
        exponent = _number(self._climb(_PRODUCT + 1))
        return syntax.Power(sign.offset, _number(base), exponent)

    def _operand(self) -> _Part:
        word = self._advance()
        if word.kind is Kind.NUMBER:
            return syntax.Constant(word.offset, Number(_literal(word)))
        if word.kind is Kind.NAME:
            if self._word.text == "(":
                raise ExpressionError(
                    f"{word.text} is not a function; the functions are "
                    "abs, exp, log, max, min and sqrt",
                    word.offset,
                )
            return syntax.Name(word.offset, word.text)
        if word.text in syntax.FUNCTIONS:
            return self._call(word)
        if word.text == "(":
            part = self._choice()
            self._expect(")", "a closing parenthesis is missing")
            return part
        raise ExpressionError(
            f"found {_show(word)} where a number, a name or ( should stand; {ACCEPTED}",
            word.offset,
        )

    def _call(self, function: Token) -> _Part:
        self._expect("(", f"{function.text} is a function: {function.text}(...)")
        arguments = [_number(self._choice())]
        while self._word.text == ",":
            self._advance()
            arguments.append(_number(self._choice()))
        self._expect(")", "a closing parenthesis is missing")
        if len(arguments) > 1 and function.text not in _SEVERAL:
            raise ExpressionError(
                f"{function.text} takes one number, {len(arguments)} are given", function.offset
            )
        return syntax.Call(function.offset, function.text, tuple(arguments))

    def _after_operand(self) -> ExpressionError:
        word = self._word
        why = "an operator such as + - * / should stand before it"
        if word.text == "(":
            why = "multiplication is written with *"
        if word.text in (")", ",", "else"):
            why = "nothing before it opens it"
        return ExpressionError(f"found {_show(word)}; {why}", word.offset)


def _literal(word: Token) -> Fraction:
    try:
        return number(word.text)
    except NumberError as error:
        raise ExpressionError(str(error), word.offset) from None


def _show(word: Token) -> str:
    return word.text if word.kind is Kind.END else repr(word.text)


def _number(part: _Part) -> Arithmetic:
    if isinstance(part, Arithmetic):
        return part
    raise ExpressionError("found a condition where a number is needed", part.offset)


def _condition(part: _Part) -> Condition:
    if isinstance(part, Condition):
        return part
    raise ExpressionError("found a number where a condition is needed, such as x > 0", part.offset)
