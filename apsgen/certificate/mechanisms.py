"""All mechanisms with continuation payoffs in a polygon, as a linear program in floats."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, csr_matrix, hstack, vstack

from apsgen.certificate.program import Floats, Key, Place, Program, Row, of_margin
from apsgen.errors import ProgramError
from apsgen.lp import LinearProgram, Optimum
from apsgen.tolerances import BEYOND, EMPTINESS, MISSED, PRICING

PUNISHMENT = "punishment"
_AWAY = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
"""Four columns by which the payoffs that are asked for may be missed, upwards and downwards."""

_MISSING = np.array([1.0, 1.0, 1.0, 1.0, 0.0])
"""What it costs to use these; the fifth column lets all constraints give way."""

_GIVING = np.array([0.0, 0.0, 0.0, 0.0, 1.0])
"""What it costs if constraints giving way is what is asked about."""

_TINY = 1e-300
"""In the place of 0 where that would be divided by."""

_MOST_PAID = 1e3
"""Payments of a block are at most so many times its weight, which no incentive ever asks for."""


@dataclass(frozen=True, slots=True)
class Basic:
    """A basic mechanism.

    Attributes
    ----------
    values
        Of its basic columns.
    binding
        The constraints that hold with equality.
    """

    values: dict[Key, float]
    binding: list[Row]


def continuations(program: Program, vertices: Floats) -> tuple[Floats, Floats]:
    """Return the points that may follow if V is the hull of vertices, and the punishment."""
    game = program.game
    punishment = vertices.min(axis=0)
    if game.punishment is not None:
        punishment = np.array([float(value or 0) for value in game.punishment])
    return np.vstack([vertices, punishment]) if game.on_path else vertices, punishment


class Mechanisms:
    """All mechanisms with continuation payoffs in the hull of points.

    Columns of continuation payoffs are generated as they are needed.

    Parameters
    ----------
    program
        Of the game.
    vertices
        Shape (n, 2): the hull of them is V.
    closed
        Profiles and decisions that no mechanism uses.
    margin
        By how much constraints must hold.
    """

    def __init__(
        self,
        program: Program,
        vertices: Floats,
        closed: frozenset[Place] = frozenset(),
        margin: float = 0.0,
    ) -> None:
        game = program.game
        self._program = program
        self._margin = margin
        self._names: list[int | str] = list(range(len(vertices)))
        if game.on_path:
            self._names.append(PUNISHMENT)
        self.points, self.punishment = continuations(program, vertices)
        self._cells = [cell for cell in program.cells() if cell[:2] not in closed]
        self._keys = [
            key
            for key in program.keys
            if key[0] == "s" or (key[0] in "pm" and key[1:3] not in closed)
        ]
        self._equations = len(game.profiles) + len(self._cells)
        self._begin()

    def _begin(self) -> None:
        """Set the program up with all but the columns of continuation payoffs."""
        program, game = self._program, self._program.game
        own = self._own_columns()
        limits = self._limits()
        count = len(program.rows)
        parts = [self._coherence(), program.payoffs @ own, self._constraints(own), limits]
        matrix = vstack([csr_matrix(part) for part in parts])
        # A payoff that is asked for may be missed, at a cost: a program that is never infeasible.
        # All constraints may give way where it is asked by how much.
        away = np.zeros((matrix.shape[0], 5))
        away[self._equations : self._equations + 2, :4] = _AWAY
        away[self._equations + 2 : self._equations + 2 + count, 4] = 1.0
        matrix = hstack([matrix, csr_matrix(away)]).tocsc()
        right = np.zeros(self._equations)
        right[: len(game.profiles)] = 1.0
        rest = np.zeros(count + limits.shape[0])
        lower = np.concatenate([right, np.full(2, -np.inf), rest])
        self._lp = LinearProgram(lower, np.concatenate([right, np.full(2, np.inf), rest + np.inf]))
        self._lp.add_sparse_columns(matrix.indptr, matrix.indices, matrix.data)
        self._lp.bound_column(len(self._keys) + 4, 0.0)
        self.columns: list[Key] = [*self._keys, *(("away", k) for k in range(5))]
        self._known: set[tuple[int, int]] = set()
        self._listed: list[tuple[int, int]] = []
        fan = np.array([[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]])
        for place in np.unique((fan @ self.points.T).argmax(axis=1)).tolist():
            self._generate([(cell, place) for cell in range(len(self._cells))])

    def _own_columns(self) -> csc_matrix:
        """Return the coordinates that weights, payments and slips set."""
        place = self._program.keys
        row, column, value = [], [], []
        for j, key in enumerate(self._keys):
            row.append(place[key])
            column.append(j)
            value.append(1.0)
            if key[0] == "p":
                row += [place["q", *key[1:], i] for i in (0, 1)]
                column += [j, j]
                value += self.punishment.tolist()
        return csc_matrix((value, (row, column)), shape=(len(place), len(self._keys)))

    def _coherence(self) -> csr_matrix:
        """Return the equations of probabilities and of means in the weights."""
        game = self._program.game
        means: dict[Place, list[int]] = {}
        for r, (t, b, _) in enumerate(self._cells, start=len(game.profiles)):
            means.setdefault((t, b), []).append(r)
        row, column, value = [], [], []
        for j, key in enumerate(self._keys):
            if key[0] == "p":
                linked = means[key[1], 0 if game.is_division else key[2]]
                row += [key[1], *linked]
                column += [j] * (1 + len(linked))
                value += [1.0] + [-1.0] * len(linked)
        return csr_matrix((value, (row, column)), shape=(self._equations, len(self._keys)))

    def _constraints(self, own: csc_matrix) -> csr_matrix:
        """Return the incentive constraints in the columns, with the margin taken off."""
        place = {key: j for j, key in enumerate(self._keys)}
        row, column = [], []
        for r, one in enumerate(self._program.rows if self._margin else []):
            weights = [place[key] for key in of_margin(self._program.game, one) if key in place]
            row += [r] * len(weights)
            column += weights
        shape = len(self._program.rows), len(self._keys)
        taken = csr_matrix((np.full(len(row), self._margin), (row, column)), shape=shape)
        return csr_matrix(self._program.matrix @ own - taken)

    def _limits(self) -> csr_matrix:
        """Return rows that keep payments of a block from growing while its weight goes to 0."""
        game = self._program.game
        place = {key: j for j, key in enumerate(self._keys)}
        row, column, value = [], [], []
        paid = [key for key in self._keys if key[0] == "m"] if self._margin else []
        for r, key in enumerate(paid):
            weights = [place["p", key[1], d] for d in game.within(key[1], key[2])]
            row += [r] * (1 + len(weights))
            column += [place[key], *weights]
            value += [-1.0, *(_MOST_PAID for _ in weights)]
        return csr_matrix((value, (row, column)), shape=(len(paid), len(self._keys)))

    def _generate(self, wanted: list[tuple[int, int]]) -> bool:
        """Add columns of continuation payoffs, by cell and point; False if none is new."""
        added = [one for one in wanted if one not in self._known]
        starts, indices, values = [0], [], []
        for cell, place in added:
            rows, first, second = self._uses[cell]
            x, y = self.points[place].tolist()
            indices.append(np.r_[len(self._program.game.profiles) + cell, rows])
            values.append(np.r_[1.0, x * first + y * second])
            starts.append(starts[-1] + len(rows) + 1)
            self._known.add((cell, place))
            self._listed.append((cell, place))
            self.columns.append(("c", *self._cells[cell], self._names[place]))
        if added:
            self._lp.add_sparse_columns(
                np.array(starts, dtype=np.int32),
                np.concatenate(indices).astype(np.int32),
                np.concatenate(values),
            )
        return bool(added)

    @cached_property
    def _uses(self) -> list[tuple[npt.NDArray[np.int64], Floats, Floats]]:
        """For each cell the rows in which its continuation payoffs stand, and how."""
        program = self._program
        every = vstack([csr_matrix(program.payoffs), program.matrix]).tocsc()
        found = []
        for cell in self._cells:
            j = program.keys["w", *cell, 0]
            both = every[:, [j, j + 1]].toarray()
            rows = np.flatnonzero(both.any(axis=1))
            found.append((self._equations + rows, both[rows, 0], both[rows, 1]))
        return found

    def _solve(self, gains: Floats, cost: Floats) -> Optimum | None:
        """Maximise gains of the coordinates, less the cost, (5,), of missing what is asked."""
        program = self._program
        place = np.array([[program.keys["w", *cell, i] for i in (0, 1)] for cell in self._cells])
        own = np.asarray(gains @ self._own_columns()).reshape(-1)
        fixed = np.concatenate([own, -cost])
        while True:
            cells, points = np.array(self._listed).T
            later = (gains[place][cells] * self.points[points]).sum(axis=1)
            optimum = self._lp.maximise(np.concatenate([fixed, later]))
            if optimum is None:
                return None
            if cost.any() and optimum.values[len(self._keys) : len(fixed)].max() <= 0.0:
                return optimum
            dual = optimum.multipliers
            first = self._equations
            weighted = gains + dual[first : first + 2] @ program.payoffs
            weighted = weighted + dual[first + 2 : first + 2 + len(program.rows)] @ program.matrix
            reach = weighted[place] @ self.points.T
            best = reach.argmax(axis=1)
            value = reach.max(axis=1) + dual[len(program.game.profiles) : first]
            good = np.flatnonzero(value > PRICING).tolist()
            if not self._generate([(cell, int(best[cell])) for cell in good]):
                return optimum

    def farthest(self, direction: Floats) -> Optimum | None:
        """Return the mechanism with the farthest payoff in a direction; ``None`` if none is."""
        self._lp.set_rows(self._equations, np.full(2, -np.inf), np.full(2, np.inf))
        return self._solve(direction @ self._program.payoffs, np.zeros(5))

    def refuted(self) -> Floats | None:
        """Return multipliers, shape (rows,), of constraints that contradict each other.

        ``None`` if some mechanism meets all of them.
        """
        give = len(self._keys) + 4
        self._lp.set_rows(self._equations, np.full(2, -np.inf), np.full(2, np.inf))
        self._lp.bound_column(give, np.inf)
        found = self._solve(np.zeros(len(self._program.keys)), _GIVING)
        self._lp.bound_column(give, 0.0)
        if found is None or found.values[give] <= EMPTINESS:
            return None
        return self.multipliers(found)

    def at(self, payoff: Floats, gains: Floats | None = None) -> Basic | None:
        """Return a mechanism with given payoffs; ``None`` if there is none.

        Among several it is one with the greatest gains of the coordinates, which must be small.
        """
        away = payoff - self.points.mean(axis=0)
        # A solver takes a payoff that is just out of reach for reached: columns for one a little
        # beyond it are generated first.
        beyond = payoff + BEYOND * away / max(float(np.abs(away).max()), _TINY)
        wanted = np.zeros(len(self._program.keys)) if gains is None else gains
        try:
            for asked in (beyond, payoff):
                self._lp.set_rows(self._equations, asked, asked)
                found = self._solve(wanted, _MISSING)
        except ProgramError:
            return None
        own = len(self._keys)
        if found is None or found.values[own : own + 4].max() > MISSED:
            return None
        basic, active = self._lp.basis()
        values = {
            self.columns[j]: float(found.values[j])
            for j in basic.tolist()
            if self.columns[j][0] != "away"
        }
        first, rows = self._equations + 2, self._program.rows
        return Basic(
            values, [rows[r - first] for r in active.tolist() if 0 <= r - first < len(rows)]
        )

    def multipliers(self, optimum: Optimum) -> Floats:
        """Return the multipliers of the incentive constraints, shape (rows,)."""
        first = self._equations + 2
        return np.maximum(optimum.multipliers[first : first + len(self._program.rows)], 0.0)
