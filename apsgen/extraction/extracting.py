"""The recursive mechanism behind a payoff, or behind the best payoff in a direction."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from apsgen.certificate.strict import candidates, rounded
from apsgen.checker import Point
from apsgen.errors import UndecidedError, UnsupportedError, UsageError
from apsgen.extraction.asked import question
from apsgen.extraction.few import Sets, anchored, coarse, fewest
from apsgen.extraction.reach import pruned, reached
from apsgen.extraction.setting import Setting
from apsgen.extraction.starts import Start, along, farthest
from apsgen.extraction.states import mechanism_of
from apsgen.extraction.sure import simpler
from apsgen.game import Game
from apsgen.mechanism import Mechanism, check
from apsgen.polygon import Polygon
from apsgen.result import Number, Result
from apsgen.self_generation import Operator
from apsgen.tolerances import GAP, OUTSIDE

_THIN = 1 / 16
"""The share of the tolerance by which corners must stand out to be tried as states."""

_SEARCHED = 2
"""Polygons among whose corners few states are sought; those after them differ little."""


def extract(
    result: Result,
    *,
    at: Sequence[Number] | None = None,
    maximise: Sequence[Number] | None = None,
) -> Mechanism:
    """Return a recursive mechanism that gives a payoff: exact, and with few states.

    Parameters
    ----------
    result
        What `iterate` answered.
    at
        The average payoffs to give; floats are the decimals that they are printed as.
    maximise
        A direction: the payoffs are those of the inner set, or near it within the tolerance of
        the result, that are farthest there. One of `at` and `maximise` is needed.

    Returns
    -------
    Mechanism
        It starts in its state 0, and every constraint that `check` knows holds in it.

    Raises
    ------
    UnsupportedError
        If no equilibrium gives the payoff: it lies outside of the outer set, or V* is empty.
    UndecidedError
        If no mechanism was found, as where the payoff lies between the outer and the inner set.
    UsageError
        If `at` and `maximise` make no sense, or the result does not carry its game.

    Examples
    --------
    Cooperation, and what follows a deviation.

    >>> import apsgen
    >>> result = apsgen.iterate(apsgen.load("cases/stahl_1991.toml"))
    >>> mechanism = result.mechanism(maximise=(1, 1))
    >>> [tuple(map(str, state.payoff)) for state in mechanism.states]
    [('9', '9'), ('3', '3')]
    >>> mechanism.states[0].plan[0].blocks[0].choices[0].decision
    ('cooperate', 'cooperate')
    """
    asked = question(at, maximise)
    game = result.game
    if not isinstance(game, Game):
        raise UsageError(
            "the result does not carry its game; compute it again, or read it with its game"
        )
    if result.outer_set.is_empty:
        raise UnsupportedError("V* is empty: no payoff is one of an equilibrium")
    if at is not None:
        _check_within(result, asked)
    setting = Setting.of(game)
    find = _farthest if at is None else _with_payoff
    found = find(setting, result, asked)
    if found is None:
        raise UndecidedError(_undecided(result, asked if at is not None else None))
    few = pruned(setting, *found)
    mechanism = mechanism_of(setting, *simpler(setting, *few, asked if at is None else None))
    if not check(game, mechanism).holds:
        raise UndecidedError("what was found does not hold in exact numbers; nothing is claimed")
    return mechanism


def _check_within(result: Result, payoff: Point) -> None:
    away = result.outer_set.distance(map(float, payoff))
    if away > OUTSIDE * max(result.outer_set.diameter, result.feasible_set.diameter):
        raise UnsupportedError(
            f"({payoff[0]}, {payoff[1]}) is the payoff of no equilibrium: it lies {away:.3g} "
            "outside of the outer set"
        )


def _undecided(result: Result, payoff: Point | None) -> str:
    """Say what is not known."""
    cure = "a smaller tolerance may find one"
    if payoff is None:
        return f"no mechanism was found in exact numbers; {cure}"
    if result.inner_set.is_empty:
        return f"no inner set was found, and no mechanism with the payoff asked for; {cure}"
    away = result.inner_set.distance(map(float, payoff))
    where = f"it lies {away:.3g} outside of the inner set" if away else "it lies in the inner set"
    return f"no mechanism with the payoff ({payoff[0]}, {payoff[1]}) was found: {where}; {cure}"


def _with_payoff(setting: Setting, result: Result, payoff: Point) -> Sets | None:
    """Return points that generate each other, a payoff first."""
    room = _room(setting, result)
    for number, polygon in enumerate(_polygons(setting, result)):
        found = None
        if number < _SEARCHED:
            found = fewest(setting, [Start(payoff)], polygon)
            found = found or anchored(setting, payoff, polygon, room)
        found = found or coarse(setting, payoff, polygon) or reached(setting, payoff, polygon)
        if found is not None:
            return found
    return None


def _farthest(setting: Setting, result: Result, direction: Point) -> Sets | None:
    """Return points that generate each other, the farthest in a direction first."""
    room = _room(setting, result)
    for number, polygon in enumerate(_polygons(setting, result)):
        found = None
        if number < _SEARCHED:
            starts = [*farthest(setting, polygon, direction, room)]
            found = fewest(setting, starts, polygon)
        best = max(polygon, key=lambda point: along(direction, point))
        found = found or coarse(setting, best, polygon) or reached(setting, best, polygon)
        if found is not None:
            return found
    return None


def _room(setting: Setting, result: Result) -> float:
    """Return the tolerance of a result in normalised payoffs."""
    tolerance = result.tolerance if math.isfinite(result.tolerance) else GAP
    return tolerance * Polygon(setting.floats(result.outer_set.vertices)).diameter


def _polygons(setting: Setting, result: Result) -> Iterator[list[Point]]:
    """Give polygons in or near the inner set: the last ones generate themselves with room."""
    if result.inner_set.is_empty:
        return
    inner = Polygon(setting.floats(result.inner_set.vertices))
    room = _room(setting, result)
    yield rounded(setting.normal, Polygon.hull(inner.vertices, _THIN * room).vertices)

    def is_near(polygon: Polygon) -> bool:
        return polygon.hausdorff(inner) <= room

    operator = Operator.of(setting.game)
    yield from candidates(setting.normal, operator, inner, room, is_near, lambda *_: None)
