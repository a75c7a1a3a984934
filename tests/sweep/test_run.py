from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from apsgen.sweep import Course, Journal, Outcome, Task, run
from apsgen.sweep.task import attempt
from tests.sweep.points import begun, squares


class Here:
    """Does tasks in this process, up to a number."""

    def __init__(self, most: int = 100) -> None:
        self.most = most

    def run(
        self, tasks: Sequence[Task], stop: Callable[[], bool]
    ) -> Iterator[tuple[Task, Outcome]]:
        for task in tasks[: self.most]:
            yield task, attempt(task.function, task.arguments)


def test_a_sweep_goes_on_where_it_stopped(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    tasks = squares(6, tmp_path)
    first = run(tasks, Here(2), journal=journal)
    assert len(first) == 2
    courses: list[Course] = []
    whole = run(tasks, Here(), journal=journal, report=courses.append)
    assert [whole[task.key].value for task in tasks] == [0, 1, 4, 9, 16, 25]
    assert [begun(tmp_path, number) for number in range(6)] == [1] * 6
    assert [(course.done, course.known) for course in courses] == [(n, 2) for n in range(2, 7)]
    assert courses[-1].total == 6


def test_a_stale_journal_is_never_mixed_in(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    other = Task("tests.sweep.points:square", {"number": 7, "folder": str(tmp_path)})
    run([other], Here(), journal=journal)
    tasks = squares(2, tmp_path)
    assert run(tasks, Here(0), journal=journal) == {}


def test_a_point_that_lost_its_process_is_tried_again_next_time(tmp_path: Path) -> None:
    class Lossy(Here):
        def run(
            self, tasks: Sequence[Task], stop: Callable[[], bool]
        ) -> Iterator[tuple[Task, Outcome]]:
            yield tasks[0], Outcome(None, "killed", is_lost=True)

    journal = Journal(tmp_path / "journal")
    tasks = squares(1, tmp_path)
    assert run(tasks, Lossy(), journal=journal)[tasks[0].key].is_lost
    assert run(tasks, Here(), journal=journal)[tasks[0].key].value == 0


def test_equal_tasks_are_done_once(tmp_path: Path) -> None:
    run(squares(1, tmp_path) * 3, Here())
    assert begun(tmp_path, 0) == 1
