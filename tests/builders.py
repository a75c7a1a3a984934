"""Small games, built directly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np

from apsgen.game import (
    Game,
    Mixing,
    Monitoring,
    OffSchedule,
    Punishment,
    Rationals,
    Timing,
    Transfers,
)

Number = int | str | Fraction
Matrix = Sequence[Sequence[Number]]

PRISONERS_DILEMMA = ([[9, 1], [10, 3]], [[9, 10], [1, 3]])
"""A bimatrix: the first player's payoffs, the second's; rows are the first player's actions."""


def rationals(values: object) -> Rationals:
    """Return nested sequences of numbers or strings such as "1/2" as an array of fractions."""
    raw: Rationals = np.array(values, dtype=object)
    exact = np.empty(raw.shape, dtype=object)
    for index in np.ndindex(raw.shape):
        exact[index] = Fraction(raw.item(index))
    return exact


def game(
    payoffs: tuple[Matrix, Matrix] = PRISONERS_DILEMMA,
    delta: Number = "4/5",
    *,
    players: tuple[str, str] = ("firm1", "firm2"),
    actions: tuple[tuple[str, ...], tuple[str, ...]] | None = None,
    punishment: tuple[Number | None, Number | None] | None = None,
    on_path: bool = False,
    transfers: Transfers = Transfers.NONE,
    commits: tuple[bool, bool] = (False, False),
) -> Game:
    """Return a game of complete information with perfect monitoring.

    Parameters
    ----------
    payoffs
        A bimatrix; two matrices of shape (first player's actions, second player's actions).
    delta
        The discount factor, exact.
    actions
        The names of the actions; ``a0``, ``a1``, ... and ``b0``, ``b1``, ... if left out.
    punishment
        Fixed payoffs p0, ``None`` for a player who is never punished; worst if left out.
    """
    matrices = np.stack([rationals(matrix) for matrix in payoffs])
    rows, columns = matrices.shape[1:]
    names = actions or (
        tuple(f"a{row}" for row in range(rows)),
        tuple(f"b{column}" for column in range(columns)),
    )
    best = np.stack(
        [
            np.broadcast_to(matrices[0].max(axis=0, keepdims=True), (rows, columns)),
            np.broadcast_to(matrices[1].max(axis=1, keepdims=True), (rows, columns)),
        ]
    )
    size = rows * columns
    one = rationals([[1]])
    return Game(
        title="a small game",
        reference="",
        delta=Fraction(delta),
        players=players,
        types=(("",), ("",)),
        prior=one,
        beliefs=(one, one),
        reports=(((0,),), ((0,),)),
        actions=names,
        decisions=tuple(product(*names)),
        mixing=Mixing.LOTTERY,
        payoff=matrices.reshape(2, size, 1, 1),
        deviation=best.reshape(2, size, 1, 1),
        allowed=np.ones((size, 1, 1), dtype=np.bool_),
        monitoring=Monitoring((), rationals([[1]] * size), (((),) * size, ((),) * size)),
        transfers=transfers,
        timing=Timing.WITH_ACTIONS,
        punishment=Punishment(_fixed(punishment), on_path),
        off_schedule=OffSchedule.JOINT,
        commits=commits,
        exact=True,
    )


def _fixed(
    values: tuple[Number | None, Number | None] | None,
) -> tuple[Fraction | None, Fraction | None] | None:
    if values is None:
        return None
    first, second = (None if value is None else Fraction(value) for value in values)
    return first, second


def nothing() -> None:
    """Never end a run."""
