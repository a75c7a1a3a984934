"""A game given in Python: a mapping laid out as a case file, with arrays for matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from pathlib import Path

import numpy as np

from apsgen.case.expansion import expand
from apsgen.case.faults import Key, dotted
from apsgen.case.number import NumberError, check_size, number
from apsgen.case.positions import DEPTH, Document, Position
from apsgen.case.schema import MOST_CELLS
from apsgen.case.section import described
from apsgen.errors import CaseError, Fault
from apsgen.game import Game

ACCEPTED = "numbers, texts, True or False, lists, arrays and mappings are accepted"


def game_from_mapping(
    case: Mapping[str, object],
    *,
    delta: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> Game:
    """Return the game that a mapping describes, laid out as a case file is.

    Parameters
    ----------
    case
        The tables and keys of a case file, by name; a key with ``None`` counts as left out.
        Numbers may be of any kind: a float is the decimal that Python prints for it (``0.1`` is
        1/10), an integer or a ``Fraction`` itself, a text an expression. Arrays and lists of
        lists are matrices, of shape (first player's actions, second player's actions).

        Payoffs may depend on types by array, which a file cannot say: in ``payoffs`` of shape
        (actions 1, actions 2, types 1, types 2), in ``payoff`` and ``deviation`` of a named
        decision of shape (types 1, types 2), and so ``allowed``, of booleans, by reports.
    delta, settings
        As in `load`.

    Returns
    -------
    Game
        The game that `load` would give for the file with these numbers.

    Raises
    ------
    CaseError
        With every fault of the mapping; each says its key.
    UsageError
        As in `load`.

    Examples
    --------
    >>> idle = {"boss": 0, "worker": 0}
    >>> work = {"payoff": {"boss": 3, "worker": -1}, "deviation": {"boss": 3, "worker": 0}}
    >>> game = game_from_mapping({
    ...     "title": "Work for pay",
    ...     "delta": 0.9,
    ...     "players": {"boss": {}, "worker": {}},
    ...     "decisions": {"work": work, "rest": {"payoff": idle, "deviation": idle}},
    ...     "transfers": {"kind": "balanced"},
    ... })
    >>> game.decisions
    ('work', 'rest')
    """
    reading = _Reading()
    data = reading.table((), case)
    if reading.faults:
        raise CaseError(tuple(reading.faults))
    game, _ = expand(_Given(Path(), "", data, {}), delta, settings or {})
    return game


class _Given(Document):
    """A case that stands in no file, so that nothing in it has a line."""

    def fault(self, key: Key, position: Position, found: str) -> Fault:
        return Fault(None, 0, 0, dotted(key), found)

    def remark(self, found: str) -> Fault:
        return Fault(None, 0, 0, "", found)


class _Reading:
    """Turns what Python has into what a case file has: fractions, texts, lists, tables."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def table(self, key: Key, given: Mapping[str, object]) -> dict[str, object]:
        table = {}
        for name, value in given.items():
            if not isinstance(name, str):
                self._fault(key, f"found the key {name!r}; texts are accepted as keys")
            elif value is not None:
                table[name] = self.value((*key, name), value)
        return table

    def value(self, key: Key, value: object) -> object:
        if len(key) > DEPTH:
            return self._fault(key[:3], f"nested too deep: at most {DEPTH} levels are accepted")
        if isinstance(value, np.generic) and not isinstance(value, np.floating):
            value = value.item()
        if isinstance(value, bool):
            return value
        if isinstance(value, str):
            return str(value)
        if isinstance(value, Mapping):
            return self.table(key, value)
        if isinstance(value, Rational | float | np.floating | Decimal):
            return self._number(key, value)
        return self._several(key, value)

    def _number(self, key: Key, value: Rational | float | np.floating | Decimal) -> object:
        try:
            if isinstance(value, Rational):
                return check_size(Fraction(int(value.numerator), int(value.denominator)))
            # The text of a float is the shortest decimal that rounds to it.
            return number(str(value).lower())
        except NumberError as error:
            return self._fault(key, str(error))

    def _several(self, key: Key, value: object) -> object:
        if hasattr(value, "__array__"):
            value = np.asarray(value)
        elif isinstance(value, Sequence):
            value = _stacked(value)
        if isinstance(value, np.ndarray) and value.ndim != 1:
            return self._array(key, value) if value.ndim else self.value(key, value[()])
        if isinstance(value, np.ndarray | Sequence) and not isinstance(value, bytes):
            return [self.value((*key, place), entry) for place, entry in enumerate(value)]
        return self._fault(key, f"found a {type(value).__name__}; {ACCEPTED}")

    def _array(self, key: Key, array: np.ndarray) -> object:
        if array.size > MOST_CELLS:
            return self._fault(
                key, f"found {described(array)}; at most {MOST_CELLS:,} in all are accepted"
            )
        exact = np.empty(array.shape, dtype=object)
        for place in np.ndindex(array.shape):
            exact[place] = self.value((*key, *place), array[place])
        return exact

    def _fault(self, key: Key, found: str) -> str:
        """Report a fault; the text stands for what could not be read, and is never looked at."""
        self.faults.append(Fault(None, 0, 0, dotted(key), found))
        return ""


def _stacked(value: Sequence[object]) -> object:
    """Return a list of lists of one length as an array, anything else as it is."""
    if not value or not all(isinstance(row, list | tuple | np.ndarray) for row in value):
        return value
    try:
        array = np.array(value, dtype=object)
    except ValueError:
        return value
    return array if array.ndim > 1 else value
