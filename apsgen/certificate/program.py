"""The generating program of a certificate: every constraint, named as a certificate names it.

The constraints are those of the checker, so that multipliers and mechanisms need no translation.
They are linear forms in the weights p, continuations W, payments and slips of a mechanism;
continuations in the hull of points turn them into a linear program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from apsgen.checker import ONE, Constraints, Form, Game, add

Floats = npt.NDArray[np.float64]
Key = tuple[Any, ...]
Json = dict[str, Any]
"""A table of a certificate."""

Place = tuple[int, int]
"""A profile and a block."""


@dataclass(frozen=True, slots=True)
class Row:
    """A constraint, >= 0 in every mechanism.

    Attributes
    ----------
    name
        As a row of a certificate, the multipliers left out; ``["cell", ...]`` is part of a lie.
    player
        Whose constraint it is.
    form
        Its coefficients.
    place
        The profile and block that alone stand in it; ``None`` if others do too.
    """

    name: tuple[Any, ...]
    player: int
    form: Form
    place: Place | None = None


def rows_of(constraints: Constraints) -> list[Row]:
    """Return every incentive constraint of a game."""
    game, rows = constraints.game, []
    for i in constraints.players():
        for t in game.profiles:
            a = game.types(t)[i]
            for b in game.blocks(t):
                place = None if game.is_division else (t, b)
                for s in constraints.after_truth(i, t, b):
                    form = constraints.cell(i, a, t, b, s)
                    rows.append(Row(("obey", i, t, b, s), i, form, place))
                for y in range(len(game.chances(b))) if game.pays_after else []:
                    form = constraints.payment(i, t, b, y)
                    rows.append(Row(("pay", i, t, b, y), i, form, place))
        for a, reports in enumerate(game.reports[i]):
            for m in reports:
                if game.off_schedule == "interim":
                    rows.append(Row(("refuse", i, a, m), i, constraints.interim(i, a, m)))
                if m != a:
                    rows.extend(_lie(constraints, i, a, m))
    return [row for row in rows if any(row.form.values())]


def of_margin(game: Game, row: Row) -> list[Key]:
    """Return the weights by which the margin of a constraint is multiplied: their sum is at most 1.

    A constraint of one block says nothing where the block is not used.
    """
    if row.place is not None:
        return [("p", *row.place)]
    return [("p", 0, d) for d in game.open(0)]


def _lie(constraints: Constraints, i: int, a: int, m: int) -> list[Row]:
    """Return the constraint of a lie, with a slip for each cell, and a row for each choice."""
    game = constraints.game
    form = dict(constraints.truth(i, a, m))
    cells = []
    for o, chance in constraints.others(i, a):
        t = game.profile(i, m, o)
        for b in game.blocks(t):
            slip = ("s", i, a, m, o, b)
            for s in constraints.after_lies(i, t, b):
                form[slip] = -ONE
                cell = add({slip: ONE}, constraints.cell(i, a, t, b, s), chance)
                cells.append(Row(("cell", i, a, m, o, b, s), i, cell))
    return [Row(("lie", i, a, m), i, form), *cells]


def _coordinates(game: Game) -> Iterator[Key]:
    """Yield the weights, each with what punishments add to it; continuations; payments."""
    for t in game.profiles:
        for d in game.open(t):
            yield from (("p", t, d), ("q", t, d, 0), ("q", t, d, 1))
        for b in game.blocks(t):
            signals = len(game.chances(b))
            for y in range(signals):
                yield from (("w", t, b, y, 0), ("w", t, b, y, 1))
            for y in range(signals if game.pays_after else 1):
                yield from (("m", t, b, y, k) for k in range(game.payments))


@dataclass(frozen=True, eq=False)
class Program:
    """The mechanisms of a game, whatever the continuation payoffs.

    Attributes
    ----------
    game
        In normalised payoffs.
    constraints
        Of that game.
    rows
        Its incentive constraints.
    keys
        The coordinates of a mechanism: keys of forms, by their number.
    """

    game: Game
    constraints: Constraints
    rows: list[Row]
    keys: Mapping[Key, int]

    @classmethod
    def of(cls, game: Game) -> Program:
        """Return the program of a game in normalised payoffs."""
        constraints = Constraints(game)
        rows = rows_of(constraints)
        keys = {key: place for place, key in enumerate(_coordinates(game))}
        for row in rows:
            for key in row.form:
                keys.setdefault(key, len(keys))
        return cls(game, constraints, rows, keys)

    @cached_property
    def matrix(self) -> csr_matrix:
        """The incentive constraints, shape (rows, coordinates)."""
        return self._table([row.form for row in self.rows])

    @cached_property
    def payoffs(self) -> Floats:
        """The players' expected payoffs, shape (2, coordinates)."""
        forms = [self.constraints.payoff(i) for i in (0, 1)]
        return np.asarray(self._table(forms).toarray())

    @cached_property
    def own_rows(self) -> Mapping[Place, list[int]]:
        """The constraints of single blocks of a lottery, by their numbers."""
        found: dict[Place, list[int]] = {}
        for r, row in enumerate(self.rows):
            if row.place is not None:
                found.setdefault(row.place, []).append(r)
        return found

    def _table(self, forms: Sequence[Form]) -> csr_matrix:
        """Return forms as the rows of a matrix."""
        places = [(r, self.keys[key]) for r, form in enumerate(forms) for key in form]
        values = [float(value) for form in forms for value in form.values()]
        at = tuple(zip(*places, strict=True)) if places else ([], [])
        return csr_matrix((values, at), shape=(len(forms), len(self.keys)))

    def cells(self) -> list[tuple[int, int, int]]:
        """Return every profile, block and signal."""
        game = self.game
        return [
            (t, b, y)
            for t in game.profiles
            for b in game.blocks(t)
            for y in range(len(game.chances(b)))
        ]
