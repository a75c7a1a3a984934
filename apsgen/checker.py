"""The checker of certificates: the only part of apsgen that has to be trusted.

It uses Python's standard library alone, imports nothing of apsgen, and reads the case file and
the certificate by itself. Every number is a ``fractions.Fraction``; no float decides anything.
docs/reference/certificate-format.md says what is checked, docs/explanation/proofs.md why that
proves the claim. ``python -m apsgen.checker CASE CERTIFICATE [--delta D] [--set NAME=VALUE]``

The parts: numbers; expressions; the game that a case describes; the certificate's text; the
constraints of the game as linear forms; the inner set; the outer set; the claim; the command.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import hashlib
import json
import re
import sys
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise, product
from pathlib import Path
from typing import Any

Point = tuple[Fraction, Fraction]
ZERO, ONE = Fraction(0), Fraction(1)

MOST_BYTES = {"case": 4 * 2**20, "certificate": 64 * 2**20, "game": 16 * 10**6}
MOST_DIGITS = 2_000
MOST_BITS = 100_000
CASE_BITS = 4_096
MOST_CELLS = 250_000
MOST_DEPTH = 50
MOST_WORK = 100_000_000
MOST_POINTS = 4_000


class UnreadableError(Exception):
    """A file cannot be read, or is not what it should be."""


class RejectedError(Exception):
    """A line of the certificate does not hold."""


# Numbers --------------------------------------------------------------------------------------

_UNSIGNED = r"(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_LITERAL = re.compile(rf"[+-]?{_UNSIGNED}")
_RATIONAL = re.compile(r"-?[0-9]+(?:/0*[1-9][0-9]*)?")


def literal(text: str) -> Fraction:
    """Return the rational that a decimal of the case spells."""
    if len(text) > MOST_DIGITS or not _LITERAL.fullmatch(text):
        raise UnreadableError(f"{text[:30]!r} is not a finite number such as 3, 0.25 or 1e-3")
    mantissa, _, exponent = text.replace("_", "").lower().partition("e")
    if len(exponent.lstrip("+-0")) > 4 or abs(int(exponent or "0")) > CASE_BITS:
        raise UnreadableError(f"the exponent of {text[:30]} is too large")
    return short(Fraction(mantissa) * Fraction(10) ** int(exponent or "0"))


def short(value: Fraction) -> Fraction:
    """Return a number of the case, which must not be too long."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > CASE_BITS:
        raise UnreadableError("a number of the case is too long")
    return value


def bounded(value: Fraction) -> Fraction:
    """Return a number on the way of a proof, which must not grow without end."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
        raise RejectedError("numbers get too long: round what is stated to shorter fractions")
    return value


def total(values: Iterable[Fraction]) -> Fraction:
    """Return a sum."""
    result = ZERO
    for value in values:
        result = bounded(result + value)
    return result


def is_near(function: str, argument: Fraction, value: Fraction) -> bool:
    """Return whether a rational is near the value of sqrt, exp or log, by enclosure."""
    if function == "log":
        slack = Fraction(1, 2**48) * (1 + abs(value))
        return argument > 0 and (
            exponential(value - slack)[0] <= argument <= exponential(value + slack)[1]
        )
    slack = Fraction(1, 2**48)
    if function == "sqrt":
        low, high = argument * (1 - slack) ** 2, argument * (1 + slack) ** 2
        return value >= 0 and low <= value**2 <= high
    slack *= 1 + abs(argument)
    low, high = exponential(argument)
    tiny = Fraction(1, 2**1000)
    return low * (1 - slack) - tiny <= value <= high * (1 + slack) + tiny


def exponential(x: Fraction) -> Point:
    """Return rationals below and above e to the power x."""
    if abs(x) > 2_000:
        raise RejectedError("an exponential that no double holds")
    if x < 0:
        low, high = exponential(-x)
        return 1 / high, 1 / low
    step, halvings = x, 0
    while step > Fraction(1, 2):
        step, halvings = step / 2, halvings + 1
    scale = 2**200
    below = Fraction(int(step * scale), scale)
    above = below + Fraction(1, scale)
    low = total(accumulate(range(1, 60), lambda term, n: term * below / n, initial=ONE))
    # The terms left out sum to less than twice the first of them, which is below 2^-300.
    high = total(accumulate(range(1, 60), lambda term, n: term * above / n, initial=ONE))
    high += Fraction(1, 2**250)
    for _ in range(halvings):
        low, high = low**2, high**2
        low, high = Fraction(int(low * scale), scale), Fraction(int(high * scale) + 1, scale)
    return low, high


# Expressions ----------------------------------------------------------------------------------

Value = Fraction | bool
Node = tuple[bool, Callable[["Scope"], Any]]
"""Whether the part is a condition, and its value."""

Rounding = Callable[[str, Fraction], Fraction]
"""The rational that stands for a value of sqrt, exp or log."""

_NAME = r"[^\W\d]\w*"
_WORD = re.compile(
    rf"\s*(?:(?P<name>{_NAME}(?:\.{_NAME})?)|(?P<number>{_UNSIGNED})"
    r"|(?P<sign>\*\*|[=!<>]=|[-+*/^()<>,]))"
)
_WORDS = frozenset({"if", "else", "and", "or", "not", "min", "max", "abs", "sqrt", "exp", "log"})
_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_SUM: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda a, b: short(a + b),
    "-": lambda a, b: short(a - b),
}
_PRODUCT: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "*": lambda a, b: short(a * b),
    "/": lambda a, b: short(_over(a, b)),
}


def _over(above: Fraction, below: Fraction) -> Fraction:
    if not below:
        raise UnreadableError("division by zero in an expression")
    return above / below


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    times = exponent.numerator
    if exponent.denominator != 1 or (not base and times < 0):
        raise UnreadableError("a power has an integer exponent, and 0 none below 0")
    if abs(base) in (0, 1):
        times = min(abs(times), 2 - times % 2) if times else 0
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if (bits - 1) * abs(times) > CASE_BITS:
        raise UnreadableError("a power is too long")
    return short(Fraction(base**times))


class Parser:
    """One expression of the case, as the function of a scope that it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.depth = 0
        at, end = 0, len(text.rstrip())
        if end > 10_000:
            raise UnreadableError("an expression of more than 10,000 characters")
        while at < end:
            match = _WORD.match(text, at)
            if match is None:
                raise self.fault(f"found {text[at]!r}")
            self.words.append(match.group().strip())
            at = match.end()
        self.words.append("")
        self.words.reverse()

    def fault(self, reason: str) -> UnreadableError:
        """Return what is wrong with the expression."""
        return UnreadableError(f"the expression {self.text[:60]!r}: {reason}")

    def whole(self, *, condition: bool) -> Callable[[Scope], Any]:
        """Return the expression, a condition or a number."""
        node = self.choice()
        if self.words[-1]:
            raise self.fault(f"found {self.words[-1]!r} too much")
        return self.kind(node, condition=condition)

    def kind(self, node: Node, *, condition: bool) -> Callable[[Scope], Any]:
        """Return a part, which must be a condition or must be a number."""
        if node[0] != condition:
            raise self.fault("a number stands for a condition, or a condition for a number")
        return node[1]

    def number(self, node: Node) -> Callable[[Scope], Fraction]:
        """Return a part that must be a number."""
        return self.kind(node, condition=False)

    def take(self, *accepted: str) -> str:
        """Return the next word if it is one of those accepted, else nothing."""
        return self.words.pop() if self.words[-1] in accepted and accepted else ""

    def need(self, word: str) -> None:
        """Go past a word that must stand here."""
        if not self.take(word):
            raise self.fault(f"{word!r} is missing")

    def choice(self) -> Node:
        """Read A if C else B."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.fault("nested too deep")
        node = self.joined("or", "and")
        if self.take("if"):
            test = self.kind(self.joined("or", "and"), condition=True)
            self.need("else")
            other = self.choice()
            first, second = node[1], self.kind(other, condition=node[0])
            node = (node[0], lambda scope: first(scope) if test(scope) else second(scope))
        self.depth -= 1
        return node

    def joined(self, word: str, *tighter: str) -> Node:
        """Read conditions joined by `or`, and within them by `and`."""
        nodes = [self.joined(*tighter) if tighter else self.comparison()]
        while self.take(word):
            nodes.append(self.joined(*tighter) if tighter else self.comparison())
        if len(nodes) == 1:
            return nodes[0]
        parts = [self.kind(node, condition=True) for node in nodes]
        if word == "or":
            return True, lambda scope: any(part(scope) for part in parts)
        return True, lambda scope: all(part(scope) for part in parts)

    def comparison(self) -> Node:
        """Read a chain such as a < b <= c, or a negation."""
        if self.take("not"):
            self.depth += 1
            if self.depth > MOST_DEPTH:
                raise self.fault("nested too deep")
            part = self.kind(self.comparison(), condition=True)
            self.depth -= 1
            return True, lambda scope: not part(scope)
        nodes, signs = [self.sums()], []
        while sign := self.take(*_COMPARE):
            signs.append(_COMPARE[sign])
            nodes.append(self.sums())
        if not signs:
            return nodes[0]
        parts = [self.number(node) for node in nodes]

        def holds(scope: Scope) -> bool:
            values = [part(scope) for part in parts]
            return all(sign(*pair) for sign, pair in zip(signs, pairwise(values), strict=True))

        return True, holds

    def sums(self) -> Node:
        """Read a sum of products."""
        return self.chain(_SUM, lambda: self.chain(_PRODUCT, self.signed))

    def chain(
        self,
        signs: Mapping[str, Callable[[Fraction, Fraction], Fraction]],
        operand: Callable[[], Node],
    ) -> Node:
        """Read operands and the signs between them, worked from the left."""
        first = operand()
        rest = []
        while sign := self.take(*signs):
            rest.append((signs[sign], self.number(operand())))
        if not rest:
            return first
        begin = self.number(first)

        def value(scope: Scope) -> Fraction:
            result = begin(scope)
            for operation, part in rest:
                result = operation(result, part(scope))
            return result

        return False, value

    def signed(self) -> Node:
        """Read an operand with its sign and its power."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.fault("nested too deep")
        sign = self.take("+", "-")
        node = self.signed() if sign else self.operand()
        if sign:
            inner = self.number(node)
            node = (False, inner if sign == "+" else lambda scope: -inner(scope))
        elif self.take("^", "**"):
            base, exponent = self.number(node), self.number(self.signed())
            node = (False, lambda scope: _power(base(scope), exponent(scope)))
        self.depth -= 1
        return node

    def operand(self) -> Node:
        """Read a number, a name, a function or a part in parentheses."""
        word = self.words.pop() if self.words[-1] else ""
        if word == "(":
            node = self.choice()
            self.need(")")
            return node
        if re.match(r"[0-9.]", word):
            constant = literal(word)
            return False, lambda scope: constant
        if word in ("min", "max", "abs", "sqrt", "exp", "log"):
            return False, self.call(word)
        if not re.match(_NAME, word) or word in _WORDS:
            raise self.fault(f"found {word or 'the end'!r}")
        return False, lambda scope: scope.value(word)

    def call(self, name: str) -> Callable[[Scope], Fraction]:
        """Read the arguments of a function."""
        self.need("(")
        parts = [self.number(self.choice())]
        while self.take(","):
            parts.append(self.number(self.choice()))
        self.need(")")
        if name in ("min", "max"):
            best = min if name == "min" else max
            return lambda scope: best(part(scope) for part in parts)
        if len(parts) > 1:
            raise self.fault(f"{name} takes one number")
        only = parts[0]
        if name == "abs":
            return lambda scope: abs(only(scope))
        return lambda scope: scope.names.rounding(name, only(scope))


