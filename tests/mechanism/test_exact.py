from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from apsgen.case import game_from_arrays, load
from apsgen.mechanism.exact import expanded, parameters
from tests.brute.games import random_game
from tests.checker.test_game import CASES, read
from tests.checker.written import written


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_what_the_checker_makes_of_it(path: Path) -> None:
    mine, theirs = expanded(load(path)), read(path)
    for name in vars(theirs):
        if name not in ("files", "decisions", "punishment"):
            assert getattr(mine, name) == getattr(theirs, name), name
    assert mine.punishment == (theirs.punishment and tuple(theirs.punishment))


@pytest.mark.parametrize("seed", range(40))
def test_a_game_of_python_is_that_of_its_case(tmp_path: Path, seed: int) -> None:
    game = random_game(Random(seed))
    path = tmp_path / "case.toml"
    path.write_text(written(game), encoding="utf-8")
    mine, theirs = expanded(game), read(path)
    assert mine.parameters == {}
    for name in ("payoff", "deviation", "prior", "beliefs", "allowed", "hidden", "signal"):
        assert getattr(mine, name) == getattr(theirs, name), name


def test_parameters_are_those_that_were_set(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        'title = "x"\ndelta = "k / 4"\n[parameters]\nr = "5/2"\nk = "r + sqrt(4)"\n'
        "[players.a]\n[players.b]\n[decisions.d]\npayoff = { a = 1, b = 1 }\n",
        encoding="utf-8",
    )
    assert parameters(load(path, delta="1/2")) == {"r": Fraction(5, 2), "k": Fraction(9, 2)}
    changed = load(path, delta="1/2", settings={"r": "1/3"})
    assert parameters(changed) == {"r": Fraction(1, 3), "k": Fraction(7, 3)}
    assert parameters(game_from_arrays([[1]], [[1]], delta=0.5)) is None
