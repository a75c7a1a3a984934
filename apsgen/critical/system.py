"""The least discount factor at which points with a property generate each other, as a program.

Its variables are the discount factor, the points, and a mechanism for each of them; its rows are
promise keeping, coherence and the incentive constraints, all of them polynomials. At its solution
the constraints bind that make the critical discount factor what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from apsgen.certificate.mechanisms import PUNISHMENT, Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Program, Row
from apsgen.checker import Form
from apsgen.critical.polynomials import Floats, Name, Names, Polynomials, Term
from apsgen.errors import ProgramError

ZERO, UNIT = Fraction(0), Fraction(1)
_AT = Fraction(1, 3), Fraction(2, 3)
DELTA = ("delta",)
Affine = tuple[Fraction, Fraction]
"""A constant, and the slope in the discount factor."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A game in normalised payoffs whose constraints are affine in the discount factor.

    Attributes
    ----------
    program
        Its constraints at some discount factor.
    names, forms
        The rows, and their coefficients by coordinate.
    payoffs
        The players' expected payoffs likewise.
    """

    program: Program
    names: list[Row]
    forms: list[dict[Any, Affine]]
    payoffs: list[dict[Any, Affine]]

    @classmethod
    def of(cls, normal: Normal) -> Part:
        """Return the constraints of a game, whatever its discount factor."""
        first, second = (Program.of(replace(normal.game, delta=delta)) for delta in _AT)
        other = {row.name: row.form for row in second.rows}
        forms = [_affine(row.form, other.get(row.name, {})) for row in first.rows]
        payoffs = [
            _affine(first.constraints.payoff(i), second.constraints.payoff(i)) for i in (0, 1)
        ]
        return cls(first, first.rows, forms, payoffs)


def _affine(low: Form, high: Form) -> dict[Any, Affine]:
    """Return coefficients as functions of the discount factor, from two of its values."""
    found = {}
    for key in [*low, *(key for key in high if key not in low)]:
        a, b = low.get(key, ZERO), high.get(key, ZERO)
        slope = (b - a) / (_AT[1] - _AT[0])
        found[key] = (a - slope * _AT[0], slope)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What the points are, and which of them punish.

    Attributes
    ----------
    own
        For each point the number of the part whose mechanisms generate it, from points of this
        part and those before.
    punishing
        For each player the point whose payoff is his punishment; ``None`` if that is fixed.
    on_path
        Whether continuations may be the punishment.
    targets
        Rows that say that the first point has the property, in normalised payoffs:
        coefficients of its two payoffs, a constant, and whether the sum is 0 or at least 0.
    """

    own: tuple[int, ...]
    punishing: tuple[int | None, int | None]
    on_path: bool
    targets: tuple[tuple[Fraction, Fraction, Fraction, bool], ...]


@dataclass(frozen=True, eq=False)
class System:
    """Polynomials that are 0, or at least 0, where points generate each other.

    Attributes
    ----------
    polynomials
        The rows.
    equal
        Which of them are 0, shape (rows,).
    variables
        Their names, in order: ("delta",), ("x", point, player), and the weights of mechanisms.
    labels
        For each row the part and the constraint that it is; ``None`` for others.
    points
        For each row the point whose mechanism it is about; -1 for others.
    """

    polynomials: Polynomials
    equal: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    variables: tuple[Name, ...]
    labels: tuple[tuple[int, Row] | None, ...]
    points: tuple[int, ...]

    @classmethod
    def of(cls, parts: Sequence[Part], layout: Layout) -> System:
        """Set the system up."""
        return _Builder(parts, layout).built()


