"""The words and signs of an expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from apsgen.case.number import UNSIGNED
from apsgen.errors import ApsgenError

LENGTH = 10_000
"""Characters of the longest expression."""

FUNCTIONS = frozenset({"min", "max", "abs", "sqrt", "exp", "log"})
KEYWORDS = frozenset({"if", "else", "and", "or", "not"})

ACCEPTED = (
    "accepted are numbers, names, player.attribute, + - * / ^ ( ), == != < <= > >=, "
    "and, or, not, A if C else B, and the functions abs exp log max min sqrt"
)

_NAME = r"[^\W\d]\w*"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<name>{_NAME}(?:\.{_NAME})*)|(?P<number>{UNSIGNED})"
    r"|(?P<sign>\*\*|[=!<>]=|[-+*/^()<>,])"
)
_HINTS = {
    "=": "== compares",
    "!": "not negates",
    "&": "the word is: and",
    "|": "the word is: or",
    "[": "subscripts are not accepted",
    '"': "strings are not accepted",
    "'": "strings are not accepted",
    "\N{MINUS SIGN}": "the minus sign is -",
    "\N{EN DASH}": "the minus sign is -",
    "\N{MULTIPLICATION SIGN}": "the multiplication sign is *",
    "\N{MIDDLE DOT}": "the multiplication sign is *",
    "\N{LESS-THAN OR EQUAL TO}": "write <=",
    "\N{GREATER-THAN OR EQUAL TO}": "write >=",
    "\N{NOT EQUAL TO}": "write !=",
}


class ExpressionError(ApsgenError):
    """An expression cannot be read or evaluated.

    Attributes
    ----------
    message
        What was found and what would be accepted.
    offset
        Where in the text of the expression, from 0.
    """

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    WORD = "word"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign, and its offset in the text from 0."""

    kind: Kind
    text: str
    offset: int


def is_name(text: str) -> bool:
    """Return whether an expression can use the text as a name.

    Examples
    --------
    >>> is_name("theta_H"), is_name("firm-1"), is_name("max")
    (True, False, False)
    """
    return bool(re.fullmatch(_NAME, text)) and text not in FUNCTIONS | KEYWORDS


def tokens(text: str) -> list[Token]:
    """Split an expression into tokens; the last one is ``Kind.END``.

    Raises
    ------
    ExpressionError
        When the text is too long or holds a character that no expression has.
    """
    if len(text) > LENGTH:
        raise ExpressionError(
            f"an expression of {len(text)} characters; at most {LENGTH} are accepted", LENGTH
        )
    found = []
    offset = 0
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            raise _stray(text, offset)
        if match.lastgroup != "space":
            found.append(_token(match))
        offset = match.end()
    return [*found, Token(Kind.END, "the end", len(text))]


def _token(match: re.Match[str]) -> Token:
    kind = Kind(str(match.lastgroup))
    if kind is Kind.NAME and match.group() in KEYWORDS | FUNCTIONS:
        kind = Kind.WORD
    if match.group().count(".") > 1 and kind is Kind.NAME:
        raise ExpressionError(
            f"found {match.group()}; an attribute of an attribute is not accepted, "
            "only player.attribute",
            match.start(),
        )
    return Token(kind, match.group(), match.start())


def _stray(text: str, offset: int) -> ExpressionError:
    character = text[offset]
    hint = _HINTS.get(character)
    return ExpressionError(f"found {character!r}; {hint or ACCEPTED}", offset)
