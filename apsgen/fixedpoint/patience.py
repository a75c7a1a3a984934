"""V* at many discount factors, each with what the one above it found.

V* grows with the discount factor where it lies above the punishment: docs/explanation/patience.md
proves it. An outer set at one discount factor then is one at every lower one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from apsgen import tolerances
from apsgen.case.load import reload
from apsgen.case.number import NumberError, number, ratio
from apsgen.errors import UsageError
from apsgen.fixedpoint.hint import NO_HINT, Hint
from apsgen.fixedpoint.limits import Limits
from apsgen.fixedpoint.run import ignore, search_of
from apsgen.fixedpoint.state import Request, State
from apsgen.game import Game, Timing, Transfers
from apsgen.result import Bounds, Result, Step


def iterate_deltas(
    game: Game,
    deltas: Sequence[str | Fraction],
    *,
    tolerance: float = tolerances.GAP,
    limits: Limits | None = None,
    report: Callable[[Step], None] = ignore,
) -> tuple[Result, ...]:
    """Bound V* at several discount factors, the greatest first, each with what is known by then.

    Parameters
    ----------
    game
        The game; its own discount factor plays no part.
    deltas
        Discount factors: fractions, or texts as the case file has them.
    tolerance, limits, report
        As in `iterate`, for each of the discount factors.

    Returns
    -------
    tuple
        Results, in the order of `deltas`. Average payoffs, in the case's units.

    Raises
    ------
    UsageError
        If a discount factor is no number between 0 and 1.
    UnboundedError, ProgramError
        As in `iterate`.

    Examples
    --------
    >>> import apsgen
    >>> game = apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
    >>> for result in apsgen.iterate_deltas(game, ["1/10", "1/5"]):
    ...     print(result.game.delta, result.vertices.round(6).sum(axis=1).max())
    1/10 6.0
    1/5 18.0
    """
    games = [at_delta(game, delta) for delta in deltas]
    found: dict[int, Result] = {}
    hint = NO_HINT
    for place in sorted(range(len(games)), key=lambda one: games[one].delta, reverse=True):
        request = Request(tolerance, limits or Limits(), report, hint=hint)
        search = search_of(games[place], request)
        found[place] = search.run()
        hint = _hint_of(search)
    return tuple(found[place] for place in range(len(games)))


def at_delta(game: Game, delta: str | Fraction) -> Game:
    """Return a game with another discount factor.

    Raises
    ------
    UsageError
        If it is no number between 0 and 1.

    Examples
    --------
    >>> import apsgen
    >>> at_delta(apsgen.load("cases/stahl_1991.toml"), "0.3").delta
    Fraction(3, 10)
    """
    if game.source is not None:
        return reload(replace(game.source, delta=str(delta)))
    value = _number(delta) if isinstance(delta, str) else delta
    if not 0 < value < 1:
        raise UsageError(f"found {value}; a discount factor with 0 < delta < 1 is accepted")
    return replace(game, delta=value)


def grows_with_patience(game: Game) -> bool:
    """Return whether V* is known to lie above the punishment, so that it grows with delta.

    Examples
    --------
    >>> import apsgen
    >>> grows_with_patience(apsgen.load("cases/athey_bagwell_2001.toml"))
    True
    """
    values = game.punishment.values
    if values is None:
        return True
    return all(
        value is None or game.commits[i] or not _is_punished(game, i) or _secured(game, i) >= value
        for i, value in enumerate(values)
    )


def distance_to(limit: Bounds, result: Bounds) -> float:
    """Return the Hausdorff distance of a set to the limit set; nan where one is not known.

    It is that of the inner set, or of the outer one where no inner set was found, to the outer
    polygon of the limit set.
    """
    found = result.outer_set if result.inner_set.is_empty else result.inner_set
    if found.is_empty or limit.outer_set.is_empty:
        return math.nan
    return found.hausdorff(limit.outer_set)


def _is_punished(game: Game, player: int) -> bool:
    """Whether the punishment stands in any constraint of a player."""
    pays = game.transfers is not Transfers.NONE
    if pays and game.timing is Timing.AFTER_SIGNALS:
        return True
    listed = any(value is not None for value in game.deviation[player].flat)
    return listed and (pays or not game.monitoring.is_public)


def _secured(game: Game, player: int) -> Fraction:
    """Return the expected stage payoff of the plan that is worst for a player who deviates.

    Where no observed deviation is open he keeps the payoff of the plan.
    """
    payoff, deviation = game.payoff[player], game.deviation[player]
    seen = not game.monitoring.is_public or game.timing is Timing.WITH_ACTIONS
    total = Fraction(0)
    for types, chance in np.ndenumerate(game.prior):
        total += chance * min(
            deviation[d, *types] if seen and deviation[d, *types] is not None else payoff[d, *types]
            for d in range(len(game.decisions))
            if game.allowed[d, *types]
        )
    return total


def _hint_of(search: State) -> Hint:
    """Return what a search says of lower discount factors."""
    outer = search.bound if grows_with_patience(search.game) else None
    return Hint(search.bound.normals, outer)


def _number(text: str) -> Fraction:
    try:
        return ratio(text) if "/" in text else number(text)
    except NumberError as error:
        raise UsageError(f"delta: {error}") from None
