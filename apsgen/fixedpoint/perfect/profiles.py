"""The decisions of a game in which nothing is hidden, as arrays."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen.game import Game, Mixing, OffSchedule, Punishment, Transfers
from apsgen.polygon import Polygon
from apsgen.program.stage import Floats, Units


def is_perfect(game: Game) -> bool:
    """Whether floors of continuation payoffs are all the incentives that a game has.

    So it is with one type a player, perfect monitoring, lotteries and no transfers, if deviations
    are deterred decision by decision: then T(V; p0) is the hull of what each decision generates.
    """
    return (
        game.prior.size == 1
        and not game.monitoring.is_public
        and game.transfers is Transfers.NONE
        and game.mixing is Mixing.LOTTERY
        and game.off_schedule is not OffSchedule.INTERIM
    )


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Decisions (action profiles), in normalised payoffs.

    Attributes
    ----------
    delta
        The discount factor.
    payoff
        Shape (D, 2): stage payoffs.
    need
        Shape (D, 2): by how much continuation payoffs must exceed p0 to deter deviations; -inf
        where none is open.
    secured
        Shape (D, 2): what each player gets at least in any payoff that a decision generates, if
        it is the least of the set.
    fixed
        The punishment p0, shape (2,); ``None`` if it is the worst of the set.
    on_path
        Whether play on the path may go to the punishment.
    """

    delta: float
    payoff: Floats
    need: Floats
    secured: Floats
    fixed: Floats | None
    on_path: bool

    @classmethod
    def of(cls, game: Game, units: Units) -> Profiles:
        """Return the decisions of a game for which `is_perfect` holds."""
        allowed = game.allowed[:, 0, 0]
        payoff, deviation = (
            np.stack([units.normalise(i, table[i, allowed, 0, 0]) for i in range(2)], axis=1)
            for table in (game.payoff, game.deviation)
        )
        deviation[np.isnan(deviation) | np.array(game.commits)] = -np.inf
        return cls.from_payoffs(
            float(game.delta),
            payoff,
            deviation,
            _fixed(game.punishment, units),
            game.punishment.on_path,
        )

    @classmethod
    def from_payoffs(
        cls, delta: float, payoff: Floats, deviation: Floats, fixed: Floats | None, on_path: bool
    ) -> Profiles:
        """Return decisions by their payoffs and best deviations, shapes (D, 2)."""
        need = (1 - delta) / delta * (deviation - payoff)
        return cls(
            delta, payoff, need, _secured(delta, payoff, deviation, fixed, on_path), fixed, on_path
        )

    def only(self, kept: npt.NDArray[np.bool_]) -> Profiles:
        """Return some of the decisions."""
        if kept.all():
            return self
        return dataclasses.replace(
            self, payoff=self.payoff[kept], need=self.need[kept], secured=self.secured[kept]
        )

    def punishment(self, vertices: Floats) -> Floats:
        """Return p0 for V = co(vertices), shape (2,)."""
        return np.asarray(vertices.min(axis=0)) if self.fixed is None else self.fixed

    def coherent(self, polygon: Polygon) -> Polygon:
        """Return the set of continuation payoffs on the path: V, or co(V, p0)."""
        if not self.on_path:
            return polygon
        return Polygon.hull([*polygon.vertices, self.punishment(polygon.vertices)])


def _secured(
    delta: float, payoff: Floats, deviation: Floats, fixed: Floats | None, on_path: bool
) -> Floats:
    """Bound the least payoff m of a set, if a decision generates it, shape (D, 2).

    Continuations are at least m, so m >= (1 - delta) g + delta m and m >= g; and they are at least
    the floors, so m >= (1 - delta) deviation + delta p0, with p0 = m under the worst punishment.
    Where play on the path may go to a fixed p0, continuations are at least m or p0.
    """
    if fixed is None:
        return np.maximum(payoff, deviation)
    stays = payoff
    if on_path:
        stays = np.minimum(payoff, (1 - delta) * payoff + delta * fixed)
    return np.maximum(stays, (1 - delta) * deviation + delta * fixed)


def _fixed(punishment: Punishment, units: Units) -> Floats | None:
    """Return the fixed p0, 0 for a player whom nobody ever punishes."""
    if punishment.values is None:
        return None
    table = np.array([punishment.values], dtype=object)
    both = np.concatenate([units.normalise(i, table[:, i]) for i in range(2)])
    return np.where(np.isnan(both), 0.0, both)