@functools.lru_cache(maxsize=4096)
def parsed(text: str, *, condition: bool = False) -> Callable[[Scope], Any]:
    """Return an expression as a function of a scope."""
    return Parser(text).whole(condition=condition)


@dataclass
class Names:
    """What the names of a case mean.

    ``attributes[axis]`` lists, for each action of the first and the second player and each type
    of the first and the second player, the attributes by name.
    """

    rounding: Rounding
    work: int = 0
    players: tuple[str, ...] = ()
    parameters: dict[str, Fraction] = field(default_factory=dict)
    defined: dict[str, Callable[[Scope], Fraction]] = field(default_factory=dict)
    attributes: list[list[dict[str, Fraction]]] = field(
        default_factory=lambda: [[{}], [{}], [{}], [{}]]
    )

    def at(self, owner: int | None = None, index: tuple[int | None, ...] = (None,) * 4) -> Scope:
        """Return the scope of an expression for an owner, at actions and types."""
        return Scope(self, owner, index, {})


@dataclass
class Scope:
    """The names at one place: an axis of the index is None where nothing may depend on it."""

    names: Names
    owner: int | None
    index: tuple[int | None, ...]
    known: dict[str, Fraction]

    def value(self, name: str) -> Fraction:
        """Return the value of a name, which must have exactly one meaning."""
        if name not in self.known:
            found = self.meanings(name)
            if len(found) != 1:
                raise UnreadableError(f"{name[:60]!r} has {len(found)} meanings where it stands")
            self.known[name] = found[0](self)
        return self.known[name]

    def meanings(self, name: str) -> list[Callable[[Scope], Fraction]]:
        """Return all that a name could mean here."""
        player, dot, attribute = name.rpartition(".")
        found: list[Callable[[Scope], Fraction]] = []
        owners = [self.owner] if self.owner is not None else []
        if dot:
            owners = [i for i, known in enumerate(self.names.players) if known == player]
        elif name in self.names.parameters:
            found.append(lambda scope: scope.names.parameters[name])
        if not dot and name in self.names.defined:
            found.append(self.names.defined[name])
        for axis in (place for owner in owners for place in (owner, owner + 2)):
            here = self.index[axis]
            if any(attribute in part for part in self.names.attributes[axis]):
                if here is None or attribute not in self.names.attributes[axis][here]:
                    raise UnreadableError(f"{name[:60]!r} has no value where it stands")
                value = self.names.attributes[axis][here][attribute]
                found.append(functools.partial(_constant, value))
        return found


def _constant(value: Fraction, _: Scope) -> Fraction:
    return value


def number(value: object, scope: Scope) -> Fraction:
    """Return a number of the case: outright, or an expression."""
    if isinstance(value, str):
        scope.names.work += len(value)
        if scope.names.work > MOST_WORK:
            raise UnreadableError("the expressions of the case take too long to evaluate")
        result: Fraction = parsed(value)(scope)
        return result
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise UnreadableError(f"found {str(value)[:40]!r} where a number is needed")
    return short(Fraction(value))


# The game -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Game:
    """The stage game that a case describes, expanded.

    Types and decisions are numbers in the order of the file; ``payoff[i][d][t1][t2]`` and
    ``deviation`` (None where none is open) are by true types, ``allowed[d][t1][t2]`` by reports.
    ``signal[d][y]`` is the chance of a signal, one sure signal under perfect monitoring;
    ``hidden[i][d]`` lists the decisions into which i turns d unobserved.
    """

    delta: Fraction
    parameters: Mapping[str, Fraction]
    players: tuple[str, ...]
    files: Mapping[str, bytes]
    sizes: tuple[int, int]
    decisions: tuple[str, ...]
    prior: list[list[Fraction]]
    beliefs: list[list[list[Fraction]]]
    reports: list[list[list[int]]]
    payoff: list[list[list[list[Fraction]]]]
    deviation: list[list[list[list[Fraction | None]]]]
    allowed: list[list[list[bool]]]
    is_public: bool
    signal: list[list[Fraction]]
    hidden: list[list[list[int]]]
    is_division: bool
    transfers: str
    timing: str
    punishment: tuple[Fraction | None, ...] | None
    on_path: bool
    off_schedule: str
    commits: tuple[bool, ...]

    @property
    def profiles(self) -> range:
        """The profiles of types or reports."""
        return range(self.sizes[0] * self.sizes[1])

    def types(self, t: int) -> tuple[int, int]:
        """Return the types of a profile."""
        first, second = divmod(t, self.sizes[1])
        return first, second

    def profile(self, i: int, own: int, other: int) -> int:
        """Return the profile in which player i has one type and the other player another."""
        first, second = (own, other) if i == 0 else (other, own)
        return first * self.sizes[1] + second

    def at(self, table: Sequence[Sequence[Any]], t: int) -> Any:
        """Return an entry of a table by types."""
        first, second = self.types(t)
        return table[first][second]

    def open(self, t: int) -> list[int]:
        """Return the decisions that are allowed after reports."""
        return self.by_reports[t]

    @functools.cached_property
    def by_reports(self) -> list[list[int]]:
        """The decisions that are allowed after each profile of reports."""
        return [
            [d for d, table in enumerate(self.allowed) if self.at(table, t)] for t in self.profiles
        ]

    def blocks(self, t: int) -> list[int]:
        """Return the blocks of a profile: its decisions, or one block for all of a division."""
        return [0] if self.is_division else self.open(t)

    def within(self, t: int, block: int) -> list[int]:
        """Return the decisions of a block."""
        return self.open(t) if self.is_division else [block]

    def chances(self, d: int) -> list[Fraction]:
        """Return the chances of the signals after a decision (of a division: one sure signal)."""
        return [ONE] if self.is_division else self.signal[d]

    @property
    def pays_after(self) -> bool:
        """Whether payments follow the signal."""
        return self.transfers != "none" and self.timing == "after-signals"

    @property
    def payments(self) -> int:
        """The number of kinds of payment: from the first, from the second; burnt by each."""
        return {"none": 0, "balanced": 2, "burning": 4}[self.transfers]


_KEYS: Mapping[str, tuple[str, ...]] = {
    "": (
        *("title", "reference", "delta", "parameters", "define", "players", "payoffs", "stage"),
        *("decisions", "prior", "monitoring", "transfers", "punishment", "constraints"),
    ),
    "player": ("types", "actions", "payoff", "commits"),
    "grid": ("grid", "from", "to", "points"),
    "stage": ("nfg",),
    "prior": ("joint",),
    "monitoring": ("kind", "signals", "probability"),
    "transfers": ("kind", "timing"),
    "punishment": ("kind", "values", "on_path"),
    "constraints": ("off_schedule",),
    "decision": ("payoff", "deviation", "allowed"),
}


def table_of(data: Mapping[str, Any], name: str, known: Sequence[str] | None) -> dict[str, Any]:
    """Return a table of the case with none but known keys; empty if it is left out."""
    value = data.get(name, {})
    if not isinstance(value, dict):
        raise UnreadableError(f"{name[:60]} is no table")
    unknown = [key for key in value if known is not None and key not in known]
    if unknown:
        raise UnreadableError(f"{name[:60]}: unknown key {unknown[0][:60]!r}")
    return value


def word_of(table: Mapping[str, Any], name: str, *words: str) -> str:
    """Return one of the words of the case file; left out, the first."""
    value = table.get(name, words[0])
    if value not in words or not isinstance(value, str):
        raise UnreadableError(f"{name}: accepted are {', '.join(words)}")
    return value


def flag_of(table: Mapping[str, Any], name: str) -> bool:
    """Return true or false; left out, false."""
    value = table.get(name, False)
    if not isinstance(value, bool):
        raise UnreadableError(f"{name}: accepted are true and false")
    return value


