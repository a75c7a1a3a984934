"""What multipliers say of all levels at once: a monotone map from levels to levels.

As the checker evaluates it: Phi of docs/explanation/proofs.md, in floats.
"""

from __future__ import annotations

import numpy as np

from apsgen.certificate.program import Floats, Place, Program
from apsgen.fixedpoint.outer import between
from apsgen.fixedpoint.policy import Phi, Terms


def bounds(
    program: Program, directions: Floats, multipliers: Floats, closed: frozenset[Place]
) -> Phi:
    """Return the map that multipliers imply.

    Parameters
    ----------
    program
        The generating program.
    directions
        Shape (K, 2), unit vectors by angle from -pi.
    multipliers
        Shape (K, rows).
    closed
        Profiles and decisions that no mechanism uses.
    """
    game = program.game
    sums = directions @ program.payoffs + multipliers @ program.matrix
    shape = len(directions), len(game.profiles), len(game.decisions)
    base = np.full(shape, -np.inf)
    punished = np.zeros((*shape, 2))
    blocks = 1 if game.is_division else shape[2]
    signals = max(len(game.chances(d)) for d in range(shape[2]))
    slopes = np.zeros((*shape[:2], blocks, signals, 2))
    for key, place in program.keys.items():
        value = sums[:, place]
        if key[0] == "p" and key[1:] not in closed:
            base[:, key[1], key[2]] = value
        elif key[0] == "q":
            punished[:, key[1], key[2], key[3]] = -value
        elif key[0] == "w":
            slopes[:, key[1], key[2], key[3], key[4]] = value
    if game.on_path and game.punishment is None:
        down = (slopes <= 0).all(axis=-1, keepdims=True)
        punished += np.where(down, -slopes, 0.0).sum(axis=3)
        slopes = np.where(down, 0.0, slopes)
    return Phi(base, punished, _shield(program, directions), _later(program, directions, slopes))


def _shield(program: Program, directions: Floats) -> Terms:
    """-p0 of each player: a constant, or the level of his least payoff."""
    punishment = program.game.punishment
    axes = [[int(np.argmin(directions[:, i])) for i in range(2)]] * 2
    index = np.array(axes).reshape(2, 1, 2)
    if punishment is None:
        return Terms(np.zeros((2, 1)), np.eye(2)[:, None, :], index)
    constant = np.array([[-float(value or 0)] for value in punishment])
    return Terms(constant, np.zeros((2, 1, 2)), index)


def _later(program: Program, directions: Floats, slopes: Floats) -> Terms:
    """Support functions of the continuation payoffs."""
    game = program.game
    index, coefficient = between(directions, slopes)
    constant = np.zeros((*slopes.shape[:-1], 1))
    if not game.on_path or game.punishment is None:
        return Terms(constant, coefficient[..., None, :], index[..., None, :])
    at_punishment = slopes @ np.array([float(value or 0) for value in game.punishment])
    return Terms(
        np.stack([constant[..., 0], at_punishment], axis=-1),
        np.stack([coefficient, np.zeros_like(coefficient)], axis=-2),
        np.stack([index, index], axis=-2),
    )
