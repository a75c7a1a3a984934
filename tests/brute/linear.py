"""Linear programs written with named forms instead of matrices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

Floats = npt.NDArray[np.float64]
ATTEMPTS = (
    ("highs-ds", 1e-10, True),
    ("highs-ds", 1e-10, False),
    ("highs-ds", 1e-7, True),
    ("highs-ipm", 1e-8, True),
)
"""Method, accuracy asked of it and whether it may presolve: the next where one gives up."""


class UnboundedPayoffsError(Exception):
    """Payoffs in the direction asked for have no bound."""


class Form(dict[int, float]):
    """A linear form: coefficients by variable. Variable 0 is the constant one."""

    def __add__(self, other: Form) -> Form:
        return Form({k: self.get(k, 0.0) + other.get(k, 0.0) for k in self.keys() | other.keys()})

    def __sub__(self, other: Form) -> Form:
        return self + -1.0 * other

    def __rmul__(self, factor: float) -> Form:
        return Form({k: factor * value for k, value in self.items()})


def total(forms: Iterable[Form]) -> Form:
    """Return the sum of linear forms."""
    answer = Form()
    for form in forms:
        answer = answer + form
    return answer


class Program:
    """Variables, equations form = 0 and inequalities form >= 0."""

    def __init__(self) -> None:
        self.bounds: list[tuple[float | None, float | None]] = [(1.0, 1.0)]
        self.zero: list[Form] = []
        self.nonnegative: list[Form] = []

    def variable(self, least: float | None, greatest: float | None = None) -> Form:
        """Return a new variable as a form."""
        self.bounds.append((least, greatest))
        return Form({len(self.bounds) - 1: 1.0})

    def greatest(self, forms: Sequence[Form]) -> Form:
        """Return a form that is at least each of `forms`: an auxiliary variable if several."""
        if len(forms) == 1:
            return forms[0]
        auxiliary = self.variable(None)
        self.nonnegative.extend(auxiliary - form for form in forms)
        return auxiliary

    def maximise(self, objective: Form) -> Floats | None:
        """Return the best values of all variables; None if nothing is feasible."""
        for method, accuracy, presolve in ATTEMPTS:
            answer = linprog(
                -self._dense([objective])[0],
                A_ub=-self._dense(self.nonnegative),
                b_ub=np.zeros(len(self.nonnegative)),
                A_eq=self._dense(self.zero),
                b_eq=np.zeros(len(self.zero)),
                bounds=self.bounds,
                method=method,
                options={
                    "presolve": presolve,
                    "primal_feasibility_tolerance": accuracy,
                    "dual_feasibility_tolerance": accuracy,
                },
            )
            if answer.status == 0:
                return np.asarray(answer.x, dtype=np.float64)
            if answer.status == 2:
                return None
            if answer.status == 3:
                raise UnboundedPayoffsError(answer.message)
        raise ArithmeticError(answer.message)

    def _dense(self, forms: Sequence[Form]) -> Floats:
        table = np.zeros((len(forms), len(self.bounds)))
        for row, form in zip(table, forms, strict=True):
            for k, value in form.items():
                row[k] = value
        return table


def value_of(form: Form, values: Floats) -> float:
    return sum(coefficient * float(values[k]) for k, coefficient in form.items())
