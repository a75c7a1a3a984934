from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from apsgen.sweep import Local
from apsgen.sweep.local import TRIES
from apsgen.sweep.run import never
from tests.sweep.points import begun, squares


def test_every_task_is_done_once_by_several_processes(tmp_path: Path) -> None:
    tasks = squares(5, tmp_path)
    found = {task.key: outcome.value for task, outcome in Local(2).run(tasks, never)}
    assert found == {task.key: number**2 for number, task in enumerate(tasks)}
    assert [begun(tmp_path, number) for number in range(5)] == [1] * 5


def test_a_task_whose_process_was_killed_is_done_again(tmp_path: Path) -> None:
    tasks = squares(3, tmp_path, "killed_once")
    found = {task.key: outcome.value for task, outcome in Local(1).run(tasks, never)}
    assert [found[task.key] for task in tasks] == [0, 1, 4]
    assert [begun(tmp_path, number) for number in range(3)] == [1, 2, 1]


def test_a_task_that_kills_every_process_is_given_up(tmp_path: Path) -> None:
    tasks = squares(3, tmp_path, "killed_always")
    found = {task.key: outcome for task, outcome in Local(1).run(tasks, never)}
    assert [found[task.key].is_lost for task in tasks] == [False, True, False]
    assert "killed" in found[tasks[1].key].error
    assert begun(tmp_path, 1) == TRIES


def test_an_error_of_one_point_leaves_the_others(tmp_path: Path) -> None:
    found = [outcome for _, outcome in Local(1).run(squares(3, tmp_path, "refused"), never)]
    assert [outcome.value for outcome in found] == [0, None, 4]
    assert found[1].error == "1 is refused"


def test_a_fault_ends_the_sweep_with_its_traceback(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(Local(1).run(squares(1, tmp_path, "broken"), never))


def test_a_sweep_that_is_stopped_leaves_no_process_behind(tmp_path: Path) -> None:
    children = set(_children())
    tasks = squares(50, tmp_path, "slow_square")
    found: list[object] = []
    for _, outcome in Local(2).run(tasks, lambda: len(found) > 2):
        found.append(outcome.value)
    assert 3 <= len(found) < 8
    deadline = time.monotonic() + 5
    while set(_children()) - children and time.monotonic() < deadline:
        time.sleep(0.05)
    # The tracker of shared resources, which spawning starts once, stays until the end.
    assert len(set(_children()) - children) <= 1


def _children() -> list[str]:
    me = os.getpid()
    return Path(f"/proc/{me}/task/{me}/children").read_text().split()
