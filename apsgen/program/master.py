"""The master of the generating program: columns and rows, each generated when it is needed.

Columns are whole plans for one report profile (a decision and its continuation payoffs), rows
are one convexity row a profile and the incentive constraints found so far. Given multipliers of
the rows, the best column of each profile is a support function of V, so columns are generated as
they are needed; rows are added when a deviation plan gains.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.errors import ProgramError
from apsgen.linear import solve_nearly
from apsgen.lp import LinearProgram, Optimum
from apsgen.program.coherence import Continuations
from apsgen.program.columns import Column, Columns, Plans
from apsgen.program.frame import Basis, Frame
from apsgen.program.incentives import Incentives
from apsgen.program.rows import Known, Listing, Row
from apsgen.program.stage import Floats, Integers

_VIOLATION = 0
_ROUNDS = 10_000
_MOST_COLUMNS = 800
_TRIES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """An optimal mechanism.

    Attributes
    ----------
    variables
        Shape (variables,).
    multipliers
        Of the incentive rows, >= 0, shape (rows,).
    plans
        Columns with continuation payoffs in use, and their weights.
    """

    variables: Floats
    multipliers: Floats
    plans: Plans


class Master:
    """Maximises linear functions of a mechanism.

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
    place
        A profile and block: the program then is about this block alone, with the constraints that
        concern no other.
    """

    def __init__(
        self,
        incentives: Incentives,
        known: Known,
        continuations: Continuations,
        punishment: Floats,
        solved: Callable[[int], None],
        place: tuple[int, int] | None = None,
    ) -> None:
        self._solved = solved
        self._incentives = incentives
        self._stage = incentives.stage
        self._layout = incentives.layout
        self._known = known
        self._place = place
        self._continuations = continuations
        self._punishment = punishment
        self._profiles = list(range(self._stage.profiles)) if place is None else [place[0]]
        self._open = _open_decisions(self._stage.allowed, place)
        self._convexity = len(self._profiles) * (2 if self._stage.is_division else 1)
        self.listing = Listing(self._layout, punishment)
        self._most = _MOST_COLUMNS
        rows = known.recent() if place is None else known.rows
        self._begin([row for row in rows if self._concerns(row)])

    def _begin(self, listed: list[Row]) -> None:
        """Set the program up with some rows and no plan."""
        self.listing = Listing(self._layout, self._punishment)
        self._covered: set[int] = set()
        self._columns = Columns(2 if self._stage.is_division else 1 + 2 * self._stage.signals)
        self._feasible: bool | None = None
        ones = np.ones(self._convexity)
        self._program = LinearProgram(ones, ones)
        self._program.add_columns(np.zeros((self._convexity, 1)), np.array([np.inf]))
        self._add_rows(listed)
        self._add_shares()

    @property
    def rows(self) -> Floats:
        """The incentive rows at p0, shape (R, variables + slips)."""
        return self.listing.rows

    def maximise(self, objective: Floats) -> Solution | None:
        """Return a mechanism that maximises objective . variables; ``None`` if there is none.

        Parameters
        ----------
        objective
            Shape (variables,).
        """
        if len(self._columns) > self._most or len(self.rows) > self._most:
            self._rebuild()
        self._price(objective, np.full(self._convexity, -np.inf))
        if len(self._covered) < self._convexity:
            return None
        for _ in range(_ROUNDS):
            optimum = self._solve(objective)
            if optimum is None:
                return None
            multipliers = self._multipliers(optimum)
            gains = self.listing.padded(objective) + self.listing.weighted(multipliers)
            if self._price(gains, self._values_of_profiles(optimum)):
                continue
            every = self._columns.combine(optimum.values[1:], self.rows.shape[1])
            variables = every[: self._layout.size]
            if self._separate(variables):
                continue
            self.note(multipliers)
            return Solution(variables, multipliers, self._plans_in_use(optimum))
        raise ProgramError("the generating program did not come to an end")

    def note(self, multipliers: Floats) -> None:
        """Remember which rows of cells have multipliers, shape (rows,)."""
        listed = self.listing.listed
        held = (listed[k] for k in np.flatnonzero(multipliers).tolist())
        self._known.used.update(row.key for row in held if row.cell is not None)

    def _rebuild(self) -> None:
        """Begin again with the columns of the last basis: the others only cost time.

        Rows of cells that had no multiplier of late are dropped likewise; they are found again
        where they are violated.
        """
        basic, _ = self._program.basis()
        kept = [self._columns.listed[k - 1] for k in basic.tolist() if k > 0]
        used = self._known.used
        self._begin([r for r in self.listing.listed if r.cell is None or r.key in used])
        self._most = max(_MOST_COLUMNS, 4 * len(self.rows))
        kept = [column for column in kept if column not in self._columns]
        self._add_columns([column for column in kept if column.convexity >= 0], np.inf)
        last = self._layout.size
        payments = [c for c in kept if c.convexity < 0 and c.indices[0] < last]
        self._add_columns(payments, self._stage.greatest_payment)

    def frame(self) -> Frame:
        """Return the rows listed so far and all columns, for a bundle of programs."""
        convexity = np.full(self._stage.profiles, -1)
        convexity[self._profiles] = np.arange(len(self._profiles))
        first, last = self._layout.ends[1:]
        pays = np.ones(self._layout.payments, dtype=bool)
        if self._place is not None:
            pays[:] = False
            pays[self._place] = True
        return Frame(
            layout=self._layout,
            continuations=self._continuations,
            rows=self.rows,
            is_open=self._open,
            convexity=convexity,
            pays=np.r_[pays.reshape(last - first), np.ones(len(self.listing.bearing), dtype=bool)],
            bearing=self.listing.bearing,
            division=self._stage.is_division,
            keys=tuple(row.key for row in self.listing.listed),
            cells=self.listing.cells,
        )

    def start(self, frame: Frame) -> Basis | None:
        """Return the basis found last, (1, rows), in codes; ``None`` if it relaxes a row."""
        basic, active = self._program.basis()
        basic = basic.tolist()
        slack = np.setdiff1d(np.arange(len(self.rows)), active - self._convexity)
        nothing = np.zeros(frame.signals, dtype=np.int64)
        codes, choices = slack.tolist(), [nothing] * len(slack)
        if _VIOLATION in basic or len(basic) + len(slack) != frame.height:
            return None
        for column in (self._columns.listed[k - 1] for k in basic):
            codes.append(frame.code(column))
            choices.append(column.choice if len(column.choice) else nothing)
        return Basis(np.array([codes]), np.array([choices]))

    def basic_multipliers(self, objectives: Floats) -> Floats:
        """Return the multipliers of other objectives at the basis found last, of either sign.

        Parameters
        ----------
        objectives
            Shape (n, variables).

        Returns
        -------
        numpy.ndarray
            Shape (n, rows).
        """
        basic, active = self._program.basis()
        rows = np.zeros((len(active), 1 + len(self._columns)))
        rows[:, 1:] = self._matrix(active)
        rows[active >= self._convexity, _VIOLATION] = 1.0
        costs = np.zeros((1 + len(self._columns), len(objectives)))
        costs[1:] = self._columns.entries(self.listing.padded(objectives)).T
        solution = solve_nearly(rows[:, basic].T, -costs[basic])
        multipliers = np.zeros((self._convexity + len(self.rows), len(objectives)))
        multipliers[active] = solution
        return multipliers[self._convexity :].T

    def _matrix(self, active: Integers) -> Floats:
        """Return the coefficients of all columns in the given rows of the program."""
        convex = active[active < self._convexity]
        belongs = np.array([column.convexity for column in self._columns.listed])
        upper = (belongs == convex[:, None]).astype(np.float64)
        incentive = active[active >= self._convexity] - self._convexity
        return np.vstack([upper, self._columns.entries(self.rows[incentive])])

    def _concerns(self, row: Row) -> bool:
        return self._place is None or row.place == self._place

    def _separate(self, variables: Floats) -> bool:
        """Add the constraints that a mechanism violates; False if there are no new ones."""
        found = self._incentives.violated(variables, self._punishment)
        mine = [row for row in found if self._concerns(row)]
        self._known.take(mine)
        fresh = self.listing.new(mine)
        self._add_rows(fresh)
        return len(fresh) > 0

    def _solve(self, objective: Floats) -> Optimum | None:
        """Solve with the columns and rows at hand; ``None`` if no column can satisfy the rows."""
        if self._feasible is False or (self._feasible is None and not self._restore()):
            return None
        for attempt in range(_TRIES):
            costs = np.r_[0.0, self._columns.entries(self.listing.padded(objective)[None])[0]]
            self._solved(1)
            try:
                optimum = self._program.maximise(costs)
            except ProgramError:
                # Rows that all but contradict each other: grant what counts as met anyway.
                self._program.bound_column(_VIOLATION, tolerances.EMPTINESS)
                optimum = self._program.maximise(costs)
            if optimum is not None or not self._restore():
                return optimum
            if attempt:
                self._program.bound_column(_VIOLATION, tolerances.EMPTINESS)
        raise ProgramError("a program was called infeasible after its rows had been satisfied")

    def _restore(self) -> bool:
        """Shrink the violation of the incentive rows as far as it goes; False if not to zero."""
        self._program.bound_column(_VIOLATION, np.inf)
        while True:
            self._solved(1)
            optimum = self._program.maximise(-np.eye(1, 1 + len(self._columns), _VIOLATION)[0])
            if optimum is None:
                raise ProgramError("a program with an elastic column was called infeasible")
            violation = float(optimum.values[_VIOLATION])
            if violation <= 0.0:
                break
            gains = self.listing.weighted(self._multipliers(optimum))
            if not self._price(gains, self._values_of_profiles(optimum)):
                break
        self._feasible = violation <= tolerances.EMPTINESS
        self._program.bound_column(_VIOLATION, max(violation, 0.0))
        return self._feasible

    def _multipliers(self, optimum: Optimum) -> Floats:
        return self.listing.covered(np.maximum(optimum.multipliers[self._convexity :], 0.0))

    def _values_of_profiles(self, optimum: Optimum) -> Floats:
        return -optimum.multipliers[: self._convexity]

    def _plans_in_use(self, optimum: Optimum) -> Plans:
        used = np.flatnonzero(optimum.values[1:] > 0.0).tolist()
        kept = [k for k in used if len(self._columns.listed[k].choice)]
        columns = [self._columns.listed[k] for k in kept]
        return Plans(
            np.array([column.profile for column in columns]),
            np.array([column.block for column in columns]),
            np.array([column.choice for column in columns]),
            optimum.values[1:][kept],
        )

    def _price(self, gains: Floats, values: Floats) -> bool:
        """Add columns worth more than their profile's value; False if there are none."""
        now, slopes, payments = self._layout.split(gains)
        later, choice = self._continuations.best(slopes)
        total = np.where(np.isfinite(later), later, -np.inf).sum(axis=-1)
        if not self._stage.is_division:
            total = np.where(self._open, now + total, -np.inf)
        profiles = np.array(self._profiles)
        block = total[profiles].argmax(axis=1)
        rows = np.arange(len(profiles)) + self._convexity - len(profiles)
        best = total[profiles, block]
        gain = np.where(np.isfinite(best), best, 0.0) - values[rows]
        gain[~np.isfinite(best)] = -np.inf
        good = gain > tolerances.PRICING
        profiles, block, rows = profiles[good], block[good], rows[good]
        plans = self._plans(rows, profiles, block, choice[profiles, block])
        # One that is there already gains by the solver's rounding alone.
        added = [plan for plan in plans if plan not in self._columns]
        self._add_columns(added, np.inf)
        return self._pay(payments) or len(added) > 0

    def _pay(self, payments: Floats) -> bool:
        """Add the payment of each profile that is worth most; False if none is new."""
        if payments.size == 0:
            return False
        added: list[Column] = []
        first = self._layout.ends[1]
        if self._place is not None:
            mine = np.zeros(payments.shape[:2], dtype=bool)
            mine[self._place] = True
            payments = np.where(mine[:, :, None, None], payments, -np.inf)
        flat = payments.reshape(len(payments), -1)
        for profile in self._profiles:
            best = int(flat[profile].argmax())
            if flat[profile, best] > tolerances.PRICING:
                index = first + profile * flat.shape[1] + best
                column = Column.single(-1, profile, index)
                if column not in self._columns:
                    added.append(column)
        self._add_columns(added, self._stage.greatest_payment)
        return len(added) > 0

    def _plans(
        self, rows: Integers, profiles: Integers, blocks: Integers, choices: Integers
    ) -> list[Column]:
        """Return the columns of decisions (a lottery) or of continuations (a division)."""
        weights, continuations = self._layout.weights, self._layout.continuations
        width = 2 * choices.shape[1]
        values = self._continuations.at(profiles, blocks, choices).reshape(len(rows), width)
        start = self._layout.ends[0] + (profiles * continuations[1] + blocks) * width
        indices = start[:, None] + np.arange(width)
        if not self._stage.is_division:
            weight = profiles * weights[1] + blocks
            indices = np.concatenate([weight[:, None], indices], axis=1)
            values = np.concatenate([np.ones((len(rows), 1)), values], axis=1)
        places = zip(rows.tolist(), profiles.tolist(), blocks.tolist(), strict=True)
        parts = zip(choices, indices, values, strict=True)
        return [Column(*place, *part) for place, part in zip(places, parts, strict=True)]

    def _add_shares(self) -> None:
        """In a division the shares of decisions are columns of their own, all there at once."""
        if not self._stage.is_division:
            return
        places = np.argwhere(self._stage.allowed)
        added = [Column.single(t, t, t * self._stage.decisions + d) for t, d in places]
        self._add_columns(added, np.inf)

    def _add_columns(self, added: list[Column], upper: float) -> None:
        if not added:
            return
        first = len(self._columns)
        convexity = np.zeros((self._convexity, len(added)))
        for k, column in enumerate(added):
            self._columns.append(column)
            if column.convexity >= 0:
                convexity[column.convexity, k] = 1.0
                self._covered.add(column.convexity)
        block = np.vstack([convexity, self._columns.entries(self.rows, first)])
        self._program.add_columns(block, np.full(len(added), upper))

    def _add_rows(self, rows: list[Row]) -> None:
        if not rows:
            return
        slips = self.listing.bear(rows)
        self._add_columns([Column.single(-1, -1, slip) for slip in slips], np.inf)
        coefficients = self.listing.append(rows)
        elastic = np.ones((len(rows), 1))
        entries = np.hstack([elastic, self._columns.entries(coefficients)])
        self._program.add_rows(entries, np.zeros(len(rows)))


def _open_decisions(
    allowed: npt.NDArray[np.bool_], place: tuple[int, int] | None
) -> npt.NDArray[np.bool_]:
    if place is None:
        return allowed
    only = np.zeros_like(allowed)
    only[place] = allowed[place]
    return only
