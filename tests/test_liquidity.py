from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from apsgen.case import load
from apsgen.errors import UsageError
from apsgen.fixedpoint import Limits, iterate
from apsgen.game import Game, Mixing, OffSchedule, Punishment, Timing, Transfers
from apsgen.liquidity import Threshold, thresholds
from apsgen.result import Status
from tests.brute.games import bimatrix, rationals
from tests.builders import game as small_game

CASES = Path(__file__).parents[1] / "cases"
BEFORE, BEYOND = Fraction(99, 100), Fraction(1, 100)


def with_transfers(game: Game, kind: Transfers = Transfers.BALANCED) -> Game:
    return replace(game, transfers=kind, timing=Timing.AFTER_SIGNALS)


def random_tables(seed: int, largest: int) -> Game:
    random = Random(seed)
    shape = random.randint(1, largest), random.randint(1, largest)
    first, second = (
        [[random.randint(-4, 6) for _ in range(shape[1])] for _ in range(shape[0])] for _ in (0, 1)
    )
    kind = random.choice((Transfers.BALANCED, Transfers.BURNING))
    return with_transfers(bimatrix(first, second, Fraction(1, 2)), kind)


def shown(step: Threshold) -> str:
    """Return the discount factor, the total and the least payoffs, exactly."""
    return f"{step.delta}: {step.total}, {step.least[0]}, {step.least[1]}"


def at(steps: tuple[Threshold, ...], delta: Fraction) -> Threshold | None:
    reached = [step for step in steps if step.delta <= delta]
    return reached[-1] if reached else None


def test_quantities_of_abreu() -> None:
    """The page of the case in the gallery derives these numbers by hand."""
    steps = thresholds(load(CASES / "goldluecke_kranz_2012.toml"))
    assert [shown(step) for step in steps] == ["0: 14, 7, 7", "1/4: 18, 0, 0", "1/3: 20, 0, 0"]
    assert [str(step.liquidity) for step in steps] == ["0", "6", "10"]
    assert steps[2].played == ("low", "low")


def test_the_dilemma() -> None:
    """Cooperation costs 1 + 1, is worth 18, its loss 6: it needs delta = 2/(2 + 18 - 6)."""
    steps = thresholds(with_transfers(small_game()))
    assert [shown(step) for step in steps] == ["0: 6, 3, 3", "1/7: 18, 3, 3"]
    assert steps[1].played == ("a0", "b0")
    assert steps[1].punishing == (("a1", "b1"), ("a1", "b1"))


def by_elimination(game: Game, delta: Fraction) -> tuple[Fraction, list[Fraction]] | None:
    """Return the greatest total and the least payoffs: drop what is not paid for, and again."""
    left = [d for d in range(len(game.decisions)) if game.allowed[d, 0, 0]]
    while left:
        pay = {d: [game.payoff[i, d, 0, 0] for i in (0, 1)] for d in left}
        best = {d: [game.deviation[i, d, 0, 0] for i in (0, 1)] for d in left}
        total = max(sum(pay[d], Fraction(0)) for d in left)
        least = [min(best[d][i] for d in left) for i in (0, 1)]
        surplus = total - sum(least)
        kept = [d for d in left if (1 - delta) * (sum(best[d]) - sum(pay[d])) <= delta * surplus]
        if kept == left:
            return total, least
        left = kept
    return None


@pytest.mark.parametrize("seed", range(60))
def test_every_step_by_elimination(seed: int) -> None:
    game = random_tables(seed, 5)
    steps = thresholds(game)
    tried = {Fraction(k, 29) for k in range(1, 29)}
    for step in steps:
        tried |= {step.delta, step.delta * (1 - BEYOND**3), step.delta + (1 - step.delta) / 10**6}
    for delta in tried:
        if 0 < delta < 1:
            reached, expected = at(steps, delta), by_elimination(game, delta)
            found = None if reached is None else (reached.total, list(reached.least))
            assert found == expected


@pytest.mark.parametrize("seed", range(12))
def test_sets_on_both_sides_of_a_threshold(seed: int) -> None:
    """The totals and least payoffs of `iterate`, a hundredth below and above."""
    game = random_tables(seed, 3)
    steps = thresholds(game)
    for threshold in steps:
        for delta in (threshold.delta * BEFORE, threshold.delta + (1 - threshold.delta) * BEYOND):
            if delta == 0:
                continue
            step = at(steps, delta)
            result = iterate(replace(game, delta=delta), tolerance=1e-5, limits=Limits(seconds=60))
            if step is None:
                assert result.status is Status.EMPTY
                continue
            assert result.status is Status.CONVERGED
            for polygon in (result.outer_set, result.inner_set):
                assert polygon.support((1, 1)) == pytest.approx(float(step.total), abs=1e-3)
                assert -polygon.support((-1, 0)) == pytest.approx(float(step.least[0]), abs=1e-3)
                assert -polygon.support((0, -1)) == pytest.approx(float(step.least[1]), abs=1e-3)


def test_deviations_that_are_missing_or_do_harm_cost_nothing() -> None:
    """Nobody leaves `kind`, and from `stern` one would only lose: both need no liquidity."""
    game = with_transfers(
        replace(
            bimatrix([[0, 0, 0]], [[0, 0, 0]], Fraction(1, 2)),
            actions=None,
            decisions=("kind", "stern", "tempting"),
            payoff=rationals([[[[2]], [[1]], [[5]]], [[[2]], [[1]], [[5]]]]),
        )
    )
    deviation = game.payoff + rationals([[[[0]], [[-1]], [[2]]]] * 2)
    deviation[:, 0] = None
    steps = thresholds(replace(game, deviation=deviation))
    assert [shown(step) for step in steps] == ["0: 4, 1, 1", "1/3: 10, 1, 1"]
    shut = game.allowed.copy()
    shut[2] = False
    assert len(thresholds(replace(game, deviation=deviation, allowed=shut))) == 1


def test_nothing_can_be_supported_below_the_first_threshold() -> None:
    """Matching pennies: each profile costs 2, and no continuation is worth anything."""
    pennies = small_game(([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert thresholds(with_transfers(pennies)) == ()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"transfers": Transfers.NONE}, "only with transfers$"),
        ({"timing": Timing.WITH_ACTIONS}, "transfers after the signals"),
        ({"mixing": Mixing.DIVISION}, "lotteries"),
        ({"off_schedule": OffSchedule.INTERIM}, "in each decision"),
        ({"commits": (True, False)}, "do not commit"),
        ({"punishment": Punishment((Fraction(0), Fraction(0)), False)}, "the worst punishment"),
        ({"punishment": Punishment(None, True)}, "the worst punishment"),
    ],
)
def test_other_games_are_refused(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        thresholds(replace(with_transfers(small_game()), **changes))
