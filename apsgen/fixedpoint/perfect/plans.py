"""What decisions can add to a set, as a max-affine map of the levels of the set.

In a direction n the decision (g, floors f) generates at most (1 - delta) n . g + delta times the
greatest n . w over w in V with w >= f, and for every beta >= 0 that is at most
h_V(n + beta) - beta . f. With beta such that n + beta is a multiple of one of the directions, or 0,
the bound is an affine function of the levels of V and of p0, valid for every V.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.polygon import Floats
from apsgen.program.stage import Integers

_PARALLEL = 1e-9
_TOGETHER = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Plans:
    """A map from levels to levels, shape (K,) to (K,): the greatest of affine functions.

    Attributes
    ----------
    direction
        Shape (P,), increasing, each of 0 to K - 1 at least once: the level that a function bounds.
    base
        Shape (P,): constants.
    index, coefficient
        Shape (P, 3): the levels that a function depends on, and by how much; coefficients >= 0.
    """

    direction: Integers
    base: Floats
    index: Integers
    coefficient: Floats
    _first: Integers

    @classmethod
    def of(cls, direction: Integers, base: Floats, index: Integers, coefficient: Floats) -> Plans:
        """Return the map of functions in the order of their directions."""
        first = np.flatnonzero(direction[1:] != direction[:-1]) + 1
        return cls(direction, base, index, coefficient, np.concatenate([[0], first]))

    @classmethod
    def joined(cls, parts: list[Plans]) -> Plans:
        """Return the greatest of some maps."""
        direction = np.concatenate([part.direction for part in parts])
        order = direction.argsort(kind="stable")
        return cls.of(
            direction[order],
            np.concatenate([part.base for part in parts])[order],
            np.concatenate([part.index for part in parts])[order],
            np.concatenate([part.coefficient for part in parts])[order],
        )

    def at(self, levels: Floats) -> Floats:
        """Return the map's value."""
        return np.maximum.reduceat(self._values(levels), self._first)

    def linearised(self, levels: Floats) -> tuple[Floats, Floats]:
        """Return A (K, K) and b (K,) with map(c) >= A c + b, equal at `levels`."""
        chosen = self._best(self._values(levels))
        count = len(chosen)
        cell = count * np.arange(count)[:, None] + self.index[chosen]
        slopes = np.bincount(cell.ravel(), self.coefficient[chosen].ravel(), count * count)
        return np.asarray(slopes.reshape(count, count)), self.base[chosen]

    def without_constants(self) -> Plans:
        """Return the map v -> max over policies of A v."""
        return dataclasses.replace(self, base=np.zeros_like(self.base))

    def competitive(self, upper: Floats, lower: Floats) -> Plans:
        """Keep what could be chosen at levels between lower and upper."""
        below = self._values(lower)
        best = np.maximum.reduceat(below, self._first)
        kept = self._values(upper) >= best[self.direction]
        kept[self._best(below)] = True
        return Plans.of(
            self.direction[kept], self.base[kept], self.index[kept], self.coefficient[kept]
        )

    def _values(self, levels: Floats) -> Floats:
        return np.asarray(self.base + (self.coefficient * levels[self.index]).sum(axis=1))

    def _best(self, values: Floats) -> Integers:
        """Return the index of the greatest function of each level."""
        best = np.maximum.reduceat(values, self._first)
        greatest = np.flatnonzero(values == best[self.direction])
        return greatest[np.searchsorted(self.direction[greatest], np.arange(len(best)))]


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """The directions of a set, and its levels where floors are priced.

    Attributes
    ----------
    directions, levels
        Shapes (K, 2) and (K,): unit vectors by angle, the four axes among them; every level tight.
    punishment
        The p0 that goes with them, shape (2,).
    """

    directions: Floats
    levels: Floats
    punishment: Floats

    def plans(self, profiles: Profiles, above: Floats) -> Plans:
        """Return bounds for the decisions whose stage payoffs lie above some levels, shape (K,)."""
        reach = self.directions @ profiles.payoff.T
        direction, decision = np.nonzero(reach > above[:, None])
        needs = profiles.need[decision]
        pairs = np.arange(len(decision))
        parts = [
            self._best(direction[some], self.punishment + needs[some])
            for some in np.array_split(pairs, 1 + len(pairs) // _TOGETHER)
        ]
        edge, weight, price = (np.concatenate(part) for part in zip(*parts, strict=True))
        known = np.where(price > 0, needs, 0.0)
        if profiles.fixed is not None:
            known += np.where(price > 0, profiles.fixed, 0.0)
        worth = (1 - profiles.delta) * reach[direction, decision]
        base = worth - profiles.delta * (price * known).sum(axis=1)
        shield = price if profiles.fixed is None else np.zeros_like(price)
        least = [int(self.directions[:, i].argmin()) for i in range(2)]
        index = np.column_stack([edge, np.full((len(edge), 2), least)])
        coefficient = profiles.delta * np.column_stack([weight, shield])
        return Plans.of(direction, base, index, coefficient)

    def _best(self, direction: Integers, floors: Floats) -> tuple[Integers, Floats, Floats]:
        """Return for each direction and floor the edge whose level bounds, its weight, and beta."""
        rows = np.arange(len(direction))
        edge, weight = direction.copy(), np.ones(len(direction))
        price = np.zeros((len(direction), 2))
        value = self.levels[direction]
        finite = np.isfinite(floors)
        floors = np.where(finite, floors, 0.0)
        for i in range(2):
            lengths, prices = self._on_edges(i)
            reach = np.where(prices > 0, lengths * self.levels, np.inf)
            worths = reach[direction] - prices[direction] * floors[:, i, None]
            worths[~finite[:, i]] = np.inf
            pick = worths.argmin(axis=1)
            better = worths[rows, pick] < value
            value = np.where(better, worths[rows, pick], value)
            edge[better], weight[better] = pick[better], lengths[direction, pick][better]
            price[better] = 0.0
            price[better, i] = prices[direction, pick][better]
        normal = self.directions[direction]
        corner = (normal <= 0).all(axis=1) & (finite | (normal == 0)).all(axis=1)
        corner &= (normal * floors).sum(axis=1) < value
        weight[corner], price[corner] = 0.0, -normal[corner]
        return edge, weight, price

    def _on_edges(self, player: int) -> tuple[Floats, Floats]:
        """Return alpha and beta, shape (K, K), with n + beta e_i = alpha n'; 0 where none."""
        first, second = self.directions[:, 0], self.directions[:, 1]
        turn = second if player == 0 else -first
        cross = first[:, None] * second - second[:, None] * first
        with np.errstate(divide="ignore", invalid="ignore"):
            price = -cross / turn
        length = self.directions @ self.directions.T + price * self.directions[:, player]
        valid = (np.abs(turn) > _PARALLEL) & (price > 0) & (length > 0)
        return np.where(valid, length, 0.0), np.where(valid, price, 0.0)
