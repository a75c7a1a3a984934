"""How generated points move with V and p0: the derivative of an extreme point of T(V; p0).

While the basis of its program stays, an extreme point of T(V; p0) is a smooth function of the
vertices of V. Newton's method on X = G(X), with G the map from vertices to generated points, then
finds the vertices of a self-generating set in a few steps where applying T takes thousands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apsgen.program.coherence import Continuations
from apsgen.program.generating import Generated
from apsgen.program.reduced import Reduced
from apsgen.program.stage import Floats, Integers, Layout
from apsgen.self_generation import Operator

Mixture = Sequence[tuple[Generated, float]]
"""Generated points and their shares."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Where the continuation payoffs of a set come from.

    Attributes
    ----------
    vertices
        Shape (n, 2): the vertices of V.
    continuations
        Coherence of the program at V.
    origin
        For each vertex of the continuation set the index of the vertex of V that it is; -1 for
        the punishment point.
    worst
        For each player the vertex of V at which his payoff is least; -1 if p0 is fixed.
    """

    vertices: Floats
    continuations: Continuations
    origin: Integers
    worst: tuple[int, int]

    @classmethod
    def of(cls, operator: Operator, vertices: Floats) -> Motion:
        """Prepare the derivatives at V = co(vertices)."""
        continuations = operator.continuations(vertices)
        distance = np.abs(continuations.vertices[:, None] - vertices).sum(axis=-1)
        origin = np.where(distance.min(axis=1) == 0.0, distance.argmin(axis=1), -1)
        worst = (-1, -1)
        if operator.stage.game.punishment.values is None:
            worst = (int(vertices[:, 0].argmin()), int(vertices[:, 1].argmin()))
        return cls(vertices, continuations, origin, worst)

    def derivatives(self, mixtures: Sequence[Mixture], rates: Reduced, layout: Layout) -> Floats:
        """Return how linear functions of generated points move with the vertices, (K, n, 2).

        Parameters
        ----------
        mixtures
            K points, each a mixture of generated points.
        rates
            For each its function's reduced program, at multipliers that are complementary to the
            mechanisms of the mixture.
        layout
            Layout of the variables.
        """
        total = np.zeros((len(mixtures), len(self.vertices), 2))
        parts = [(k, point, share) for k, mix in enumerate(mixtures) for point, share in mix]
        row = np.array([k for k, _, _ in parts])
        share = np.array([share for _, _, share in parts])
        variables = share[:, None] * np.array([point.variables for _, point, _ in parts])
        weights, _, _ = layout.split(variables)
        punished = np.einsum("ntd,ntdj->nj", weights, rates.punished[row])
        self._move_punishment(total, row, -punished)
        plans = [point.plans for _, point, _ in parts]
        row = np.repeat(row, [len(p.weight) for p in plans])
        weight = np.concatenate([s * p.weight for s, p in zip(share, plans, strict=True)])
        profile = np.concatenate([p.profile for p in plans])
        block = np.concatenate([p.block for p in plans])
        choice = np.concatenate([p.choice for p in plans])
        at = self.continuations.at(profile, block, choice)
        slope = weight[:, None, None] * rates.slopes[row, profile, block]
        signals = np.repeat(row, choice.shape[1])
        self._move(total, signals, choice.reshape(-1), at.reshape(-1, 2), slope.reshape(-1, 2))
        return total

    def _move(
        self, total: Floats, row: Integers, candidate: Integers, at: Floats, slope: Floats
    ) -> None:
        """Add slope . d(candidate) to the derivatives."""
        kind, edge = np.divmod(candidate, len(self.continuations.vertices))
        corner, vertex = kind == 3, kind == 0
        self._move_punishment(total, row[corner], slope[corner])
        self._move_vertex(total, row[vertex], edge[vertex], slope[vertex])
        for player in range(2):
            cut = kind == player + 1
            self._move_crossing(total, row[cut], edge[cut], player, at[cut], slope[cut])

    def _move_punishment(self, total: Floats, row: Integers, slope: Floats) -> None:
        for player, worst in enumerate(self.worst):
            if worst >= 0:
                np.add.at(total[:, worst, player], row, slope[:, player])

    def _move_vertex(self, total: Floats, row: Integers, vertex: Integers, slope: Floats) -> None:
        origin = self.origin[vertex]
        own = origin >= 0
        np.add.at(total, (row[own], origin[own]), slope[own])
        self._move_punishment(total, row[~own], slope[~own])

    def _move_crossing(
        self,
        total: Floats,
        row: Integers,
        edge: Integers,
        player: int,
        at: Floats,
        slope: Floats,
    ) -> None:
        """Move points where a floor cuts an edge: along the edge with the floor."""
        other = 1 - player
        after = (edge + 1) % len(self.continuations.vertices)
        start, end = self.continuations.vertices[edge], self.continuations.vertices[after]
        across = end[:, player] - start[:, player]
        share = ((at[:, player] - start[:, player]) / across)[:, None]
        steep = (end[:, other] - start[:, other]) / across
        floor, pull = np.zeros_like(slope), np.zeros_like(slope)
        floor[:, player] = slope[:, player] + slope[:, other] * steep
        pull[:, other], pull[:, player] = slope[:, other], -slope[:, other] * steep
        self._move_punishment(total, row, floor)
        self._move_vertex(total, row, edge, (1 - share) * pull)
        self._move_vertex(total, row, after, share * pull)
