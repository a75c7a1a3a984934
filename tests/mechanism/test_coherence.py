from __future__ import annotations

from random import Random

import pytest

from apsgen.mechanism import Status
from apsgen.mechanism.coherence import coherence
from apsgen.mechanism.fit import fitted
from tests.brute.games import random_game
from tests.mechanism.schemes import random_mechanism


@pytest.mark.parametrize("seed", range(60))
def test_lotteries_and_payments_of_any_game_are_coherent(seed: int) -> None:
    random = Random(seed)
    game = random_game(random)
    fit = fitted(game, random_mechanism(random, game))
    rows = [one for state in range(3) for one in coherence(fit, state)]
    assert {one.status for one in rows} == {Status.HOLDS}
    cells = [cell for cells in fit.cells for cell in cells]
    sums = [one for one in rows if "lottery" in one.claim]
    assert len(sums) == sum(len(cell.entries) for cell in cells)
    named = {one.decision for one in rows}
    assert (named == {None}) == fit.exact.is_division
    assert {one.signal for one in sums} == set(game.monitoring.signals or [None])
