"""The generating program: the support function of T(V; p0).

Any multipliers y >= 0 of the incentive rows give a valid upper bound; the bound is evaluated
here and never taken from the solver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apsgen.program.coherence import Continuations
from apsgen.program.columns import Column
from apsgen.program.incentives import Incentives, Row
from apsgen.program.master import Master
from apsgen.program.reduced import Reduced, Weighted
from apsgen.program.stage import Floats


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
        The columns with continuation payoffs in use, and their weights.
    """

    payoff: Floats
    variables: Floats
    multipliers: Floats
    reduced: Reduced
    bound: float
    plans: tuple[tuple[Column, float], ...]


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
        Called after each linear program.
    """

    def __init__(
        self,
        incentives: Incentives,
        known: list[Row],
        continuations: Continuations,
        punishment: Floats,
        solved: Callable[[], None],
    ) -> None:
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
        if solution is None:
            return None
        reduced = self._reduced(direction, solution.multipliers)
        return Generated(
            payoff=self._promises @ solution.variables,
            variables=solution.variables,
            multipliers=solution.multipliers,
            reduced=reduced,
            bound=reduced.bound(self._continuations, self._punishment),
            plans=solution.plans,
        )

    def rates(self) -> tuple[Reduced, Reduced]:
        """Return the reduced programs of the players' payoffs at the last optimal basis.

        They tell how the point found last moves with V and p0 while its basis stays.
        """
        first, second = self._master.basic_multipliers(self._promises)
        axes = np.eye(2)
        return self._reduced(axes[0], first), self._reduced(axes[1], second)

    def sharpened(self, point: Generated, place: tuple[int, int]) -> Reduced:
        """Return the bound of a point with the best multipliers for one block of a lottery.

        A block that the point does not use may have any multipliers that keep it unused; the
        least bound that its own constraints imply is needed once it competes.
        """
        part = self._parts.get(place)
        if part is None:
            part = Master(
                self._incentives,
                self._known,
                self._continuations,
                self._punishment,
                self._solved,
                place,
            )
            self._parts[place] = part
        listed = self._master.listed[: len(point.multipliers)]
        shared = np.array([row.place != place for row in listed], dtype=bool)
        multipliers = np.where(shared, point.multipliers, 0.0)
        gains = point.reduced.normal @ self._promises
        gains = gains + multipliers @ self._master.rows[: len(listed)]
        solution = part.maximise(gains)
        if solution is None:
            return point.reduced.without(place)
        rest = self._reduced(point.reduced.normal, multipliers)
        own = self._weighted(part, solution.multipliers)
        return point.reduced.with_block(rest.plus(own), place)

    def _reduced(self, normal: Floats, multipliers: Floats) -> Reduced:
        """Return the bound that multipliers of the master's rows imply."""
        alone = Reduced.of_payoffs(
            self._incentives.stage, self._incentives.layout, normal, normal @ self._promises
        )
        return alone.plus(self._weighted(self._master, multipliers))

    def _weighted(self, master: Master, multipliers: Floats) -> Weighted:
        """Return what multipliers of a master's rows add to a bound."""
        layout = self._incentives.layout
        count = len(multipliers)
        listed = master.listed[:count]
        punished = np.zeros((*layout.weights, 2))
        for row, multiplier in zip(listed, multipliers.tolist(), strict=True):
            if multiplier != 0.0:
                punished[..., row.player] += multiplier * row.punished
        weights, slopes, payments = layout.split(multipliers @ master.rows[:count])
        return Weighted(weights + punished @ self._punishment, punished, slopes, payments)
