"""All states at once: decisions and transitions as they are, payoffs and payments to be found.

Where the lotteries over states and the weights of the decisions are given, promise keeping and
every incentive constraint are linear in the payoffs of all states and in the payments. So are
they in the weights of a division, whose one block has the weight 1 whatever they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix

from apsgen.certificate.exact import Equation, solve_near
from apsgen.certificate.mechanisms import PUNISHMENT
from apsgen.checker import ONE, ZERO, Form, Point
from apsgen.errors import ProgramError
from apsgen.extraction.design import Design
from apsgen.extraction.setting import Setting
from apsgen.lp import LinearProgram
from apsgen.tolerances import BINDING

Name = tuple[Any, ...]
"""What is to be found: ``("v", k, i)`` of state k, or a variable of its mechanism, k in front."""

CONSTANT: Name = ("1",)
"""The name under which a form has its constant."""

ROOM = 1e-3
"""Constraints that hold by so much of the spread of the payoffs have all the room they want."""

_STAY = 1e-3
"""What it is worth, against room, that payoffs stay where they are."""

_SHORT = (1, 2, 4, 5, 10, 20, 100, 1_000, 10_000)
"""Denominators of weights and payments that are tried, the shortest first."""


class Joint:
    """The program of all states, in normalised payoffs.

    Parameters
    ----------
    setting
        The game.
    points
        The payoffs of the states so far, in the case's units.
    designs
        What is settled of the states.
    direction
        The first state may lie farther in it, and no less far; ``None`` if its payoff is to stay.
    """

    def __init__(
        self,
        setting: Setting,
        points: Sequence[Point],
        designs: Sequence[Design],
        direction: Point | None,
    ) -> None:
        self._setting, self._designs = setting, designs
        self._inward = [setting.normal.inward(point) for point in points]
        self._worst = setting.worst(points)
        program, states = setting.program, range(len(points))
        promises = [program.constraints.payoff(i) for i in (0, 1)]
        self._equations = [
            self._affine(k, promises[i] | {("v", k, i): -ONE}) for k in states for i in (0, 1)
        ]
        self._equations += [
            {("p", k, *place): ONE for place in designs[k].weights if place[0] == t}
            | {CONSTANT: -ONE}
            for k in states
            for t in sorted(designs[k].free)
        ]
        self._rows = [self._affine(k, row.form) for k in states for row in program.rows]
        if direction is None:
            self._equations += [{("v", 0, i): ONE, CONSTANT: -self._inward[0][i]} for i in (0, 1)]
        else:
            self._rows.append(self._beyond(setting.normal.outward(direction)))

    def _beyond(self, direction: Point) -> Form:
        """Return by how much the first state lies farther in a direction than it did."""
        present = sum((a * x for a, x in zip(direction, self._inward[0], strict=True)), ZERO)
        return {("v", 0, i): direction[i] for i in (0, 1)} | {CONSTANT: -present}

    def _affine(self, k: int, form: Form) -> Form:
        """Return a form of a state's mechanism in what is to be found."""
        found: Form = {}
        for key, value in form.items():
            for name, factor in self._parts(k, key) if value else ():
                found[name] = found.get(name, ZERO) + value * factor
        return {name: value for name, value in found.items() if value}

    def _parts(self, k: int, key: Name) -> Iterator[tuple[Name, Fraction]]:
        """Give what a variable of a state's mechanism is, as multiples of what is to be found."""
        design = self._designs[k]
        if key[0] == "v":
            yield key, ONE
        elif key[0] in ("p", "q"):
            known = design.weights.get(key[1:3], ZERO)
            weight = ("p", k, *key[1:3]), ONE
            if known:
                each = weight if key[1] in design.free else (CONSTANT, known)
                yield each if key[0] == "p" else self._worth(each, PUNISHMENT, key[3])
        elif key[0] == "w":
            for target, chance in design.lotteries.get(key[1:4], {}).items():
                share = chance * design.share(key[1], key[2])
                yield self._worth((CONSTANT, share), target, key[4])
        elif key[0] == "s" or design.share(key[1], key[2]):
            yield (key[0], k, *key[1:]), ONE

    def _worth(self, weight: tuple[Name, Fraction], target: Any, i: int) -> tuple[Name, Fraction]:
        """Return what a point is worth, with a weight: one to be found has a known point."""
        fixed = self._setting.program.game.punishment
        if target != PUNISHMENT:
            return ("v", target, i), weight[1]
        if fixed is None:
            return ("v", self._worst[i], i), weight[1]
        return weight[0], weight[1] * (fixed[i] or ZERO)

    @cached_property
    def _names(self) -> list[Name]:
        """What is to be found beside the payoffs of the states."""
        used = dict.fromkeys(name for form in (*self._equations, *self._rows) for name in form)
        return [name for name in used if name[0] != "v" and name != CONSTANT]

    def solve(self) -> dict[Name, float] | None:
        """Return what is to be found, in floats; ``None`` if there is nothing.

        As many constraints as can hold with some room do, so that rounding breaks none of them.
        """
        moves, rows = 4 * len(self._designs), len(self._rows)
        cost = np.concatenate([np.full(moves, -_STAY), np.zeros(len(self._names)), np.ones(rows)])
        try:
            optimum = self._program().maximise(cost)
        except ProgramError:
            return None
        if optimum is None:
            return None
        up, down = optimum.values[:moves].reshape(2, -1)
        near = dict(zip(self._payoffs, (self._start + up - down).tolist(), strict=True))
        return near | dict(zip(self._names, optimum.values[moves:].tolist(), strict=False))

    @property
    def _payoffs(self) -> list[Name]:
        return [("v", k, i) for k in range(len(self._designs)) for i in (0, 1)]

    @property
    def _start(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.array([float(value) for point in self._inward for value in point])

    def _program(self) -> LinearProgram:
        """Return the program: how payoffs rise, how they fall, what else there is, and room."""
        forms, count = [*self._equations, *self._rows], 2 * len(self._designs)
        base = dict(zip(self._payoffs, self._start.tolist(), strict=True)) | {CONSTANT: 1.0}
        columns = {name: [(j, 1.0), (j + count, -1.0)] for j, name in enumerate(self._payoffs)}
        columns |= {name: [(j, 1.0)] for j, name in enumerate(self._names, start=2 * count)}
        first, last = len(self._equations), 2 * count + len(self._names)
        entries = [
            (r, j, sign * float(factor))
            for r, form in enumerate(forms)
            for name, factor in form.items()
            for j, sign in columns.get(name, ())
        ]
        entries += [(first + k, last + k, -1.0) for k in range(len(self._rows))]
        constant = np.array(
            [sum(float(x) * base.get(name, 0.0) for name, x in form.items()) for form in forms]
        )
        row, column, value = zip(*entries, strict=True)
        shape = len(forms), last + len(self._rows)
        matrix = csc_matrix((value, (row, column)), shape=shape)
        upper = np.concatenate([np.zeros(first), np.full(len(self._rows), np.inf)])
        program = LinearProgram(-constant, upper - constant)
        program.add_sparse_columns(matrix.indptr, matrix.indices, matrix.data)
        for j in range(last, shape[1]):
            program.bound_column(j, ROOM)
        return program

    def exact(self, found: Mapping[Name, float]) -> Iterator[dict[Name, Fraction]]:
        """Give exact solutions of the equations near one in floats, those in short numbers first.

        The last one holds what binds with equality; the others leave that to luck.
        """
        listed = [self._short(found, most) for most in _SHORT]
        for before, known in pairwise([None, *listed]):
            if known is not None and known != before:
                payoffs = {name: found[name] for name in self._payoffs}
                solved = solve_near([_given(form, known) for form in self._equations], payoffs)
                if solved is not None:
                    yield known | solved
        binding = [form for form in self._rows if _value(form, found) <= BINDING]
        solved = solve_near([_given(form, {}) for form in (*self._equations, *binding)], found)
        if solved is not None:
            yield solved

    def _short(self, found: Mapping[Name, float], most: int) -> dict[Name, Fraction]:
        """Return weights and payments as fractions with small denominators."""
        scale = self._setting.normal.scale[0]
        known: dict[Name, Fraction] = {}
        for name in self._names:
            if name[0] == "m":
                unit = self._designs[name[1]].share(*name[2:4]) / scale
                paid = Fraction(max(found[name], 0.0)) / unit
                known[name] = unit * paid.limit_denominator(most)
        for k, design in enumerate(self._designs):
            for t in sorted(design.free):
                group = [("p", k, *place) for place in design.weights if place[0] == t]
                *rest, largest = sorted(group, key=lambda name: found[name])
                rounded = {one: Fraction(found[one]).limit_denominator(most) for one in rest}
                known |= rounded | {largest: ONE - sum(rounded.values(), ZERO)}
        return known


def _given(form: Form, known: Mapping[Name, Fraction]) -> Equation:
    """Return the equation that a form is 0, some of what stands in it being known."""
    left = {name: x for name, x in form.items() if name != CONSTANT and name not in known}
    right = -sum((x * known[name] for name, x in form.items() if name in known), ZERO)
    return left, right - form.get(CONSTANT, ZERO)


def _value(form: Form, found: Mapping[Name, float]) -> float:
    return sum(float(x) * (1.0 if name == CONSTANT else found[name]) for name, x in form.items())
