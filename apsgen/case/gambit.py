"""Strategic-form games of two players from Gambit's ``.nfg`` files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np

from apsgen.case.number import UNSIGNED, NumberError, check_size, number
from apsgen.errors import ApsgenError
from apsgen.game import Rationals

CELLS = 1_000_000
"""Strategy profiles of the largest game."""

_NUMBER = rf"[+-]?(?:{UNSIGNED}|[0-9]+\.)"
_TOKEN = re.compile(
    r'(?P<space>\s+)|(?P<text>"(?:[^"\\]++|\\.)*+")|(?P<sign>[{},])'
    rf"|(?P<number>{_NUMBER}(?:/{_NUMBER})?(?![^\s{{}},\"]))|(?P<word>[A-Za-z]+)",
    re.DOTALL,
)


class GambitError(ApsgenError):
    """A file is no Gambit strategic form of two players.

    Attributes
    ----------
    message
        What was found and what would be accepted.
    line, column
        Where in the file, both from 1.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message = message
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True, eq=False)
class StrategicForm:
    """A game of two players in strategic form.

    Attributes
    ----------
    title
        As in the file.
    players
        The names of the two players; empty where the file gives none.
    strategies
        For each player the names of his strategies, all different; a strategy without a name
        has its number, from 1.
    payoffs
        Shape (2, n1, n2): the payoff of each player at each strategy profile.
    """

    title: str
    players: tuple[str, str]
    strategies: tuple[tuple[str, ...], tuple[str, ...]]
    payoffs: Rationals


