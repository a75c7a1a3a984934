"""The generating program: the support function of T(V; p0).

Any multipliers y >= 0 of the incentive rows give a valid upper bound; the bound is evaluated
here and never taken from the solver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from apsgen.program.bundle import Optima, maximise, spread
from apsgen.program.coherence import Continuations
from apsgen.program.columns import Plans
from apsgen.program.frame import Basis, Frame
from apsgen.program.incentives import Incentives
from apsgen.program.master import Master, Solution
from apsgen.program.memory import Memory
from apsgen.program.reduced import Reduced, Weighted
from apsgen.program.rows import Known, Listing
from apsgen.program.stage import Floats

Found = TypeVar("Found")

_FEW = 4
_TALL = 32
_TRIES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """A point of T(V; p0), the mechanism that generates it, and the bound that it attains.

    Attributes
    ----------
    payoff
        Shape (2,), normalised.
    variables
        The mechanism, shape (variables,).
    multipliers
        Of the incentive rows, shape (rows,).
    reduced
        The multipliers' bound.
    bound
        The value of that bound for the V and p0 of the program.
    plans
        The plans with continuation payoffs in use.
    listing
        The rows that the multipliers belong to, and perhaps later ones.
    """

    payoff: Floats
    variables: Floats
    multipliers: Floats
    reduced: Reduced
    bound: float
    plans: Plans
    listing: Listing


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """A point of T(V; p0), and how it moves with V and p0 while its basis stays.

    Attributes
    ----------
    point
        The point.
    rates
        The reduced programs of the players' payoffs at the basis.
    """

    point: Generated
    rates: tuple[Reduced, Reduced]


class GeneratingProgram:
    """The program for one V and p0.

    Parameters
    ----------
    incentives
        The constraints of the game.
    known
        Incentive rows found before, for any V; rows found here are appended.
    continuations
        Coherence.
    punishment
        p0, normalised, shape (2,); finite.
    solved
        Called with the number of programs solved.
    memory
        Bases found before, for any V; bases found here are kept.
    """

    def __init__(
        self,
        incentives: Incentives,
        known: Known,
        continuations: Continuations,
        punishment: Floats,
        solved: Callable[[int], None],
        memory: Memory,
    ) -> None:
        self._memory = memory
        self._incentives = incentives
        self._known = known
        self._continuations = continuations
        self._punishment = punishment
        self._promises = np.stack([incentives.payoffs(i) for i in range(2)])
        self._solved = solved
        self._master = Master(incentives, known, continuations, punishment, solved)
        self._parts: dict[tuple[int, int], Master] = {}

    def support(self, direction: Floats) -> Generated | None:
        """Return the point of T(V; p0) farthest in a direction; ``None`` if T(V; p0) is empty.

        Raises
        ------
        ProgramError
            If a linear program was not solved.
        """
        solution = self._master.maximise(direction @ self._promises)
        return None if solution is None else self._generated(direction, solution)

    def supports(self, directions: Floats, pause: Callable[[], None]) -> list[Generated] | None:
        """Return the farthest point in each direction, (K, 2); ``None`` if T(V; p0) is empty.

        `pause` is called now and then; it may raise to end the run.

        Raises
        ------
        ProgramError
            If a linear program was not solved.
        """
        return self._each(directions, pause, self._generated, self._bundled)

    def moving(self, directions: Floats, pause: Callable[[], None]) -> list[Moving] | None:
        """Return the farthest points and how they move; ``None`` if T(V; p0) is empty.

        `pause` is called now and then; it may raise to end the run.

        Raises
        ------
        ProgramError
            If a linear program was not solved.
        """
        return self._each(directions, pause, self._moving, self._bundled_moving)

    def _each(
        self,
        directions: Floats,
        pause: Callable[[], None],
        alone: Callable[[Floats, Solution], Found],
        bundled: Callable[[Floats, Frame, Optima], list[Found]],
    ) -> list[Found] | None:
        """Solve one program, then the others from its basis; what is left over, likewise."""
        found: dict[int, Found] = {}
        waiting = list(range(len(directions)))
        starts, tries = self._remembered(directions), _TRIES
        while waiting:
            pause()
            if starts is None:
                first, *waiting = waiting
                solution = self._master.maximise(directions[first] @ self._promises)
                if solution is None:
                    return None
                found[first] = alone(directions[first], solution)
                tries -= 1
            frame = self._master.frame()
            if len(waiting) < _FEW or tries < 0 or frame.height > _TALL:
                continue
            starts, begin = None, starts or self._master.start(frame)
            if begin is None:
                continue
            optima = self._side_by_side(frame, directions[waiting], begin)
            if len(optima.which) == 0:
                continue
            chosen = [waiting[k] for k in optima.which.tolist()]
            found.update(zip(chosen, bundled(directions[chosen], frame, optima), strict=True))
            waiting = [k for k in waiting if k not in found]
        return [found[k] for k in range(len(directions))]

    def _remembered(self, directions: Floats) -> Basis | None:
        """Return bases to begin with, optimal for another V; ``None`` if there are none."""
        # Multipliers of blocks that are not in use would come with them, and are best found anew.
        if self._incentives.has_block_rows or len(directions) < _FEW:
            return None
        frame = self._master.frame()
        if frame.height > _TALL:
            return None
        return self._memory.near(frame, directions[spread(len(directions))])

    def _side_by_side(self, frame: Frame, directions: Floats, starts: Basis) -> Optima:
        """Solve many programs; leave out mechanisms that violate a row that is not listed yet."""
        optima = maximise(frame, directions @ self._promises, starts)
        variables = frame.variables(frame.columns(optima.bases), optima.weights)
        optima = optima.only(self._incentives.are_met(variables, self._punishment))
        self._solved(len(optima.which))
        self._master.note(optima.multipliers.max(axis=0, initial=0.0))
        if len(optima.which):
            self._memory.keep(frame, directions[optima.which], optima.bases)
        return optima

    def _generated(self, direction: Floats, solution: Solution) -> Generated:
        reduced = self._reduced(direction, solution.multipliers, self._master.listing)
        return Generated(
            payoff=self._promises @ solution.variables,
            variables=solution.variables,
            multipliers=solution.multipliers,
            reduced=reduced,
            bound=reduced.bound(self._continuations, self._punishment),
            plans=solution.plans,
            listing=self._master.listing,
        )

    def _bundled(self, directions: Floats, frame: Frame, optima: Optima) -> list[Generated]:
        variables = frame.variables(frame.columns(optima.bases), optima.weights)
        payoffs = variables @ self._promises.T
        reduced = self._reduced(directions, optima.multipliers, self._master.listing)
        bounds = reduced.bounds(self._continuations, self._punishment).tolist()
        return [
            Generated(
                payoff=payoffs[k],
                variables=variables[k],
                multipliers=optima.multipliers[k],
                reduced=reduced.at(k),
                bound=bounds[k],
                plans=frame.plans(optima.bases.at(np.array(k)), optima.weights[k]),
                listing=self._master.listing,
            )
            for k in range(len(directions))
        ]

    def _moving(self, direction: Floats, solution: Solution) -> Moving:
        first, second = self._master.basic_multipliers(self._promises)
        axes = np.eye(2)
        listing = self._master.listing
        rates = self._reduced(axes[0], first, listing), self._reduced(axes[1], second, listing)
        return Moving(self._generated(direction, solution), rates)

    def _bundled_moving(self, directions: Floats, frame: Frame, optima: Optima) -> list[Moving]:
        points = self._bundled(directions, frame, optima)
        columns, rates = frame.columns(optima.bases), []
        for axis, promise in zip(np.eye(2), self._promises, strict=True):
            objectives = np.broadcast_to(promise, (len(points), len(promise)))
            prices = optima.prices(columns.costs(frame.padded(objectives)))
            axes = np.broadcast_to(axis, (len(points), 2))
            rates.append(self._reduced(axes, -prices[:, frame.convex :], self._master.listing))
        pairs = ((rates[0].at(k), rates[1].at(k)) for k in range(len(points)))
        return [Moving(point, pair) for point, pair in zip(points, pairs, strict=True)]

    def sharpened(self, point: Generated, place: tuple[int, int]) -> Reduced:
        """Return the bound of a point with the best multipliers for one block of a lottery.

        A block that the point does not use may have any multipliers that keep it unused; the
        least bound that its own constraints imply is needed once it competes.
        """
        part = self._part(place)
        listed = point.listing.listed[: len(point.multipliers)]
        shared = np.array([row.place != place for row in listed], dtype=bool)
        multipliers = np.where(shared, point.multipliers, 0.0)
        gains = point.reduced.normal @ self._promises
        gains = gains + point.listing.weighted(multipliers)[: len(gains)]
        solution = part.maximise(gains)
        if solution is None:
            return point.reduced.without(place)
        rest = self._reduced(point.reduced.normal, multipliers, point.listing)
        own = self._weighted(part.listing, solution.multipliers)
        return point.reduced.with_block(rest.plus(own), place)

    def _part(self, place: tuple[int, int]) -> Master:
        if place not in self._parts:
            self._parts[place] = Master(
                self._incentives,
                self._known,
                self._continuations,
                self._punishment,
                self._solved,
                place,
            )
        return self._parts[place]

    def _reduced(self, normal: Floats, multipliers: Floats, listing: Listing) -> Reduced:
        """Return the bounds that multipliers of listed rows imply, (..., rows)."""
        alone = Reduced.of_payoffs(
            self._incentives.stage, self._incentives.layout, normal, normal @ self._promises
        )
        return alone.plus(self._weighted(listing, multipliers))

    def _weighted(self, listing: Listing, multipliers: Floats) -> Weighted:
        """Return what multipliers of listed rows add to bounds."""
        used = np.flatnonzero(multipliers.any(axis=tuple(range(multipliers.ndim - 1))))
        multipliers = multipliers[..., used]
        layout = self._incentives.layout
        weights, slopes, payments = layout.split(multipliers @ listing.rows[used])
        punished = np.tensordot(multipliers, listing.punished[used], axes=1)
        return Weighted(weights + punished @ self._punishment, punished, slopes, payments)