class _Builder:
    def __init__(self, parts: Sequence[Part], layout: Layout) -> None:
        self._parts, self._layout = parts, layout
        self._names = Names()
        self._rows: list[list[Term]] = []
        self._equal: list[bool] = []
        self._labels: list[tuple[int, Row] | None] = []
        self._points_of: list[int] = []
        self._current = -1
        self._delta = self._names[DELTA]

    def built(self) -> System:
        """Return the system of all points."""
        for k in range(len(self._layout.own)):
            for i in (0, 1):
                _ = self._names["x", k, i]
        for k, own in enumerate(self._layout.own):
            self._current = k
            self._coherent(k, self._parts[own])
            for i in (0, 1):
                row = self._terms(k, self._parts[own], self._parts[own].payoffs[i])
                self._add([*row, (-UNIT, (self._names["x", k, i],))], equal=True)
            for name, form in zip(self._parts[own].names, self._parts[own].forms, strict=True):
                self._add(self._terms(k, self._parts[own], form), equal=False, label=(own, name))
        self._current = -1
        x, y = self._names["x", 0, 0], self._names["x", 0, 1]
        for a, b, constant, equal in self._layout.targets:
            self._add([(a, (x,)), (b, (y,)), (constant, ())], equal=equal)
        return System(
            Polynomials(self._rows, len(self._names)),
            np.array(self._equal),
            tuple(self._names.numbers),
            tuple(self._labels),
            tuple(self._points_of),
        )

    def _add(
        self, row: Iterable[Term], *, equal: bool, label: tuple[int, Row] | None = None
    ) -> None:
        self._rows.append([(c, factors) for c, factors in row if c])
        self._equal.append(equal)
        self._labels.append(label)
        self._points_of.append(self._current)

    def _points(self, k: int) -> list[int | str]:
        """Return where play may go on from a point: a face is not left."""
        own = self._layout.own
        points: list[int | str] = [j for j in range(len(own)) if own[j] <= own[k]]
        return [*points, PUNISHMENT] if self._layout.on_path else points

    def _coherent(self, k: int, part: Part) -> None:
        """Add the equations of probabilities and means."""
        game = part.program.game
        for t in game.profiles:
            whole = [(UNIT, (self._names[k, "p", t, d],)) for d in game.open(t)]
            self._add([*whole, (-UNIT, ())], equal=True)
        for t, b, y in part.program.cells():
            used = [(-UNIT, (self._names[k, "p", t, d],)) for d in game.within(t, b)]
            means = [(UNIT, (self._names[k, "c", t, b, y, j],)) for j in self._points(k)]
            self._add([*used, *means], equal=True)

    def _terms(self, k: int, part: Part, form: dict[Any, Affine]) -> list[Term]:
        """Return a form in the variables of a point."""
        found: list[Term] = []
        for key, (constant, slope) in form.items():
            for coefficient, factors in self._coordinate(k, part, key):
                found.append((constant * coefficient, factors))
                found.append((slope * coefficient, (self._delta, *factors)))
        return found

    def _coordinate(self, k: int, part: Part, key: Any) -> list[Term]:
        if key[0] == "q":
            return [self._times(self._names[k, "p", key[1], key[2]], PUNISHMENT, key[3], part)]
        if key[0] == "w":
            return [
                self._times(self._names[k, "c", *key[1:4], j], j, key[4], part)
                for j in self._points(k)
            ]
        return [(UNIT, (self._names[k, *key],))]

    def _times(self, variable: int, point: int | str, i: int, part: Part) -> Term:
        """Return a weight times a player's payoff at a point, which may be the punishment."""
        if point == PUNISHMENT:
            fixed = part.program.game.punishment
            place = self._layout.punishing[i]
            if place is None:
                return ((fixed[i] if fixed else None) or ZERO, (variable,))
            point = place
        return (UNIT, (variable, self._names["x", point, i]))


def guess(
    system: System, parts: Sequence[Program], layout: Layout, points: Floats, delta: float
) -> Floats | None:
    """Return values of the variables in floats, from mechanisms that generate the points.

    Parameters
    ----------
    system
        Whose variables they are.
    parts
        The programs of the parts at this discount factor.
    layout
        What the points are.
    points
        Normalised, shape (n, 2).
    delta
        The discount factor.
    """
    values: dict[Name, float] = {DELTA: delta}
    reach = [sum(own <= part for own in layout.own) for part in range(len(parts))]
    every = [Mechanisms(one, points[:n]) for one, n in zip(parts, reach, strict=True)]
    for k, own in enumerate(layout.own):
        try:
            found = every[own].at(points[k])
        except ProgramError:
            return None
        if found is None:
            return None
        values |= {(k, *key): max(value, 0.0) for key, value in found.values.items()}
        values |= {("x", k, i): float(points[k, i]) for i in (0, 1)}
    return np.array([values.get(name, 0.0) for name in system.variables])