def read_nfg(text: str) -> StrategicForm:
    """Read a Gambit strategic form, in the payoff version or the outcome version.

    Parameters
    ----------
    text
        The content of the ``.nfg`` file.

    Returns
    -------
    StrategicForm
        The game, with payoffs as exact rationals.

    Raises
    ------
    GambitError
        When the text is no such game, or has not exactly two players.

    Examples
    --------
    >>> form = read_nfg('NFG 1 R "dilemma" { "A" "B" } { 2 2 }  9 9  10 1  1 10  3 3')
    >>> form.payoffs[0].tolist() == [[9, 1], [10, 3]]
    True
    """
    return _Reader(text).game()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._split()
        self._next = 0

    def game(self) -> StrategicForm:
        title = self._header()
        players = self._players()
        strategies = self._strategies()
        if self._token.kind == "text":
            self._next += 1
        counts = (len(strategies[0]), len(strategies[1]))
        outcomes = self._token.text == "{"
        pairs = self._by_outcome(prod(counts)) if outcomes else self._by_payoff(prod(counts))
        if self._token.kind != "end":
            raise self._fault("the end of the file; the game is complete")
        return StrategicForm(title, players, strategies, _table(pairs, counts))

    def _header(self) -> str:
        self._sign("NFG", 'a Gambit strategic form starts with NFG 1 R "title"')
        self._sign("1", "1, the version of the format")
        if self._token.text not in ("R", "D"):
            raise self._fault("R or D, the kind of numbers")
        self._next += 1
        return self._string("the title in quotes")

    def _players(self) -> tuple[str, str]:
        opening = self._token
        names = self._strings("the names of the players: { ... }")
        if len(names) != 2:
            raise self._error(
                f"a game of {len(names)} players; exactly two are accepted", opening.offset
            )
        return names[0], names[1]

    def _strategies(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        opening = self._token
        self._sign("{", "the strategies: { { ... } { ... } }, or their numbers: { 2 2 }")
        lists = []
        while self._token.text != "}":
            lists.append(self._strategy_names())
        self._next += 1
        if len(lists) != 2:
            raise self._error(
                f"strategies of {len(lists)} players; exactly two are accepted", opening.offset
            )
        if len(lists[0]) * len(lists[1]) > CELLS:
            raise self._error(
                f"more than {CELLS} strategy profiles; fewer are accepted", opening.offset
            )
        return lists[0], lists[1]

    def _strategy_names(self) -> tuple[str, ...]:
        opening = self._token
        if opening.kind == "number":
            return tuple(str(place + 1) for place in range(self._count("strategies", CELLS)))
        found = self._strings("a list of strategies { ... } or a number of strategies")
        names = tuple(name or str(place + 1) for place, name in enumerate(found))
        if not names:
            raise self._error("a player without strategies; one at least", opening.offset)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise self._error(
                f"two strategies of one player are named {twice[:40]!r}; names must differ",
                opening.offset,
            )
        return names

    def _by_payoff(self, cells: int) -> list[tuple[Fraction, Fraction]]:
        return [self._pair() for _ in range(cells)]

    def _by_outcome(self, cells: int) -> list[tuple[Fraction, Fraction]]:
        outcomes = self._outcomes()
        pairs = []
        for _ in range(cells):
            place = self._place(len(outcomes))
            pairs.append(outcomes[place - 1] if place else (Fraction(0), Fraction(0)))
        return pairs

    def _outcomes(self) -> list[tuple[Fraction, Fraction]]:
        self._sign("{", "the outcomes: { { ... } ... }")
        outcomes = []
        while self._token.text != "}":
            self._sign("{", 'an outcome: { "name" 1, 2 }')
            self._string("the name of the outcome in quotes")
            outcomes.append(self._pair())
            self._sign("}", "} after the payoffs of the two players")
        self._next += 1
        return outcomes

    def _pair(self) -> tuple[Fraction, Fraction]:
        first = self._payoff()
        if self._token.text == ",":
            self._next += 1
        return first, self._payoff()

    def _payoff(self) -> Fraction:
        token = self._token
        if token.kind != "number":
            raise self._fault("a payoff: an integer, a decimal or a fraction such as 1/3")
        self._next += 1
        try:
            above, _, below = token.text.partition("/")
            return check_size(_number(above) / _number(below or "1"))
        except (NumberError, ZeroDivisionError) as error:
            raise self._error(f"{error}; a finite payoff is accepted", token.offset) from None

    def _count(self, what: str, most: int) -> int:
        token = self._token
        if not re.fullmatch("[0-9]{1,7}", token.text) or not 1 <= int(token.text) <= most:
            raise self._fault(f"a number of {what} from 1 to {most}")
        self._next += 1
        return int(token.text)

    def _place(self, outcomes: int) -> int:
        token = self._token
        if not re.fullmatch("[0-9]{1,7}", token.text) or int(token.text) > outcomes:
            raise self._fault(f"the number of an outcome, from 0 (none) to {outcomes}")
        self._next += 1
        return int(token.text)

    def _strings(self, accepted: str) -> list[str]:
        self._sign("{", accepted)
        names = []
        while self._token.text != "}":
            names.append(self._string("a name in quotes, or }"))
        self._next += 1
        return names

    def _string(self, accepted: str) -> str:
        token = self._token
        if token.kind != "text":
            raise self._fault(accepted)
        self._next += 1
        return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)

    def _sign(self, sign: str, accepted: str) -> None:
        if self._token.text != sign:
            raise self._fault(accepted)
        self._next += 1

    def _split(self) -> list[_Token]:
        found = []
        offset = 0
        while offset < len(self._text):
            match = _TOKEN.match(self._text, offset)
            if match is None:
                raise self._error(
                    f"found {self._text[offset]!r}; a Gambit file has numbers, names in quotes "
                    "and braces",
                    offset,
                )
            if match.lastgroup != "space":
                found.append(_Token(str(match.lastgroup), match.group(), offset))
            offset = match.end()
        return [*found, _Token("end", "", len(self._text))]

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _fault(self, accepted: str) -> GambitError:
        token = self._token
        found = "the end of the file" if token.kind == "end" else repr(token.text[:40])
        return self._error(f"found {found}; accepted is {accepted}", token.offset)

    def _error(self, message: str, offset: int) -> GambitError:
        line = self._text.count("\n", 0, offset) + 1
        return GambitError(message, line, offset - self._text.rfind("\n", 0, offset))


def _number(text: str) -> Fraction:
    return number(text.removesuffix("."))


def _table(pairs: Sequence[tuple[Fraction, Fraction]], counts: tuple[int, int]) -> Rationals:
    payoffs = np.empty((2, *counts), dtype=object)
    for place, pair in enumerate(pairs):
        # The first player's strategy runs fastest.
        second, first = divmod(place, counts[0])
        payoffs[:, first, second] = pair
    return payoffs
