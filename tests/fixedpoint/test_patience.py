from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest

import apsgen
from apsgen.errors import UsageError
from apsgen.fixedpoint.patience import at_delta, grows_with_patience, iterate_deltas
from apsgen.game import Game, Timing, Transfers
from apsgen.polygon import Polygon
from apsgen.result import Result, Status
from apsgen.self_generation import Operator
from tests.brute.games import random_game
from tests.comparison import spread

CASES = Path(__file__).parents[2] / "cases"
LAST = Fraction(100, 101)
"""Up to this discount factor `rewarded` has an equilibrium."""


def rewarded(value: int = 1) -> Game:
    """Return a game in which the punishment is a reward that impatient players do not wait for."""
    return apsgen.game_from_mapping(
        {
            "title": "A punishment that is a reward",
            "delta": "1/2",
            "players": {"one": {}, "two": {}},
            "decisions": {
                "stay": {
                    "payoff": {"one": 0, "two": 0},
                    "deviation": {"one": -100, "two": 0},
                }
            },
            "punishment": {"kind": "fixed", "values": {"one": value, "two": 0}},
        }
    )


def assert_agree(found: Result, alone: Result, size: float) -> None:
    """Fail if two runs contradict each other, or one knows much less."""
    assert found.status is alone.status
    assert found.game.delta == alone.game.delta
    assert alone.inner_set.excess(found.outer_set) <= 1e-8 * size
    assert found.inner_set.excess(alone.outer_set) <= 1e-8 * size
    assert found.feasible_set.vertices.tolist() == alone.feasible_set.vertices.tolist()


@pytest.mark.parametrize(
    ("name", "deltas"),
    [
        ("levin_2003_hidden_information", ("1/2", "19/20")),
        ("fudenberg_levine_maskin_1994", ("4/5", "1/2")),
        ("athey_bagwell_2001", ("7/10", "3/4", "1/2")),
        ("stahl_1991", ("1/10", "1/7", "1/2")),
        ("athey_miller_2007", ("3/5", "9/10")),
    ],
)
def test_sets_are_those_of_each_discount_factor_alone(name: str, deltas: tuple[str, ...]) -> None:
    game = apsgen.load(CASES / f"{name}.toml")
    assert grows_with_patience(game)
    found = iterate_deltas(game, deltas, tolerance=1e-3)
    for result, delta in zip(found, deltas, strict=True):
        alone = apsgen.iterate(apsgen.load(CASES / f"{name}.toml", delta=delta), tolerance=1e-3)
        assert_agree(result, alone, spread(game))


@pytest.mark.parametrize("seed", [1, 2, 4, 8])
def test_sets_of_random_games_are_nested_where_they_lie_above_the_punishment(seed: int) -> None:
    game = random_game(Random(seed))
    size = spread(game)
    deltas = [Fraction(1, 3), Fraction(3, 5), Fraction(9, 10)]
    alone = [apsgen.iterate(at_delta(game, delta), tolerance=1e-2) for delta in deltas]
    found = iterate_deltas(game, deltas, tolerance=1e-2)
    for result, other in zip(found, alone, strict=True):
        assert_agree(result, other, size)
    if grows_with_patience(game):
        for impatient, patient in pairwise(alone):
            assert impatient.inner_set.excess(patient.outer_set) <= 1e-8 * size


def test_random_games_are_of_both_kinds() -> None:
    kinds = [grows_with_patience(random_game(Random(seed))) for seed in range(40)]
    assert 5 < sum(kinds) < 35


@pytest.mark.parametrize("seed", range(14))
def test_a_set_above_the_punishment_generates_itself_with_more_patience(seed: int) -> None:
    game = at_delta(random_game(Random(seed)), Fraction(2, 3))
    inner = apsgen.iterate(game, tolerance=1e-2).inner_set
    values = game.punishment.values
    if inner.is_empty or (values is not None and not is_above(inner, values)):
        return
    operator = Operator.of(at_delta(game, Fraction(4, 5)))
    units = operator.stage.units
    shift, scale = (np.array([float(x) for x in pair]) for pair in (units.shift, units.scale))
    normalised = Polygon.hull((inner.vertices - shift) / scale)
    directions = np.concatenate([normalised.normals, [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]])
    generated = operator.at(normalised.vertices).supports(directions, lambda: None)
    assert generated is not None
    for direction, point in zip(directions, generated, strict=True):
        assert float(point.payoff @ direction) >= normalised.support(direction) - 1e-8


def is_above(inner: Polygon, values: tuple[Fraction | None, Fraction | None]) -> bool:
    """Whether a set lies above a fixed punishment."""
    least = inner.vertices.min(axis=0).tolist()
    return all(v is None or own >= v for v, own in zip(values, least, strict=True))


def test_a_set_below_the_punishment_may_shrink() -> None:
    game = rewarded()
    assert not grows_with_patience(game)
    impatient, patient = iterate_deltas(game, [LAST, LAST + Fraction(1, 1000)])
    assert impatient.vertices.tolist() == [[0.0, 0.0]]
    assert patient.status is Status.EMPTY
    assert grows_with_patience(rewarded(-100))


def test_below_an_empty_set_nothing_is_computed() -> None:
    game = apsgen.load(CASES / "athey_bagwell_2001.toml")
    low, high = iterate_deltas(game, ["1/2", "3/5"], tolerance=1e-3)
    assert low.status is high.status is Status.EMPTY
    assert low.iterations == 0 < high.iterations


def test_what_a_less_patient_set_begins_with_saves_work() -> None:
    game = apsgen.load(CASES / "levin_2003_hidden_information.toml")
    low, _ = iterate_deltas(game, ["4/5", "9/10"])
    alone = apsgen.iterate(at_delta(game, "4/5"))
    assert 2 * low.linear_programs < alone.linear_programs


def test_a_punishment_that_is_in_no_constraint_does_not_matter() -> None:
    game = apsgen.load(CASES / "fudenberg_levine_maskin_1994_noisier.toml")
    high = replace(game.punishment, values=(Fraction(100), Fraction(100)))
    assert grows_with_patience(replace(game, punishment=high))
    seen = replace(game, transfers=Transfers.BALANCED)
    assert not grows_with_patience(replace(seen, punishment=high))
    after = replace(seen, timing=Timing.AFTER_SIGNALS)
    assert not grows_with_patience(replace(after, punishment=high))


def test_a_game_keeps_its_source_at_another_discount_factor() -> None:
    game = apsgen.load(CASES / "stahl_1991.toml")
    changed = at_delta(game, "2/7")
    assert changed.source is not None
    assert changed.source.delta == "2/7"
    assert at_delta(rewarded(), "0.25").delta == Fraction(1, 4)


@pytest.mark.parametrize("delta", ["1", "0", "x", "3/0", "-1/2"])
def test_a_discount_factor_that_is_none_is_refused(delta: str) -> None:
    for game in (apsgen.load(CASES / "stahl_1991.toml"), rewarded()):
        with pytest.raises(UsageError):
            at_delta(game, delta)
