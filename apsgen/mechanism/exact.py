"""A game in the exact numbers of the trusted checker, whose constraints are applied to it."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from apsgen import checker
from apsgen.game import Game, Mixing, Source


def expanded(game: Game) -> checker.Game:
    """Return a game as the checker holds it: the same rationals, types and decisions as places."""
    return checker.Game(
        delta=game.delta,
        parameters=parameters(game) or {},
        players=game.players,
        files={},
        sizes=(len(game.types[0]), len(game.types[1])),
        decisions=tuple(map(str, game.decisions)),
        prior=game.prior.tolist(),
        beliefs=[belief.tolist() for belief in game.beliefs],
        reports=[[[*open_to] for open_to in reports] for reports in game.reports],
        payoff=game.payoff.tolist(),
        deviation=game.deviation.tolist(),
        allowed=game.allowed.tolist(),
        is_public=game.monitoring.is_public,
        signal=game.monitoring.probability.tolist(),
        hidden=[[[*others] for others in hidden] for hidden in game.monitoring.hidden],
        is_division=game.mixing is Mixing.DIVISION,
        transfers=str(game.transfers),
        timing=str(game.timing),
        punishment=game.punishment.values,
        on_path=game.punishment.on_path,
        off_schedule=str(game.off_schedule),
        commits=game.commits,
    )


def parameters(game: Game) -> Mapping[str, Fraction] | None:
    """Return the values of the case's parameters; ``None`` for a game that has no case."""
    return None if game.source is None else _parameters(game.source)


def _parameters(source: Source) -> Mapping[str, Fraction]:
    """Evaluate the parameters alone; the case has been read once, so that it has no faults."""
    text = source.text.replace("\r\n", "\n")
    data = tomllib.loads(text, parse_float=checker.literal)
    names = checker.Names(_rounded)
    checker.Reader(data, Path(), names).constants(source.delta, source.settings)
    return names.parameters


def _rounded(function: str, argument: Fraction) -> Fraction:
    return Fraction(getattr(math, function)(float(argument)))
