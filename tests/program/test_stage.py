from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from apsgen.game import Mixing, Punishment, Timing, Transfers
from apsgen.program.stage import Layout, Stage, Units
from tests.brute.games import random_game, rationals, transformed
from tests.builders import game

SEEDS = range(25)


def test_payoffs_span_the_unit_interval() -> None:
    units = Units.of(game())
    assert list(units.shift) == [1, 1]
    assert list(units.scale) == [9, 9]
    assert units.normalise(0, rationals([1, 10, None])).tolist()[:2] == [0.0, 1.0]
    assert np.isnan(units.normalise(0, rationals([[None]]))[0, 0])
    assert units.payoffs(np.array([[0.0, 1.0]])).tolist() == [[1.0, 10.0]]
    assert units.lengths(np.array([[0.0, 1.0]])).tolist() == [[0.0, 9.0]]


def test_money_is_worth_the_same_to_both() -> None:
    payoffs = ([[0, 1]], [[0, 10]])
    assert list(Units.of(game(payoffs)).scale) == [1, 10]
    assert list(Units.of(game(payoffs, transfers=Transfers.BALANCED)).scale) == [10, 10]


def test_a_payoff_that_never_changes_has_a_unit_all_the_same() -> None:
    assert list(Units.of(game(([[5, 5]], [[7, 7]]))).scale) == [1, 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_shift_and_scale_change_no_array(seed: int) -> None:
    plain = random_game(Random(seed))
    first, second = Stage.of(plain), Stage.of(transformed(plain, (10**9, -7), (1000, 1000)))
    np.testing.assert_array_equal(first.payoff, second.payoff)
    np.testing.assert_array_equal(first.deviation, second.deviation)
    assert first.greatest_payment == second.greatest_payment


@pytest.mark.parametrize("seed", SEEDS)
def test_payoffs_by_profile(seed: int) -> None:
    """Entry (t, d): true own type, the other's type as in t, whatever one reports."""
    stage = Stage.of(random_game(Random(seed)))
    n1, n2 = stage.sizes
    assert stage.profiles == n1 * n2
    for t in range(stage.profiles):
        first, second = divmod(t, n2)
        assert (stage.own_type(0)[t], stage.own_type(1)[t]) == (first, second)
        assert t in stage.profile(0, first)
        assert t in stage.profile(1, second)
        for d in range(stage.decisions):
            assert stage.allowed[t, d] == stage.game.allowed[d, first, second]
            for own in range(n1):
                table = stage.by_profile(0, stage.payoff[0], own)
                assert table[t, d] == stage.payoff[0, d, own, second]
            for own in range(n2):
                table = stage.by_profile(1, stage.payoff[1], own)
                assert table[t, d] == stage.payoff[1, d, first, own]


def test_blocks_and_payments() -> None:
    plain = Stage.of(game())
    assert (plain.blocks, plain.payments, plain.payment_signals) == (4, 0, 1)
    assert not plain.is_division
    assert not plain.pays_with_actions
    assert not plain.pays_after_signals
    burning = Stage.of(replace(game(transfers=Transfers.BURNING), mixing=Mixing.DIVISION))
    assert (burning.blocks, burning.payments) == (1, 4)
    assert burning.is_division
    assert burning.pays_with_actions
    late = replace(game(transfers=Transfers.BALANCED), timing=Timing.AFTER_SIGNALS)
    assert Stage.of(late).pays_after_signals
    assert not Stage.of(late).pays_with_actions


def test_a_harsher_punishment_may_make_one_pay_more() -> None:
    values = (Fraction(-100), None)
    mild, harsh = game(), replace(game(), punishment=Punishment(values, False))
    assert Stage.of(harsh).greatest_payment > 10 * Stage.of(mild).greatest_payment


@pytest.mark.parametrize("seed", SEEDS)
def test_the_layout_covers_every_variable_once(seed: int) -> None:
    stage = Stage.of(random_game(Random(seed)))
    layout = Layout.of(stage)
    vector = layout.zeros()
    assert vector.shape == (layout.size,)
    for part in layout.split(vector):
        part += 1.0
    assert vector.tolist() == [1.0] * layout.size
    weights, continuations, payments = layout.split(vector)
    signals = 1 if stage.is_division else stage.signals
    assert weights.shape == (stage.profiles, stage.decisions)
    assert continuations.shape == (stage.profiles, stage.blocks, signals, 2)
    assert payments.shape[:2] == (stage.profiles, stage.blocks)
    assert payments.shape[2:] == (stage.payment_signals, stage.payments)
