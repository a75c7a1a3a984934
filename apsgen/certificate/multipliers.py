"""The multipliers of a certificate: few, and the best where a block would hold a level up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen.certificate.blocks import price_block
from apsgen.certificate.bounds import bounds
from apsgen.certificate.program import Floats, Place, Program
from apsgen.fixedpoint.outer import Levels
from apsgen.fixedpoint.policy import Phi, greatest_fixed_point
from apsgen.polygon import Polygon
from apsgen.program.relaxation import best_price
from apsgen.tolerances import SLACK


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """One application of T to what is known.

    Attributes
    ----------
    multipliers
        Shape (K, rows).
    phi
        The map that they imply.
    upper
        The levels that are known, normalised, shape (K,).
    """

    multipliers: Floats
    phi: Phi
    upper: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Sharpening:
    """The multipliers of single blocks, in the bounds on all levels.

    Attributes
    ----------
    program
        The generating program.
    levels
        What is known.
    polygon
        The same as a polygon.
    punishment
        p0.
    closed
        Profiles and decisions that no mechanism uses.
    """

    program: Program
    levels: Levels
    polygon: Polygon
    punishment: Floats
    closed: frozenset[Place]

    def round(self, multipliers: Floats) -> Round:
        """Return multipliers as good as those given, shape (K, rows), or better."""
        own = self._is_own
        sharp = np.zeros((len(multipliers), *own.shape), dtype=bool)
        while True:
            phi = self._phi(multipliers)
            known = self.levels.levels
            lower = greatest_fixed_point(phi, np.minimum(known, phi.at(known)))
            multipliers, idle = self._pruned(multipliers, lower, phi)
            fresh = ~idle & own & ~sharp
            if not fresh.any():
                break
            self._sharpen(multipliers, fresh)
            sharp |= fresh
        return Round(multipliers, self._phi(multipliers), self.levels.levels)

    @property
    def _is_own(self) -> npt.NDArray[np.bool_]:
        """Which blocks have constraints of their own and are used, shape (T, D)."""
        game = self.program.game
        found = np.zeros((len(game.profiles), len(game.decisions)), dtype=bool)
        for place in self.program.own_rows:
            found[place] = place not in self.closed
        return found

    def _phi(self, multipliers: Floats) -> Phi:
        return bounds(self.program, self.levels.directions, multipliers, self.closed)

    def _pruned(
        self, multipliers: Floats, lower: Floats, phi: Phi
    ) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Drop the multipliers of blocks that would not hold a level up without them.

        Returns the others, and which blocks are idle, shape (K, T, D).
        """
        own_rows = self.program.own_rows
        bare = multipliers.copy()
        if not self.program.game.payments:
            # Where money is paid, the constraints are what keeps it from adding to the bound.
            for rows in own_rows.values():
                bare[:, rows] = 0.0
        reach = self._phi(bare).totals(self.levels.levels)
        best = phi.totals(lower).max(axis=-1)
        idle = reach < best[:, :, None] - SLACK
        kept = multipliers.copy()
        for (t, d), rows in own_rows.items():
            which = np.ix_(idle[:, t, d], rows)
            kept[which] = bare[which]
        return kept, idle

    def _sharpen(self, multipliers: Floats, which: npt.NDArray[np.bool_]) -> None:
        """Give blocks, by level, profile and decision, the multipliers that bound them best."""
        program = self.program
        own_rows = program.own_rows
        places = [tuple(place) for place in np.argwhere(which).tolist()]
        for k, t, d in places:
            multipliers[k, own_rows[t, d]] = 0.0
        floors = self._floors()
        gains = self.levels.directions @ program.payoffs + multipliers @ program.matrix
        if floors is not None:
            self._price_floors(multipliers, which, gains, floors)
            return
        for k, t, d in places:
            priced = price_block(program, self.polygon.vertices, self.punishment, (t, d), gains[k])
            multipliers[k, priced.rows] = priced.multipliers

    def _floors(self) -> Floats | None:
        """Return the least continuation payoffs that blocks ask for, shape (T, D, 2).

        ``None`` if some block has constraints of another form.
        """
        program, game = self.program, self.program.game
        if game.payments or game.is_public or game.on_path:
            return None
        found = np.full((len(game.profiles), len(game.decisions), 2), -np.inf)
        for (t, d), rows in program.own_rows.items():
            for r in rows:
                i = program.rows[r].player
                gain = float(program.rows[r].form.get(("p", t, d), 0)) / float(game.delta)
                found[t, d, i] = self.punishment[i] - gain
        return found

    def _price_floors(
        self,
        multipliers: Floats,
        which: npt.NDArray[np.bool_],
        gains: Floats,
        floors: Floats,
    ) -> None:
        """Price floors for all blocks of a direction at once."""
        program, delta = self.program, float(self.program.game.delta)
        directions = self.levels.directions
        tight = (directions @ self.polygon.vertices.T).max(axis=1)
        slopes = np.zeros((len(gains), *floors.shape))
        for key, place in program.keys.items():
            if key[0] == "w":
                slopes[:, key[1], key[2], key[4]] = gains[:, place]
        for k in np.flatnonzero(which.any(axis=(1, 2))).tolist():
            price = best_price(slopes[k], directions, tight, floors)
            for t, d in np.argwhere(which[k]).tolist():
                for r in program.own_rows[t, d]:
                    multipliers[k, r] = price[t, d, program.rows[r].player] / delta
