"""The set to begin with: it contains every self-generating set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apsgen import tolerances
from apsgen.errors import UnboundedError
from apsgen.polygon import Polygon
from apsgen.program.stage import Stage
from apsgen.self_generation import Operator


@dataclass(frozen=True, slots=True)
class Start:
    """Where the search for V* begins, in normalised payoffs.

    Attributes
    ----------
    feasible
        A set that contains every self-generating set; empty if there can be none.
    first_best
        The greatest weighted total payoff of all plans, the weights being the units' scales.
    """

    feasible: Polygon
    first_best: float


def start(operator: Operator) -> Start:
    """Return the feasible set: without transfers the payoffs of all plans.

    With transfers only the players' least payoffs bound what money can do. A player who may
    refuse gets at least (1 - delta) e + delta p0, with e his expected payoff when the plan is the
    worst for him that he cannot avoid; under the worst punishment p0 is his least payoff itself,
    which therefore is at least e.

    Raises
    ------
    UnboundedError
        If payments leave a player's payoff without a lower bound.
    """
    stage = operator.stage
    plans = _all_plans(stage)
    scale = stage.units.lengths(np.ones((1, 2)))[0]
    first_best = plans.support(scale)
    if stage.payments == 0:
        return Start(_with_punishment(operator, plans), first_best)
    floors = np.array([_least_payoff(operator, i) for i in range(2)])
    total = plans.support((1.0, 1.0))
    values = stage.game.punishment.values
    if stage.game.punishment.on_path and values is not None:
        total = max(total, float(operator.punishment(floors[None]).sum()))
    room = total - floors.sum()
    if room < -tolerances.EMPTINESS:
        return Start(Polygon.hull([]), first_best)
    corners = floors + max(room, 0.0) * np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    return Start(Polygon.hull(corners), first_best)


def _with_punishment(operator: Operator, plans: Polygon) -> Polygon:
    """Where the path may go to the punishment, it is among the continuation payoffs."""
    if not operator.stage.game.punishment.on_path:
        return plans
    return Polygon.hull([*plans.vertices, operator.punishment(plans.vertices)])


def _all_plans(stage: Stage) -> Polygon:
    """Payoffs of all plans: the Minkowski sum over profiles of the hulls of their decisions."""
    edges, corner = [], np.zeros(2)
    flat = stage.payoff.reshape(2, stage.decisions, -1)
    for profile, chance in enumerate(stage.prior):
        points = chance * flat[:, stage.allowed[profile], profile].T
        vertices = Polygon.hull(points).vertices
        corner += vertices[np.lexsort((vertices[:, 0], vertices[:, 1]))[0]]
        edges.append(np.roll(vertices, -1, axis=0) - vertices)
    every = np.concatenate(edges)
    angle = np.mod(np.arctan2(every[:, 1], every[:, 0]), 2 * np.pi)
    ordered = every[np.argsort(angle, kind="stable")]
    return Polygon.hull(corner + np.vstack([np.zeros(2), np.cumsum(ordered, axis=0)[:-1]]))


def _least_payoff(operator: Operator, player: int) -> float:
    """The payoff that a player can secure himself by refusing to pay."""
    stage = operator.stage
    if stage.game.commits[player]:
        raise UnboundedError(
            f"{stage.game.players[player]} commits and may send any amount of money, so the "
            "payoffs have no bound; drop `commits` or the transfers"
        )
    value = _unavoidable(stage, player)
    values = stage.game.punishment.values
    if values is None:
        return value
    punishment = float(operator.punishment(np.zeros((1, 2)))[player])
    return (1 - stage.delta) * value + stage.delta * punishment


def _unavoidable(stage: Stage, player: int) -> float:
    """Expected payoff of the plan that is worst for a player who refuses all payments."""
    table = stage.payoff[player]
    if stage.pays_with_actions:
        closed = np.isnan(stage.deviation[player]).all(axis=(1, 2))
        trapped = stage.allowed & closed
        if stage.is_division:
            trapped &= trapped.sum(axis=1, keepdims=True) == stage.allowed.sum(
                axis=1, keepdims=True
            )
        if trapped.any():
            name = stage.game.decisions[int(trapped.any(axis=0).argmax())]
            raise UnboundedError(
                f"in decision {name} {stage.game.players[player]} has no deviation, so nothing "
                "limits what he may be made to pay; state his `deviation` payoff there (his "
                "payoff, if he can only refuse to pay)"
            )
        table = np.where(np.isnan(stage.deviation[player]), table, stage.deviation[player])
    flat = table.reshape(stage.decisions, -1).T
    worst = np.where(stage.allowed, flat, np.inf).min(axis=1)
    return float(worst @ stage.prior)
