"""Mechanisms made for a grid of types, where types are finer than the grid."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from apsgen.dynamic.environment import Environment
from apsgen.dynamic.mechanism import DirectMechanism, Stage
from apsgen.errors import UsageError

Cells = Sequence[Sequence[int]]
"""For each agent, by fine type, the coarse type for which it is taken."""


def lifted(
    mechanism: DirectMechanism, coarse: Environment, fine: Environment, cells: Cells
) -> DirectMechanism:
    """Return a mechanism for fine types that rounds reports, and goes on as one for coarse types.

    Truth in it is to report the nearest coarse type. The most that a constraint fails by is the ε
    with which the coarse mechanism is incentive compatible where types are fine.

    Parameters
    ----------
    mechanism, coarse
        The mechanism, and the environment that it was made for.
    fine
        The same environment with more types.
    cells
        Which coarse type each fine one is taken for.

    Raises
    ------
    UsageError
        If the two differ in more than types, or the cells do not fit them.
    """
    same = ("agents", "public", "allocations", "horizon", "delta")
    if any(getattr(coarse, name) != getattr(fine, name) for name in same):
        raise UsageError("lifted: the two environments may differ in types alone")
    fits = [len(own) == len(types) for own, types in zip(cells, fine.types, strict=True)]
    if not all(fits):
        raise UsageError("lifted: the cells must name a coarse type for each fine one")
    numbers = [
        coarse.number(public, [own[place] for own, place in zip(cells, types, strict=True)])
        for public, *types in fine.states
    ]
    stages: list[Stage] = [
        {memory: tuple(rules[number] for number in numbers) for memory, rules in stage.items()}
        for stage in mechanism.stages
    ]
    return DirectMechanism(mechanism.kind, mechanism.claims, mechanism.memory, tuple(stages))


def nearest_cells(coarse: Environment, fine: Environment) -> Cells:
    """Return the nearest coarse type of each fine one, where types are points of grids.

    Raises
    ------
    UsageError
        If a name is no number.
    """
    return [
        [_nearest(point, points) for point in _points(own)]
        for own, points in zip(fine.types, map(_points, coarse.types), strict=True)
    ]


def _points(names: Sequence[str]) -> list[Fraction]:
    try:
        return [Fraction(name or "0") for name in names]
    except ValueError:
        raise UsageError("nearest_cells: types are no points of a grid") from None


def _nearest(point: Fraction, points: Sequence[Fraction]) -> int:
    return min(range(len(points)), key=lambda place: abs(points[place] - point))