@dataclass
class Reader:
    """Reads a case part by part, each part when those before it are known."""

    data: Mapping[str, Any]
    folder: Path
    names: Names
    rounded: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    actions: list[list[str]] = field(default_factory=list)
    types: list[list[str]] = field(default_factory=list)

    def game(self, delta: str | None, settings: Mapping[str, str]) -> Game:
        """Return the game, with a discount factor and parameters in place of the file's."""
        table_of({"the case": self.data}, "the case", _KEYS[""])
        discount = self.constants(delta, settings)
        players = self.players()
        matrices = self.gambit(players) if "stage" in self.data else None
        decisions = table_of(self.data, "decisions", None)
        mixing = word_of(decisions, "mixing", "lottery", "division")
        named = {name: table for name, table in decisions.items() if isinstance(table, dict)}
        if set(decisions) - set(named) - {"mixing"}:
            raise UnreadableError("[decisions]: a decision is a table")
        self.check_one_origin(players, named)
        self.check_cells(len(named))
        stage = self.named(named) if named else self.strategic(players, matrices)
        prior, beliefs = self.prior(players)
        public, signal, hidden = self.monitoring(len(stage[0]), mixing, named)
        punishment, on_path = self.punishment(players)
        transfers = table_of(self.data, "transfers", _KEYS["transfers"])
        constraints = table_of(self.data, "constraints", _KEYS["constraints"])
        return Game(
            discount,
            dict(self.names.parameters),
            self.names.players,
            self.files,
            (len(self.types[0]), len(self.types[1])),
            stage[0],
            prior,
            beliefs,
            [self.reports(players[name], i) for i, name in enumerate(self.names.players)],
            stage[1],
            stage[2],
            stage[3],
            public,
            signal,
            hidden,
            mixing == "division",
            word_of(transfers, "kind", "none", "balanced", "burning"),
            word_of(transfers, "timing", "with-actions", "after-signals"),
            punishment,
            on_path,
            word_of(constraints, "off_schedule", "joint", "ex-post", "interim"),
            tuple(flag_of(players[name], "commits") for name in self.names.players),
        )

    def constants(self, delta: str | None, settings: Mapping[str, str]) -> Fraction:
        """Read parameters, intermediates and the discount factor."""
        lines = table_of(self.data, "parameters", None)
        unknown = set(settings) - set(lines)
        if unknown:
            raise UnreadableError(f"--set: the case has no parameter {min(unknown)[:60]!r}")
        outside = Names(self.names.rounding, parameters=self.names.parameters)
        for name, value in lines.items():
            scope = outside.at()
            self.names.parameters[name] = number(settings.get(name, value), scope)
        for name, value in table_of(self.data, "define", None).items():
            if name in self.names.parameters:
                raise UnreadableError(f"define: {name[:60]} is a parameter already")
            self.names.defined[name] = functools.partial(number, value)
        given = self.data.get("delta") if delta is None else delta
        discount = number(given, (self.names if delta is None else outside).at())
        if not 0 < discount < 1:
            raise UnreadableError("delta: a number between 0 and 1 is needed")
        return discount

    def players(self) -> dict[str, Any]:
        """Read names, types and actions of the two players."""
        players = table_of(self.data, "players", None)
        if len(players) != 2:
            raise UnreadableError(f"found {len(players)} players; exactly two are accepted")
        attributes: list[list[dict[str, Fraction]]] = [[], [], [], []]
        for i, name in enumerate(players):
            table = table_of(players, name, _KEYS["player"])
            types = table_of(table, "types", None) or {"": {}}
            self.types.append(list(types))
            attributes[i + 2] = [
                self.attributes(table_of(types, own, None), "probability", "reports")
                for own in types
            ]
            actions, attributes[i] = self.listed(table)
            self.actions.append(actions)
        self.names.players = tuple(players)
        self.names.attributes = attributes
        return players

    def attributes(self, table: Mapping[str, Any], *others: str) -> dict[str, Fraction]:
        """Read the attributes of a type or an action."""
        scope = self.names.at()
        return {name: number(value, scope) for name, value in table.items() if name not in others}

    def listed(self, player: Mapping[str, Any]) -> tuple[list[str], list[dict[str, Fraction]]]:
        """Read a player's actions: a list, a table or a grid."""
        actions = player.get("actions", [""])
        if isinstance(actions, list) and all(isinstance(name, str) for name in actions):
            names, attributes = actions, [dict[str, Fraction]() for _ in actions]
        elif isinstance(actions, dict) and isinstance(actions.get("grid"), str):
            table_of(player, "actions", _KEYS["grid"])
            names, attributes = self.grid(actions)
        else:
            table = table_of(player, "actions", None)
            names = list(table)
            attributes = [self.attributes(table_of(table, name, None)) for name in table]
        if not names or len(set(names)) < len(names) or len(names) > 1_000:
            raise UnreadableError("actions: from 1 to 1,000 different ones are accepted")
        return names, attributes

    def grid(self, table: Mapping[str, Any]) -> tuple[list[str], list[dict[str, Fraction]]]:
        """Read a grid of actions."""
        scope = self.names.at()
        first, last, points = (number(table.get(key), scope) for key in ("from", "to", "points"))
        count = int(points)
        if points != count or not 1 <= count <= 1_000 or (count == 1) != (first == last):
            raise UnreadableError("a grid has points from one end to the other")
        step = (last - first) / max(1, count - 1)
        values = [first + place * step for place in range(count)]
        return [str(value) for value in values], [{table["grid"]: value} for value in values]

    def check_one_origin(self, players: Mapping[str, Any], named: Mapping[str, Any]) -> None:
        """Check that exactly one part of the file gives the payoffs."""
        origins = [
            any("payoff" in table for table in players.values()),
            "payoffs" in self.data,
            "stage" in self.data,
            bool(named),
        ]
        brought = bool(named) or "stage" in self.data
        if sum(origins) != 1 or (brought and any("actions" in t for t in players.values())):
            raise UnreadableError("exactly one part of the case gives the payoffs, and the actions")

    def check_cells(self, named: int) -> None:
        """Refuse games that are too large."""
        counts = [len(names) for names in (*self.actions, *self.types)]
        if (named or counts[0] * counts[1]) * counts[2] * counts[3] > MOST_CELLS:
            raise UnreadableError(f"more than {MOST_CELLS:,} payoffs of a player")

    def by_types(self, value: Callable[[int, int], Any]) -> list[list[Any]]:
        """Return a table over the types of the two players."""
        return [[value(a, b) for b in range(len(self.types[1]))] for a in range(len(self.types[0]))]

    def named(self, named: Mapping[str, Any]) -> tuple[tuple[str, ...], Any, Any, Any]:
        """Read decisions that are given outright: payoffs, deviations, where they are allowed."""
        payoff: list[list[Any]] = [[], []]
        deviation: list[list[Any]] = [[], []]
        allowed = []
        for name in named:
            table = table_of(named, name, _KEYS["decision"])
            gains = table_of(table, "payoff", self.names.players)
            best = table_of(table, "deviation", self.names.players)
            for i, player in enumerate(self.names.players):
                payoff[i].append(self.outcome(gains.get(player), i))
                tempting = player in best
                deviation[i].append(
                    self.outcome(best[player], i) if tempting else self.by_types(lambda *_: None)
                )
            condition = parsed(str(table.get("allowed", "0 == 0")), condition=True)
            allowed.append([[bool(condition(scope)) for scope in row] for row in self.scopes()])
        if not all(any(table[a][b] for table in allowed) for a, b in self.pairs()):
            raise UnreadableError("some reports leave no decision")
        return tuple(named), payoff, deviation, allowed

    def scopes(
        self, owner: int | None = None, row: int | None = None, column: int | None = None
    ) -> list[list[Scope]]:
        """Return the scopes of an owner's expression over the types, at actions if given."""
        return self.by_types(lambda a, b: self.names.at(owner, (row, column, a, b)))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Give all profiles of types."""
        return product(range(len(self.types[0])), range(len(self.types[1])))

    def outcome(self, value: object, owner: int) -> list[list[Fraction]]:
        """Return a payoff of a named decision at all types."""
        return [[number(value, scope) for scope in row] for row in self.scopes(owner)]

    def cells(self) -> list[tuple[int, int]]:
        """Return all profiles of actions, the second player's action running fastest."""
        return list(product(range(len(self.actions[0])), range(len(self.actions[1]))))

    def strategic(
        self, players: Mapping[str, Any], matrices: list[Any] | None
    ) -> tuple[tuple[str, ...], Any, Any, Any]:
        """Read the payoffs of all action profiles, and find the best deviations."""
        payoffs = table_of(self.data, "payoffs", self.names.players)
        payoff: list[list[list[list[Fraction]]]] = []
        for i, name in enumerate(self.names.players):
            given = self.matrix(payoffs.get(name)) if payoffs else None
            given = matrices[i] if matrices else given
            source = players[name].get("payoff")
            payoff.append([])
            for row, column in self.cells():
                value = given[row][column] if given else source
                scopes = self.scopes(i, row, column)
                payoff[i].append([[number(value, scope) for scope in line] for line in scopes])
        deviation = [self.best(payoff[0], 0), self.best(payoff[1], 1)]
        labels = tuple(f"({self.actions[0][r]}, {self.actions[1][c]})" for r, c in self.cells())
        return labels, payoff, deviation, [self.by_types(lambda *_: True) for _ in labels]

    def best(self, payoff: list[list[list[Fraction]]], i: int) -> list[list[list[Fraction]]]:
        """Return a player's greatest payoffs over his own actions, at every profile."""
        cells = self.cells()
        against: dict[int, list[list[list[Fraction]]]] = {}
        for cell, table in zip(cells, payoff, strict=True):
            against.setdefault(cell[1 - i], []).append(table)
        peak = {
            other: self.by_types(functools.partial(_greatest, tables))
            for other, tables in against.items()
        }
        return [peak[cell[1 - i]] for cell in cells]

    def matrix(self, value: object) -> list[list[object]]:
        """Return a matrix by action profile."""
        shape = len(self.actions[0]), len(self.actions[1])
        if not isinstance(value, list) or len(value) != shape[0]:
            raise UnreadableError(f"a matrix of {shape[0]} x {shape[1]} entries is needed")
        for row in value:
            if not isinstance(row, list) or len(row) != shape[1]:
                raise UnreadableError(f"a matrix of {shape[0]} x {shape[1]} entries is needed")
        return value

    def shares(self, values: Sequence[Fraction]) -> list[Fraction]:
        """Return probabilities, which sum to 1 up to the rounding of sqrt, exp and log."""
        whole = sum(values, ZERO)
        slack = Fraction(1, 10**9) if self.rounded else ZERO
        if min(values) < 0 or max(values) > 1 or abs(whole - 1) > slack:
            raise UnreadableError("probabilities are from 0 to 1 and sum to 1")
        return [value / whole for value in values]

    def prior(self, players: Mapping[str, Any]) -> tuple[Any, Any]:
        """Read the prior, and what each player believes of the other's type."""
        tables = [table_of(players[name], "types", None) for name in self.names.players]
        marginals = [
            [number(types[name]["probability"], self.names.at()) if name else ONE for name in row]
            if not self.is_joint(types)
            else []
            for types, row in zip(tables, self.types, strict=True)
        ]
        if "prior" not in self.data:
            first, second = (self.shares(row) for row in marginals)
            joint = [[p * q for q in second] for p in first]
            return joint, [[list(second) for _ in first], [list(first) for _ in second]]
        rows = table_of(self.data, "prior", _KEYS["prior"]).get("joint")
        shape = len(self.types[0]), len(self.types[1])
        if not isinstance(rows, list) or [len(row) for row in rows] != [shape[1]] * shape[0]:
            raise UnreadableError(f"prior: a matrix of {shape[0]} x {shape[1]} entries is needed")
        flat = self.shares([number(value, self.names.at()) for row in rows for value in row])
        joint = [flat[shape[1] * a : shape[1] * (a + 1)] for a in range(shape[0])]
        sides = [joint, [list(column) for column in zip(*joint, strict=True)]]
        if any(not sum(row) for side in sides for row in side):
            raise UnreadableError("prior: a type of probability 0 has no beliefs")
        self.check_marginals(tables, sides)
        return joint, [[[p / sum(row) for p in row] for row in side] for side in sides]

    def is_joint(self, types: Mapping[str, Any]) -> bool:
        """Return whether probabilities of types may be left out."""
        missing = [name for name, table in types.items() if "probability" not in table]
        if missing and "prior" not in self.data:
            raise UnreadableError(f"type {missing[0][:60]!r} has no probability")
        return "prior" in self.data

    def check_marginals(self, tables: list[dict[str, Any]], sides: list[Any]) -> None:
        """Check that probabilities beside a joint prior agree with it."""
        slack = Fraction(1, 10**9) if self.rounded else ZERO
        for types, side in zip(tables, sides, strict=True):
            for table, row in zip(types.values(), side, strict=False):
                stated = table.get("probability")
                if stated is not None and abs(number(stated, self.names.at()) - sum(row)) > slack:
                    raise UnreadableError("prior: a type's probability is not what the matrix says")

    def reports(self, player: Mapping[str, Any], i: int) -> list[list[int]]:
        """Read which types each type may report."""
        types = table_of(player, "types", None) or {"": {}}
        result = []
        for own, table in types.items():
            open_to = table.get("reports", self.types[i])
            if not isinstance(open_to, list) or not {own} <= set(open_to) <= set(self.types[i]):
                raise UnreadableError(
                    f"reports of type {own[:60]!r}: types, and the truth among them"
                )
            result.append(sorted(self.types[i].index(name) for name in open_to))
        return result

    def monitoring(self, count: int, mixing: str, named: Mapping[str, Any]) -> tuple[Any, Any, Any]:
        """Read what is seen: the actions, or a signal of them."""
        table = table_of(self.data, "monitoring", _KEYS["monitoring"])
        nothing: list[list[int]] = [[] for _ in range(count)]
        if word_of(table, "kind", "perfect", "public") == "perfect":
            return False, [[ONE] for _ in range(count)], [nothing, nothing]
        signals = table.get("signals")
        if named or mixing == "division" or not isinstance(signals, list) or not signals:
            raise UnreadableError("public monitoring has signals of actions, one profile at a time")
        given = table_of(table, "probability", signals)
        if len(set(signals)) - len(given) > 1 or len(set(signals)) < len(signals):
            raise UnreadableError("monitoring: one signal's probability may be left out")
        if count * len(signals) > MOST_CELLS:
            raise UnreadableError(f"more than {MOST_CELLS:,} probabilities of signals")
        sources = {
            name: self.matrix(value) if isinstance(value, list) else None
            for name, value in given.items()
        }
        rows = []
        for row, column in self.cells():
            chances = {}
            for name, matrix in sources.items():
                source = matrix[row][column] if matrix else given[name]
                chances[name] = number(source, self.names.at(None, (row, column, None, None)))
            rest = 1 - sum(chances.values(), ZERO)
            if self.rounded and -Fraction(1, 10**9) <= rest:
                rest = max(rest, ZERO)
            rows.append(self.shares([chances.get(name, rest) for name in signals]))
        return True, rows, self.hidden()

    def hidden(self) -> list[list[list[int]]]:
        """Return the decisions into which each player turns a decision by his action alone."""
        width = len(self.actions[1])
        first = [
            [other * width + c for other in range(len(self.actions[0])) if other != r]
            for r, c in self.cells()
        ]
        second = [[r * width + o for o in range(width) if o != c] for r, c in self.cells()]
        return [first, second]

    def punishment(
        self, players: Mapping[str, Any]
    ) -> tuple[tuple[Fraction | None, ...] | None, bool]:
        """Read the punishment payoffs; none of a player who commits."""
        table = table_of(self.data, "punishment", _KEYS["punishment"])
        on_path = flag_of(table, "on_path")
        if word_of(table, "kind", "worst", "fixed") == "worst":
            if "values" in table:
                raise UnreadableError("punishment: worst has no values")
            return None, on_path
        values = table_of(table, "values", self.names.players)
        for name in self.names.players:
            if name not in values and (on_path or not flag_of(players[name], "commits")):
                raise UnreadableError(f"punishment: no value for {name[:60]}")
        scope = self.names.at()
        return tuple(
            number(values[name], scope) if name in values else None for name in self.names.players
        ), on_path

    def gambit(self, players: Mapping[str, Any]) -> list[list[list[Fraction]]]:
        """Read actions and payoffs of a Gambit file beside the case."""
        name = table_of(self.data, "stage", _KEYS["stage"]).get("nfg")
        if not isinstance(name, str):
            raise UnreadableError('stage: the name of a Gambit file such as "game.nfg" is needed')
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise UnreadableError("stage: the Gambit file must be in the folder of the case")
        self.files[name] = read_bytes(path, MOST_BYTES["game"])
        self.actions, payoffs = read_nfg(utf8(self.files[name]))
        self.names.attributes[:2] = [[{} for _ in names] for names in self.actions]
        return payoffs


