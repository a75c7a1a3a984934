"""A mechanism from JSON of the format ``apsgen-mechanism/1``; what is wrong has its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from apsgen.case.files import read_text
from apsgen.case.number import NumberError, ratio
from apsgen.case.section import described, shown, unknown
from apsgen.errors import MechanismError, ResultError
from apsgen.fields import Fields, parse
from apsgen.mechanism.parts import (
    NOTHING,
    Block,
    Branch,
    Choice,
    Continuation,
    Decision,
    Mechanism,
    Pair,
    Payments,
    Plan,
    Reports,
    State,
)
from apsgen.mechanism.write import FORMAT, PUNISHMENT

MOST_BYTES = 64 * 1024 * 1024
"""Size of the largest file that is read as a mechanism."""

_PAYMENTS = ("transfers", "burned")
_NUMBER = 'a text such as "67/100", or an integer,'


def read_mechanism(path: str | Path) -> Mechanism:
    """Read a mechanism from a file of the format ``apsgen-mechanism/1``.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    CaseError
        When the file cannot be read as text.
    MechanismError
        When it holds no mechanism; the message names the file and the place in it.
    """
    text = read_text(Path(path), MOST_BYTES)
    try:
        return mechanism_of(text)
    except MechanismError as error:
        raise MechanismError(f"{path}: {error}") from None


def mechanism_of(text: str) -> Mechanism:
    """Return the mechanism that a text describes.

    Raises
    ------
    MechanismError
        When it describes none; the message names the place.
    """
    try:
        return _mechanism(parse(text))
    except ResultError as error:
        raise MechanismError(str(error)) from None


def _mechanism(fields: Fields) -> Mechanism:
    fields.word("format", [FORMAT])
    _only(fields, "format", "case", "delta", "parameters", "start", "punishment", "states")
    states = tuple(_state(one) for one in _tables(fields, "states"))
    if not states:
        fields.refuse("states", "a list of at least one state")
    if fields.integer("start") >= len(states):
        fields.refuse("start", f"the number of a state, from 0 to {len(states) - 1},")
    return Mechanism(
        case=fields.text("case"),
        delta=_number(fields, "delta"),
        start=fields.integer("start"),
        punishment=_punishment(fields),
        states=states,
        parameters=_parameters(fields) if fields.has("parameters") else None,
    )


def _parameters(fields: Fields) -> dict[str, Fraction]:
    table = fields.table("parameters")
    return {name: _number(table, name) for name in table}


def _state(fields: Fields) -> State:
    _only(fields, "payoff", "plan")
    return State(_pair(fields, "payoff"), tuple(_plan(one) for one in _tables(fields, "plan")))


def _plan(fields: Fields) -> Plan:
    """Read a plan in either layout: what belongs to each decision, or to all of them together."""
    decisions = _tables(fields, "decisions")
    if "continuation" in fields:
        _only(fields, "reports", "decisions", "continuation", *_PAYMENTS)
        choices = tuple(_choice(one, ()) for one in decisions)
        return Plan(_reports(fields), (_block(fields, choices),))
    _only(fields, "reports", "decisions")
    blocks = (_block(one, (_choice(one, ("continuation", *_PAYMENTS)),)) for one in decisions)
    return Plan(_reports(fields), tuple(blocks))


def _reports(fields: Fields) -> Reports:
    accepted = 'a list with the report of each player, such as ["L", null],'
    first, second = _two(fields, "reports", accepted)
    if not isinstance(first, str | None) or not isinstance(second, str | None):
        fields.refuse("reports", accepted)
    return first, second


def _choice(fields: Fields, others: Sequence[str]) -> Choice:
    _only(fields, "decision", "weight", *others)
    return Choice(_decision(fields), _number(fields, "weight"))


def _decision(fields: Fields) -> Decision:
    accepted = 'the name of a decision, or a list of two actions such as ["C", "D"] or ["C", null],'
    value = fields.value("decision", accepted)
    if isinstance(value, str):
        return value
    first, second = _two(fields, "decision", accepted)
    if not isinstance(first, str | None) or not isinstance(second, str | None):
        fields.refuse("decision", accepted)
    return first or "", second or ""


def _block(fields: Fields, choices: tuple[Choice, ...]) -> Block:
    entries = tuple(_continuation(one) for one in _tables(fields, "continuation"))
    return Block(choices, entries, _payments(fields))


def _continuation(fields: Fields) -> Continuation:
    _only(fields, "signal", "to", *_PAYMENTS)
    signal = fields.value("signal", "the name of a signal, or null,")
    if not isinstance(signal, str | None):
        fields.refuse("signal", "the name of a signal, or null,")
    to = tuple(_branch(one) for one in _tables(fields, "to"))
    return Continuation(signal, to, _payments(fields))


def _branch(fields: Fields) -> Branch:
    _only(fields, "state", "probability")
    accepted = f'the number of a state, or "{PUNISHMENT}",'
    state = fields.value("state", accepted)
    if state == PUNISHMENT:
        return Branch(None, _number(fields, "probability"))
    if isinstance(state, bool) or not isinstance(state, int):
        fields.refuse("state", accepted)
    return Branch(state, _number(fields, "probability"))


def _payments(fields: Fields) -> Payments:
    sent, burned = (_pair(fields, name) if name in fields else NOTHING for name in _PAYMENTS)
    return Payments(sent, burned)


def _punishment(fields: Fields) -> tuple[Fraction | None, Fraction | None]:
    first, second = _numbers(fields, "punishment", f"a list with {_NUMBER} or null for each player")
    return (
        _number(first, "") if first.has("") else None,
        _number(second, "") if second.has("") else None,
    )


def _pair(fields: Fields, name: str) -> Pair:
    first, second = _numbers(fields, name, f"a list with {_NUMBER} for each player")
    return _number(first, ""), _number(second, "")


def _numbers(fields: Fields, name: str, accepted: str) -> tuple[Fields, Fields]:
    """Return a pair, each part as a field of its own so that it is read at its place."""
    first, second = _two(fields, name, accepted)
    place = f"{fields.place}{name}"
    return Fields({"": first}, f"{place}[0]"), Fields({"": second}, f"{place}[1]")


def _two(fields: Fields, name: str, accepted: str) -> tuple[object, object]:
    found = fields.entries(name, accepted)
    if len(found) != 2:
        fields.refuse(name, accepted)
    return found[0], found[1]


def _number(fields: Fields, name: str) -> Fraction:
    value = fields.value(name, _NUMBER)
    if isinstance(value, bool) or not isinstance(value, int | str):
        fields.refuse(name, _NUMBER)
    try:
        return ratio(str(value))
    except NumberError:
        fields.refuse(name, _NUMBER)


def _tables(fields: Fields, name: str) -> list[Fields]:
    found = fields.entries(name, "a list of objects")
    return [*_objects(found, f"{fields.place}{name}")]


def _objects(found: Sequence[object], place: str) -> Iterator[Fields]:
    for number, value in enumerate(found):
        if not isinstance(value, Mapping):
            raise ResultError(f"{place}[{number}]: found {described(value)}; an object is accepted")
        yield Fields(value, f"{place}[{number}].")


def _only(fields: Fields, *accepted: str) -> None:
    """Refuse keys that have no meaning here."""
    for name in fields:
        if name not in accepted:
            raise ResultError(f"{fields.place}{shown(name)}: {unknown('key', name, accepted)}")
