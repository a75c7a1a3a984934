from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.case.gambit import GambitError, StrategicForm, read_nfg

PAYOFFS = """\
NFG 1 R "Two against three" { "Ann" "Bob" } { 2 3 }

1 10  2 20  3 30  4 40  5 50  6 60
"""
OUTCOMES = r"""
NFG 1 R "A \"quoted\" game" { "Ann" "Bob" }

{ { "U" "D" }
{ "L" "R" }
}
"A comment, with { braces }"

{
{ "" 9, 0 }
{ "draw" 1/3 -0.25 }
}
1 2 0 1
"""


def floats(form: StrategicForm, player: int) -> list[list[float]]:
    return [[float(entry) for entry in row] for row in form.payoffs[player].tolist()]


def refused(text: str) -> GambitError:
    with pytest.raises(GambitError) as caught:
        read_nfg(text)
    error = caught.value
    assert str(error) == f"line {error.line}, column {error.column}: {error.message}"
    return error


def test_in_the_payoff_version_the_first_players_strategy_runs_fastest() -> None:
    form = read_nfg(PAYOFFS)
    assert form.title == "Two against three"
    assert form.players == ("Ann", "Bob")
    assert form.strategies == (("1", "2"), ("1", "2", "3"))
    assert form.payoffs.shape == (2, 2, 3)
    assert floats(form, 0) == [[1, 3, 5], [2, 4, 6]]
    assert floats(form, 1) == [[10, 30, 50], [20, 40, 60]]


def test_in_the_outcome_version_outcome_zero_pays_nothing() -> None:
    form = read_nfg(OUTCOMES)
    assert form.title == 'A "quoted" game'
    assert form.strategies == (("U", "D"), ("L", "R"))
    third, quarter = Fraction(1, 3), Fraction(-1, 4)
    assert form.payoffs[0].tolist() == [[9, 0], [third, 9]]
    assert form.payoffs[1].tolist() == [[0, 0], [quarter, 0]]
    assert all(isinstance(entry, Fraction) for entry in form.payoffs.flat)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", Fraction(7)),
        ("-7", Fraction(-7)),
        ("+.5", Fraction(1, 2)),
        ("2.", Fraction(2)),
        ("1.131000", Fraction(1131, 1000)),
        ("-1/3", Fraction(-1, 3)),
        ("0.1/0.3", Fraction(1, 3)),
        ("1e-3", Fraction(1, 1000)),
    ],
)
def test_payoffs_are_exact(text: str, expected: Fraction) -> None:
    form = read_nfg(f'NFG 1 D "" {{"A" "B"}} {{1 1}} "a comment" {text} 0')
    assert form.payoffs[0, 0, 0] == expected


def test_the_versions_may_be_mixed() -> None:
    named = read_nfg('NFG 1 R "" { "A" "B" } { { "x" "" } { "y" } } 1, 2 3, 4')
    assert named.strategies == (("x", "2"), ("y",))
    assert floats(named, 1) == [[2], [4]]
    numbered = read_nfg('NFG 1 R "" { "A" "B" } { 1 2 } { { "o" 5 6 } } 1 0')
    assert floats(numbered, 0) == [[5, 0]]


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("", 1, 1, "found the end of the file; accepted is a Gambit strategic form"),
        ('EFG 2 R "x"', 1, 1, "found 'EFG'"),
        ('NFG 2 R "x"', 1, 5, "version"),
        ('NFG 1 X "x"', 1, 7, "R or D"),
        ("NFG 1 R x", 1, 9, "title in quotes"),
        ('NFG 1 R "x" "A"', 1, 13, "names of the players"),
        ('NFG 1 R "x" { A }', 1, 15, "name in quotes"),
        ('NFG 1 R "x"\n{ "A" "B" "C" } { 2 2 2 }', 2, 1, "3 players; exactly two"),
        ('NFG 1 R "x" { "A" }', 1, 13, "1 players; exactly two"),
        ('NFG 1 R "x" { "A" "B" } 2', 1, 25, "the strategies"),
        ('NFG 1 R "x" { "A" "B" } { 2 }', 1, 25, "strategies of 1 players"),
        ('NFG 1 R "x" { "A" "B" } { 2 2 2 }', 1, 25, "strategies of 3 players"),
        ('NFG 1 R "x" { "A" "B" } { 0 2 }', 1, 27, "number of strategies from 1"),
        ('NFG 1 R "x" { "A" "B" } { 1.5 2 }', 1, 27, "number of strategies from 1"),
        ('NFG 1 R "x" { "A" "B" } { 99999999 2 }', 1, 27, "number of strategies from 1"),
        ('NFG 1 R "x" { "A" "B" } { 1001 1000 }', 1, 25, "fewer"),
        ('NFG 1 R "x" { "A" "B" } { "x" 1 }', 1, 27, "list of strategies"),
        ('NFG 1 R "x" { "A" "B" } { {} { "x" } }', 1, 27, "without strategies"),
        ('NFG 1 R "x" { "A" "B" } { { "x" "x" } { "x" } }', 1, 27, "named 'x'"),
        ('NFG 1 R "x" { "A" "B" } { { "2" "" } { "x" } }', 1, 27, "named '2'"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } 1', 1, 34, "found the end of the file; accepted is a p"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } 1 x', 1, 35, "found 'x'"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } 1 2 3', 1, 37, "the game is complete"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } 1/0 2', 1, 33, "finite payoff"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } 1e99999999 2', 1, 33, "too long"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } 1e1000/1e-1000 2', 1, 33, "too long"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } 1..2 2', 1, 33, "found '1'"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } nan 2', 1, 33, "found 'nan'"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } { 1 2 } 1', 1, 35, "an outcome"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } { { 1 2 } } 1', 1, 37, "name of the outcome"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } { { "" 1 2 3 } } 1', 1, 44, "payoffs of the two"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } { { "" 1 2 } } 2', 1, 48, "from 0 (none) to 1"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } { { "" 1 2 } } -1', 1, 48, "from 0 (none) to 1"),
        ('NFG 1 R "x" { "A" "B" } { 1 1 } { { "" 1 2 }', 1, 45, "an outcome"),
        ('NFG 1 R "x', 1, 9, "found '\"'"),
        ("NFG\n\x1b", 2, 1, r"found '\x1b'"),
    ],
)
def test_a_fault_says_what_and_where(text: str, line: int, column: int, says: str) -> None:
    error = refused(text)
    assert says in error.message
    assert (error.line, error.column) == (line, column)