def _greatest(tables: list[list[list[Fraction]]], a: int, b: int) -> Fraction:
    return max(table[a][b] for table in tables)


def read_nfg(text: str) -> tuple[list[list[str]], list[list[list[Fraction]]]]:
    """Read a Gambit strategic form: strategies, and payoffs by player, row and column."""
    word = re.compile(r'\s*(?:("(?:[^"\\]++|\\.)*+")|([{},])|([^\s{},"]+))', re.DOTALL)
    words, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = word.match(text, at)
        if match is None:
            raise UnreadableError("the Gambit file has a text without an end")
        words.append(match.group().strip())
        at = match.end()
    words.append("")
    words.reverse()
    head = [words.pop() for _ in range(4) if words]
    if head[:2] != ["NFG", "1"] or head[2] not in ("R", "D") or len(nested(words)) != 2:
        raise UnreadableError("the Gambit file is no strategic form of two players")
    lists = nested(words)
    if words[-1].startswith('"'):
        words.pop()
    if len(lists) != 2:
        raise UnreadableError("the Gambit file is no game of two players")
    actions = [strategies(one) for one in lists]
    rows, columns = len(actions[0]), len(actions[1])
    if rows * columns > MOST_CELLS:
        raise UnreadableError("the Gambit file has too many strategies")
    pairs = outcomes(words, rows * columns) if words[-1] == "{" else None
    flat = [ratio(word) for word in words[:0:-1] if word != ","] if not pairs else []
    if len(flat) != 2 * rows * columns and not (pairs and len(words) == 1):
        raise UnreadableError("the Gambit file goes on after the game, or ends before")
    cells = pairs or list(zip(flat[::2], flat[1::2], strict=True))
    # The first player's strategy runs fastest.
    return actions, [
        [[cells[r + rows * c][i] for c in range(columns)] for r in range(rows)] for i in (0, 1)
    ]


def nested(words: list[str], depth: int = 0) -> list[Any]:
    """Take a list in braces, of words and of lists."""
    if words[-1] != "{" or depth > 3:
        raise UnreadableError("the Gambit file has no list where one is needed")
    words.pop()
    found: list[Any] = []
    while words[-1] not in ("}", ""):
        found.append(nested(words, depth + 1) if words[-1] == "{" else words.pop())
    if not words.pop():
        raise UnreadableError("the Gambit file ends within a list")
    return [word for word in found if word != ","]


def strategies(given: Any) -> list[str]:
    """Return the names of strategies, from a list of names or their number."""
    if isinstance(given, list):
        names = [str(word)[1:-1] or str(place + 1) for place, word in enumerate(given)]
    elif re.fullmatch("[0-9]{1,4}", given):
        names = [str(place + 1) for place in range(int(given))]
    else:
        names = []
    if not 1 <= len(names) <= 1_000 or len(set(names)) < len(names):
        raise UnreadableError("the Gambit file needs from 1 to 1,000 different strategies")
    return names


def outcomes(words: list[str], cells: int) -> list[tuple[Fraction, Fraction]]:
    """Take a list of outcomes and the outcome of each cell; 0 is none."""
    listed = [(ZERO, ZERO)]
    for one in nested(words):
        if not isinstance(one, list) or len(one) != 3:
            raise UnreadableError('an outcome of the Gambit file is { "name" 1, 2 }')
        listed.append((ratio(one[1]), ratio(one[2])))
    places = [words.pop() for _ in range(min(cells, len(words) - 1))]
    if not all(re.fullmatch("[0-9]{1,6}", p) and int(p) < len(listed) for p in places):
        raise UnreadableError("the Gambit file names an outcome that it does not have")
    return [listed[int(place)] for place in places]


def ratio(text: Any) -> Fraction:
    """Return a payoff of a Gambit file: a decimal, or two of them with a slash."""
    above, slash, below = str(text).partition("/")
    return short(_over(literal(above.removesuffix(".")), literal(below if slash else "1")))


def read_bytes(path: Path, most: int) -> bytes:
    """Return what is in a regular file that is not too large."""
    try:
        if not path.is_file():
            raise UnreadableError(f"{path}: no regular file")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path}: {error}") from None
    if len(content) > most:
        raise UnreadableError(f"{path}: more than {most:,} bytes")
    return content


def utf8(content: bytes) -> str:
    """Return the text of a file."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(f"no UTF-8: {error}") from None


def read_case(
    content: bytes,
    folder: Path,
    delta: str | None,
    settings: Mapping[str, str],
    rounding: Rounding,
) -> Game:
    """Expand the case in a file's bytes; ``rounding`` gives values of sqrt, exp and log."""
    try:
        data = tomllib.loads(utf8(content).replace("\r\n", "\n"), parse_float=literal)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise UnreadableError(f"no TOML: {error}") from None
    names = Names(rounding)
    reader = Reader(data, folder, names)

    def noted(function: str, argument: Fraction) -> Fraction:
        reader.rounded = True
        return rounding(function, argument)

    names.rounding = noted
    try:
        return reader.game(delta, settings)
    except (RecursionError, TypeError, KeyError, AttributeError) as error:
        # A part of the file is of the wrong kind: apsgen says which, and what is accepted.
        raise UnreadableError(f"no case: {type(error).__name__} {error}") from None


# The certificate's text -----------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A part of the certificate and the place where it stands."""

    value: Any
    place: str

    def refused(self, reason: str) -> RejectedError:
        """Return the rejection of this part."""
        return RejectedError(f"{self.place}: {reason}")

    def table(self, *names: str) -> list[Part]:
        """Return the parts of a table that has exactly these keys."""
        if not isinstance(self.value, dict) or set(self.value) != set(names):
            raise self.refused(f"a table with exactly the keys {', '.join(names)} is needed")
        return [Part(self.value[name], f"{self.place}.{name}") for name in names]

    def named(self) -> dict[str, Part]:
        """Return the parts of a table of any keys."""
        if not isinstance(self.value, dict):
            raise self.refused("a table is needed")
        return {name: Part(self.value[name], f"{self.place}.{name[:60]}") for name in self.value}

    def points(self) -> list[Point]:
        """Return a list of points, or of directions."""
        listed = self.items()
        if len(listed) > MOST_POINTS:
            raise self.refused(f"at most {MOST_POINTS:,} are accepted")
        return [one.point() for one in listed]

    def items(self, length: int | None = None) -> list[Part]:
        """Return the parts of a list, of a length if one is needed."""
        if not isinstance(self.value, list) or length not in (None, len(self.value)):
            needed = "a list" if length is None else f"a list of {length}"
            raise self.refused(f"{needed} is needed")
        return [Part(value, f"{self.place}[{place}]") for place, value in enumerate(self.value)]

    def rational(self) -> Fraction:
        """Return a number."""
        text = self.value
        if isinstance(text, str) and len(text) <= MOST_DIGITS and _RATIONAL.fullmatch(text):
            return Fraction(text)
        raise self.refused('an integer or a fraction in quotes, such as "-4/5", is needed')

    def weight(self) -> Fraction:
        """Return a number that is not negative."""
        value = self.rational()
        if value < 0:
            raise self.refused(f"{value} is negative")
        return value

    def index(self, known: Iterable[int], what: str) -> int:
        """Return a place, which must be one of those known."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.refused(f"the number of a {what}, from 0, is needed")
        if self.value not in known:
            raise self.refused(f"no {what} {self.value} may stand here")
        return self.value

    def word(self) -> str:
        """Return a text."""
        if not isinstance(self.value, str):
            raise self.refused("a text is needed")
        return self.value

    def point(self) -> Point:
        """Return a pair of numbers."""
        first, second = self.items(2)
        return first.rational(), second.rational()


def read_certificate(content: bytes) -> Part:
    """Return a certificate: JSON without repeated keys, without decimals."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            twice = next(name for name, count in counts.items() if count > 1)
            raise RejectedError(f"the key {twice[:60]!r} stands twice in a table")
        return result

    def refused(text: str) -> Any:
        raise RejectedError(
            f"the number {text[:30]}: numbers are fractions in quotes, places integers"
        )

    def place(text: str) -> int:
        return int(text) if len(text) <= 9 else refused(text)

    try:
        value = json.loads(
            utf8(content),
            object_pairs_hook=unique,
            parse_float=refused,
            parse_constant=refused,
            parse_int=place,
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"no JSON: {error}") from None
    return Part(value, "certificate")


def check_case(part: Part, content: bytes, game: Game) -> None:
    """Check that the certificate is about this case, discount factor and parameters."""
    digest, files, delta, parameters, _ = part.table(
        "sha256", "files", "delta", "parameters", "rounded"
    )
    if digest.word() != hashlib.sha256(content).hexdigest():
        raise digest.refused("the certificate is of another case file, or of another version of it")
    stated = {name: one.word() for name, one in files.named().items()}
    if stated != {n: hashlib.sha256(text).hexdigest() for n, text in game.files.items()}:
        raise files.refused("the certificate is of other files than those that the case names")
    if delta.rational() != game.delta:
        raise delta.refused(f"the discount factor is {game.delta}, not {delta.rational()}")
    values = {name: one.rational() for name, one in parameters.named().items()}
    if values != game.parameters:
        raise parameters.refused("the parameters are not those of the case")


