"""One block alone: the best multipliers of its own constraints, or the proof that it is unused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apsgen.certificate.program import Floats, Place, Program
from apsgen.lp import LinearProgram
from apsgen.tolerances import EMPTINESS


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Multipliers of a block's own constraints.

    Attributes
    ----------
    rows
        Their numbers among the rows of the program.
    multipliers
        Shape (rows,).
    is_closed
        Whether the sum is negative for every continuation, so that no mechanism uses the block.
    """

    rows: list[int]
    multipliers: Floats
    is_closed: bool


def price_block(
    program: Program, points: Floats, punishment: Floats, place: Place, gains: Floats
) -> Priced:
    """Return the multipliers that bound a block's gains best.

    Parameters
    ----------
    program
        The generating program.
    points
        The continuation payoffs, shape (n, 2).
    punishment
        p0.
    place
        A profile and a decision of a lottery.
    gains
        What each coordinate is worth, the block's own constraints left out.
    """
    t, d = place
    keys, count = program.keys, len(points)
    rows = program.own_rows[place]
    matrix = program.matrix[rows].toarray()
    constant = _sure(program, matrix, punishment, place)
    signals = len(program.game.chances(d))
    parts, costs = [], []
    for y in range(signals):
        w = keys["w", t, d, y, 0]
        parts.append(
            np.vstack([np.eye(signals)[[y]].T.repeat(count, 1), matrix[:, w : w + 2] @ points.T])
        )
        costs.append(points @ gains[w : w + 2])
    money = [place for key, place in keys.items() if key[0] == "m" and key[1:3] == (t, d)]
    parts.append(np.vstack([np.zeros((signals, len(money))), matrix[:, money]]))
    costs.append(gains[money])
    parts.append(np.r_[np.zeros(signals), np.ones(len(rows))][:, None])
    table = np.hstack(parts)
    last = table.shape[1] - 1
    lp = LinearProgram(
        np.r_[np.ones(signals), -constant], np.r_[np.ones(signals), np.full(len(rows), np.inf)]
    )
    lp.add_columns(table, np.full(table.shape[1], np.inf))
    broken = lp.maximise(np.r_[np.zeros(last), -1.0])
    if broken is not None and broken.values[last] > EMPTINESS:
        return Priced(rows, np.maximum(broken.multipliers[signals:], 0.0), is_closed=True)
    lp.bound_column(last, EMPTINESS)
    best = lp.maximise(np.r_[np.concatenate(costs), 0.0])
    multipliers = np.zeros(len(rows)) if best is None else best.multipliers[signals:]
    return Priced(rows, np.maximum(multipliers, 0.0), is_closed=False)


def is_enforced(program: Program, points: Floats, punishment: Floats, place: Place) -> bool:
    """Whether one of the points as the continuation after every signal enforces a block."""
    t, d = place
    matrix = program.matrix[program.own_rows[place]].toarray()
    constant = _sure(program, matrix, punishment, place)
    first = program.keys["w", t, d, 0, 0]
    signals = len(program.game.chances(d))
    slopes = matrix[:, first : first + 2 * signals].reshape(len(matrix), signals, 2).sum(axis=1)
    return bool((constant[:, None] + slopes @ points.T >= 0.0).all(axis=0).any())


def _sure(program: Program, matrix: Floats, punishment: Floats, place: Place) -> Floats:
    """Return what constraints of a block are worth when it is played, continuations aside."""
    sure = program.keys["p", *place]
    return np.asarray(matrix[:, sure] + matrix[:, sure + 1 : sure + 3] @ punishment)
