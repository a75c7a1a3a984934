"""A game as JSON and back, without loss, and its digest.

A game that was read from a file travels as the text of the file; this is for the others.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

import numpy as np

from apsgen.case.number import NumberError, ratio
from apsgen.errors import ResultError
from apsgen.game import (
    Game,
    Mixing,
    Monitoring,
    OffSchedule,
    Punishment,
    Rationals,
    Timing,
    Transfers,
)

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""A value that JSON can hold; numbers are finite."""


def digest(text: str) -> str:
    """Return the SHA-256 digest of a text in UTF-8.

    Examples
    --------
    >>> digest("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def object_digest(fields: object) -> str:
    """Return the digest of a JSON value, whatever the order of its keys and its spaces."""
    return digest(json.dumps(fields, separators=(",", ":"), sort_keys=True))


def same(game: Game, other: Game) -> bool:
    """Return whether two games agree in every word and number, wherever they come from."""
    return game_object(game) == game_object(other)


def game_object(game: Game) -> dict[str, Json]:
    """Return the fields of a game; rationals are texts such as ``4/5``."""
    return {
        "title": game.title,
        "reference": game.reference,
        "delta": str(game.delta),
        "players": list(game.players),
        "types": [list(names) for names in game.types],
        "prior": _spelled(game.prior),
        "beliefs": [_spelled(belief) for belief in game.beliefs],
        "reports": _listed(game.reports),
        "actions": _listed(game.actions),
        "decisions": _listed(game.decisions),
        "mixing": str(game.mixing),
        "payoff": _spelled(game.payoff),
        "deviation": _spelled(game.deviation),
        "allowed": _listed(game.allowed.tolist()),
        "signals": list(game.monitoring.signals),
        "probability": _spelled(game.monitoring.probability),
        "hidden": _listed(game.monitoring.hidden),
        "transfers": str(game.transfers),
        "timing": str(game.timing),
        "punishment": _spelled(game.punishment.values),
        "on_path": game.punishment.on_path,
        "off_schedule": str(game.off_schedule),
        "commits": list(game.commits),
        "exact": game.exact,
    }


def game_of(fields: Any) -> Game:
    """Return the game that `game_object` wrote down.

    Raises
    ------
    ResultError
        When it is none that it wrote.
    """
    try:
        return _game(fields)
    except (LookupError, NumberError, TypeError, ValueError) as error:
        raise ResultError(f"found no game as apsgen writes it: {error}") from None


def _game(fields: Any) -> Game:
    types, decisions = _frozen(fields["types"]), _frozen(fields["decisions"])
    first, second = map(len, types)
    shape = (len(decisions), first, second)
    mine, others = fields["beliefs"]
    signals = _frozen(fields["signals"])
    seen = (len(decisions), max(1, len(signals)))
    return Game(
        title=fields["title"],
        reference=fields["reference"],
        delta=ratio(fields["delta"]),
        players=_frozen(fields["players"]),
        types=types,
        prior=_rationals(fields["prior"], (first, second)),
        beliefs=(_rationals(mine, (first, second)), _rationals(others, (second, first))),
        reports=_frozen(fields["reports"]),
        actions=_frozen(fields["actions"]),
        decisions=decisions,
        mixing=Mixing(fields["mixing"]),
        payoff=_rationals(fields["payoff"], (2, *shape)),
        deviation=_rationals(fields["deviation"], (2, *shape)),
        allowed=np.array(fields["allowed"], dtype=np.bool_).reshape(shape),
        monitoring=Monitoring(
            signals, _rationals(fields["probability"], seen), _frozen(fields["hidden"])
        ),
        transfers=Transfers(fields["transfers"]),
        timing=Timing(fields["timing"]),
        punishment=Punishment(_fixed(fields["punishment"]), fields["on_path"]),
        off_schedule=OffSchedule(fields["off_schedule"]),
        commits=_frozen(fields["commits"]),
        exact=fields["exact"],
    )


def _listed(value: Any) -> Json:
    """Return tuples within tuples as lists within lists."""
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value


def _spelled(value: Any) -> Json:
    """Return rationals within lists, tuples and arrays as texts; ``None`` stays."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, tuple | list):
        return [_spelled(one) for one in value]
    return None if value is None else str(value)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _rationals(value: Any, shape: tuple[int, ...]) -> Rationals:
    texts = np.array(value, dtype=object).reshape(-1)
    exact: Rationals = np.empty(len(texts), dtype=object)
    exact[:] = [_rational(text) for text in texts.tolist()]
    return exact.reshape(shape)


def _rational(text: str | None) -> Fraction | None:
    return None if text is None else ratio(text)


def _fixed(values: Any) -> tuple[Fraction | None, Fraction | None] | None:
    if values is None:
        return None
    first, second = values
    return _rational(first), _rational(second)