def check_rounded(part: Part) -> dict[tuple[str, Fraction], Fraction]:
    """Return the rationals that stand for values of sqrt, exp and log; each must be near."""
    result = {}
    for entry in part.items():
        function, argument, value = entry.items(3)
        key = function.word(), argument.rational()
        known = key[0] in ("sqrt", "exp", "log") and key not in result
        if not known or not is_near(*key, value.rational()):
            raise entry.refused("not near the function's value, or there already")
        result[key] = value.rational()
    return result


# Constraints as linear forms ------------------------------------------------------------------

Form = dict[tuple[Any, ...], Fraction]
"""A linear form: coefficients by variable.

("p", t, d) is the weight of decision d after reports t; ("w", t, b, y, i) player i's
continuation payoff after signal y of block b, times the weight of the block; ("m", t, b, y, k)
payments of kind k, times it too; ("q", t, d, i) is i's punishment payoff times ("p", t, d).
"""

COMPLY, OBSERVED = "comply", "observed"


def add(form: Form, other: Form, factor: Fraction = ONE) -> Form:
    """Add a multiple of a form to one, and return it."""
    for key, value in other.items():
        form[key] = bounded(form.get(key, ZERO) + factor * value)
    return form


@dataclass(frozen=True)
class Constraints:
    """The constraints of a game. Each is a form that is >= 0 in every mechanism."""

    game: Game
    known: dict[tuple[Any, ...], Form] = field(default_factory=dict)

    def players(self) -> list[int]:
        """Return the players with incentive constraints."""
        return [i for i in (0, 1) if not self.game.commits[i]]

    def value(self, i: int, a: int, t: int, b: int, choice: str | int) -> Form:
        """Return what player i of true type a gets in a block after reports t from a choice."""
        game, form = self.game, Form()
        true = game.profile(i, a, game.types(t)[1 - i])
        for d in game.within(t, b):
            gain = game.at(game.payoff[i][choice if isinstance(choice, int) else d], true)
            if choice == OBSERVED:
                best = game.at(game.deviation[i][d], true)
                gain = gain if best is None else best
                form["q", t, d, i] = game.delta
            form["p", t, d] = (1 - game.delta) * gain
        chances = game.chances(choice if isinstance(choice, int) else b)
        if choice != OBSERVED:
            for y, chance in enumerate(chances):
                form["w", t, b, y, i] = game.delta * chance
        for k in range(game.payments):
            comes, goes = k == 1 - i, k % 2 == i
            if choice == OBSERVED:
                if comes and not game.pays_after:
                    form["m", t, b, 0, k] = 1 - game.delta
            elif comes or goes:
                for y, chance in enumerate(chances if game.pays_after else [ONE]):
                    form["m", t, b, y, k] = (1 - game.delta) * (chance if comes else -chance)
        return form

    def sees(self, i: int, t: int, b: int) -> bool:
        """Return whether player i has an observed deviation in a block."""
        game = self.game
        if game.is_public and (game.transfers == "none" or game.pays_after):
            return False
        return any(
            v is not None for d in game.within(t, b) for row in game.deviation[i][d] for v in row
        )

    def choices(self, i: int, t: int, b: int, *, observed: bool) -> list[str | int]:
        """Return what player i may do in a block other than comply."""
        hidden: list[str | int] = [] if self.game.is_division else [*self.game.hidden[i][b]]
        return [OBSERVED, *hidden] if observed and self.sees(i, t, b) else hidden

    def after_lies(self, i: int, t: int, b: int) -> list[str | int]:
        """Return the deviations under the maximum of the constraint of a lie."""
        return self.choices(i, t, b, observed=self.game.off_schedule == "joint")

    def after_truth(self, i: int, t: int, b: int) -> list[str | int]:
        """Return the deviations that a player who told the truth must not gain from."""
        types = self.game.types(t)
        if self.game.beliefs[i][types[i]][types[1 - i]] > 0:
            return self.choices(i, t, b, observed=self.game.off_schedule != "interim")
        possible = self.game.off_schedule == "ex-post" and self.sees(i, t, b)
        return [OBSERVED] if possible else []

    def others(self, i: int, a: int) -> list[tuple[int, Fraction]]:
        """Return the other's types that type a of player i holds possible, with their chances."""
        return [(o, chance) for o, chance in enumerate(self.game.beliefs[i][a]) if chance]

    def planned(self, i: int, a: int, m: int) -> Form:
        """Return what type a of player i expects from reporting m and complying."""
        return self.expected(i, a, m, lambda t, b: COMPLY)

    def refusing(self, i: int, a: int, m: int) -> Form:
        """Return what he expects from reporting m and deviating observed wherever he can."""
        return self.expected(i, a, m, lambda t, b: OBSERVED if self.sees(i, t, b) else COMPLY)

    def expected(self, i: int, a: int, m: int, choice: Callable[[int, int], str]) -> Form:
        """Return what type a of player i expects from reporting m and then making choices."""
        form = Form()
        for o, chance in self.others(i, a):
            t = self.game.profile(i, m, o)
            for b in self.game.blocks(t):
                add(form, self.value(i, a, t, b, choice(t, b)), chance)
        return form

    def payoff(self, i: int) -> Form:
        """Return the expected payoff of player i from a mechanism: promise keeping."""
        form = Form()
        for t in self.game.profiles:
            chance = self.game.at(self.game.prior, t)
            for b in self.game.blocks(t) if chance else []:
                add(form, self.value(i, self.game.types(t)[i], t, b, COMPLY), chance)
        return form

    def truth(self, i: int, a: int, m: int) -> Form:
        """Type a of player i does not gain by reporting m and complying."""
        key = ("truth", i, a, m)
        if key not in self.known:
            self.known[key] = add(self.planned(i, a, a), self.planned(i, a, m), -ONE)
        return self.known[key]

    def interim(self, i: int, a: int, m: int) -> Form:
        """Type a of player i does not gain by reporting m and deviating whatever happens."""
        key = ("interim", i, a, m)
        if key not in self.known:
            self.known[key] = add(self.planned(i, a, a), self.refusing(i, a, m), -ONE)
        return self.known[key]

    def cell(self, i: int, a: int, t: int, b: int, choice: str | int) -> Form:
        """Return what complying is worth to type a of player i in a block less what a choice is."""
        key = ("cell", i, a, t, b, choice)
        if key not in self.known:
            other = self.value(i, a, t, b, choice)
            self.known[key] = add(self.value(i, a, t, b, COMPLY), other, -ONE)
        return self.known[key]

    def payment(self, i: int, t: int, b: int, y: int) -> Form:
        """Player i pays what he owes after signal y of a block."""
        game, form = self.game, Form()
        form["w", t, b, y, i] = game.delta
        for k in range(i, game.payments, 2):
            form["m", t, b, y, k] = game.delta - 1
        for d in game.within(t, b):
            form["q", t, d, i] = -game.delta
        return form


# The inner set --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mechanism:
    """A stage mechanism: the values of the variables, and the blocks in use of each profile."""

    values: Mapping[tuple[Any, ...], Fraction]
    used: Mapping[int, list[int]]
    punishment: tuple[Fraction | None, ...]

    def at(self, form: Form) -> Fraction:
        """Return the value of a form."""
        return total(value * self.variable(key) for key, value in form.items() if value)

    def variable(self, key: tuple[Any, ...]) -> Fraction:
        """Return the value of a variable."""
        if key[0] != "q":
            return self.values.get(key, ZERO)
        weight = self.values.get(("p", key[1], key[2]), ZERO)
        return weight * (self.punishment[key[3]] or ZERO)


def check_inner(part: Part, game: Game) -> list[Point]:
    """Check that every vertex is generated from the set; return the vertices."""
    listed, mechanisms = part.table("vertices", "mechanisms")
    vertices = listed.points()
    if not vertices:
        raise listed.refused("at least one vertex is needed")
    worst = tuple(min(vertex[i] for vertex in vertices) for i in (0, 1))
    punishment = worst if game.punishment is None else game.punishment
    points: dict[Any, Point] = dict(enumerate(vertices))
    if game.on_path:
        points["punishment"] = (punishment[0] or ZERO, punishment[1] or ZERO)
    constraints = Constraints(game)
    payoffs = [constraints.payoff(i) for i in (0, 1)]
    plans = mechanisms.items(len(vertices))
    for plan, vertex in zip(plans, vertices, strict=True):
        mechanism = read_mechanism(plan, game, points, punishment)
        for i in (0, 1):
            found = mechanism.at(payoffs[i])
            if found != vertex[i]:
                raise plan.refused(f"{game.players[i]} gets {found}, not {vertex[i]}")
        for broken in broken_constraints(mechanism, constraints):
            raise plan.refused(broken)
    return vertices


def read_mechanism(
    part: Part,
    game: Game,
    points: Mapping[Any, Point],
    punishment: tuple[Fraction | None, ...],
) -> Mechanism:
    """Read a mechanism; weights are probabilities and continuations lie in the set."""
    values: dict[tuple[Any, ...], Fraction] = {}
    used: dict[int, list[int]] = {}
    for t, plan in enumerate(part.items(len(game.profiles))):
        (blocks,) = plan.table("blocks")
        used[t] = []
        for block in blocks.items():
            weights, continuation, payments = block.table("weights", "continuation", "payments")
            b, share = read_weights(weights, game, t, values)
            if b in used[t]:
                raise weights.refused(f"block {b} stands there twice")
            used[t].append(b)
            signals = len(game.chances(b))
            for y, mean in enumerate(continuation.items(signals)):
                values["w", t, b, y, 0], values["w", t, b, y, 1] = (
                    share * value for value in read_mean(mean, points)
                )
            after = signals if game.pays_after else min(game.payments, 1)
            for y, sent in enumerate(payments.items(after)):
                for k, amount in enumerate(sent.items(game.payments)):
                    values["m", t, b, y, k] = share * amount.weight()
        if total(values.get(("p", t, d), ZERO) for d in game.open(t)) != 1:
            raise blocks.refused("the weights do not sum to 1")
    return Mechanism(values, used, punishment)


def read_weights(
    part: Part, game: Game, t: int, values: dict[tuple[Any, ...], Fraction]
) -> tuple[int, Fraction]:
    """Read the weights of a block's decisions; return the block and their sum."""
    share, decisions = ZERO, []
    for entry in part.items(None if game.is_division else 1):
        decision, weight = entry.items(2)
        d = decision.index(game.open(t), "decision")
        if d in decisions:
            raise entry.refused(f"decision {d} stands there twice")
        decisions.append(d)
        values["p", t, d] = weight.weight()
        share = bounded(share + values["p", t, d])
    return (0 if game.is_division else decisions[0]), share


