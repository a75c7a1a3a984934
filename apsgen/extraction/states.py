"""Stage mechanisms of a certificate as the states of a recursive mechanism."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from apsgen.certificate.program import Json
from apsgen.checker import Point
from apsgen.extraction.setting import Setting, Stage
from apsgen.mechanism import Block, Branch, Choice, Continuation, Mechanism, Payments, Plan, State
from apsgen.mechanism.exact import parameters
from apsgen.mechanism.parts import NOTHING


def mechanism_of(
    setting: Setting, points: Sequence[Point], stages: Mapping[int, Stage]
) -> Mechanism:
    """Return points and what generates them as a mechanism that starts in the first of them."""
    game = setting.game
    fixed = game.punishment.values
    first, second = zip(*points, strict=True)
    return Mechanism(
        case=game.title if game.source is None else Path(game.source.path).name,
        delta=game.delta,
        start=0,
        punishment=(min(first), min(second)) if fixed is None else fixed,
        states=tuple(
            State(point, _plans(setting, stages[place])) for place, point in enumerate(points)
        ),
        parameters=parameters(game) or None,
    )


def _plans(setting: Setting, stage: Stage) -> tuple[Plan, ...]:
    game, exact = setting.game, setting.normal.case
    plans = []
    for t, plan in enumerate(stage):
        first, second = (game.types[i][own] or None for i, own in enumerate(exact.types(t)))
        blocks = tuple(_block(setting, block) for block in plan["blocks"])
        plans.append(Plan((first, second), blocks))
    return tuple(plans)


def _block(setting: Setting, block: Json) -> Block:
    game, exact = setting.game, setting.normal.case
    paid = [_payments(sent) for sent in block["payments"]]
    later = paid if exact.pays_after else [Payments()] * len(block["continuation"])
    signals = game.monitoring.signals or (None,)
    entries = zip(signals, block["continuation"], later, strict=True)
    return Block(
        tuple(Choice(game.decisions[d], Fraction(weight)) for d, weight in block["weights"]),
        tuple(Continuation(name, _lottery(mean), after) for name, mean, after in entries),
        paid[0] if paid and not exact.pays_after else Payments(),
    )


def _lottery(mean: Sequence[Sequence[Any]]) -> tuple[Branch, ...]:
    return tuple(
        Branch(name if isinstance(name, int) else None, Fraction(weight)) for name, weight in mean
    )


def _payments(amounts: Sequence[str]) -> Payments:
    sent = [Fraction(amount) for amount in amounts]
    burned = (sent[2], sent[3]) if len(sent) > 2 else NOTHING
    return Payments((sent[0], sent[1]), burned) if sent else Payments()
