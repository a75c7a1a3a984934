"""What `iterate` answers: an outer set, an inner set, and what is claimed of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from apsgen.game import Game
from apsgen.polygon import Polygon


class Status(StrEnum):
    """How an iteration ended."""

    CONVERGED = "converged"
    EMPTY = "empty"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the trace.

    Attributes
    ----------
    outer, inner
        The sets after the step, in the case's units (average payoffs); ``inner`` is empty
        as long as no self-generating set was found.
    gap
        Hausdorff distance between the two; inf as long as there is no inner set.
    directions
        Directions in which the outer set has been bounded.
    iterations, linear_programs
        Applications of T and linear programs solved so far.
    seconds
        Time elapsed.
    """

    outer: Polygon
    inner: Polygon
    gap: float
    directions: int
    iterations: int
    linear_programs: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """The sets of average payoffs between which V* lies.

    Attributes
    ----------
    game
        The game that was solved.
    status
        ``converged``, ``empty`` or ``stopped``.
    outer, inner
        Sets with inner within V* within outer; both empty when V* is.
    gap
        Hausdorff distance between the two; inf if there is no inner set yet.
    tolerance
        The gap that was asked for, relative to the diameter of the outer set.
    punishment
        The punishment payoffs p0: fixed, or the least payoffs over the outer set; ``None`` when
        V* is empty and the punishment is ``worst``, or for a player who is never punished.
    feasible
        Payoffs of all plans, incentives and punishments left aside (with transfers: cut
        where the players' least payoffs cut it).
    first_best
        The greatest total payoff of all plans.
    trace
        The steps, first to last.
    iterations, linear_programs, seconds
        Applications of T, linear programs solved, time taken.
    """

    game: Game
    status: Status
    outer: Polygon
    inner: Polygon
    gap: float
    tolerance: float
    punishment: tuple[float | None, float | None]
    feasible: Polygon
    first_best: float
    trace: tuple[Step, ...]
    iterations: int
    linear_programs: int
    seconds: float