def read_mean(part: Part, points: Mapping[Any, Point]) -> Point:
    """Return a mean of the points by their numbers."""
    weights = []
    for entry in part.items():
        name, weight = entry.items(2)
        known = isinstance(name.value, int | str) and not isinstance(name.value, bool)
        if not known or name.value not in points:
            raise name.refused("no such vertex")
        weights.append((weight.weight(), points[name.value]))
    if total(weight for weight, _ in weights) != 1:
        raise part.refused("the weights do not sum to 1")
    first, second = (total(weight * point[i] for weight, point in weights) for i in (0, 1))
    return first, second


def broken_constraints(mechanism: Mechanism, constraints: Constraints) -> Iterator[str]:
    """Give the incentive constraints that a mechanism violates."""
    game = constraints.game
    for i in constraints.players():
        name = game.players[i]
        for t in game.profiles:
            yield from broken_blocks(mechanism, constraints, i, t)
        for a, m in ((a, m) for a, open_to in enumerate(game.reports[i]) for m in open_to):
            interim = game.off_schedule == "interim"
            if interim and mechanism.at(constraints.interim(i, a, m)) < 0:
                yield f"interim IR of {name}, type {a}, report {m} does not hold"
            if m != a:
                slack = mechanism.at(constraints.truth(i, a, m))
                for o, chance in constraints.others(i, a):
                    t = game.profile(i, m, o)
                    for b in mechanism.used[t]:
                        cells = (
                            mechanism.at(constraints.cell(i, a, t, b, choice))
                            for choice in constraints.after_lies(i, t, b)
                        )
                        slack += chance * min(ZERO, min(cells, default=ZERO))
                if slack < 0:
                    yield f"IC of {name}, type {a}, report {m} does not hold"


def broken_blocks(mechanism: Mechanism, constraints: Constraints, i: int, t: int) -> Iterator[str]:
    """Give the constraints of single blocks that a mechanism violates."""
    game = constraints.game
    a = game.types(t)[i]
    for b in mechanism.used[t]:
        where = f"{game.players[i]}, reports {game.types(t)}, block {b}"
        for choice in constraints.after_truth(i, t, b):
            if mechanism.at(constraints.cell(i, a, t, b, choice)) < 0:
                yield f"obedience of {where}, deviation {choice} does not hold"
        for y in range(len(game.chances(b))) if game.pays_after else []:
            if mechanism.at(constraints.payment(i, t, b, y)) < 0:
                yield f"payment of {where}, signal {y} would be refused"


# The outer set --------------------------------------------------------------------------------


def cross(u: Point, v: Point) -> Fraction:
    """Return the signed area between two vectors."""
    return u[0] * v[1] - u[1] * v[0]


def turn(u: Point, v: Point) -> int:
    """Compare two vectors by angle, counter-clockwise from (1, 0)."""
    return turned(whole(u), whole(v))


def whole(vector: Point) -> tuple[int, int]:
    """Return integers along a vector: they are compared many times, and faster."""
    x, y = vector
    return x.numerator * y.denominator, y.numerator * x.denominator


def turned(u: tuple[int, int], v: tuple[int, int]) -> int:
    """Compare two vectors of integers by angle, counter-clockwise from (1, 0)."""
    first = u[1] < 0 or (u[1] == 0 and u[0] < 0)
    second = v[1] < 0 or (v[1] == 0 and v[0] < 0)
    if first != second:
        return first - second
    area = u[0] * v[1] - u[1] * v[0]
    return (area < 0) - (area > 0)


by_angle = functools.cmp_to_key(turned)


@dataclass(frozen=True)
class Directions:
    """Directions all around, by angle."""

    listed: list[Point]
    angles: list[Any]
    known: dict[Point, dict[int, Fraction]] = field(default_factory=dict)

    @classmethod
    def read(cls, part: Part) -> Directions:
        """Read directions; neighbours are less than half a turn apart."""
        listed = part.points()
        if len(listed) < 3:
            raise part.refused("at least three directions are needed to go around")
        for one, other in zip(listed, [*listed[1:], *listed[:1]], strict=True):
            if cross(one, other) <= 0:
                raise part.refused("neighbours must be less than half a turn apart, by angle")
        if any(turn(one, other) >= 0 for one, other in pairwise(listed)):
            raise part.refused("directions must stand by angle from (1, 0), once around")
        return cls(listed, [by_angle(whole(one)) for one in listed])

    def support(self, slope: Point) -> dict[int, Fraction]:
        """Return coefficients >= 0 of levels that bound the support function at a slope."""
        if slope not in self.known:
            self.known[slope] = self.beside(slope)
        return self.known[slope]

    def beside(self, slope: Point) -> dict[int, Fraction]:
        """Write a slope as a combination, coefficients >= 0, of the two directions beside it."""
        if not any(slope):
            return {}
        before = bisect_right(self.angles, by_angle(whole(slope))) - 1
        after = (before + 1) % len(self.listed)
        before %= len(self.listed)
        first, second = self.listed[before], self.listed[after]
        area = cross(first, second)
        both = {before: cross(slope, second) / area, after: cross(first, slope) / area}
        return {k: value for k, value in both.items() if value}


Linear = dict[int, Fraction]
"""Coefficients of levels, all >= 0."""


def at(linear: Linear, levels: Sequence[Fraction]) -> Fraction:
    """Return the value of coefficients at levels."""
    return total(value * levels[k] for k, value in linear.items())


@dataclass(frozen=True)
class Worth:
    """What a decision is worth at most: a monotone, max-affine function of the levels."""

    constant: Fraction
    slopes: Linear
    maxima: list[tuple[Linear, Fraction]]

    def value(self, levels: Sequence[Fraction]) -> Fraction:
        """Return the value at levels."""
        greater = (max(at(linear, levels), least) for linear, least in self.maxima)
        return bounded(self.constant + at(self.slopes, levels) + total(greater))

    def rise(
        self, weights: Sequence[Fraction], upper: Sequence[Fraction], lower: Sequence[Fraction]
    ) -> Fraction:
        """Return the slope along weights, of the terms that can be greatest between levels."""
        competing = (
            at(linear, weights)
            for linear, least in self.maxima
            if at(linear, upper) >= max(at(linear, lower), least)
        )
        return bounded(at(self.slopes, weights) + total(competing))


def greatest(every: Iterable[Worth]) -> list[Worth]:
    """Return those that no other of the same slopes exceeds everywhere."""
    best: dict[tuple[Any, ...], Worth] = {}
    for one in every:
        key = (
            tuple(sorted(one.slopes.items())),
            tuple((tuple(sorted(linear.items())), least) for linear, least in one.maxima),
        )
        if key not in best or best[key].constant < one.constant:
            best[key] = one
    return list(best.values())


Bound = list[list[Worth]]
"""For each profile what each decision is worth; the bound is the sum of the greatest."""


def bound_at(bound: Bound, levels: Sequence[Fraction]) -> Fraction:
    """Return a bound at levels."""
    return total(max(one.value(levels) for one in profile) for profile in bound)


@dataclass
class Outer:
    """What is known of the game, and of V* so far: levels, and decisions that no plan uses."""

    game: Game
    constraints: Constraints
    directions: Directions
    levels: list[Fraction]
    closed: set[tuple[int, int]]

    def bound(self, part: Part, direction: Point) -> Bound:
        """Return the bound on a direction that rows with multipliers imply."""
        form = Form()
        for i in (0, 1):
            add(form, self.payoffs[i], direction[i])
        for row in part.items():
            self.add_row(form, row)
        self.check_money(part, form)
        return [
            greatest(self.worth(form, t, d) for d in self.game.open(t) if (t, d) not in self.closed)
            for t in self.game.profiles
        ]

    @property
    def payoffs(self) -> list[Form]:
        """The expected payoffs of the players."""
        known = self.constraints.known
        for i in (0, 1):
            if ("payoff", i) not in known:
                known["payoff", i] = self.constraints.payoff(i)
        return [known["payoff", i] for i in (0, 1)]

    def check_money(self, part: Part, form: Form) -> None:
        """Check that no payment adds to a form."""
        for key, value in form.items():
            if key[0] == "m" and value > 0 and key[1:3] not in self.closed:
                raise part.refused(f"payments of kind {key[4]} after reports {key[1]} add to it")

    def worth(self, form: Form, t: int, d: int) -> Worth:
        """Return what decision d adds at most after reports t."""
        game = self.game
        block = 0 if game.is_division else d
        constant, slopes = form.get(("p", t, d), ZERO), Linear()
        maxima: list[tuple[Linear, Fraction]] = []
        weights = [-form.get(("q", t, d, i), ZERO) for i in (0, 1)]
        for y in range(len(game.chances(d))):
            first, second = (form.get(("w", t, block, y, i), ZERO) for i in (0, 1))
            if game.on_path and game.punishment is None and max(first, second) <= 0:
                weights = [weights[0] - first, weights[1] - second]
                continue
            linear = self.directions.support((first, second))
            if game.on_path and game.punishment is not None:
                least = first * (game.punishment[0] or ZERO) + second * (game.punishment[1] or ZERO)
                maxima.append((linear, least))
            else:
                add_linear(slopes, linear)
        for i, weight in enumerate(weights):
            if game.punishment is not None:
                constant -= weight * (game.punishment[i] or ZERO)
            else:
                add_linear(slopes, self.directions.support(towards(i, -weight)))
        return Worth(bounded(constant), slopes, maxima)

    def add_row(self, form: Form, row: Part) -> None:
        """Add a constraint times its multiplier."""
        parts = row.items()
        kind = parts[0].value if parts else None
        if kind == "lie":
            self.add_lie(form, row)
        elif kind == "obey":
            self.add_obey(form, row)
        elif kind == "refuse":
            _, player, own, report, multiplier = row.items(5)
            i, a, m = self.lie(player, own, report)
            if self.game.off_schedule != "interim":
                raise row.refused("the case has no such constraint")
            add(form, self.constraints.interim(i, a, m), multiplier.weight())
        elif kind == "pay":
            _, player, profile, block, signal, multiplier = row.items(6)
            i, t, b = self.block(player, profile, block)
            y = signal.index(range(len(self.game.chances(b))), "signal")
            if not self.game.pays_after:
                raise row.refused("the case has no such constraint")
            add(form, self.constraints.payment(i, t, b, y), multiplier.weight())
        else:
            raise row.refused("no such kind of constraint")

    def add_lie(self, form: Form, row: Part) -> None:
        """Add the constraint of a lie and of choices in cells after it."""
        _, player, own, report, multiplier, cells = row.items(6)
        i, a, m = self.lie(player, own, report)
        weight = multiplier.weight()
        if a == m:
            raise row.refused("the report is the truth")
        add(form, self.constraints.truth(i, a, m), weight)
        chances = dict(self.constraints.others(i, a))
        spent: dict[tuple[int, int], Fraction] = {}
        for cell in cells.items():
            other, block, choice, share = cell.items(4)
            o = other.index(chances, "possible type")
            t = self.game.profile(i, m, o)
            b = block.index(self.game.blocks(t), "block")
            s = self.choice(choice, self.constraints.after_lies(i, t, b))
            spent[o, b] = bounded(spent.get((o, b), ZERO) + share.weight())
            if spent[o, b] > weight:
                raise cell.refused("multipliers in the cell sum to more than that of the lie")
            add(form, self.constraints.cell(i, a, t, b, s), chances[o] * share.weight())

    def add_obey(self, form: Form, row: Part) -> None:
        """Add the constraint of a block after true reports."""
        _, player, profile, block, choice, multiplier = row.items(6)
        i, t, b = self.block(player, profile, block)
        s = self.choice(choice, self.constraints.after_truth(i, t, b))
        a = self.game.types(t)[i]
        add(form, self.constraints.cell(i, a, t, b, s), multiplier.weight())

    def lie(self, player: Part, own: Part, report: Part) -> tuple[int, int, int]:
        """Read a player, his type and a report that is open to it."""
        i = player.index(self.constraints.players(), "player with constraints")
        a = own.index(range(self.game.sizes[i]), "type")
        return i, a, report.index(self.game.reports[i][a], "report open to the type")

    def block(self, player: Part, profile: Part, block: Part) -> tuple[int, int, int]:
        """Read a player, a profile and a block."""
        i = player.index(self.constraints.players(), "player with constraints")
        t = profile.index(self.game.profiles, "profile")
        return i, t, block.index(self.game.blocks(t), "block")

    def choice(self, part: Part, known: list[str | int]) -> str | int:
        """Read a choice, which must be one of those in the constraint."""
        if part.value == OBSERVED and OBSERVED in known:
            return OBSERVED
        return part.index([s for s in known if isinstance(s, int)], "deviation in this constraint")

    def is_empty(self) -> bool:
        """Return whether some profile has no decision left."""
        return any(
            all((t, d) in self.closed for d in self.game.open(t)) for t in self.game.profiles
        )


