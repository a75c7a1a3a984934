"""A JSON object read field by field: what is wrong is told with its place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from apsgen.case.number import NumberError, ratio
from apsgen.case.section import described, shown
from apsgen.errors import ResultError


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object, and where it stands in the whole.

    Every method that reads raises ResultError when the field is missing or of another kind.

    Attributes
    ----------
    data
        What it holds.
    place
        Its path, with a dot at the end; empty for the whole.

    Examples
    --------
    >>> fields = parse('{"gap": 0.5, "case": {"path": 3}}')
    >>> fields.number("gap")
    0.5
    >>> fields.table("case").text("path")
    Traceback (most recent call last):
        ...
    apsgen.errors.ResultError: case.path: found the number 3; a text is accepted
    """

    data: Mapping[str, object]
    place: str = ""

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def has(self, name: str) -> bool:
        """Return whether a field is there and not null."""
        return self.data.get(name) is not None

    def value(self, name: str, accepted: str) -> object:
        """Return whatever a field holds."""
        if name not in self.data:
            raise ResultError(f"{self.place}{name}: missing; {accepted} is accepted")
        return self.data[name]

    def refuse(self, name: str, accepted: str) -> NoReturn:
        """Say what was found in a field, and what would be accepted."""
        found = described(self.data[name])
        raise ResultError(f"{self.place}{name}: found {found}; {accepted} is accepted")

    def table(self, name: str) -> Fields:
        """Return an object."""
        value = self.value(name, "an object")
        if not isinstance(value, Mapping):
            self.refuse(name, "an object")
        return Fields(value, f"{self.place}{name}.")

    def text(self, name: str) -> str:
        """Return a text."""
        value = self.value(name, "a text")
        if not isinstance(value, str):
            self.refuse(name, "a text")
        return value

    def maybe_text(self, name: str) -> str | None:
        """Return a text or null."""
        return self.text(name) if self.has(name) else None

    def word(self, name: str, words: Sequence[str]) -> str:
        """Return one of some words."""
        if self.text(name) not in words:
            self.refuse(name, " or ".join(f'"{word}"' for word in words))
        return self.text(name)

    def flag(self, name: str) -> bool:
        """Return a boolean."""
        value = self.value(name, "true or false")
        if not isinstance(value, bool):
            self.refuse(name, "true or false")
        return value

    def integer(self, name: str) -> int:
        """Return an integer that is not negative."""
        value = self.value(name, "an integer")
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.refuse(name, "an integer from 0")
        return value

    def number(self, name: str) -> float:
        """Return a finite number."""
        value = _finite(self.value(name, "a number"))
        if value is None:
            self.refuse(name, "a finite number")
        return value

    def maybe_number(self, name: str, otherwise: float) -> float:
        """Return a finite number, or something else where it is missing or null."""
        return self.number(name) if self.has(name) else otherwise

    def rational(self, name: str) -> Fraction:
        """Return a fraction, exactly."""
        try:
            return ratio(self.text(name))
        except NumberError:
            self.refuse(name, 'a text such as "4/5"')

    def entries(self, name: str, accepted: str) -> list[object]:
        """Return a list."""
        value = self.value(name, accepted)
        if not isinstance(value, list):
            self.refuse(name, accepted)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self.entries(name, "a list of texts")
        if not all(isinstance(one, str) for one in found):
            self.refuse(name, "a list of texts")
        return tuple(str(one) for one in found)

    def named_texts(self, name: str) -> dict[str, str]:
        """Return an object whose fields are texts."""
        table = self.table(name)
        return {key: table.text(key) for key in table}

    def pairs(self, name: str) -> list[tuple[float, float]]:
        """Return a list of pairs of finite numbers."""
        accepted = "a list of pairs of finite numbers"
        found = []
        for place, pair in enumerate(self.entries(name, accepted)):
            numbers = [_finite(x) for x in pair] if isinstance(pair, list) else []
            if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
                where = f"{self.place}{name}[{place}]"
                raise ResultError(f"{where}: found {described(pair)}; {accepted} is accepted")
            found.append((numbers[0], numbers[1]))
        return found


def parse(text: str) -> Fields:
    """Read a text that is one JSON object.

    Raises
    ------
    ResultError
        When it is none, with the line and the column; or when a key stands twice in an object.
    """
    try:
        data = json.loads(text, parse_constant=_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise ResultError(
            f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}; "
            "one JSON object is accepted, as apsgen writes it"
        ) from None
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise ResultError(f"not JSON that can be read: {reason}") from None
    if not isinstance(data, dict):
        raise ResultError(f"found {described(data)}; one JSON object is accepted")
    return Fields(data)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {shown(twice)!r} stands twice in an object; leave one out")
    return table


def _constant(word: str) -> NoReturn:
    raise ValueError(f"found {word}; numbers are finite, and what is not known is null")


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None
