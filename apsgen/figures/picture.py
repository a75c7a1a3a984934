"""What a figure shows of a result: plain sets and numbers, wherever they come from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from apsgen.game import Game
from apsgen.polygon import Floats, Polygon
from apsgen.result import Result

if TYPE_CHECKING:
    from apsgen.extraction import Explanation

NOTHING = Polygon.hull([])


@dataclass(frozen=True, slots=True, eq=False)
class Decomposition:
    """A payoff and the continuation payoffs that may follow it.

    Attributes
    ----------
    payoff
        Shape (2,).
    later
        Shape (n, 2): each of them once.
    """

    payoff: Floats
    later: Floats

    @classmethod
    def of(cls, explanation: Explanation) -> Decomposition:
        """Return what a figure shows of an explanation."""
        means = [later.mean for moment in explanation.moments for later in moment.later]
        pairs = [[float(x), float(y)] for x, y in dict.fromkeys(means)]
        start = [float(value) for value in explanation.payoff]
        return cls(np.array(start), np.array(pairs).reshape(-1, 2))


@dataclass(frozen=True, slots=True)
class Picture:
    """A set of average payoffs with what is drawn around it.

    Attributes
    ----------
    title
        The title of the case.
    players
        The names of the two players.
    delta
        The discount factor.
    outer, inner
        Sets with inner within V* within outer; both empty when V* is.
    gap
        Hausdorff distance between the two; inf if there is no inner set.
    settings
        The parameters that were chosen from outside, as they were written.
    punishment
        p0; ``None`` for a player who is never punished, or if it is not known.
    feasible
        The payoffs of all plans; the empty set if they are not known or not to be shown.
    first_best
        The greatest total payoff; ``None`` if it is not known or not to be shown.
    decomposition
        A payoff and what follows it, with arrows; ``None`` if none is to be shown.
    """

    title: str
    players: tuple[str, str]
    delta: Fraction
    outer: Polygon
    inner: Polygon
    gap: float
    settings: Mapping[str, str] = field(default_factory=dict)
    punishment: tuple[float | None, float | None] = (None, None)
    feasible: Polygon = NOTHING
    first_best: float | None = None
    decomposition: Decomposition | None = None

    @classmethod
    def of(cls, result: Result) -> Picture:
        """Return the picture of a result."""
        return cls(
            title=result.game.title,
            players=result.game.players,
            delta=result.game.delta,
            outer=result.outer_set,
            inner=result.inner_set,
            gap=result.gap,
            settings=_settings(result),
            punishment=result.punishment,
            feasible=result.feasible_set,
            first_best=result.first_best if math.isfinite(result.first_best) else None,
        )

    @classmethod
    def explaining(cls, explanation: Explanation) -> Picture:
        """Return what a figure shows of a payoff and what follows it."""
        return replace(cls.of(explanation.result), decomposition=Decomposition.of(explanation))

    def close_up(self) -> Picture:
        """Return the sets alone, without what is drawn around them."""
        return replace(self, punishment=(None, None), feasible=NOTHING, first_best=None)


def _settings(result: Result) -> Mapping[str, str]:
    """Return the parameters that were chosen; none for a game that came from no file."""
    source = result.game.source if isinstance(result.game, Game) else None
    return source.settings if source else {}
