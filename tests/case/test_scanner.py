from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from apsgen.case.positions import read
from apsgen.case.scanner import Key, character, scan


def test_a_text_that_is_no_toml_is_not_scanned() -> None:
    with pytest.raises(ValueError, match="not TOML"):
        scan("a = 1\n!")


NAMES = ["a", "b", "c1", "d-2", "3", "é", "x y", "", 'q"', "k.l", "#", "[t]"]
BARE = re.compile("[A-Za-z0-9_-]+")
SPACE = st.sampled_from(["", "", " ", "\t"])
LINES = st.sampled_from(["", " ", "\n", ' # ] } \' " """\n', "\n\n  "])
PLAIN = st.text(st.sampled_from("ab]}#=,'é. \t"), max_size=8)
NUMBERS = st.sampled_from(["1", "-7", "+3", "1_000", "0xff", "0.5", "-1e-3", "6.0E+2"])
OTHERS = st.sampled_from(
    ["true", "false", "1979-05-27", "1979-05-27 07:32:00", "1979-05-27T07:32:00.5Z", "07:32:00"]
)
ESCAPES = st.sampled_from(['\\"', "\\\\", "\\n", "\\t", "\\u00e9", "\\U0001F600", "\\b", "a", "#"])
QUOTES = st.sampled_from(["'", "''", '"', '""', "\n", "\\\n  \n ", "x", "]", '\\"', "\\\\"])


@st.composite
def keys(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(NAMES))
    forms = ['"' + name.replace('"', '\\"') + '"', f"'{name}'"]
    if BARE.fullmatch(name):
        forms.append(name)
    return draw(st.sampled_from(forms))


@st.composite
def paths(draw: st.DrawFn) -> str:
    parts = draw(st.lists(keys(), min_size=1, max_size=3))
    return f"{draw(SPACE)}.{draw(SPACE)}".join(parts)


@st.composite
def texts(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from("bltu"))
    if kind == "b":
        return '"' + "".join(draw(st.lists(ESCAPES | PLAIN, max_size=5))) + '"'
    if kind == "l":
        return "'" + draw(PLAIN).replace("'", "") + "'"
    quote = '"""' if kind == "t" else "'''"
    return quote + "".join(draw(st.lists(QUOTES | PLAIN, max_size=6))) + quote


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    entries = draw(st.lists(inner, max_size=3))
    text = "[" + draw(LINES)
    for place, entry in enumerate(entries):
        last = place == len(entries) - 1 and draw(st.booleans())
        text += entry + draw(LINES) + ("" if last else "," + draw(LINES))
    return text + "]"


@st.composite
def tables(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    pairs = draw(st.lists(st.tuples(paths(), SPACE, SPACE, inner), max_size=3))
    joined = f"{draw(SPACE)},{draw(SPACE)}".join(
        f"{path}{before}={after}{value}" for path, before, after, value in pairs
    )
    return f"{{{draw(SPACE)}{joined}{draw(SPACE)}}}"


VALUES = st.recursive(
    st.one_of(NUMBERS, OTHERS, texts()), lambda inner: arrays(inner) | tables(inner), max_leaves=8
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["pair", "pair", "table", "array", "comment"]))
    end = draw(st.sampled_from(["", "", " # a = ['"]))
    if kind == "comment":
        return draw(SPACE) + end
    path = f"{draw(SPACE)}{draw(paths())}{draw(SPACE)}"
    if kind == "pair":
        return f"{path}={draw(SPACE)}{draw(VALUES)}{end}"
    return f"[{path}]{end}" if kind == "table" else f"[[{path}]]{end}"


def loaded(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text, parse_float=Fraction)
    except tomllib.TOMLDecodeError:
        return None


@st.composite
def documents(draw: st.DrawFn) -> str:
    text = ""
    for line in draw(st.lists(lines(), min_size=1, max_size=8)):
        if loaded(text + line + "\n") is not None:
            text += line + "\n"
    return text


def walk(value: object, key: Key = ()) -> Iterator[tuple[Key, object]]:
    if key:
        yield key, value
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from walk(entry, (*key, name))
    if isinstance(value, list):
        for place, entry in enumerate(value):
            yield from walk(entry, (*key, place))


def says(text: str, start: int, value: object) -> bool:
    """Whether the TOML at an offset spells a value."""
    if isinstance(value, str):
        end = character(text, start, len(value))
        wide = 3 if text.startswith((text[start] * 3,), start) and end > start + 1 else 1
        return loaded("v = " + text[start : end + wide]) == {"v": value}
    rest = re.match(r"[0-9]{4}-[0-9-]+ [0-9:]+|[^\s,\]}#]+", text[start:])
    return rest is not None and loaded("v = " + rest.group()) == {"v": value}


def named(text: str, start: int, name: str) -> bool:
    match = re.match(r"""[\w-]+|"(\\.|[^"\\])*"|'[^']*'""", text[start:])
    return match is not None and loaded(match.group() + " = 1") == {name: 1}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(documents())
def test_the_scanner_agrees_with_tomllib(text: str) -> None:
    data = loaded(text)
    assert data is not None
    spans = scan(text)
    tree = dict(walk(data))
    assert spans.keys() == tree.keys()
    for key, value in tree.items():
        span = spans[key]
        if isinstance(value, (str, int, Fraction, datetime, date, time)):
            assert says(text, span.value, value)
        if isinstance(value, list):
            assert text[span.value] == "["
        if isinstance(key[-1], str):
            assert named(text, span.key, key[-1])
        elif text[span.value] != "[":
            assert span.key == span.value


@settings(deadline=None)
@given(texts())
def test_every_character_of_a_text_has_its_place(text: str) -> None:
    # In brackets: a text that ends early may go on as a comment.
    assume(loaded(f"v = [{text}]") is not None)
    data = loaded("v = " + text)
    value = str(data["v"]) if data else ""
    offsets = [character(text, 0, count) for count in range(len(value) + 1)]
    assert offsets == sorted(set(offsets))
    for offset, found in zip(offsets, value, strict=False):
        assert text[offset] == found or text[offset] == "\\"
    assert text[offsets[-1] :] == text[: len(text) - offsets[-1]]


PIECES = st.sampled_from(
    sorted(
        set("ab.=[]{}\"'\\\n# ,1-é")
        | {"[[", "]]", '"""', "'''", "0.5", "1979-05-27", "a=1", "[a]\n", "[[b]]\n"}
    )
)


@settings(deadline=None, max_examples=500)
@given(st.lists(PIECES).map("".join))
def test_any_text_that_tomllib_accepts_is_scanned_alike(text: str) -> None:
    data = loaded(text)
    if data is not None:
        assert scan(text).keys() == dict(walk(data)).keys()


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
)
@given(documents())
def test_documents_are_read_as_tomllib_reads_them(tmp_path: Path, text: str) -> None:
    place = tmp_path / "case.toml"
    place.write_text(text)
    assert read(place).data == loaded(text)