RATIONALS = st.fractions(max_denominator=99)


@st.composite
def games(draw: st.DrawFn) -> tuple[int, int, list[tuple[Fraction, Fraction]]]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    pair = st.tuples(RATIONALS, RATIONALS)
    return rows, columns, draw(st.lists(pair, min_size=rows * columns, max_size=rows * columns))


@settings(deadline=None)
@given(games())
def test_both_versions_say_the_same_game(
    game: tuple[int, int, list[tuple[Fraction, Fraction]]],
) -> None:
    rows, columns, pairs = game
    head = f'NFG 1 R "t" {{ "A" "B" }} {{ {rows} {columns} }} ""'
    payoffs = read_nfg(f"{head} {' '.join(f'{first} {second}' for first, second in pairs)}")
    outcomes = " ".join(f'{{ "" {first}, {second} }}' for first, second in pairs)
    places = " ".join(str(place + 1) for place in range(len(pairs)))
    by_outcome = read_nfg(f"{head} {{ {outcomes} }} {places}")
    assert payoffs.payoffs.tolist() == by_outcome.payoffs.tolist()
    for place, pair in enumerate(pairs):
        assert tuple(payoffs.payoffs[:, place % rows, place // rows]) == pair


PIECES = st.sampled_from(
    sorted(
        {
            'NFG 1 R "t" { "A" "B" }',
            "{ 2 1 }",
            '{ { "x" } { "y" "z" } }',
            '{ { "" 1, 2 } }',
            "1 2 3 4",
        }
        | set('{},-"\\')
        | {'""', '"x"', "1", "0", "2/3", "e", "NFG", "1/0"}
    )
)


def attempted(text: str) -> StrategicForm | GambitError:
    try:
        return read_nfg(text)
    except GambitError as error:
        return error


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=12).map(" ".join)))
def test_any_text_is_a_game_or_an_error(text: str) -> None:
    for content in (text, 'NFG 1 R "t" { "A" "B" } ' + text):
        result = attempted(content)
        if isinstance(result, StrategicForm):
            assert result.payoffs.shape == (2, *map(len, result.strategies))
        else:
            assert 1 <= result.line <= content.count("\n") + 1
            assert 1 <= result.column <= len(content) + 1


@pytest.mark.parametrize(
    "text",
    [
        'NFG 1 R "t" { "A" "B" } { 1000 1000 } 1',
        '"' * 100_001,
        "1" * 200_000,
        "1/" * 100_000,
        'NFG 1 R "t" { "A" "B" } { { ' + '"a" ' * 50_000,
        'NFG 1 R "t" { "A" "B" } { { ' + " ".join(f'"{n}"' for n in range(50_000)) + ' "7" } }',
        "{" * 200_000,
    ],
)
def test_no_text_hangs_the_reader(text: str) -> None:
    begun = time.process_time()
    refused(text)
    assert time.process_time() - begun < 3
