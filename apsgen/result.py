"""What `iterate` answers: an outer set, an inner set, and what is claimed of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from shapely.geometry.base import BaseGeometry

from apsgen.game import Game, Outline
from apsgen.polygon import Floats, Polygon
from apsgen.provenance import Provenance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from apsgen.extraction import Explanation
    from apsgen.mechanism import Mechanism

Number = int | float | Fraction | str
"""A number that is taken exactly: a float as the decimal that it is printed as."""


class Status(StrEnum):
    """How an iteration ended."""

    CONVERGED = "converged"
    EMPTY = "empty"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Two sets of average payoffs between which V* lies.

    Attributes
    ----------
    outer_set, inner_set
        The two sets, in the case's units: inner within V* within outer. The inner one is empty
        as long as no self-generating set was found.
    gap
        Hausdorff distance between the two; inf as long as there is no inner set.
    """

    outer_set: Polygon
    inner_set: Polygon
    gap: float

    @property
    def outer(self) -> BaseGeometry:
        """The outer set as a Shapely geometry: a polygon (empty, maybe), a line or a point."""
        return self.outer_set.geometry

    @property
    def inner(self) -> BaseGeometry:
        """The inner set as a Shapely geometry: a polygon (empty, maybe), a line or a point."""
        return self.inner_set.geometry

    @property
    def vertices(self) -> Floats:
        """The extreme points of the inner set, shape (n, 2), counter-clockwise.

        They are payoffs that can be supported; those of the outer set, which may be too much,
        are ``outer_set.vertices``.
        """
        return self.inner_set.vertices


@dataclass(frozen=True, slots=True, repr=False)
class Step(Bounds):
    """One step of the trace: the two sets after it, and the work done so far.

    Attributes
    ----------
    directions
        Directions in which the outer set has been bounded.
    iterations, linear_programs
        Applications of T and linear programs solved so far.
    seconds
        Time elapsed.
    """

    directions: int
    iterations: int
    linear_programs: int
    seconds: float

    def __repr__(self) -> str:
        return f"<Step {self.iterations}, {self.seconds:.3g} s: {_sizes(self)}>"


@dataclass(frozen=True, slots=True)
class Proved:
    """What a certificate proves of a result, in exact numbers.

    Attributes
    ----------
    inner, outer
        Whether V* contains the inner set, whether it lies in the outer one.
    gap
        What the distance of the two, in the case's units, does not exceed; ``None`` unless both
        are proved.
    rounded
        Whether the proof is of the rationals to which sqrt, exp or log were rounded.
    """

    inner: bool
    outer: bool
    gap: Fraction | None
    rounded: bool


