from __future__ import annotations

from random import Random

import numpy as np
import pytest

from apsgen.program.bundle import maximise
from apsgen.program.memory import Memory
from tests.brute.games import random_game
from tests.brute.plane import circle
from tests.comparison import some_program
from tests.program.test_bundle import prepared


def nothing() -> None:
    pass


@pytest.mark.parametrize("seed", range(12))
def test_at_the_same_set_the_bases_are_still_optimal(seed: int) -> None:
    ready = prepared(seed)
    if ready is None or ready[0].continuations.cuts is not None:
        return
    frame, promises, start, _ = ready
    optima = maximise(frame, circle(40) @ promises, start)
    directions = circle(40)[optima.which]
    memory = Memory()
    memory.keep(frame, directions, optima.bases)
    again = memory.near(frame, directions)
    assert again is not None
    np.testing.assert_array_equal(np.sort(again.code), np.sort(optima.bases.code))
    later = maximise(frame, directions @ promises, again)
    np.testing.assert_allclose(
        later.weights.sum(axis=1), optima.weights[later.which].sum(axis=1), rtol=1e-6, atol=1e-8
    )


@pytest.mark.parametrize("seed", range(12))
def test_another_set_has_the_same_answers_with_a_memory_as_without(seed: int) -> None:
    operator, vertices, program = some_program(random_game(Random(seed)), seed)
    directions = circle(30)
    if program.supports(directions, nothing) is None:
        return
    smaller = vertices.mean(axis=0) + 0.999 * (vertices - vertices.mean(axis=0))
    remembered = operator.at(smaller).supports(directions, nothing)
    fresh_operator, _, _ = some_program(random_game(Random(seed)), seed)
    fresh = fresh_operator.at(smaller).supports(directions, nothing)
    if remembered is None or fresh is None:
        assert remembered is fresh is None
        return
    for one, other in zip(remembered, fresh, strict=True):
        assert one.bound == pytest.approx(other.bound, abs=1e-8)


def test_few_bases_do_not_displace_many() -> None:
    ready = next(
        found
        for found in map(prepared, range(24))
        if found is not None and found[0].continuations.cuts is None
    )
    frame, promises, start, _ = ready
    optima = maximise(frame, circle(40) @ promises, start)
    memory = Memory()
    memory.keep(frame, circle(40)[optima.which], optima.bases)
    few = optima.bases.at(np.arange(3))
    memory.keep(frame, circle(40)[optima.which[:3]], few)
    found = memory.near(frame, circle(40))
    assert found is not None
    assert len(np.unique(found.code, axis=0)) > 3 or len(np.unique(optima.bases.code, axis=0)) <= 3
