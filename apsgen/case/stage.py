"""The stage game, from whichever part of the file gives the payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from apsgen.case.actor import length
from apsgen.case.evaluator import Evaluator
from apsgen.case.matrix import Shape, fill, read_matrix
from apsgen.case.players import Player
from apsgen.case.scope import of_player
from apsgen.case.section import Section, shown
from apsgen.case.source import read_source
from apsgen.game import Rationals

Pair = tuple[Player, Player]


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Decisions and payoffs, the fields of `apsgen.game.Game` of these names."""

    actions: tuple[tuple[str, ...], tuple[str, ...]] | None
    decisions: tuple[str | tuple[str, str], ...]
    payoff: Rationals
    deviation: Rationals
    allowed: npt.NDArray[np.bool_]


def strategic(
    players: Pair, tables: Sequence[Rationals | None], evaluator: Evaluator
) -> Stage | None:
    """Return the stage game over all action profiles.

    Parameters
    ----------
    players
        The players.
    tables
        For each player his payoffs over actions and types, an array of four axes that
        broadcasts to all of them; ``None`` after a fault.
    evaluator
        Knows the lengths of the axes.
    """
    sizes = evaluator.sizes()
    first, second = (player.actor.actions for player in players)
    if sizes is None or first is None or second is None:
        return None
    full = [np.broadcast_to(table, sizes) for table in tables if table is not None]
    if len(full) < 2:
        return None
    payoff = np.stack(full)
    # The best own action against the other's: the maximum over the deviator's axis.
    best = np.stack([np.broadcast_to(full[i].max(axis=i, keepdims=True), sizes) for i in (0, 1)])
    count = sizes[0] * sizes[1]
    shape = (2, count, *sizes[2:])
    return Stage(
        (first.names, second.names),
        tuple(product(first.names, second.names)),
        payoff.reshape(shape),
        best.reshape(shape),
        np.ones(shape[1:], dtype=np.bool_),
    )


def by_expression(players: Pair, evaluator: Evaluator) -> list[Rationals | None]:
    """Return the payoffs that each player's `payoff` gives."""
    tables: list[Rationals | None] = []
    for owner, player in enumerate(players):
        section = player.section
        if "payoff" not in section:
            section.missing("payoff", "the other player has one, so each needs one")
            tables.append(None)
            continue
        source = read_source(section.faults, section.at("payoff"), section.data["payoff"])
        tables.append(evaluator.table(source, of_player(owner)))
    return tables


def by_matrix(case: Section, players: Pair, evaluator: Evaluator) -> list[Rationals | None]:
    """Return the payoffs that the bimatrix of ``[payoffs]`` gives."""
    names = [player.actor.name for player in players]
    section = case.table("payoffs")
    if section is None:
        return [None, None]
    section.only(names, "player")
    return [_matrix(section, owner, players, evaluator) for owner in (0, 1)]


def by_action(players: Pair) -> Shape:
    """Return the shape of a matrix by action profile."""
    first, second = (player.actor for player in players)
    reason = (
        f"a row for each action of {shown(first.name)}, "
        f"a column for each action of {shown(second.name)}"
    )
    return Shape(length(first.actions), length(second.actions), reason)


def _matrix(section: Section, owner: int, players: Pair, evaluator: Evaluator) -> Rationals | None:
    name = players[owner].actor.name
    if name not in section:
        section.missing(name, "a matrix for each player is accepted")
        return None
    shape = by_action(players)
    matrix = read_matrix(section.faults, section.at(name), section.data[name], shape)
    return fill(matrix, of_player(owner), evaluator)
