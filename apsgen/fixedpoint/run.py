"""Outer and inner sets until the gap closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.corners import Corners
from apsgen.fixedpoint.influence import Influence
from apsgen.fixedpoint.inner import generated_towards, self_generating
from apsgen.fixedpoint.limits import Limits
from apsgen.fixedpoint.outer import Levels, apply
from apsgen.fixedpoint.perfect.profiles import is_perfect
from apsgen.fixedpoint.perfect.search import PerfectSearch
from apsgen.fixedpoint.radial import self_generating_along_rays
from apsgen.fixedpoint.start import start
from apsgen.fixedpoint.state import Request, State
from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.program.stage import Floats
from apsgen.result import Result, Status, Step
from apsgen.self_generation import Operator

_FIRST_DIRECTIONS = 8
_FEW_EDGES = 24
_MOST_VERTICES = 60
_FEW_VERTICES = 12
_COARSEST = 0.05
_COARSENESS = 0.1
_RESOLVED_SHARE = 0.7
_LAG = 0.02
_ROUGH = 0.02
_FINE = 0.4
_GROWTHS = 3
_MOST_MISSING = 40
_STUCK = 2
_NEARLY = 6
_MARGIN_SHARE = 0.2
_STEP_FORWARD = 0.9
_PATIENCE = 12
_LEAST_GROWTH = 0.9
_SETTLED_SHARE = 0.3
_CLOSER = 0.8
_LEAST_SHARE = 0.3


def ignore(step: Step) -> None:
    """Report nothing."""


def iterate(
    game: Game,
    *,
    tolerance: float = tolerances.GAP,
    limits: Limits | None = None,
    report: Callable[[Step], None] = ignore,
) -> Result:
    """Bound V* from outside and inside until the two sets meet.

    Parameters
    ----------
    game
        The game.
    tolerance
        The gap to reach, relative to the diameter of the outer set.
    limits
        When to stop before that.
    report
        Called after every step of the trace.

    Returns
    -------
    Result
        Average payoffs, in the case's units.

    Raises
    ------
    UnboundedError
        If payments leave the payoffs without a bound.
    ProgramError
        If a linear program was not solved.
    """
    return search_of(game, Request(tolerance, limits or Limits(), report)).run()


def search_of(game: Game, request: Request) -> State:
    """Return the search that suits a game."""
    return PerfectSearch.of(game, request) if is_perfect(game) else Search.of(game, request)


@dataclass(slots=True)
class Patience:
    """Rounds to go on for while neither the gap nor the widest corner gets smaller.

    Attributes
    ----------
    gap, corner
        The least seen.
    rounds
        Rounds since one of them last fell by a tenth.
    """

    gap: float = np.inf
    corner: float = np.inf
    rounds: int = 0

    def is_spent(self, gap: float, corner: float) -> bool:
        """Whether nothing has moved for too long, or only below what floats can tell."""
        fell = gap < _STEP_FORWARD * self.gap
        narrowed = tolerances.VERTEX < corner < _STEP_FORWARD * self.corner
        self.rounds = 0 if fell or narrowed else self.rounds + 1
        self.gap, self.corner = min(gap, self.gap), min(corner, self.corner)
        return self.rounds >= _PATIENCE


@dataclass
class Search(State):
    """The search for V* by generating programs.

    Attributes
    ----------
    operator
        The operator T.
    """

    operator: Operator
    _share: float = 1.0
    _patience: Patience = field(default_factory=Patience)

    @classmethod
    def of(cls, game: Game, request: Request) -> Search:
        """Prepare the search for a game."""
        operator = Operator.of(game)
        return cls(game, operator.stage.units, start(operator), operator.count, request, operator)

    def refine(self) -> Status:
        """Refine until the sets meet."""
        if self.begin.feasible.is_empty:
            return Status.EMPTY
        levels = self._first_levels()
        while True:
            found = self._tighten(levels)
            if found is None:
                return self.emptied()
            levels, touching, corners, influence = found
            facing = self._search_inside(touching, corners, influence)
            self.record(len(levels.directions))
            if self.is_closed():
                return Status.CONVERGED
            if self._patience.is_spent(self.gap(), corners.greatest):
                return Status.STOPPED
            levels = self._refined(corners, influence, facing)

    def _first_levels(self) -> Levels:
        hint = self.request.hint
        if hint.outer is not None:
            self.outer = hint.outer
        if not len(hint.directions):
            return _first_levels(self.outer)
        return Levels.around(self.outer, np.concatenate([_axes(), hint.directions]))

    def _tighten(self, levels: Levels) -> tuple[Levels, Floats, Corners, Influence] | None:
        """Apply T to an outer set until its levels are near their fixed point.

        Returns the levels, the points of T in their directions, the corners between these and
        their influence.
        """
        while True:
            self.pause()
            applied = apply(self.operator, levels, self.pause)
            if applied is None:
                return None
            fall = float((applied.levels.levels - applied.bounds).max())
            levels = Levels(applied.levels.directions, applied.bounds)
            outer = levels.polygon()
            if outer.is_empty:
                return None
            self.outer = outer
            self.record(len(levels.directions))
            touching = np.array([point.payoff for point in applied.generated])
            corners = Corners.of(outer, levels, touching)
            if fall <= max(tolerances.SETTLED, _SETTLED_SHARE * corners.greatest):
                known = (applied.phi, levels.directions, levels.levels, touching)
                return levels, touching, corners, Influence.of(*known)

    def _search_inside(self, touching: Floats, corners: Corners, influence: Influence) -> Floats:
        """Look for a self-generating set near the outer one; return the normals that it suggests.

        Where V* is a polygon Newton's method finds its vertices, and with them the directions of
        its edges. Where V* is curved, rays lead to a set as near as the outer one allows.
        """
        coarse = Polygon.hull(touching, _COARSENESS * self._goal() * self._impatience())
        facing = np.zeros((0, 2))
        if len(coarse.vertices) <= _MOST_VERTICES:
            best = self_generating(self.operator, coarse, self.pause)
            if best is not None and best.residual <= tolerances.RESIDUAL:
                self.enlarge(best.polygon.vertices)
                if 2 * len(best.polygon.vertices) <= len(coarse.vertices) + _FEW_VERTICES:
                    facing = best.polygon.normals
        self._grow(coarse)
        if self._is_resolved(corners, influence) and not self.is_closed() and coarse.dimension == 2:
            margin = max(tolerances.MARGIN, _MARGIN_SHARE * self._goal() * self._impatience())
            found = self_generating_along_rays(self.operator, coarse, self.pause, margin)
            if found is not None:
                self.enlarge(found.vertices)
                self._grow(coarse)
            if max(corners.greatest, influence.greatest) <= self._finest():
                self._aim_finer()
        return facing

    def _is_resolved(self, corners: Corners, influence: Influence) -> bool:
        """Whether the outer set is so near V* that a search along rays is worth its while."""
        finest = self._finest()
        rough = max(corners.greatest, influence.greatest)
        if self.inner.is_empty:
            return rough <= max(finest, _ROUGH)
        behind = finest < _LAG * rough <= _LAG**2 * self.gap()
        return rough <= finest or behind

    def _grow(self, target: Polygon) -> None:
        """Add what the inner set generates towards a target: T of it contains it."""
        for _ in range(_GROWTHS):
            if self.inner.is_empty:
                return
            distances = self.inner.distances(target.vertices)
            missing = np.flatnonzero(distances > self._goal() / 2)
            before = self.gap()
            if len(missing) > _MOST_MISSING and before > _NEARLY * self._goal():
                # Rays take fewer programs, where they lead to a set.
                if self._patience.rounds < _STUCK:
                    return
                missing = np.sort(np.argsort(-distances)[:_MOST_MISSING])
            if len(missing) == 0:
                return
            towards = target.vertices[missing]
            grown = generated_towards(self.operator, self.inner, towards, self.pause)
            self.enlarge(grown)
            if self.gap() > _LEAST_GROWTH * before:
                return

    def _refined(self, corners: Corners, influence: Influence, facing: Floats) -> Levels:
        """Add directions where the boundary is least known, drop those that bound nothing."""
        used = np.zeros((0, 2))
        if influence.greatest > _FINE * self._goal():
            used = influence.cuts(_COARSEST)
        share = max(_COARSEST, min(_FINE * self._goal() / max(corners.greatest, 1e-300), 0.9))
        kept = [_axes(), corners.kept, corners.cuts(share), used, facing]
        return Levels.around(self.outer, np.concatenate(kept))

    def _impatience(self) -> float:
        """1 - delta: what is lost today costs the fixed point 1 / (1 - delta) times as much."""
        return 1.0 - self.operator.stage.delta

    def _finest(self) -> float:
        """How rough an outer set may be for rays to be searched."""
        return _RESOLVED_SHARE * self._goal()

    def _goal(self) -> float:
        """The normalised distance that the refinement works towards."""
        distance = self._share * self.request.tolerance * self.outer.diameter
        return max(distance, tolerances.RESOLUTION)

    def _aim_finer(self) -> None:
        """Rays from a set that was fine enough left a gap: aim for less, by what was missed.

        To go on a little at a time would cost a search along rays each time.
        """
        missed = self._goal() / (self._share * self.gap())
        self._share *= min(max(_CLOSER * missed, _LEAST_SHARE), 1.0)


def _axes() -> Floats:
    return np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])


def _first_levels(feasible: Polygon) -> Levels:
    angle = 2 * np.pi * np.arange(_FIRST_DIRECTIONS) / _FIRST_DIRECTIONS
    fan = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    edges = feasible.normals if len(feasible.vertices) <= _FEW_EDGES else feasible.normals[:0]
    return Levels.around(feasible, np.concatenate([_axes(), fan, edges]))
