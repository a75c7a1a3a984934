from __future__ import annotations

from random import Random

import pytest

from apsgen.program.queue import Queue


def test_the_first_are_spread_evenly() -> None:
    assert Queue(100).first(4).tolist() == [0, 25, 50, 75]
    assert Queue(3).first(3).tolist() == [0, 1, 2]


def test_a_neighbour_comes_next() -> None:
    queue = Queue(10)
    queue.first(2)
    queue.solved[0] = True
    assert queue.after(0, True) == (1, 0)
    queue.solved[1] = True
    assert queue.after(1, True) == (2, 1)


def test_who_has_no_neighbour_left_helps_where_most_wait() -> None:
    """From the far end, so that two walkers meet."""
    queue = Queue(12)
    queue.first(3)
    queue.solved[[0, 8]] = True
    assert queue.after(0, True) == (1, 0)
    assert queue.after(4, False) == (7, 8)


@pytest.mark.parametrize("seed", range(20))
def test_every_program_comes_up_once_and_begins_at_a_solved_one(seed: int) -> None:
    chance = Random(seed)
    count = chance.randint(1, 60)
    queue = Queue(count)
    busy = queue.first(min(count, chance.randint(1, 8))).tolist()
    given = list(busy)
    while busy:
        program = busy.pop(chance.randrange(len(busy)))
        solved = chance.random() < 0.8
        queue.solved[program] = solved
        following = queue.after(program, solved)
        if following is not None:
            assert queue.solved[following[1]]
            busy.append(following[0])
            given.append(following[0])
    assert len(set(given)) == len(given)
    assert queue.waits == count - len(given)
    if queue.solved.any() and queue.solved[given[-1]]:
        assert sorted(given) == list(range(count))