@dataclass(frozen=True, slots=True, repr=False)
class Result(Bounds):
    """The sets of average payoffs between which V* lies.

    ``outer`` and ``inner`` are Shapely geometries, ``outer_set`` and ``inner_set`` the same
    sets with their vertices and support functions; all of them are empty when V* is.

    Attributes
    ----------
    game
        The game that was solved; for a result read from a file that does not carry it, its
        outline.
    status
        ``converged``, ``empty`` or ``stopped``.
    tolerance
        The gap that was asked for, relative to the diameter of the outer set; nan in a result
        that does not say.
    punishment
        The punishment payoffs p0: fixed, or the least payoffs over the outer set; ``None`` when
        V* is empty and the punishment is ``worst``, or for a player who is never punished.
    feasible_set
        Payoffs of all plans, incentives and punishments left aside (with transfers: cut
        where the players' least payoffs cut it).
    first_best
        The greatest total payoff of all plans; inf in a result that does not say.
    trace
        The steps, first to last; none in a result that was read from a file.
    iterations, linear_programs, seconds
        Applications of T, linear programs solved, time taken.
    provenance
        When, with what and within which limits the result was computed; ``None`` in a result
        of a version that did not record it.
    proved
        What a certificate proves; ``None`` for a result in floating point only.

    Examples
    --------
    >>> import apsgen
    >>> game = apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
    >>> result = apsgen.iterate(game)
    >>> round(result.inner.area, 6), result.outer.contains(result.inner.centroid)
    (40.5, True)
    >>> sorted(result.vertices.round(6).tolist())
    [[3.0, 3.0], [3.0, 9.75], [9.0, 9.0], [9.75, 3.0]]
    >>> apsgen.Result.from_json(result.to_json()).status
    <Status.CONVERGED: 'converged'>
    """

    game: Game | Outline
    status: Status
    tolerance: float
    punishment: tuple[float | None, float | None]
    feasible_set: Polygon
    first_best: float
    trace: tuple[Step, ...]
    iterations: int
    linear_programs: int
    seconds: float
    provenance: Provenance | None = None
    proved: Proved | None = None

    @property
    def feasible(self) -> BaseGeometry:
        """The feasible set as a Shapely geometry."""
        return self.feasible_set.geometry

    @property
    def case(self) -> str | None:
        """The case file as it was named; ``None`` for a game that was built in Python."""
        if isinstance(self.game, Outline):
            return self.game.case
        return None if self.game.source is None else self.game.source.path

    @classmethod
    def from_json(cls, text: str, game: Game | None = None) -> Result:
        """Read a result back from the text that `to_json` or ``apsgen iterate --json`` wrote.

        The text carries the case or the game, so that what is read can be reported, drawn and
        repeated; the trace is not in it.

        Parameters
        ----------
        text
            One JSON object of the format ``apsgen-result/1``.
        game
            The game that was solved, for a text of an earlier version, which does not carry it.
            Without it such a result has the `Outline` of its game.

        Raises
        ------
        ResultError
            When the text is none of a result; the message says what is wrong, and where.
        UsageError
            When `game` is another one than the text carries.
        """
        from apsgen.restore import restore

        return restore(text, game)

    def to_json(self) -> str:
        """Return the result as one line of JSON, of the format ``apsgen-result/1``."""
        from apsgen.serialise import json_text

        return json_text(self, self.case)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the sets with matplotlib.

        Parameters
        ----------
        ax
            Empty axes to draw on; those of a new figure if left out.

        Returns
        -------
        matplotlib.axes.Axes
            The axes, with limits, labels and a legend.
        """
        from apsgen.figures.axes import drawn

        return drawn(self, ax)

    def mechanism(
        self,
        *,
        at: Sequence[Number] | None = None,
        maximise: Sequence[Number] | None = None,
    ) -> Mechanism:
        """Return a recursive mechanism that gives a payoff, exact and with few states.

        Parameters
        ----------
        at
            The average payoffs to give: integers, fractions, texts such as ``"2/3"``, or floats,
            which are the decimals that they are printed as.
        maximise
            A direction in which the payoffs are to be the farthest, such as (1, 1). One of `at`
            and `maximise` is needed.

        Raises
        ------
        UnsupportedError
            If no equilibrium gives the payoff.
        UndecidedError
            If no mechanism was found.
        UsageError
            If `at` or `maximise` makes no sense, or the result does not carry its game.

        Examples
        --------
        >>> import apsgen
        >>> game = apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
        >>> apsgen.iterate(game).mechanism(maximise=(1, 1))
        <Mechanism of A game of two players, delta = 4/5: 2 states, promises 9, 9>
        """
        from apsgen.extraction import extract

        return extract(self, at=at, maximise=maximise)

    def explain(
        self,
        *,
        at: Sequence[Number] | None = None,
        maximise: Sequence[Number] | None = None,
    ) -> Explanation:
        """Explain a payoff: what is played today, what follows, and which constraints bind.

        Parameters
        ----------
        at, maximise
            The payoff, or a direction, as in `mechanism`.

        Raises
        ------
        UnsupportedError, UndecidedError, UsageError
            As `mechanism`.
        """
        from apsgen.extraction import explain

        return explain(self, at=at, maximise=maximise)

    def __repr__(self) -> str:
        what = f"{self.game.title!r}, delta = {self.game.delta}"
        return f"<Result of {what}: {self.status}, {_sizes(self)}>"

    def _repr_svg_(self) -> str:
        from apsgen.notebook import picture

        return picture(self)

    def _repr_html_(self) -> str:
        from apsgen.notebook import page

        return page(self)


def _sizes(bounds: Bounds) -> str:
    """Say how large the two sets are, and how far apart."""
    if bounds.outer_set.is_empty:
        return "no payoffs"
    outer, inner = (len(one.vertices) for one in (bounds.outer_set, bounds.inner_set))
    if not inner:
        return f"{outer} outer vertices, no inner set"
    return f"{outer} outer and {inner} inner vertices, gap {bounds.gap:.2g}"
