"""What is known of a limit set: two polygons, the scores, the conditions of the folk theorem."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from apsgen.checker import Point
from apsgen.game import Game
from apsgen.limit.conditions import Conditions
from apsgen.polygon import Polygon
from apsgen.portable import Json
from apsgen.result import Bounds, Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMAT = "apsgen-limit/1"


@dataclass(frozen=True, slots=True)
class Score:
    """How far the limit set reaches in a direction.

    Attributes
    ----------
    direction
        As it was asked for, or in whole numbers.
    level
        The greatest value of direction . v, exact: inf where nothing bounds it, -inf where no
        mechanism meets the constraints.
    """

    direction: Point
    level: Fraction | float

    def to_object(self) -> dict[str, Json]:
        """Return the score as JSON."""
        finite = isinstance(self.level, Fraction)
        words = "infinity" if self.level > 0 else "-infinity"
        return {
            "direction": [_number(value) for value in self.direction],
            "score": float(self.level) if finite else None,
            "exact": str(self.level) if finite else words,
        }


@dataclass(frozen=True, slots=True, repr=False)
class LimitSet(Bounds):
    """The average payoffs that equilibria approach as delta goes to 1, between two polygons.

    ``outer`` and ``inner`` are Shapely geometries, ``outer_set`` and ``inner_set`` polygons with
    vertices and support functions: inner within the limit set within outer. The polygons are
    computed in exact numbers, and are rounded only as floats.

    Attributes
    ----------
    game
        The game.
    status
        ``converged`` (the gap is within the tolerance), ``empty`` (proved), or ``stopped``.
    tolerance
        The gap that was asked for, relative to the diameter of the outer set.
    outer_corners, inner_corners
        Vertices in exact numbers, counter-clockwise.
    asked
        The scores of the directions that were asked for.
    scores
        These, and those of the directions that bound the outer set.
    least
        The least payoffs of the two players in the limit; ``None`` without a bound, or if the
        set is empty.
    conditions
        What the folk theorem asks for.
    is_bound_only
        Whether V*(delta) is only known to be within the limit set, and may stay away from it.
    linear_programs, seconds
        Linear programs solved, time taken.
    """

    game: Game
    status: Status
    tolerance: float
    outer_corners: tuple[Point, ...]
    inner_corners: tuple[Point, ...]
    asked: tuple[Score, ...]
    scores: tuple[Score, ...]
    least: tuple[Fraction | None, Fraction | None]
    conditions: Conditions
    is_bound_only: bool
    linear_programs: int
    seconds: float

    @property
    def is_exact(self) -> bool:
        """Whether the two polygons are one: the limit set itself, all its vertices known."""
        return self.outer_corners == self.inner_corners

    @property
    def is_limit(self) -> bool:
        """Whether V*(delta) converges to the limit set: an interior is shown."""
        return len(self.inner_corners) > 2 and not self.is_bound_only

    @property
    def case(self) -> str | None:
        """The case file as it was named; ``None`` for a game that was built in Python."""
        return None if self.game.source is None else self.game.source.path

    def to_object(self) -> dict[str, Json]:
        """Return the limit set as a JSON object of the format ``apsgen-limit/1``."""
        known = self.conditions
        return {
            "format": FORMAT,
            "case": self.case,
            "title": self.game.title,
            "players": list(self.game.players),
            "status": str(self.status),
            "outer": _floats(self.outer_set),
            "inner": _floats(self.inner_set),
            "gap": self.gap if self.inner_corners or not self.outer_corners else None,
            "scores": [score.to_object() for score in self.scores],
            "vertices": _texts(self.outer_corners) if self.is_exact else None,
            "least": [None if value is None else float(value) for value in self.least],
            "is_limit": self.is_limit,
            "folk_theorem": {
                "applies": known.applies,
                "reasons": list(known.reasons),
                "reached": known.reached,
                "profiles": [
                    {
                        "actions": list(one.actions),
                        "enforceable": one.enforceable,
                        "individual_full_rank": list(one.individual),
                        "pairwise_full_rank": one.pairwise,
                    }
                    for one in known.profiles
                ],
            },
            "exact": self.game.exact,
            "tolerance": self.tolerance,
            "linear_programs": self.linear_programs,
            "seconds": self.seconds,
        }

    def to_json(self) -> str:
        """Return the limit set as one line of JSON, of the format ``apsgen-limit/1``."""
        return json.dumps(self.to_object(), allow_nan=False)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the limit set with matplotlib.

        Parameters
        ----------
        ax
            Empty axes to draw on; those of a new figure if left out.
        """
        from apsgen.figures.limit_set import drawn

        return drawn(self, ax)

    def __repr__(self) -> str:
        corners = ", ".join(f"({x}, {y})" for x, y in self.outer_corners[:6])
        more = ", ..." if len(self.outer_corners) > 6 else ""
        kind = "" if self.is_exact else f", gap {self.gap:.2g}"
        return f"<LimitSet of {self.game.title!r}: {self.status}{kind}; {corners}{more}>"


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _floats(polygon: Polygon) -> list[Json]:
    return [[x + 0.0 for x in vertex] for vertex in polygon.vertices.tolist()]


def _texts(corners: tuple[Point, ...]) -> list[Json]:
    return [[str(x), str(y)] for x, y in corners]
