"""Files of mechanisms: both layouts, and what is wrong told with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from apsgen.errors import CaseError, MechanismError
from apsgen.mechanism import Branch, Choice, mechanism_of, read_mechanism
from tests.mechanism.schemes import two_states

TEXT = two_states(Fraction(4, 5), Fraction(9, 10)).to_json()
CONTRACT = """
{"format": "apsgen-mechanism/1", "case": "athey_bagwell_2001.toml", "delta": "4/5", "start": 0,
 "punishment": ["6/25", "6/25"],
 "states": [
   {"payoff": ["67/100", "67/100"],
    "plan": [
      {"reports": ["L", "H"],
       "decisions": [
         {"decision": "firm1_serves", "weight": "1",
          "transfers": ["0", "0"],
          "continuation": [{"signal": null, "to": [{"state": 1, "probability": "1"}]}]}]}]}]}
"""


def test_the_example_of_the_format_is_read() -> None:
    mechanism = mechanism_of(CONTRACT)
    (block,) = mechanism.states[0].plan[0].blocks
    assert mechanism.states[0].payoff == (Fraction(67, 100),) * 2
    assert block.choices == (Choice("firm1_serves", Fraction(1)),)
    assert block.continuation[0].to == (Branch(1, Fraction(1)),)
    assert mechanism.parameters is None


def test_numbers_may_be_integers() -> None:
    mechanism = mechanism_of(CONTRACT.replace('"1"', "1").replace('["0", "0"]', "[0, -2]"))
    assert mechanism.states[0].plan[0].blocks[0].payments.sent == (Fraction(0), Fraction(-2))


def test_the_punishment_may_be_a_target() -> None:
    mechanism = mechanism_of(CONTRACT.replace('"state": 1', '"state": "punishment"'))
    assert mechanism.states[0].plan[0].blocks[0].continuation[0].to[0].state is None


def test_an_action_may_be_missing() -> None:
    mechanism = mechanism_of(CONTRACT.replace('"firm1_serves"', '["work", null]'))
    assert mechanism.states[0].plan[0].blocks[0].choices[0].decision == ("work", "")


Change = Callable[[dict[str, Any]], object]


def first(data: dict[str, Any]) -> Any:
    return data["states"][0]["plan"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(format="apsgen-mechanism/2"), 'format: found "apsgen-mechanism/2"; "'),
        (lambda d: d.pop("delta"), "delta: missing; a text such as"),
        (lambda d: d.update(delta=0.8), "delta: found the number 0.8; a text such as"),
        (lambda d: d.update(delta=True), "delta: found the boolean true"),
        (lambda d: d.update(delta="0.8"), 'delta: found "0.8"; a text such as "67/100"'),
        (
            lambda d: d.update(start=2),
            "start: found the number 2; the number of a state, from 0 to 1",
        ),
        (lambda d: d.update(states=[]), "states: found an empty list; a list of at least one"),
        (lambda d: d.update(states=[3]), "states[0]: found the number 3; an object is accepted"),
        (lambda d: d.update(stats=[]), "stats: unknown key stats; known: format"),
        (lambda d: d.update(stats=[]), "did you mean states?"),
        (lambda d: d.update(parameters={"r": 1.5}), "parameters.r: found the number 1.5"),
        (lambda d: d.update(punishment=["1"]), "punishment: found a list; a list with a text"),
        (lambda d: d.update(punishment=[1, "x"]), 'punishment[1]: found "x"; a text such as'),
        (lambda d: d["states"][0].update(payoff=[1, None]), "states[0].payoff[1]: found nothing"),
        (
            lambda d: first(d).update(reports=["L"]),
            "states[0].plan[0].reports: found a list; a list",
        ),
        (lambda d: first(d).update(reports=["L", 1]), "states[0].plan[0].reports: found a list"),
        (
            lambda d: first(d)["decisions"][1].update(weight="1/0"),
            'states[0].plan[0].decisions[1].weight: found "1/0"; a text such as',
        ),
        (
            lambda d: first(d)["decisions"][0].update(decision=[1, 2]),
            "states[0].plan[0].decisions[0].decision: found a list; the name of a decision",
        ),
        (
            lambda d: first(d)["decisions"][0].update(continuation=[]),
            "states[0].plan[0].decisions[0].continuation: unknown key continuation",
        ),
        (
            lambda d: first(d)["continuation"][0].update(signal=3),
            "states[0].plan[0].continuation[0].signal: found the number 3; the name of a signal",
        ),
        (
            lambda d: first(d)["continuation"][0]["to"][0].update(state="x"),
            'states[0].plan[0].continuation[0].to[0].state: found "x"; the number of a state',
        ),
        (
            lambda d: first(d)["continuation"][0]["to"][0].update(state=True),
            "states[0].plan[0].continuation[0].to[0].state: found the boolean true",
        ),
        (
            lambda d: first(d)["continuation"][0].update(transfers=["1"]),
            "states[0].plan[0].continuation[0].transfers: found a list; a list with",
        ),
    ],
)
def test_what_is_wrong_has_its_place(change: Change, said: str) -> None:
    data = json.loads(TEXT)
    change(data)
    with pytest.raises(MechanismError) as caught:
        mechanism_of(json.dumps(data))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[]", "found an empty list; one JSON object is accepted"),
        ('{"format": "a", "format": "b"}', "the key 'format' stands twice"),
        ("[" * 100_000, "nested too deep"),
        (TEXT.replace('"4/5"', "9" * 5000), "not JSON that can be read"),
        (TEXT.replace('"4/5"', f'"{"9" * 5000}"'), "delta: found"),
    ],
)
def test_what_is_no_mechanism_is_refused(text: str, said: str) -> None:
    with pytest.raises(MechanismError, match=said):
        mechanism_of(text)


def test_messages_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mechanism.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(MechanismError, match=r"mechanism\.json: format: missing"):
        read_mechanism(path)
    with pytest.raises(CaseError, match="not a regular file"):
        read_mechanism(tmp_path)
