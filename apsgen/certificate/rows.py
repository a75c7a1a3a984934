"""Multipliers in floats as the rows of a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from apsgen.certificate.exact import Equation, solve_near
from apsgen.certificate.normal import Normal, grid, near
from apsgen.certificate.program import Floats, Place, Program
from apsgen.checker import ZERO, Point
from apsgen.tolerances import MULTIPLIER, SLACK


def certificate_rows(
    normal: Normal,
    program: Program,
    direction: Point,
    multipliers: Floats,
    closed: frozenset[Place] = frozenset(),
) -> list[Any]:
    """Return constraints with multipliers, in the case's units.

    Parameters
    ----------
    normal, program
        The game and its generating program.
    direction
        For normalised payoffs, of any length; (0, 0) for none.
    multipliers
        Shape (rows,), for a direction of that length.
    closed
        Blocks that are not used, so that nothing is paid in them.
    """
    values = _exact(program, direction, multipliers, closed)
    lies: dict[Any, list[Any]] = {}
    rows: list[Any] = []
    spent: dict[Any, Fraction] = {}
    for r, value in values.items():
        row = program.rows[r]
        scaled = value / normal.scale[row.player]
        if row.name[0] == "lie":
            lies.setdefault(row.name[1:], [*row.name, ZERO, []])[4] += scaled
        elif row.name[0] == "cell":
            lie = lies.setdefault(row.name[1:4], ["lie", *row.name[1:4], ZERO, []])
            lie[5].append([*row.name[4:], str(scaled)])
            cell = row.name[1:6]
            spent[cell] = spent.get(cell, ZERO) + scaled
        else:
            rows.append([*row.name, str(scaled)])
    for cell, total in spent.items():
        lie = lies[cell[:3]]
        lie[4] = max(lie[4], total)
    return [*rows, *([*lie[:4], str(lie[4]), lie[5]] for lie in lies.values() if lie[4])]


def _exact(
    program: Program, direction: Point, multipliers: Floats, closed: frozenset[Place]
) -> dict[int, Fraction]:
    """Return rational multipliers; money, which must not add to a bound, adds exactly nothing."""
    guess = {r: float(multipliers[r]) for r in np.flatnonzero(multipliers > MULTIPLIER).tolist()}
    step = grid(Fraction(max(guess.values(), default=1.0)))
    equations = _money(program, direction, guess, closed)
    if equations:
        solved = solve_near(equations, guess)
        if solved is not None and min(solved.values()) >= 0:
            return solved
    return {r: near(Fraction(value), step) for r, value in guess.items()}


def _money(
    program: Program, direction: Point, guess: Mapping[int, float], closed: frozenset[Place]
) -> list[Equation]:
    """Return the equations that payments, all but worthless, be worth nothing."""
    if not program.game.payments:
        return []
    worth: dict[Any, Fraction] = {}
    for i in (0, 1):
        for key, value in program.constraints.payoff(i).items():
            if key[0] == "m":
                worth[key] = worth.get(key, ZERO) + direction[i] * value
    left: dict[Any, dict[int, Fraction]] = {}
    for r in guess:
        for key, value in program.rows[r].form.items():
            if value and (key[0] == "s" or (key[0] == "m" and key[1:3] not in closed)):
                left.setdefault(key, {})[r] = value
    equations: list[Equation] = []
    for key, row in left.items():
        total = float(worth.get(key, ZERO)) + sum(float(v) * guess[r] for r, v in row.items())
        if total > -SLACK:
            equations.append((row, -worth.get(key, ZERO)))
    return equations
