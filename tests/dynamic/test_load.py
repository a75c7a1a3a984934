"""Environments from files: every fault with its place, and what each part of a file means."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from apsgen.case import load
from apsgen.dynamic import Environment, environment_of, load_environment
from apsgen.dynamic.environment import Row
from apsgen.errors import CaseError, UsageError
from tests.dynamic.cases import FILES, case
from tests.dynamic.worlds import PROFILES, World, worlds

FOLDER = Path(__file__).parent / "bad"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
HEAD = 'kind = "dynamic"\ntitle = "T"\ndelta = "1/2"\n'
HALF = Fraction(1, 2)


def made(text: str) -> Environment:
    return environment_of(Path("made.toml"), HEAD + text)


def test_every_bad_file_has_its_message() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == NAMES
    assert len(NAMES) > 15


@pytest.mark.parametrize("name", NAMES)
def test_message(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    with pytest.raises(CaseError) as caught:
        load_environment(f"{name}.toml")
    assert f"{caught.value}\n" == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    faults = caught.value.faults
    assert all(re.match(r"[a-z_]+\.toml:\d+:\d+: ", str(fault)) for fault in faults)
    places = [(fault.line, fault.column) for fault in faults]
    assert places == sorted(places)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_environment_is_read(path: Path) -> None:
    environment = load_environment(path)
    assert environment.exact
    assert environment.title
    assert environment.reference
    states = range(len(environment.states))
    assert sum(x for _, x in environment.start) == 1
    for which in range(len(environment.allocations)):
        for state in states:
            row = environment.kernel[which][state]
            assert all(x > 0 for _, x in row)
            assert sum(x for _, x in row) == (1 if which in environment.options(state) else 0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_environment_is_no_repeated_game(path: Path) -> None:
    with pytest.raises(CaseError, match="apsgen design builds mechanisms for it"):
        load(path)


@given(world=worlds(private=False))
@settings(max_examples=15, deadline=None)
def test_a_file_says_what_its_numbers_say(world: World) -> None:
    environment = world.environment()
    assert (environment.delta, environment.horizon) == (world.delta, world.horizon)
    for state, types in enumerate(PROFILES):
        assert environment.states[state] == (0, *types)
        for which in world.allocations:
            row = {PROFILES[to]: x for to, x in environment.kernel[which][state]}
            assert row == dict(world.next(which, types))
            for agent in (0, 1):
                assert environment.utility[agent][which][state] == world.worth(agent, which, types)


def test_an_override_takes_the_place_of_a_number() -> None:
    name = "bergemann_valimaki_2010_bandit"
    environment = case(name, {"a": "1/3 + 1/3"}, delta="2/3")
    assert environment.delta == environment.parameters["a"] == Fraction(2, 3)
    with pytest.raises(UsageError, match="found 1; a discount factor with 0 < delta < 1"):
        case(name, delta="1")
    with pytest.raises(UsageError, match="unknown parameter b; known: a"):
        case(name, {"b": "1"})
    assert case("athey_segal_2013").delta == 1


TYPES = 'types = { low = { v = 0, probability = "1/2" }, high = { v = 1, probability = "1/2" } }\n'


@pytest.mark.parametrize(
    ("transition", "from_low"),
    [
        ('transition = "redrawn"', ((0, HALF), (1, HALF))),
        ("", ((0, HALF), (1, HALF))),
        ('transition = "stays"', ((0, Fraction(1)),)),
        ('transition = [["1/4", "3/4"], [0, 1]]', ((0, Fraction(1, 4)), (1, Fraction(3, 4)))),
        ('transition = { high = "1/4 + v / 2" }', ((0, Fraction(3, 4)), (1, Fraction(1, 4)))),
        (
            'transition = "1/4 if next.v == v else 3/4"',
            ((0, Fraction(1, 4)), (1, Fraction(3, 4))),
        ),
    ],
)
def test_the_forms_of_a_transition(transition: str, from_low: Row) -> None:
    environment = made(f'allocations = ["a"]\n[agents.ann]\n{TYPES}{transition}\n')
    assert environment.kernel[0][0] == from_low


def test_types_that_are_correlated() -> None:
    environment = made(
        'allocations = ["a"]\n'
        '[joint]\nprobability = "3/8 if ann.v == bob.v else 1/8"\n'
        'transition = "1/2 if next_ann.v == next_bob.v and ann.v == bob.v else '
        '1/4 if ann.v != bob.v else 0"\n'
        "[agents.ann]\ntypes = { low = { v = 0 }, high = { v = 1 } }\n"
        "[agents.bob]\ntypes = { low = { v = 0 }, high = { v = 1 } }\n"
    )
    assert [x for _, x in environment.start] == [Fraction(part, 8) for part in (3, 1, 1, 3)]
    assert environment.kernel[0][0] == ((0, HALF), (3, HALF))
    assert [x for _, x in environment.kernel[0][1]] == [Fraction(1, 4)] * 4


def test_correlated_types_are_redrawn_together() -> None:
    environment = made(
        'allocations = ["a"]\n'
        '[joint]\nprobability = "3/8 if ann.v == bob.v else 1/8"\n'
        "[agents.ann]\ntypes = { low = { v = 0 }, high = { v = 1 } }\n"
        "[agents.bob]\ntypes = { low = { v = 0 }, high = { v = 1 } }\n"
    )
    assert all(row == environment.start for row in environment.kernel[0])


def test_a_public_state_opens_and_closes_allocations() -> None:
    environment = made("""
[state]
values = { two = { left = 2, probability = 1 }, one = { left = 1 }, over = { left = 0 } }

[state.transition]
one = "1 if left - allocation.sold == 1 else 0"
over = "1 if left - allocation.sold == 0 else 0"

[agents.ann]
types = { low = { v = 1, probability = "1/2" }, high = { v = 3, probability = "1/2" } }
utility = "v * allocation.sold + state.left / 10"

[allocations]
keep = { sold = 0 }
sell = { sold = 1, feasible = "state.left > 0" }
""")
    assert environment.feasible == ((0, 1), (0, 1), (0,))
    assert environment.public == ("two", "one", "over")
    assert environment.kernel[1][0] == ((2, HALF), (3, HALF))
    assert environment.kernel[1][5] == ()
    assert environment.utility[0][1][1] == Fraction(16, 5)
    assert environment.utility[0][1][5] == 0


def test_a_grid_of_types() -> None:
    environment = made("""
allocations = ["a"]
[agents.ann]
types = { grid = "v", from = 0, to = 1, points = 3, probability = "(1 + v) * 2 / 9" }
[agents.bob]
types = { grid = "v", from = 1, to = 2, points = 2 }
""")
    assert environment.types == (("0", "1/2", "1"), ("1", "2"))
    first = [Fraction(part, 9) for part in (2, 3, 4)]
    assert [x for _, x in environment.start] == [x / 2 for x in first for _ in (0, 1)]


def test_rounding_is_known() -> None:
    text = 'allocations = ["a"]\n[agents.ann]\nutility = "sqrt(2)"\n'
    assert not made(text).exact
    assert made(text.replace("sqrt(2)", "2")).exact


def test_a_number_that_hangs_no_reader() -> None:
    with pytest.raises(CaseError, match="too long"):
        made('allocations = ["a"]\n[agents.ann]\nutility = "9^9^9"\n')