AXES = ((ONE, ZERO), (ZERO, ONE), (-ONE, ZERO), (ZERO, -ONE))


def towards(i: int, length: Fraction) -> Point:
    """Return a vector along the axis of a player."""
    return (length, ZERO) if i == 0 else (ZERO, length)


def add_linear(linear: Linear, other: Linear) -> None:
    """Add coefficients."""
    for k, value in other.items():
        linear[k] = bounded(linear.get(k, ZERO) + value)


def feasible(game: Game, direction: Point) -> Fraction:
    """Return the greatest payoff in a direction of all plans."""
    return total(
        game.at(game.prior, t)
        * max(
            sum(direction[i] * game.at(game.payoff[i][d], t) for i in (0, 1)) for d in game.open(t)
        )
        for t in game.profiles
    )


def start_points(part: Part, game: Game) -> list[Point]:
    """Return points to which the start set reaches besides plans; none if it is shown empty.

    Without transfers that is the punishment, if the path may go there; with transfers the
    corners of the triangle of the players' floors and the greatest total.
    """
    if game.transfers == "none":
        least = (-feasible(game, (-ONE, ZERO)), -feasible(game, (ZERO, -ONE)))
        if game.punishment is not None:
            least = (game.punishment[0] or ZERO, game.punishment[1] or ZERO)
        return [least] if game.on_path else []
    first, second = (floor(part, game, i) for i in (0, 1))
    most = feasible(game, (ONE, ONE))
    if game.on_path and game.punishment is not None:
        most = max(most, sum((value or ZERO for value in game.punishment), ZERO))
    if first + second > most:
        return []
    return [(first, second), (most - second, second), (first, most - first)]


def floor(part: Part, game: Game, i: int) -> Fraction:
    """Return the payoff that a player can secure himself by refusing to pay."""
    if game.commits[i]:
        raise part.refused(f"{game.players[i]} commits and may pay any amount: nothing bounds it")
    sure = ZERO
    for t in game.profiles:
        worst = []
        tempted = [
            d
            for d in game.open(t)
            if any(v is not None for row in game.deviation[i][d] for v in row)
        ]
        for d in game.open(t):
            gain = game.at(game.payoff[i][d], t)
            best = game.at(game.deviation[i][d], t)
            trapped = not tempted if game.is_division else d not in tempted
            if not game.pays_after and trapped:
                raise part.refused(f"{game.players[i]} cannot refuse to pay in decision {d}")
            worst.append(gain if best is None or game.pays_after else best)
        sure += game.at(game.prior, t) * min(worst)
    if game.punishment is None:
        return sure
    return (1 - game.delta) * sure + game.delta * (game.punishment[i] or ZERO)


def check_start(part: Part, game: Game, directions: Directions) -> list[Fraction] | None:
    """Check that the start levels bound V*; None if V* is empty from the start."""
    points = start_points(part, game)
    levels = part.items(len(directions.listed))
    if game.transfers != "none" and not points:
        return None
    for level, direction in zip(levels, directions.listed, strict=True):
        reach = [direction[0] * point[0] + direction[1] * point[1] for point in points]
        if game.transfers == "none":
            reach.append(feasible(game, direction))
        if level.rational() < max(reach):
            raise level.refused(f"the start set reaches to {max(reach)}")
    return [level.rational() for level in levels]


def check_outer(part: Part, game: Game) -> list[Point]:
    """Check the steps of an outer set; return its claimed vertices, none if V* is empty."""
    listed, start, steps, claimed = part.table("directions", "start", "steps", "vertices")
    directions = Directions.read(listed)
    levels = check_start(start, game, directions)
    vertices = claimed.points()
    if levels is None:
        if steps.items() or vertices:
            raise steps.refused("V* is empty from the start: no steps or vertices are needed")
        return []
    outer = Outer(game, Constraints(game), directions, levels, set())
    shown_empty = False
    for step in steps.items():
        if shown_empty:
            raise step.refused("V* is empty by the steps before")
        shown_empty = check_step(step, outer)
    if shown_empty:
        if vertices:
            raise claimed.refused("V* is empty by the steps, but vertices are claimed")
        return []
    if not vertices:
        raise claimed.refused("the steps do not show V* to be empty, but no vertices are claimed")
    for side, level in sides(convex_hull(vertices)):
        reach = at(outer.directions.support(side), outer.levels)
        if reach > level:
            shown = f"({float_text(side[0])}, {float_text(side[1])})"
            raise claimed.refused(f"the levels reach beyond the hull in direction {shown}")
    return vertices


def sides(hull: list[Point]) -> list[tuple[Point, Fraction]]:
    """Return half-planes, directions and levels, of which a hull is the intersection."""
    if len(hull) == 1:
        normals = [(direction, hull[0]) for direction in AXES]
    else:
        edges = [(hull[place - 1], corner) for place, corner in enumerate(hull)]
        normals = [((b[1] - a[1], a[0] - b[0]), a) for a, b in edges]
        if len(hull) == 2:
            normals += [(minus(b, a), b) for a, b in edges]
    return [(n, bounded(n[0] * point[0] + n[1] * point[1])) for n, point in normals]


def check_step(step: Part, outer: Outer) -> bool:
    """Check a step and take its levels as known; return whether it shows that V* is empty."""
    rule = step.value.get("rule") if isinstance(step.value, dict) else None
    if rule == "application":
        check_application(step, outer)
    elif rule == "fixed point":
        check_fixed_point(step, outer)
    elif rule == "closed":
        check_closed(step, outer)
        return outer.is_empty()
    elif rule == "directions":
        check_directions(step, outer)
    elif rule == "contradiction":
        check_contradiction(step, outer)
        return True
    elif rule == "empty":
        _, rows = step.table("rule", "rows")
        if bound_at(outer.bound(rows, (ZERO, ZERO)), outer.levels) >= 0:
            raise rows.refused("the sum of the rows is not negative")
        return True
    else:
        raise step.refused("no such rule")
    return False


def read_bounds(step: Part, outer: Outer, *names: str) -> dict[int, tuple[list[Part], Bound]]:
    """Read the bounds of a step: by direction its parts, and what its rows imply."""
    result = {}
    _, bounds = step.table("rule", "bounds")
    for entry in bounds.items():
        direction, rows, *others = entry.table("direction", "rows", *names)
        k = direction.index(range(len(outer.levels)), "direction")
        if k in result:
            raise direction.refused("the direction stands there twice")
        result[k] = (others, outer.bound(rows, outer.directions.listed[k]))
    return result


def check_application(step: Part, outer: Outer) -> None:
    """Check levels that applications of T imply, one after the other, with the same rows."""
    found = read_bounds(step, outer, "levels")
    stated = {k: levels.items() for k, ((levels,), _) in found.items()}
    known = list(outer.levels)
    for time in range(max(map(len, stated.values()), default=0)):
        lower = list(known)
        for k, (_, bound) in found.items():
            if time >= len(stated[k]):
                continue
            level = stated[k][time]
            reach = bound_at(bound, known)
            if level.rational() < reach:
                raise level.refused(f"the rows imply no level below {float_text(reach)}")
            lower[k] = min(known[k], level.rational())
        known = lower
    outer.levels = known


def check_fixed_point(step: Part, outer: Outer) -> None:
    """Check levels that infinitely many applications imply, by the lemma."""
    found = read_bounds(step, outer, "level", "weight")
    upper, lower = list(outer.levels), list(outer.levels)
    weights = [ZERO] * len(upper)
    for k, ((level, weight), _) in found.items():
        lower[k], weights[k] = level.rational(), weight.weight()
        if lower[k] > upper[k]:
            raise level.refused(f"above the level that is known, {float_text(upper[k])}")
        if not weights[k]:
            raise weight.refused("a weight must be positive")
    for k, ((level, weight), bound) in found.items():
        if bound_at(bound, lower) > lower[k]:
            raise level.refused("the rows do not hold the level down")
        rise = ZERO
        for profile in bound:
            best = max(one.value(lower) for one in profile)
            rise += max(
                one.rise(weights, upper, lower) for one in profile if one.value(upper) >= best
            )
        if rise >= weights[k]:
            raise weight.refused("the bounds do not contract along the weights")
    outer.levels = lower


def check_closed(step: Part, outer: Outer) -> None:
    """Check that no mechanism uses a decision after some reports, and close it."""
    _, profile, decision, rows = step.table("rule", "profile", "decision", "rows")
    t = profile.index(outer.game.profiles, "profile")
    d = decision.index(outer.game.open(t), "decision")
    if outer.game.is_division:
        raise step.refused("a division has no decisions that could be closed")
    form = Form()
    for row in rows.items():
        parts = row.items()
        alone = parts and parts[0].value in ("obey", "pay") and len(parts) == 6
        if not alone or (parts[2].value, parts[3].value) != (t, d):
            raise row.refused("only rows of this profile and block may stand here")
        outer.add_row(form, row)
    outer.check_money(rows, form)
    if outer.worth(form, t, d).value(outer.levels) >= 0:
        raise rows.refused("the sum of the rows is not negative")
    outer.closed.add((t, d))


def check_directions(step: Part, outer: Outer) -> None:
    """Check levels in other directions, each implied by the levels of two that are known."""
    _, entries = step.table("rule", "entries")
    levels, known = [], range(len(outer.levels))
    parts = [entry.table("direction", "level", "between") for entry in entries.items()]
    listed = [direction.value for direction, _, _ in parts]
    directions = Directions.read(Part(listed, entries.place))
    for direction, (_, level, between) in zip(directions.listed, parts, strict=True):
        i, j = (one.index(known, "direction") for one in between.items(2))
        first, second = outer.directions.listed[i], outer.directions.listed[j]
        area = cross(first, second)
        if i == j:
            along = first[0] * direction[0] + first[1] * direction[1]
            shares = along / (first[0] ** 2 + first[1] ** 2), ZERO
            beside = cross(first, direction) == 0 and along > 0
        else:
            shares = (ZERO, ZERO)
            if area:
                shares = cross(direction, second) / area, cross(first, direction) / area
            beside = area != 0 and min(shares) >= 0
        if not beside:
            raise between.refused("the direction does not lie between these two")
        reach = bounded(shares[0] * outer.levels[i] + shares[1] * outer.levels[j])
        if level.rational() < reach:
            raise level.refused(f"the two levels imply none below {float_text(reach)}")
        levels.append(level.rational())
    outer.directions, outer.levels = directions, levels


