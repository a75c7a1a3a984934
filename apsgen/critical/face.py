"""The face of V* where the total is the first best, as the V* of a smaller game.

What is on the face is efficient in every period, so that the face generates itself with efficient
decisions alone: no tolerance is needed to tell whether the first best is reached.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from apsgen.checker import feasible
from apsgen.game import Game, Mixing, Punishment, Transfers
from apsgen.mechanism.exact import expanded

ONE = Fraction(1)
Booleans = npt.NDArray[np.bool_]
Pair = tuple[Fraction | None, Fraction | None]


def first_best(game: Game) -> Fraction:
    """Return the greatest total payoff of all plans."""
    return feasible(expanded(game), (ONE, ONE))


def has_face(game: Game) -> bool:
    """Whether whatever is off the path follows a deviation that is seen.

    Every report profile and every signal of an efficient decision then has a positive chance, so
    that play from the face stays there; and the path does not lead from it to the punishment,
    whose total is less.
    """
    values = game.punishment.values
    away = game.punishment.on_path and values is not None
    if away and sum(value or 0 for value in values or ()) >= first_best(game):
        return False
    if not all(chance > 0 for chance in game.prior.reshape(-1).tolist()):
        return False
    used = _efficient(game)
    if game.mixing is Mixing.DIVISION:
        # With other decisions gone, it must stay so whether a share of them can be left.
        return bool((_tempted(game, game.allowed) == _tempted(game, used)).all())
    chances = game.monitoring.probability[used.any(axis=(1, 2))]
    return all(chance > 0 for chance in chances.reshape(-1).tolist())


def _tempted(game: Game, decisions: Booleans) -> Booleans:
    """Return after which reports some decision lists a deviation, shape (2, n1, n2)."""
    listed = np.vectorize(lambda value: value is not None, otypes=[bool])(game.deviation)
    some = listed.any(axis=(2, 3))
    return np.asarray((some[:, :, None, None] & decisions[None]).any(axis=1))


def face(game: Game, punishment: Pair | None) -> Game:
    """Return the game of efficient decisions alone, with a fixed punishment.

    Parameters
    ----------
    game
        A game for which `has_face` holds.
    punishment
        The least payoffs of V*; ``None`` if the game fixes its punishment.
    """
    values = game.punishment.values if punishment is None else punishment
    burning = game.transfers is Transfers.BURNING
    return replace(
        game,
        allowed=_efficient(game),
        punishment=Punishment(values, on_path=False),
        # Whoever burns money is not on the face.
        transfers=Transfers.BALANCED if burning else game.transfers,
    )


def _efficient(game: Game) -> Booleans:
    """Return which decisions have the greatest total after which reports, shape (D, n1, n2)."""
    total = game.payoff[0] + game.payoff[1]
    least = total.min() - 1
    best = np.where(game.allowed, total, least).max(axis=0)
    return np.asarray(game.allowed & (total == best))
