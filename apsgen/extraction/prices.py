"""Shadow prices: how much a payoff would rise if a constraint were relaxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from apsgen import checker
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.program import Row, of_margin
from apsgen.checker import Point
from apsgen.extraction.setting import Setting
from apsgen.mechanism import Constraint, Name, Status
from apsgen.mechanism.parts import shown
from apsgen.polygon import Polygon
from apsgen.tolerances import PRICE, RELAXED


@dataclass(frozen=True, slots=True)
class Scarcity:
    """An incentive constraint, and its shadow price.

    Attributes
    ----------
    constraint
        As `check` has it.
    price
        By how much the greatest payoff in the direction rises for each unit by which the
        constraint is relaxed, both as average payoffs; 0 where it does not matter. Where more
        constraints bind than need to, its part in what relaxing all of them brings.
    """

    constraint: Constraint
    price: float


def scarcities(
    setting: Setting,
    later: Polygon,
    direction: Point | None,
    constraints: Sequence[Constraint],
) -> tuple[Scarcity, ...]:
    """Return the constraints of a state that bind or have a price, the dearest first.

    Parameters
    ----------
    setting
        The game.
    later
        The set of continuation payoffs, in the case's units: the states of the mechanism are in
        it, so that no price is due to what rounding has taken off the inner set.
    direction
        Where the payoff should rise; ``None`` if it is inside of the set: nothing has a price.
    constraints
        Those of the state.
    """
    prices = {} if direction is None else _prices(setting, later, direction)
    found: dict[int, float] = {}
    for row, price in prices.items():
        place = _place(setting, setting.program.rows[row], constraints)
        if place is not None:
            found[place] = found.get(place, 0.0) + price
    listed = [
        Scarcity(one, found.get(place, 0.0))
        for place, one in enumerate(constraints)
        if place in found or one.status is Status.BINDS
    ]
    return tuple(sorted(listed, key=lambda one: -one.price))


def _prices(setting: Setting, later: Polygon, direction: Point) -> dict[int, float]:
    """Return the multipliers of the generating program by row, in the case's units."""
    outward = setting.normal.outward(direction)
    # Where more constraints bind than need to, multipliers are many. Those of constraints that are
    # relaxed a little say what relaxing brings.
    relaxed = -RELAXED
    mechanisms = Mechanisms(setting.program, setting.floats(later.vertices), margin=relaxed)
    best = mechanisms.farthest(np.array([float(value) for value in outward]))
    if best is None:
        return {}
    values = dict(zip(mechanisms.columns, best.values.tolist(), strict=True))
    multipliers = mechanisms.multipliers(best)
    longest = max(abs(float(value)) for value in outward)
    prices = {}
    for place in np.flatnonzero(multipliers > PRICE * longest).tolist():
        row = setting.program.rows[place]
        # Sides of a constraint are told per unit of the weight of its block.
        weight = sum(values.get(key, 0.0) for key in of_margin(setting.program.game, row))
        scale = float(setting.normal.scale[row.player])
        prices[place] = weight * float(multipliers[place]) / scale
    return prices


def _place(setting: Setting, row: Row, constraints: Sequence[Constraint]) -> int | None:
    """Return the place of the constraint that a row of the program is; ``None`` if none is."""
    wanted, names = _marks(setting, row), _names(row)
    for place, one in enumerate(constraints):
        alike = all(getattr(one, field) == value for field, value in wanted.items())
        if alike and one.name in names and _says(setting, row, one):
            return place
    return None


def _names(row: Row) -> tuple[Name, ...]:
    kind = row.name[0]
    if kind == "obey":
        return (Name.IR,) if row.name[4] == checker.OBSERVED else (Name.OBEDIENCE,)
    # A lie is followed by the best of what may be done then: the tighter line, which comes first.
    return {"refuse": (Name.IR,), "lie": (Name.IC, Name.IR), "pay": (Name.PAYMENT,)}.get(kind, ())


def _marks(setting: Setting, row: Row) -> dict[str, Any]:
    """Return the fields by which a constraint is told apart."""
    game, exact = setting.game, setting.normal.case
    i = row.player
    marks: dict[str, Any] = {"player": game.players[i]}
    if row.name[0] in ("refuse", "lie"):
        own, report = (game.types[i][one] or None for one in row.name[2:4])
        return marks | {"type": own, "report": report, "reports": None}
    if row.name[0] in ("obey", "pay"):
        t, b = row.name[2:4]
        reports = tuple(game.types[j][own] or None for j, own in enumerate(exact.types(t)))
        marks |= {"reports": reports, "decision": None if exact.is_division else game.decisions[b]}
    if row.name[0] == "pay" and exact.is_public:
        marks["signal"] = game.monitoring.signals[row.name[4]]
    return marks


def _says(setting: Setting, row: Row, one: Constraint) -> bool:
    """Whether an unobserved deviation is the one that the constraint is about."""
    if one.name is not Name.OBEDIENCE:
        return True
    decision = setting.game.decisions[row.name[4]]
    action = decision if isinstance(decision, str) else decision[row.player]
    return one.claim == f"playing {action or shown(decision)} unobserved does not pay"