def check_contradiction(step: Part, outer: Outer) -> None:
    """Check that no point satisfies the levels: a sum of them that says 0 < 0."""
    _, weights = step.table("rule", "weights")
    first, second, level = ZERO, ZERO, ZERO
    for entry in weights.items():
        direction, share = entry.items(2)
        k, weight = direction.index(range(len(outer.levels)), "direction"), share.weight()
        first = bounded(first + weight * outer.directions.listed[k][0])
        second = bounded(second + weight * outer.directions.listed[k][1])
        level = bounded(level + weight * outer.levels[k])
    if first or second or level >= 0:
        raise weights.refused("the directions must sum to nothing, the levels to less than 0")


# The claim ------------------------------------------------------------------------------------


def convex_hull(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the hull, counter-clockwise."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    sides = []
    for side in (ordered, ordered[::-1]):
        chain: list[Point] = []
        for point in side:
            while (
                len(chain) > 1 and cross(minus(chain[-1], chain[-2]), minus(point, chain[-1])) <= 0
            ):
                chain.pop()
            chain.append(point)
        sides.append(chain[:-1])
    return [*sides[0], *sides[1]]


def minus(u: Point, v: Point) -> Point:
    """Return the difference of two points."""
    return u[0] - v[0], u[1] - v[1]


def efficient(game: Game, t: int) -> list[int]:
    """Return the decisions of a profile whose payoffs have the greatest sum."""
    totals = {
        d: game.at(game.payoff[0][d], t) + game.at(game.payoff[1][d], t) for d in game.open(t)
    }
    return [d for d, value in totals.items() if value == max(totals.values())]


def has_deviation(game: Game, i: int, decisions: list[int]) -> bool:
    """Return whether some decision lists a deviation of a player."""
    return any(v is not None for d in decisions for row in game.deviation[i][d] for v in row)


def face_game(part: Part, game: Game, corners: list[Point] | None) -> Game:
    """Return the game whose V* contains the face of V* where the total is the first best.

    That is the game of efficient decisions, nothing burnt, no path to the punishment, and a
    punishment that is fixed: the game's own, or payoffs that V* is nowhere below.
    """
    chances = [game.at(game.prior, t) for t in game.profiles]
    used = {d for t in game.profiles for d in efficient(game, t)}
    if not game.is_division:
        chances += [chance for d in used for chance in game.signal[d]]
    if not all(chance > 0 for chance in chances):
        raise part.refused("play may leave the face after what has no chance to happen")
    if game.is_division and not all(
        has_deviation(game, i, game.open(t)) == has_deviation(game, i, efficient(game, t))
        for i in (0, 1)
        for t in game.profiles
    ):
        raise part.refused("a deviation is open only because of a decision that is not efficient")
    punishment = game.punishment
    if punishment is None:
        if not corners:
            raise part.refused("an outer set is needed: it bounds the punishment from below")
        punishment = tuple(min(corner[i] for corner in corners) for i in (0, 1))
    elif game.on_path and total(value or ZERO for value in punishment) >= first_best(game):
        raise part.refused("the path may go from the face to the punishment")
    allowed = [
        [
            [d in efficient(game, game.profile(0, a, b)) for b in range(game.sizes[1])]
            for a in range(game.sizes[0])
        ]
        for d in range(len(game.decisions))
    ]
    return dataclasses.replace(
        game,
        allowed=allowed,
        transfers="balanced" if game.transfers == "burning" else game.transfers,
        punishment=punishment,
        on_path=False,
    )


def first_best(game: Game) -> Fraction:
    """Return the greatest total payoff of all plans."""
    return feasible(game, (ONE, ONE))


@dataclass(frozen=True)
class Asked:
    """A property of V*: not empty; a payoff with at least this total; or this payoff."""

    words: str
    least: Fraction | None
    point: Point | None

    @classmethod
    def read(cls, part: Part, game: Game) -> Asked:
        """Read a property: its name and its numbers."""
        name, *numbers = part.items()
        values = [number.rational() for number in numbers]
        kind = name.word(), len(values)
        if kind == ("non-empty", 0):
            return cls("is not empty", None, None)
        if kind == ("first-best", 0):
            return cls("reaches the first-best total", first_best(game), None)
        if kind == ("total", 1):
            return cls(f"reaches the total {values[0]}", values[0], None)
        if kind == ("payoff", 2):
            point = values[0], values[1]
            return cls(f"contains ({values[0]}, {values[1]})", sum(point, ZERO), point)
        raise part.refused("accepted are first-best, non-empty, total and payoff")

    def is_met(self, points: list[Point]) -> bool:
        """Return whether the hull of points has the property."""
        if not points:
            return False
        if self.point is not None:
            return squared_distance(self.point, convex_hull(points)) == 0
        return self.least is None or max(x + y for x, y in points) >= self.least


def check_property(
    part: Part, face: Part, game: Game, inner: list[Point] | None, outer: list[Point] | None
) -> list[str]:
    """Check the claim that V* has a property, or lacks it; return it in words."""
    status, stated = part.table("status", "property")
    asked = Asked.read(stated, game)
    if status.value == "has":
        if outer is not None or face.value is not None or not asked.is_met(inner or []):
            raise part.refused("the inner set does not show it, or more is stated than that")
        return [f"V* {asked.words}."]
    if status.value != "lacks" or inner is not None:
        raise status.refused("accepted are has, with an inner set, and lacks, with none")
    if face.value is None:
        if outer is None or asked.is_met(outer):
            raise part.refused("the outer set does not show it")
    elif asked.least != first_best(game):
        raise face.refused("a face shows nothing of a total other than the first best")
    elif asked.is_met(check_outer(face, face_game(face, game, outer))):
        raise face.refused("a payoff with the property is left")
    return [f"V* does not have the property that it {asked.words}."]


def squared_distance(point: Point, hull: list[Point]) -> Fraction:
    """Return the square of a point's distance from a hull."""
    edges = [(hull[place - 1], corner) for place, corner in enumerate(hull)]
    if len(hull) > 2 and all(cross(minus(b, a), minus(point, a)) >= 0 for a, b in edges):
        return ZERO
    return min(squared_from_edge(point, a, b) for a, b in edges)


def all_near(points: list[Point], hull: list[Point], most: Fraction) -> bool:
    """Return whether points, by angle, are no farther from a hull than the root of a number.

    The edge that is near one point is tried first for the next.
    """
    edges = [(hull[place - 1], corner) for place, corner in enumerate(hull)]
    for point in points:
        for tried, (a, b) in enumerate(edges):
            if squared_from_edge(point, a, b) <= most:
                edges = edges[tried:] + edges[:tried]
                break
        else:
            if squared_distance(point, hull) > most:
                return False
    return True


def squared_from_edge(point: Point, a: Point, b: Point) -> Fraction:
    """Return the square of a point's distance from a segment."""
    along, away = minus(b, a), minus(point, a)
    length = along[0] ** 2 + along[1] ** 2
    share = (along[0] * away[0] + along[1] * away[1]) / length if length else ZERO
    share = min(max(share, ZERO), ONE)
    left = away[0] - share * along[0], away[1] - share * along[1]
    return bounded(left[0] ** 2 + left[1] ** 2)


def check_claim(part: Part, inner: list[Point] | None, outer: list[Point] | None) -> list[str]:
    """Check what is claimed against what was shown; return it in words."""
    status, gap = part.table("status", "gap")
    if status.value == "empty":
        if inner is not None or outer != [] or gap.value is not None:
            raise part.refused("not shown to be empty, or stated together with a set")
        return ["V* is empty."]
    if status.value != "bounded":
        raise status.refused("accepted are bounded and empty")
    if outer == [] or (inner is None and outer is None):
        raise part.refused("neither an inner nor an outer set is shown")
    words = []
    if inner is not None:
        words.append(f"V* contains the hull of the {len(inner)} inner vertices.")
    if outer is not None:
        words.append(f"V* lies in the hull of the {len(outer)} outer vertices.")
    if inner is None or outer is None:
        if gap.value is not None:
            raise gap.refused("a gap needs an inner and an outer set")
        return words
    most = gap.weight()
    if not all_near(convex_hull(outer), convex_hull(inner), most**2):
        raise gap.refused("an outer vertex is farther than this from the inner set")
    return [*words, f"The two are at most {float_text(most)} apart."]


# The command ----------------------------------------------------------------------------------


def float_text(value: Fraction) -> str:
    """Return a number to be read, rounded; nothing is decided by it."""
    try:
        return f"{float(value):.9g}"
    except OverflowError:
        return "a number beyond a double"


def check(
    case: Path, certificate: Path, delta: str | None, settings: Mapping[str, str]
) -> list[str]:
    """Check a certificate against a case; return what is proved, in words.

    Parameters
    ----------
    case, certificate
        The files.
    delta, settings
        Expressions in the place of the discount factor and of parameters.

    Raises
    ------
    RejectedError
        With the place of the first line that does not hold, and the reason.
    UnreadableError
        When a file cannot be read.
    """
    content = read_bytes(case, MOST_BYTES["case"])
    whole = read_certificate(read_bytes(certificate, MOST_BYTES["certificate"]))
    names = ["format", "case", "claim", "inner", "outer"]
    with_face = isinstance(whole.value, dict) and "face" in whole.value
    form, about, claim, inner, outer, *face = whole.table(*names, *["face"] * with_face)
    if form.value != "apsgen-certificate/1":
        raise form.refused("apsgen-certificate/1 is accepted")
    rounded = check_rounded(about.table("sha256", "files", "delta", "parameters", "rounded")[4])

    def rounding(function: str, argument: Fraction) -> Fraction:
        if (function, argument) not in rounded:
            raise RejectedError(f"certificate.case.rounded: nothing for {function}({argument})")
        return rounded[function, argument]

    game = read_case(content, case.parent, delta, settings, rounding)
    check_case(about, content, game)
    vertices = None if inner.value is None else check_inner(inner, game)
    corners = None if outer.value is None else check_outer(outer, game)
    if face:
        words = check_property(claim, face[0], game, vertices, corners)
    else:
        words = check_claim(claim, vertices, corners)
    lines = [f"Accepted: proved for {case.name} at delta = {game.delta}.", *words]
    if rounded:
        lines.append("Proved for the rationals to which the case's numbers were rounded.")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a certificate from the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m apsgen.checker", description=__doc__)
    parser.add_argument("case", type=Path)
    parser.add_argument("certificate", type=Path)
    parser.add_argument("--delta", help="a discount factor in the place of the case's")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    options = parser.parse_args(arguments)
    settings = {}
    for setting in options.set:
        name, sign, value = setting.partition("=")
        if not sign:
            parser.error(f"--set {setting}: NAME=VALUE is accepted")
        settings[name.strip()] = value
    try:
        lines = check(options.case, options.certificate, options.delta, settings)
    except RejectedError as reason:
        print(f"Rejected: {reason}")
        return 1
    except UnreadableError as reason:
        print(f"Unreadable: {reason}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
