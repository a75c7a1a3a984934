"""A linear program that grows: dense rows and columns, solved again from its last basis.

maximise cost . x  subject to  row_lower <= A x <= row_upper, 0 <= x <= upper

HiGHS finds the basis; no objective that it reports is used anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.errors import ProgramError

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_PRIMAL_SIMPLEX = 4
_DUAL_SIMPLEX = 1
_SCALED, _NOT_SCALED = 2, 0
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """An optimal basic solution.

    Attributes
    ----------
    values
        Shape (columns,).
    multipliers
        Shape (rows,): y with cost + A'y <= 0 for columns at zero, and y >= 0 on rows ``>=``.
    """

    values: Floats
    multipliers: Floats


class Solver(highspy.Highs):
    """HiGHS, silent from its first act on: it would print a banner in the middle of an answer.

    Some versions act, and print, while they are made; what they do then is told to be silent first.
    """

    def __init__(self) -> None:
        highspy.Highs.__init__(self)
        self.silent()

    def enableCallbacks(self) -> None:
        """Enable callbacks, in silence."""
        self.silent()
        highspy.Highs.enableCallbacks(self)


class LinearProgram:
    """A growing program.

    Parameters
    ----------
    lower, upper
        Bounds of the first rows, shape (rows,).
    """

    def __init__(self, lower: Floats, upper: Floats) -> None:
        self._columns = 0
        self._highs = Solver()
        for option, value in (
            ("threads", 1),
            ("dual_feasibility_tolerance", tolerances.FEASIBILITY),
        ):
            self._highs.setOptionValue(option, value)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMinimize)
        self._strategy = _PRIMAL_SIMPLEX
        self._insert_rows(np.zeros((len(lower), 0)), lower, upper)

    def add_columns(self, columns: Floats, upper: Floats) -> None:
        """Append columns, shape (rows, k), with bounds 0 <= x <= upper and cost 0."""
        count = columns.shape[1]
        starts, indices, values = _compress(columns.T)
        zero = np.zeros(count)
        self._highs.addCols(count, zero, zero, upper, len(values), starts, indices, values)
        self._columns += count
        self._strategy = _PRIMAL_SIMPLEX

    def add_sparse_columns(
        self, starts: npt.NDArray[np.int32], indices: npt.NDArray[np.int32], values: Floats
    ) -> None:
        """Append columns x >= 0 of cost 0, given by their nonzeros, column by column.

        Parameters
        ----------
        starts
            Shape (k + 1,): where each column begins, and where the last one ends.
        indices, values
            Rows and values of the nonzeros.
        """
        count = len(starts) - 1
        zero = np.zeros(count)
        upper = np.full(count, np.inf)
        self._highs.addCols(count, zero, zero, upper, len(values), starts[:-1], indices, values)
        self._columns += count
        self._strategy = _PRIMAL_SIMPLEX

    def set_rows(self, first: int, lower: Floats, upper: Floats) -> None:
        """Change the bounds of rows, from the first of them on."""
        for k, bounds in enumerate(zip(lower.tolist(), upper.tolist(), strict=True), start=first):
            self._highs.changeRowBounds(k, *bounds)
        self._strategy = _DUAL_SIMPLEX

    def add_rows(self, rows: Floats, lower: Floats) -> None:
        """Append rows A x >= lower, shape (k, columns)."""
        self._insert_rows(rows, lower, np.full(len(lower), np.inf))
        self._strategy = _DUAL_SIMPLEX

    def bound_column(self, column: int, upper: float) -> None:
        """Change the upper bound of one column."""
        self._highs.changeColBounds(column, 0.0, upper)
        self._strategy = _DUAL_SIMPLEX

    def maximise(self, cost: Floats) -> Optimum | None:
        """Return an optimum, or ``None`` if no point satisfies the rows.

        Raises
        ------
        ProgramError
            If neither an optimum nor infeasibility was shown.
        """
        count = self._columns
        self._highs.changeColsCost(count, np.arange(count, dtype=np.int32), -cost)
        status = self._run()
        if status == highspy.HighsModelStatus.kOptimal:
            return self._optimum()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        raise ProgramError(f"a linear program ended as '{self._highs.modelStatusToString(status)}'")

    def maximise_whole(self, cost: Floats, whole: int) -> Optimum | None:
        """Return an optimum whose first columns are 0 or 1, or ``None`` if there is none.

        There are no multipliers. The program can only grow by rows afterwards, and is solved anew.

        Raises
        ------
        ProgramError
            If neither an optimum nor infeasibility was shown within a minute.
        """
        for column in range(whole):
            self._highs.changeColBounds(column, 0.0, 1.0)
            self._highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + _PATIENCE)
        return self.maximise(cost)

    def _run(self) -> highspy.HighsModelStatus:
        """Solve again from the last basis; anew and otherwise, unless that gives an optimum.

        A program whose rows all but contradict each other may be called infeasible though it has
        a point; one whose numbers lie far apart may end in an error unless its rows keep their
        scale, or it is presolved.
        """
        strict, loose = tolerances.FEASIBILITY, 10 * tolerances.FEASIBILITY
        attempts = (
            (self._strategy, strict, "off", _SCALED),
            (_DUAL_SIMPLEX, strict, "off", _SCALED),
            (_PRIMAL_SIMPLEX, loose, "off", _SCALED),
            (_DUAL_SIMPLEX, strict, "off", _NOT_SCALED),
            (_DUAL_SIMPLEX, loose, "on", _NOT_SCALED),
        )
        for strategy, tolerance, presolve, scaling in attempts:
            self._highs.setOptionValue("simplex_strategy", strategy)
            self._highs.setOptionValue("primal_feasibility_tolerance", tolerance)
            self._highs.setOptionValue("presolve", presolve)
            self._highs.setOptionValue("simplex_scale_strategy", scaling)
            self._highs.run()
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                break
            self._highs.clearSolver()
            if status == highspy.HighsModelStatus.kInfeasible and tolerance == loose:
                break
        self._strategy = _PRIMAL_SIMPLEX
        return status

    def _optimum(self) -> Optimum:
        solution = self._highs.getSolution()
        return Optimum(np.array(solution.col_value), np.array(solution.row_dual))

    def basis(self) -> tuple[Integers, Integers]:
        """Return the basic columns and the rows whose slack is not basic, of the last optimum."""
        basis = self._highs.getBasis()
        basic = highspy.HighsBasisStatus.kBasic
        columns = [k for k, status in enumerate(basis.col_status) if status == basic]
        active = [k for k, status in enumerate(basis.row_status) if status != basic]
        return np.array(columns, dtype=np.int64), np.array(active, dtype=np.int64)

    def _insert_rows(self, rows: Floats, lower: Floats, upper: Floats) -> None:
        starts, indices, values = _compress(rows)
        self._highs.addRows(len(lower), lower, upper, len(values), starts, indices, values)


def _compress(rows: Floats) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
    """Return starts, indices and values of the nonzeros, row by row."""
    which, indices = np.nonzero(rows)
    starts = np.searchsorted(which, np.arange(len(rows)))
    return starts.astype(np.int32), indices.astype(np.int32), rows[which, indices]
