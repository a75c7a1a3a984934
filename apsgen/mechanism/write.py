"""A mechanism as JSON of the format ``apsgen-mechanism/1``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction

from apsgen.mechanism.parts import Block, Continuation, Decision, Mechanism, Payments, Plan, State
from apsgen.portable import Json

FORMAT = "apsgen-mechanism/1"

PUNISHMENT = "punishment"
"""What stands in the place of a state where play goes to the punishment payoffs."""

_INLINE = 100
"""Characters of the longest part that stands on one line."""


def mechanism_text(mechanism: Mechanism) -> str:
    """Return a mechanism as JSON, short parts on one line; no newline at the end."""
    return _laid_out(mechanism_object(mechanism), "")


def mechanism_object(mechanism: Mechanism) -> dict[str, Json]:
    """Return the fields of the format; rationals are texts such as ``4/5``."""
    fields: dict[str, Json] = {
        "format": FORMAT,
        "case": mechanism.case,
        "delta": str(mechanism.delta),
    }
    if mechanism.parameters is not None:
        fields["parameters"] = {name: str(x) for name, x in mechanism.parameters.items()}
    divides = any(
        len(block.choices) > 1
        for state in mechanism.states
        for plan in state.plan
        for block in plan.blocks
    )
    return {
        **fields,
        "start": mechanism.start,
        "punishment": _numbers(mechanism.punishment),
        "states": [_state(state, divides) for state in mechanism.states],
    }


def _state(state: State, divides: bool) -> Json:
    layout = _division if divides else _lottery
    plans: list[Json] = [{"reports": [*plan.reports], **layout(plan)} for plan in state.plan]
    return {"payoff": _numbers(state.payoff), "plan": plans}


def _lottery(plan: Plan) -> dict[str, Json]:
    return {"decisions": [one | _block(block) for block in plan.blocks for one in _choices(block)]}


def _division(plan: Plan) -> dict[str, Json]:
    (block,) = plan.blocks
    return {"decisions": [*_choices(block)], **_block(block)}


def _choices(block: Block) -> list[dict[str, Json]]:
    return [
        {
            "decision": _decision(one.decision),
            "weight": str(one.weight),
        }
        for one in block.choices
    ]


def _decision(decision: Decision) -> Json:
    """Return the name of a decision; a player without actions has ``null`` in a profile."""
    return decision if isinstance(decision, str) else [name or None for name in decision]


def _block(block: Block) -> dict[str, Json]:
    return {
        **_payments(block.payments),
        "continuation": [_continuation(entry) for entry in block.continuation],
    }


def _continuation(entry: Continuation) -> Json:
    to: list[Json] = [
        {
            "state": PUNISHMENT if branch.state is None else branch.state,
            "probability": str(branch.probability),
        }
        for branch in entry.to
    ]
    return {"signal": entry.signal, **_payments(entry.payments), "to": to}


def _payments(payments: Payments) -> dict[str, Json]:
    fields = {}
    if any(payments.amounts):
        fields["transfers"] = _numbers(payments.sent)
    if any(payments.burned):
        fields["burned"] = _numbers(payments.burned)
    return fields


def _numbers(values: Iterable[Fraction | None]) -> Json:
    return [None if value is None else str(value) for value in values]


def _laid_out(value: Json, indent: str) -> str:
    """Return a value as JSON that people can read: what is short stands on one line."""
    line = json.dumps(value)
    if len(indent) + len(line) <= _INLINE or not isinstance(value, dict | list):
        return line
    deeper = indent + " "
    if isinstance(value, list):
        parts = [_laid_out(one, deeper) for one in value]
        opening, closing = "[]"
    else:
        parts = [f"{json.dumps(name)}: {_laid_out(one, deeper)}" for name, one in value.items()]
        opening, closing = "{}"
    inner = ",\n".join(f"{deeper}{part}" for part in parts)
    return f"{opening}\n{inner}\n{indent}{closing}"
