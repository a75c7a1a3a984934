from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from apsgen.errors import ResultError
from apsgen.fields import Fields, parse

TEXT = """{"text": "a", "flag": true, "count": 3, "number": 0.5, "nothing": null, "ratio": "4/5",
"table": {"a": "b"}, "texts": ["a", "b"], "pairs": [[0, 1.5], [2, 3]], "mixed": ["a", 1]}"""


def test_every_kind_of_field() -> None:
    fields = parse(TEXT)
    assert fields.text("text") == "a"
    assert fields.maybe_text("nothing") is None
    assert fields.maybe_text("absent") is None
    assert fields.word("text", ["a", "b"]) == "a"
    assert fields.flag("flag") is True
    assert fields.integer("count") == 3
    assert (fields.number("number"), fields.number("count")) == (0.5, 3.0)
    assert (fields.maybe_number("nothing", -1), fields.maybe_number("number", -1)) == (-1, 0.5)
    assert fields.rational("ratio") == Fraction(4, 5)
    assert fields.named_texts("table") == {"a": "b"}
    assert fields.texts("texts") == ("a", "b")
    assert fields.pairs("pairs") == [(0.0, 1.5), (2.0, 3.0)]
    assert list(fields.table("table")) == ["a"]
    assert fields.has("flag")
    assert not fields.has("nothing")


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda one: one.text("count"), "count: found the number 3; a text is accepted"),
        (lambda one: one.text("absent"), "absent: missing; a text is accepted"),
        (lambda one: one.text("nothing"), "nothing: found nothing; a text is accepted"),
        (lambda one: one.word("text", ["b"]), 'text: found "a"; "b" is accepted'),
        (lambda one: one.flag("count"), "count: found the number 3; true or false is accepted"),
        (lambda one: one.integer("number"), "number: found the number 0.5; an integer from 0"),
        (lambda one: one.integer("flag"), "flag: found the boolean true; an integer from 0"),
        (lambda one: one.number("text"), 'text: found "a"; a finite number is accepted'),
        (lambda one: one.number("flag"), "flag: found the boolean true; a finite number"),
        (lambda one: one.rational("text"), 'text: found "a"; a text such as "4/5" is accepted'),
        (lambda one: one.table("text"), 'text: found "a"; an object is accepted'),
        (lambda one: one.table("table").integer("a"), 'table.a: found "b"; an integer from 0'),
        (lambda one: one.entries("text", "a list"), 'text: found "a"; a list is accepted'),
        (lambda one: one.texts("mixed"), "mixed: found a list; a list of texts is accepted"),
        (lambda one: one.pairs("mixed"), 'mixed[0]: found "a"; a list of pairs of finite'),
        (lambda one: one.pairs("texts"), 'texts[0]: found "a"; a list of pairs of finite'),
    ],
)
def test_another_kind_is_told_with_its_place(read: Callable[[Fields], object], said: str) -> None:
    with pytest.raises(ResultError) as caught:
        read(parse(TEXT))
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("pair", ["[1]", "[1, 2, 3]", "[1, null]", "[1, true]", "[1, 1e999]"])
def test_what_is_no_pair(pair: str) -> None:
    with pytest.raises(ResultError, match=r"^p\[1\]: found a list; a list of pairs"):
        parse(f'{{"p": [[0, 0], {pair}]}}').pairs("p")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: not JSON: Expecting value; one JSON object is accepted"),
        ('{"a": 1,\n "b" 2}', "line 2, column 6: not JSON: Expecting ':' delimiter"),
        ("[1]", "found a list; one JSON object is accepted"),
        ("3", "found the number 3; one JSON object"),
        ('{"a": NaN}', "not JSON that can be read: found NaN; numbers are finite"),
        ('{"b": {"a": 1, "a": 1}}', "not JSON that can be read: the key 'a' stands twice"),
        ('{"a": ' + "[" * 100_000, "not JSON that can be read: nested too deep"),
        ('{"a": ' + "1" * 5000 + "}", "not JSON that can be read: "),
    ],
)
def test_what_is_no_json_object(text: str, said: str) -> None:
    with pytest.raises(ResultError) as caught:
        parse(text)
    assert str(caught.value).startswith(said)


def test_an_integer_beyond_a_double_is_no_number() -> None:
    with pytest.raises(ResultError, match="a: found the number 1000"):
        parse('{"a": 1' + "0" * 400 + "}").number("a")
