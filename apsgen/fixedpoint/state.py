"""What a run knows of V* so far: an outer and an inner set, how they came about, the result."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from apsgen import tolerances
from apsgen.errors import ProgramError
from apsgen.fixedpoint.hint import NO_HINT, Hint
from apsgen.fixedpoint.limits import LimitError, Limits
from apsgen.fixedpoint.start import Start
from apsgen.game import Game
from apsgen.hull import hull_indices
from apsgen.polygon import Floats, Polygon
from apsgen.program.stage import Units
from apsgen.provenance import Provenance
from apsgen.result import Result, Status, Step
from apsgen.self_generation import Count


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run, and when it began.

    Attributes
    ----------
    tolerance
        The gap to reach, relative to the diameter of the outer set.
    limits
        When to stop before that.
    report
        Called after every step of the trace.
    began
        The clock when the run began, in seconds.
    hint
        What is known of V* before.
    """

    tolerance: float
    limits: Limits
    report: Callable[[Step], None]
    began: float = field(default_factory=time.perf_counter)
    hint: Hint = NO_HINT


@dataclass
class State(ABC):
    """The state of a run; a search refines it.

    Attributes
    ----------
    game, units
        The game, and the units of its normalised payoffs.
    begin
        Where the search begins.
    count
        Applications of T and linear programs so far.
    request
        What was asked.
    outer, inner
        The best sets so far, normalised.
    bound
        The outer set in the end, before what rounding alone leaves of it was dropped.
    trace
        The steps so far.
    """

    game: Game
    units: Units
    begin: Start
    count: Count
    request: Request
    outer: Polygon = field(init=False)
    inner: Polygon = field(init=False)
    bound: Polygon = field(init=False)
    trace: list[Step] = field(init=False, default_factory=list)
    _measured: tuple[Polygon, Polygon, float] = field(init=False)

    def __post_init__(self) -> None:
        self.outer = self.bound = self.begin.feasible
        self.inner = Polygon.hull([])
        self._measured = (self.inner, self.inner, 0.0)

    @abstractmethod
    def refine(self) -> Status:
        """Refine until the sets meet; LimitError may be raised between two steps."""

    def run(self) -> Result:
        """Refine until the sets meet, or a limit is reached."""
        try:
            status = self.emptied() if self.request.hint.is_decisive else self.refine()
        except LimitError:
            status = Status.STOPPED
        self._check()
        self.bound = self.outer
        self.inner = _trimmed(self.inner.vertices)
        self.outer = _snapped(self.outer, self.inner)
        return self._result(status)

    def _check(self) -> None:
        """Claim nothing where one set stands out of the other: one of them must be wrong."""
        beyond = self.inner.excess(self.outer)
        if beyond > tolerances.AGREEMENT:
            raise ProgramError(
                f"rounding has put the inner set {beyond:.1e} outside of the outer one, as may "
                "happen at a discount factor from which on payoffs are just supported; nothing is "
                "claimed: try one a little above or below, or another --tol"
            )

    def enlarge(self, points: Floats) -> None:
        """Take points into the inner set: the hull of two self-generating sets is one."""
        self.inner = Polygon.hull([*self.inner.vertices, *points], tolerances.LEVEL)

    def emptied(self) -> Status:
        """Conclude that V* is empty, unless a set found inside says that rounding does."""
        if not self.inner.is_empty:
            return Status.STOPPED
        self.outer = Polygon.hull([])
        return Status.EMPTY

    def gap(self) -> float:
        """Return the distance between the two sets, normalised."""
        return np.inf if self.inner.is_empty else self.outer.hausdorff(self.inner)

    def distance(self) -> float:
        """Return the gap in the case's units; the shift would only cost digits."""
        if self._measured[:2] != (self.outer, self.inner):
            lengths = self.units.lengths
            outer, inner = (Polygon(lengths(s.vertices)) for s in (self.outer, self.inner))
            self._measured = (self.outer, self.inner, outer.hausdorff(inner))
        return self._measured[2]

    def is_closed(self) -> bool:
        """Whether the gap is within the tolerance, in the case's units."""
        size = Polygon(self.units.lengths(self.outer.vertices)).diameter
        least = tolerances.RESOLUTION * float(max(self.units.scale))
        return self.distance() <= max(self.request.tolerance * size, least)

    def record(self, directions: int) -> None:
        """Add a step to the trace, and report it."""
        step = Step(
            outer_set=self._payoffs(self.outer),
            inner_set=self._payoffs(self.inner),
            gap=self.distance(),
            directions=directions,
            iterations=self.count.applications,
            linear_programs=self.count.programs,
            seconds=self._elapsed(),
        )
        self.trace.append(step)
        self.request.report(step)

    def pause(self) -> None:
        """Raise LimitError if a limit is reached."""
        self.request.limits.check(self.count.applications, self._elapsed())

    def _elapsed(self) -> float:
        return time.perf_counter() - self.request.began

    def _payoffs(self, polygon: Polygon) -> Polygon:
        """Return a normalised set in the case's units."""
        return Polygon(self.units.payoffs(polygon.vertices))

    def _result(self, status: Status) -> Result:
        limits, seconds = self.request.limits, self._elapsed()
        return Result(
            game=self.game,
            status=status,
            outer_set=self._payoffs(self.outer),
            inner_set=self._payoffs(self.inner),
            gap=self.distance(),
            tolerance=self.request.tolerance,
            punishment=self._punishment(),
            feasible_set=self._payoffs(self.begin.feasible),
            first_best=self.begin.first_best + float(sum(self.units.shift)),
            trace=tuple(self.trace),
            iterations=self.count.applications,
            linear_programs=self.count.programs,
            seconds=seconds,
            provenance=Provenance.of_run(
                seconds, max_iterations=limits.iterations, time_limit=limits.seconds
            ),
        )

    def _punishment(self) -> tuple[float | None, float | None]:
        if self.game.punishment.values is not None:
            first, second = self.game.punishment.values
            return (
                None if first is None else float(first),
                None if second is None else float(second),
            )
        if self.outer.is_empty:
            return None, None
        least = self._payoffs(self.outer).vertices.min(axis=0)
        return float(least[0]), float(least[1])


def _snapped(outer: Polygon, inner: Polygon) -> Polygon:
    """Drop vertices of the outer set that rounding alone keeps off the inner set."""
    if inner.is_empty or outer.is_empty:
        return outer
    far = inner.distances(outer.vertices) > tolerances.RESOLUTION
    return _trimmed(np.concatenate([outer.vertices[far], inner.vertices]))


def _trimmed(points: Floats) -> Polygon:
    """Return the hull of points without a vertex that rounding alone makes one."""
    return Polygon(points[hull_indices(points, tolerances.VERTEX)])
