"""Files of dynamic mechanisms: what is written is read, and what is wrong is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.dynamic import (
    balanced_team,
    contingent,
    dynamic_text,
    environment_of,
    pivot,
    read_dynamic,
)
from apsgen.dynamic.read import dynamic_of
from apsgen.errors import CaseError, MechanismError
from tests.dynamic.cases import case
from tests.dynamic.worlds import World, worlds

ENVIRONMENT = case("bergemann_valimaki_2010_bandit")
REPEATED = case("athey_segal_2013_repeated")


@given(world=worlds(private=False), which=st.sampled_from((pivot, balanced_team)))
@settings(max_examples=20, deadline=None)
def test_what_is_written_is_read(world: World, which: Callable[..., Any]) -> None:
    environment = world.environment()
    mechanism = which(environment)
    found = dynamic_of(dynamic_text(environment, mechanism, "world.toml"), environment)
    assert found.stages == mechanism.stages
    assert (found.kind, found.claims) == (mechanism.kind, mechanism.claims)
    assert found.memory == mechanism.memory


def test_null_is_the_type_of_one_who_has_a_single_type_whatever_its_name() -> None:
    text = (
        'kind = "dynamic"\ntitle = "T"\ndelta = "1/2"\nallocations = ["a"]\n'
        "[agents.ann]\ntypes = { only = { probability = 1 } }\n[agents.bob]\n"
    )
    environment = environment_of(Path("alone.toml"), text)
    written = dynamic_text(environment, pivot(environment), "alone.toml")
    assert '"only"' in written
    unnamed = dynamic_of(written.replace('["only", null]', "[null, null]"), environment)
    assert unnamed.stages == pivot(environment).stages


def test_a_rule_without_period_applies_in_all() -> None:
    environment = case("athey_segal_2013")
    data = json.loads(dynamic_text(environment, pivot(environment), "x"))
    rules = [
        {name: value for name, value in rule.items() if name != "period"}
        for rule in data["rules"]
        if rule["period"] == 1
    ]
    found = dynamic_of(json.dumps(data | {"rules": rules}), environment)
    assert found.stages[0] == found.stages[1] == pivot(environment).stages[0]


def test_a_text_is_laid_out_a_rule_a_line() -> None:
    liu = case("liu_2018")
    text = dynamic_text(liu, contingent(liu), "liu_2018.toml")
    assert sum(line.startswith('  {"memory": ') for line in text.splitlines()) == 20
    assert json.loads(text)["format"] == "apsgen-dynamic-mechanism/1"


def changed(change: Callable[[dict[str, Any]], object], repeated: bool = False) -> str:
    environment, builder = (REPEATED, balanced_team) if repeated else (ENVIRONMENT, pivot)
    data = json.loads(dynamic_text(environment, builder(environment), "x"))
    change(data)
    return json.dumps(data)


WRONG: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda d: d.pop("rules"), "rules: missing; a list of rules is accepted"),
    (
        lambda d: d.update(format="apsgen-mechanism/1"),
        'format: found "apsgen-mechanism/1"; "apsgen-dynamic-mechanism/1" is accepted',
    ),
    (lambda d: d.update(delta="1/2"), "delta: found 1/2, but the environment has 9/10"),
    (lambda d: d.update(horizon=3), "horizon: found 3, but the environment has none"),
    (
        lambda d: d.update(parameters={"a": "1/2"}),
        "parameters.a: found 1/2, but the environment has 7/10",
    ),
    (
        lambda d: d.update(parameters={"a": "7/10", "b": "1"}),
        "parameters.b: found 1, but the environment has none",
    ),
    (
        lambda d: d.update(agents=["risky", "safe"]),
        "agents: found risky, safe, but the environment has safe, risky",
    ),
    (
        lambda d: d.update(claims=["budget balanced"]),
        "claims: unknown claim budget balanced; known: periodic ex-post IC, periodic ex-post IR, "
        "Bayesian IC, Bayesian IR, budget balance, self-enforcement; did you mean budget balance?",
    ),
    (lambda d: d.update(memory=["a", "a"]), "memory: a list of different names is accepted"),
    (lambda d: d.update(extra=1), "unknown key extra; known: format"),
    (lambda d: d["rules"].pop(1), "rules: there is none for the types (-, good)"),
    (lambda d: d["rules"].append(d["rules"][0]), "rules[3]: a second rule for the types (-, unk"),
    (lambda d: d["rules"].append(3), "rules[3]: found the number 3; an object"),
    (
        lambda d: d["rules"][0].update(types=[None, "gud"]),
        "rules[0].types: (null, gud) is no state of the environment; a name for each agent is",
    ),
    (lambda d: d["rules"][0].update(types=[3, "good"]), "rules[0].types: (the number 3, good) is"),
    (
        lambda d: d["rules"][0].update(allocation="safer"),
        "rules[0].allocation: unknown allocation safer; known: nobody, safe, risky; did you mean s",
    ),
    (lambda d: d["rules"][0].update(payments=["1"]), "rules[0].payments: found 1; one for each of"),
    (
        lambda d: d["rules"][0].update(payments=["1", 0.5]),
        "rules[0].payments[1]: found the number 0.5; a text such as",
    ),
    (lambda d: d["rules"][0].update(period=1), "rules[0].period: there is no last period"),
    (lambda d: d["rules"][0].update(periods=1), "rules[0].unknown key periods"),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=[text[:40] for _, text in WRONG])
def test_what_is_wrong_is_told(change: Callable[[dict[str, Any]], object], message: str) -> None:
    with pytest.raises(MechanismError) as caught:
        dynamic_of(changed(change), ENVIRONMENT)
    assert str(caught.value).startswith(message)


def test_a_memory_must_be_known() -> None:
    text = changed(lambda d: d["rules"][0].update(next="elsewhere"), repeated=True)
    with pytest.raises(MechanismError, match=r"rules\[0\]\.next: unknown memory elsewhere; known:"):
        dynamic_of(text, REPEATED)
    text = changed(lambda d: d["rules"].pop(), repeated=True)
    with pytest.raises(MechanismError, match="with the memory low_cost, high"):
        dynamic_of(text, REPEATED)


def test_periods_are_numbered_from_one() -> None:
    environment = case("athey_segal_2013")
    data = json.loads(dynamic_text(environment, pivot(environment), "x"))
    for period in (0, 3):
        data["rules"][0]["period"] = period
        with pytest.raises(MechanismError, match=f"found {period}; 1 to 2 are accepted"):
            dynamic_of(json.dumps(data), environment)


def test_a_file_is_named_in_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(MechanismError, match=r"m\.json: line 1, column 2: not JSON"):
        read_dynamic(path, ENVIRONMENT)
    with pytest.raises(CaseError, match="cannot be read"):
        read_dynamic(tmp_path / "none.json", ENVIRONMENT)
