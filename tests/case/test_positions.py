from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apsgen.case.files import LONGEST
from apsgen.case.positions import DEPTH, PARTS, WORD, Document, Key, Position, dotted, read
from apsgen.case.scanner import scan
from apsgen.errors import CaseError, Fault

CASE = """\
title = "Two firms" # a comment = 1
delta = "4/5"

[players.firm1]
types = { L = { probability = "3/5", theta = 1 }, "H 2" = { probability = 0.4 } }
payoff.text = "a\\tb\\u00e9c"
[payoffs]
firm1 = [ [9, 1], # one ]
  [10, 3.5] ]
[[rounds]]
name = 'x\\y'
[[rounds]]
[rounds.deep]
when = 1979-05-27 07:32:00
[players]
firm2 = \"\"\"
one\\
   two
three\"\"\"
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "case.toml"


def document(place: Path, text: str) -> Document:
    place.write_bytes(text.encode())
    return read(place)


def fault(place: Path, content: bytes | str) -> Fault:
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    return refused(place)


def refused(place: Path, limit: int = 10_000) -> Fault:
    with pytest.raises(CaseError) as caught:
        read(place, limit)
    (found,) = caught.value.faults
    assert found.path == place
    return found


def attempted(place: Path) -> Document | CaseError:
    try:
        return read(place)
    except CaseError as error:
        return error


@pytest.mark.parametrize(
    ("key", "at_key", "at_value"),
    [
        (("title",), (1, 1), (1, 9)),
        (("delta",), (2, 1), (2, 9)),
        (("players",), (15, 2), (15, 1)),
        (("players", "firm1"), (4, 10), (4, 1)),
        (("players", "firm1", "types"), (5, 1), (5, 9)),
        (("players", "firm1", "types", "L"), (5, 11), (5, 15)),
        (("players", "firm1", "types", "L", "probability"), (5, 17), (5, 31)),
        (("players", "firm1", "types", "H 2"), (5, 51), (5, 59)),
        (("players", "firm1", "types", "H 2", "probability"), (5, 61), (5, 75)),
        (("players", "firm1", "payoff"), (6, 1), (6, 1)),
        (("players", "firm1", "payoff", "text"), (6, 8), (6, 15)),
        (("payoffs", "firm1"), (8, 1), (8, 9)),
        (("payoffs", "firm1", 0), (8, 11), (8, 11)),
        (("payoffs", "firm1", 0, 1), (8, 15), (8, 15)),
        (("payoffs", "firm1", 1, 1), (9, 8), (9, 8)),
        (("rounds",), (10, 3), (10, 1)),
        (("rounds", 0, "name"), (11, 1), (11, 8)),
        (("rounds", 1), (12, 3), (12, 1)),
        (("rounds", 1, "deep", "when"), (14, 1), (14, 8)),
        (("players", "firm2"), (16, 1), (16, 9)),
        ((), (1, 1), (1, 1)),
        (("payoffs", "firm3"), (7, 2), (7, 1)),
        (("nothing", "here"), (1, 1), (1, 1)),
    ],
)
def test_every_key_and_value_has_its_place(
    place: Path, key: Key, at_key: tuple[int, int], at_value: tuple[int, int]
) -> None:
    found = document(place, CASE)
    assert found.key_position(key) == Position(*at_key)
    assert found.value_position(key) == Position(*at_value)


@pytest.mark.parametrize(
    ("key", "offset", "at"),
    [
        (("delta",), 0, (2, 10)),
        (("delta",), 2, (2, 12)),
        (("delta",), 99, (2, 13)),
        (("players", "firm1", "payoff", "text"), 2, (6, 19)),
        (("players", "firm1", "payoff", "text"), 4, (6, 26)),
        (("rounds", 0, "name"), 2, (11, 11)),
        (("players", "firm2"), 0, (17, 1)),
        (("players", "firm2"), 3, (18, 4)),
        (("players", "firm2"), 7, (19, 1)),
        (("payoffs", "firm1", 0, 1), 5, (8, 15)),
    ],
)
def test_an_offset_in_a_text_has_its_place(
    place: Path, key: Key, offset: int, at: tuple[int, int]
) -> None:
    assert document(place, CASE).character_position(key, offset) == Position(*at)


def test_windows_line_ends_move_no_position(place: Path) -> None:
    found = document(place, CASE.replace("\n", "\r\n"))
    assert found.data == document(place, CASE).data
    assert found.character_position(("players", "firm2"), 7) == Position(19, 1)


def test_numbers_are_exact(place: Path) -> None:
    data = document(place, "a = 0.1\nb = 1_000\nc = 1e-3\nd = -0.25\ne = 0xff").data
    assert data == {
        "a": Fraction(1, 10),
        "b": 1000,
        "c": Fraction(1, 1000),
        "d": Fraction(-1, 4),
        "e": 255,
    }


def test_a_fault_shows_its_line(place: Path) -> None:
    found = document(place, CASE)
    key = ("payoffs", "firm1", 1, 1)
    shown = str(found.fault(key, found.value_position(key), "too much"))
    assert shown == (f"{place}:9:8: payoffs.firm1[1][1]: too much\n      [10, 3.5] ]\n           ^")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("a = 1\t# \N{COMBINING ACUTE ACCENT}\u202e!", "a = 1\t# \N{COMBINING ACUTE ACCENT}�!"),
        ("#" * (LONGEST + 1), ""),
        ("#" * LONGEST, "#" * LONGEST),
    ],
)
def test_a_line_is_shown_as_far_as_it_can_be_read(place: Path, line: str, shown: str) -> None:
    found = document(place, f"x = 1\n{line}\ny = 2")
    assert found.source_line(2) == shown
    assert found.source_line(3) == "y = 2"


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a = 1\nb = \n", 2, 5, "Invalid value; texts and expressions stand in quotes"),
        ("delta = 4/5", 1, 10, "stand in quotes"),
        ("a = [1, 2\n\n\n", 1, 10, "Unclosed array"),
        ('a = 1\nb = "x', 2, 7, "not TOML"),
        ('a = """x\n\n', 1, 9, "not TOML"),
        ("a = 1\na = 2", 2, 6, "Cannot overwrite"),
        ("[a]\n[a]", 2, 3, "Cannot declare"),
        ("= 1", 1, 1, "not TOML"),
        ("a = 2021-02-30", 1, 5, "Invalid date"),
        ("a = 1\n\x1b[31m", 2, 1, "not TOML"),
        ("a = " + "[" * (DEPTH + 1), 1, 5 + DEPTH, "nested too deep"),
        ("a = " + "[" * 1000 + "]" * 1000, 1, 5 + DEPTH, "nested too deep"),
        ("b = ']'\na = " + "[" * 9000, 2, 5 + DEPTH, "nested too deep"),
        ("a = " + "{a = " * 1000, 1, 5 + 5 * DEPTH, "nested too deep"),
        (".".join("a" * (PARTS + 1)) + " = 1", 1, 1, "more than"),
        ("x = 1\n[\"a\" . 'b' ." + ".".join("c" * PARTS) + "]", 2, 2, "more than"),
        ("x = { " + ".".join("a" * (PARTS + 1)) + " = 1 }", 1, 7, "more than"),
        ("a = 1\nb = " + "1" * 5000, 2, 5, f"{WORD} characters"),
        ("b = -" + "1" * 5000, 1, 5, f"{WORD} characters"),
        ("b" * WORD + " = 1", 1, 1, f"{WORD} characters"),
    ],
)
def test_what_is_no_toml_is_one_fault_with_its_place(
    place: Path, text: str, line: int, column: int, says: str
) -> None:
    found = fault(place, text)
    assert (found.line, found.column) == (line, column)
    assert says in found.found
    assert "\x1b" not in str(found)
    assert len(str(found)) < 1000


