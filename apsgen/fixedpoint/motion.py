"""How generated points move with V and p0: the derivative of an extreme point of T(V; p0).

While the basis of its program stays, an extreme point of T(V; p0) is a smooth function of the
vertices of V. Newton's method on X = G(X), with G the map from vertices to generated points, then
finds the vertices of a self-generating set in a few steps where applying T takes thousands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apsgen.program.coherence import Continuations
from apsgen.program.generating import Generated
from apsgen.program.reduced import Reduced
from apsgen.program.stage import Floats, Integers, Layout
from apsgen.self_generation import Operator


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

    def derivative(self, point: Generated, rate: Reduced, layout: Layout) -> Floats:
        """Return how a linear function of a generated point moves with the vertices, (n, 2).

        Parameters
        ----------
        point
            A point and the mechanism that generates it.
        rate
            The function's reduced program, at multipliers that are complementary to the mechanism.
        layout
            Layout of the variables.
        """
        total = np.zeros((len(self.vertices), 2))
        weights, _, _ = layout.split(point.variables)
        punished = np.einsum("td,tdj->j", weights, rate.punished)
        for j in range(2):
            self._move_punishment(total, j, -punished[j])
        for plan, weight in point.plans:
            at = self.continuations.points(plan.profile, plan.block, plan.choice)
            for signal, candidate in enumerate(plan.choice.tolist()):
                slope = weight * rate.slopes[plan.profile, plan.block, signal]
                self._move_candidate(total, candidate, at[signal], slope)
        return total

    def _move_punishment(self, total: Floats, player: int, slope: float) -> None:
        if self.worst[player] >= 0:
            total[self.worst[player], player] += slope

    def _move_vertex(self, total: Floats, vertex: int, slope: Floats) -> None:
        if self.origin[vertex] >= 0:
            total[self.origin[vertex]] += slope
        else:
            for j in range(2):
                self._move_punishment(total, j, slope[j])

    def _move_candidate(self, total: Floats, candidate: int, at: Floats, slope: Floats) -> None:
        """Add slope . d(candidate) to the derivative."""
        count = len(self.continuations.vertices)
        kind, edge = divmod(candidate, count)
        if kind == 0:
            self._move_vertex(total, edge, slope)
        elif kind == 3:
            for j in range(2):
                self._move_punishment(total, j, slope[j])
        else:
            self._move_crossing(total, edge, kind - 1, at, slope)

    def _move_crossing(
        self, total: Floats, edge: int, player: int, at: Floats, slope: Floats
    ) -> None:
        """Move the point where a floor cuts an edge: along the edge with the floor."""
        other = 1 - player
        start = self.continuations.vertices[edge]
        end = self.continuations.vertices[(edge + 1) % len(self.continuations.vertices)]
        across = end[player] - start[player]
        share = (at[player] - start[player]) / across
        steep = (end[other] - start[other]) / across
        self._move_punishment(total, player, slope[player] + slope[other] * steep)
        pull = np.zeros(2)
        pull[other], pull[player] = slope[other], -slope[other] * steep
        self._move_vertex(total, edge, (1 - share) * pull)
        self._move_vertex(total, (edge + 1) % len(self.continuations.vertices), share * pull)
