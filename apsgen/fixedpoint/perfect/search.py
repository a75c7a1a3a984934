"""The search for V* without any program: guess it, show the guess to be inner, then outer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apsgen import tolerances
from apsgen.fixedpoint.perfect.enclosure import enclosure, meet
from apsgen.fixedpoint.perfect.image import image
from apsgen.fixedpoint.perfect.newton import fixed_point, refined
from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.fixedpoint.perfect.retained import retained
from apsgen.fixedpoint.start import Start
from apsgen.fixedpoint.state import Request, State
from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.program.stage import Units
from apsgen.result import Status
from apsgen.self_generation import Count

_STEP_FORWARD = 0.9
_PATIENCE = 12


@dataclass
class PerfectSearch(State):
    """The search for V* of a game in which floors are all the incentives.

    Attributes
    ----------
    profiles
        The decisions that may still be enforced.
    """

    profiles: Profiles

    @classmethod
    def of(cls, game: Game, request: Request) -> PerfectSearch:
        """Prepare the search for a game for which `is_perfect` holds."""
        units = Units.of(game)
        profiles = Profiles.of(game, units)
        plans = Polygon.hull(profiles.payoff)
        first_best = plans.support(float(scale) for scale in units.scale)
        begin = Start(profiles.coherent(plans), first_best)
        return cls(game, units, begin, Count(), request, profiles)

    def refine(self) -> Status:
        """Refine until the sets meet."""
        waited = 0
        while waited < _PATIENCE:
            before, gap = self.outer, self.gap()
            self._next()
            self.profiles, outer = retained(self.profiles, self.outer)
            if outer.is_empty:
                return self.emptied()
            self._improve(outer, len(outer.vertices))
            found = fixed_point(self.profiles, self.outer, self._next)
            if found is not None:
                self.enlarge(found.vertices)
            for near, facing in self._models():
                self._next()
                levels = enclosure(self.profiles, self.outer, self.inner, near, facing)
                outer = meet(levels.polygon(), self.outer)
                if outer.is_empty:
                    return self.emptied()
                self._improve(outer, len(levels.directions))
                if self.is_closed():
                    return Status.CONVERGED
            fell = self.gap() < _STEP_FORWARD * gap
            moved = before.excess(self.outer) > tolerances.SETTLED
            waited = 0 if fell or moved else waited + 1
        return Status.STOPPED

    def _models(self) -> Iterator[tuple[Polygon, list[Polygon]]]:
        """Yield sets at which to price floors, and sets whose edges to face: V* as far as known."""
        if not self.inner.is_empty:
            yield self.inner, []
        found = image(self.profiles, self.outer)
        yield self.outer, [found.polygon]
        yield self.outer, [refined(self.profiles, found)]

    def _improve(self, outer: Polygon, directions: int) -> None:
        """Take a smaller outer set."""
        self.outer = outer
        self.record(directions)

    def _next(self) -> None:
        """Count an application of T, unless a limit is reached."""
        self.pause()
        self.count.applications += 1
