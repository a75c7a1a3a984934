"""The constraints that bind, by the names that `apsgen check` gives them."""

from __future__ import annotations

import numpy as np

from apsgen.certificate.program import Row
from apsgen.checker import OBSERVED
from apsgen.critical.minimum import Minimum
from apsgen.critical.polishing import Model
from apsgen.game import Game

_NOUGHT = 1e-7


def binding(model: Model, found: Minimum) -> tuple[str, ...]:
    """Return the constraints that a lower discount factor would break, each once.

    They are those with a positive multiplier. Where several sets of constraints would do, as in a
    game that is the same for both players, one set is named.
    """
    names: dict[str, None] = {}
    for place in np.flatnonzero(np.abs(found.multipliers) > _NOUGHT).tolist():
        label = model.system.labels[place]
        if label is not None and _is_used(model, found, place):
            names[named(model.question.game, label[1])] = None
    return tuple(names)


def _is_used(model: Model, found: Minimum, place: int) -> bool:
    """Whether the block that a constraint is about has a weight: else it says nothing."""
    variables = {
        name: float(value)
        for name, value in zip(model.system.variables, found.point.tolist(), strict=True)
    }
    label = model.system.labels[place]
    point = model.system.points[place]
    if label is None or label[1].place is None:
        return label is not None
    return variables.get((point, "p", *label[1].place), 0.0) > _NOUGHT


def named(game: Game, row: Row) -> str:
    """Return a constraint in words.

    Examples
    --------
    >>> import apsgen
    >>> game = apsgen.load("cases/athey_bagwell_2001.toml")
    >>> named(game, Row(("lie", 0, 1, 0), 0, {}))
    'IC of firm1, type H: report L'
    """
    kind, i, *rest = row.name
    who = game.players[i]
    if kind in ("lie", "refuse", "cell"):
        return f"{_after_lie(game, kind, i, rest)}"
    t, b = rest[0], rest[1]
    where = ", ".join(filter(None, [who, _reports(game, t), _decision(game, b)]))
    if kind == "pay":
        signals = game.monitoring.signals
        after = f" after {signals[rest[2]]}" if signals else ""
        return f"payment of {where}{after}"
    if rest[2] == OBSERVED:
        return f"IR(p0) of {where}"
    return f"obedience of {where}: play {_decision(game, rest[2])} instead"


def _after_lie(game: Game, kind: str, i: int, rest: list[int]) -> str:
    who, own, report = game.players[i], *(game.types[i][k] for k in rest[:2])
    what = ", ".join(filter(None, [who, own and f"type {own}"]))
    told = f"report {report}" if rest[0] != rest[1] else "the truth"
    if kind == "refuse":
        return f"IR(p0) of {what}: {told + ', then deviate' if report else 'deviate'}"
    if kind == "lie":
        return f"IC of {what}: {told}"
    other = game.types[1 - i][rest[2]]
    against = f" against {other}" if other else ""
    return f"IC of {what}: {told}, then deviate{against}"


def _reports(game: Game, t: int) -> str:
    first, second = divmod(t, len(game.types[1]))
    names = [game.types[0][first], game.types[1][second]]
    return f"reports {'-'.join(filter(None, names))}" if any(names) else ""


def _decision(game: Game, b: int) -> str:
    if game.mixing == "division" or len(game.decisions) == 1:
        return ""
    name = game.decisions[b]
    return name if isinstance(name, str) else f"({', '.join(filter(None, name))})"
