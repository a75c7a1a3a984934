"""A dynamic mechanism as JSON of the format ``apsgen-dynamic-mechanism/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from apsgen.dynamic.environment import Environment
from apsgen.dynamic.mechanism import DirectMechanism
from apsgen.mechanism.spelling import spelled
from apsgen.portable import Json

FORMAT = "apsgen-dynamic-mechanism/1"


def dynamic_text(environment: Environment, mechanism: DirectMechanism, case: str) -> str:
    """Return a mechanism as JSON, a rule a line; no newline at the end.

    Parameters
    ----------
    case
        The name of the environment's file.
    """
    horizon = environment.horizon
    head: dict[str, Json] = {
        "format": FORMAT,
        "case": case,
        "delta": spelled(environment.delta),
        "horizon": horizon,
        "parameters": {name: spelled(x) for name, x in environment.parameters.items()},
        "mechanism": mechanism.kind,
        "claims": [str(claim) for claim in mechanism.claims],
        "agents": [*environment.agents],
        "memory": [*mechanism.memory],
    }
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    rules = ",\n".join(f"  {json.dumps(rule)}" for rule in _rules(environment, mechanism))
    return "{" + ",\n".join(lines).lstrip() + ',\n "rules": [\n' + rules + "]}"


def types_of(environment: Environment, state: int) -> list[str | None]:
    """Return the types in a state by name; ``None`` for an agent who has one without a name."""
    _, *types = environment.states[state]
    return [own[place] or None for own, place in zip(environment.types, types, strict=True)]


def _rules(environment: Environment, mechanism: DirectMechanism) -> Iterator[dict[str, Json]]:
    remembers = len(mechanism.memory) > 1
    for period, stage in enumerate(mechanism.stages):
        for memory, rules in stage.items():
            for state, rule in enumerate(rules):
                fields: dict[str, Json] = {}
                if environment.horizon is not None:
                    fields["period"] = period + 1
                if remembers:
                    fields["memory"] = mechanism.memory[memory]
                public = environment.public[environment.public_of(state)]
                if public:
                    fields["state"] = public
                fields["types"] = [*types_of(environment, state)]
                fields["allocation"] = environment.allocations[rule.allocation]
                fields["payments"] = [spelled(x) for x in rule.payments]
                if remembers:
                    fields["next"] = mechanism.memory[rule.next]
                yield fields
