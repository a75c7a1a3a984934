from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from apsgen.case import load
from apsgen.errors import UnboundedError
from apsgen.fixedpoint import iterate
from apsgen.fixedpoint.start import start
from apsgen.game import Game, Mixing, Timing, Transfers
from apsgen.polygon import Polygon
from apsgen.self_generation import Operator
from tests.brute import perfect
from tests.brute.games import athey_bagwell, random_bimatrix, random_game, rationals
from tests.brute.outer import start as feasible_levels
from tests.brute.plane import circle
from tests.builders import game

DEEP = """
title = "Refusing to pay costs a thousand times the stakes"
delta = "1/2"
[players.buyer]
[players.seller]
[transfers]
kind = "balanced"
[decisions.work]
payoff = { buyer = 0, seller = 1 }
deviation = { buyer = -1000, seller = 0 }
"""

TIGHT = """
title = "What all can refuse adds up to all that there is"
delta = "71/99"
[players.buyer.types]
low  = { probability = "1/5", theta = "-6/7" }
mid  = { probability = "1/5", theta = "-20/7" }
high = { probability = "3/5", theta = "-8/7" }
[players.seller]
[transfers]
kind = "balanced"
[decisions.work]
payoff    = { buyer = "theta/3", seller = "70/13 - buyer.theta/11" }
deviation = { buyer = "theta/3", seller = "70/13 - buyer.theta/11" }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("timing", ["with-actions", "after-signals"])
def test_a_deep_deviation_lets_payments_be_large(tmp_path: Path, timing: str) -> None:
    """The buyer gives all that he fears to lose; after the signal there is nothing to fear."""
    text = DEEP.replace('"balanced"', f'"balanced"\ntiming = "{timing}"')
    found = iterate(load(written(tmp_path, text)))
    expected = {"with-actions": [[-1000, 1001], [1, 0]], "after-signals": [[0, 1]]}[timing]
    for polygon in (found.outer_set, found.inner_set):
        np.testing.assert_allclose(polygon.vertices, expected, atol=1e-5)


def test_rounding_does_not_make_a_point_empty(tmp_path: Path) -> None:
    """Nobody can be made to pay, so V* is the point of the expected payoffs."""
    found = iterate(load(written(tmp_path, TIGHT)))
    mean = (-6 - 20 - 3 * 8) / 35
    expected = [[mean / 3, 70 / 13 - mean / 11]]
    np.testing.assert_allclose(found.outer_set.vertices, expected, atol=1e-9)
    np.testing.assert_allclose(found.inner_set.vertices, expected, atol=1e-9)


def named(mixing: Mixing = Mixing.LOTTERY) -> Game:
    """Return two named decisions, paid for with the actions; no deviation from the second."""
    plain = game(([[1, 2]], [[3, 0]]), transfers=Transfers.BALANCED)
    return replace(
        plain,
        actions=None,
        decisions=("work", "shirk"),
        mixing=mixing,
        deviation=rational_deviation([[2, None], [3, 1]]),
    )


def rational_deviation(
    rows: list[list[int | None]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    return rationals([[[[value]] for value in row] for row in rows])


def test_a_committed_player_with_money_has_no_bound() -> None:
    committed = game(transfers=Transfers.BALANCED, commits=(False, True))
    with pytest.raises(UnboundedError, match=r"firm2 commits .* drop `commits` or the transfers"):
        iterate(committed)


def test_a_player_without_a_deviation_can_be_made_to_pay_anything() -> None:
    with pytest.raises(UnboundedError, match="in decision shirk firm1 has no deviation"):
        iterate(named())


def test_after_the_signal_he_may_always_refuse() -> None:
    result = iterate(replace(named(), timing=Timing.AFTER_SIGNALS))
    assert result.outer_set.diameter < 10


def test_carried_out_together_one_deviation_is_enough() -> None:
    assert iterate(named(Mixing.DIVISION)).outer_set.diameter < 10
    closed = replace(named(Mixing.DIVISION), deviation=rational_deviation([[None, None], [3, 1]]))
    with pytest.raises(UnboundedError, match="in decision work firm1"):
        iterate(closed)


@pytest.mark.parametrize("seed", range(30))
def test_all_plans_without_transfers(seed: int) -> None:
    """Levels of the Minkowski sum are sums of levels; p0 joins where play may go there."""
    one = replace(random_game(Random(seed)), transfers=Transfers.NONE)
    operator = Operator.of(one)
    found = Polygon(operator.stage.units.payoffs(start(operator).feasible.vertices))
    directions = circle(16)
    levels = (directions @ found.vertices.T).max(axis=1)
    expected = feasible_levels(one, directions)
    if one.punishment.values is None and one.punishment.on_path:
        assert (levels <= expected + 1e-9).all()
    else:
        np.testing.assert_allclose(levels, expected, atol=1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_the_start_contains_every_equilibrium_payoff(seed: int) -> None:
    one = random_bimatrix(Random(seed), largest=3)
    operator = Operator.of(one)
    feasible = Polygon(operator.stage.units.payoffs(start(operator).feasible.vertices))
    for vertex in perfect.solve(one).vertices:
        assert feasible.distance(vertex) <= 1e-9


def test_the_first_best_weighs_the_players_by_their_units() -> None:
    operator = Operator.of(game(([[1, 0]], [[0, 100]])))
    assert start(operator).first_best + float(sum(operator.stage.units.shift)) == 100.0


def test_a_punishment_that_leaves_no_room() -> None:
    """Transfers, and fixed punishments that add up to more than there is."""
    harsh = game(transfers=Transfers.BALANCED, punishment=(100, 100))
    assert start(Operator.of(harsh)).feasible.is_empty
    assert iterate(harsh).outer_set.is_empty
    on_path = game(transfers=Transfers.BALANCED, punishment=(100, 100), on_path=True)
    assert not start(Operator.of(on_path)).feasible.is_empty


def test_a_share_for_each_type() -> None:
    """Athey and Bagwell: 6/10 of the market at 3/2, or 1/2 where neither cost is low."""
    operator = Operator.of(athey_bagwell(game().delta))
    best = start(operator).first_best + float(sum(operator.stage.units.shift))
    assert best == pytest.approx(0.84 * 1.5 + 0.16 * 0.5)