def test_limits_are_reached_before_they_are_passed(place: Path) -> None:
    text = "a = " + "[" * DEPTH + "]" * DEPTH + "\n" + ".".join("b" * PARTS) + " = 1"
    assert dotted(max(scan(document(place, text).text), key=len)) == "a" + "[0]" * (DEPTH - 1)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + '"' + "[" * 100 + '"',
        "a = '''" + "[\n" * 100 + "'''",
        'a = """\\"""' + '["' * 100 + '""""',
        "a = 1 # " + "[" * 100 + ".a" * 100,
        "a = '" + ".a" * 100 + "x" * 2000 + "'",
        "a = [" + "[], " * 100 + "]",
    ],
)
def test_brackets_and_dots_in_texts_and_comments_do_not_count(place: Path, text: str) -> None:
    assert document(place, text).data.keys() == {"a"}


def test_all_numbers_that_are_refused_are_reported_in_their_order(place: Path) -> None:
    text = "c = nan\nb = [1, {x = -inf}, 1e999999999]\na = 0x" + "f" * 1100 + "\nd = true"
    place.write_text(text)
    with pytest.raises(CaseError) as caught:
        read(place)
    found = [(item.line, item.column, item.key) for item in caught.value.faults]
    assert found == [(1, 5, "c"), (2, 14, "b[1].x"), (2, 21, "b[2]"), (3, 5, "a")]
    reasons = [item.found for item in caught.value.faults]
    assert ["finite" in reason for reason in reasons] == [True, True, False, False]
    assert ["too long" in reason for reason in reasons] == [False, False, True, True]


@pytest.mark.parametrize(
    "text",
    [
        "a = [" + "1," * 150_000 + "]",
        "[[a]]\n" * 50_000,
        "".join(f"[a{n}.b.c]\nd.e.f = 1\n" for n in range(10_000)),
        "a = '''" + "'' " * 150_000 + "'''",
        'a = """' + '\\"""' * 80_000,
        '"""' * 150_000,
        ('"' + "a.b" * 50 + "\\") * 5_000,
        "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o " * 8_000,
    ],
)
def test_no_large_file_hangs_the_reader(place: Path, text: str) -> None:
    place.write_text(text)
    begun = time.process_time()
    result = attempted(place)
    if isinstance(result, Document):
        assert result.value_position(("a", 10)).line >= 1
    else:
        assert len(result.faults) == 1
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ((), ""),
        (("a", 0, 1, "b"), "a[0][1].b"),
        (("a b", ""), '"a b".""'),
        (("\x1b[31m",), '"\\x1b[31m"'),
        (("x y" * 100,), f'"{("x y" * 100)[:80]}..."'),
    ],
)
def test_a_path_is_shown_on_one_short_line(key: Key, shown: str) -> None:
    assert dotted(key) == shown


PIECES = st.sampled_from(
    sorted(
        set("ab.=[]{}\"'\\\n\r# ,1-é\0")
        | {"[[", "]]", '"""', "'''", "0.5", "nan", "1e99999", "\r\n", "1979-05-27", "true"}
    )
)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300
)
@given(st.one_of(st.binary(max_size=200), st.lists(PIECES).map(lambda p: "".join(p).encode())))
@example(b"\r\r\n")
def test_any_bytes_are_a_document_or_a_fault(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    result = attempted(place)
    if isinstance(result, Document):
        for key in scan(result.text):
            assert 1 <= result.key_position(key).line <= content.count(b"\n") + 1
        return
    assert result.faults
    for item in result.faults:
        assert 1 <= item.line <= content.count(b"\n") + 1
        assert 1 <= item.column <= len(content) + 1
