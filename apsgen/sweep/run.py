"""A sweep: what the journal knows, then the rest, each point kept as soon as it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from apsgen.sweep.journal import Journal
from apsgen.sweep.task import Outcome, Task


class Crew(Protocol):
    """Who does the tasks: `Local` or `Cluster`."""

    def run(
        self, tasks: Sequence[Task], stop: Callable[[], bool]
    ) -> Iterator[tuple[Task, Outcome]]:
        """Yield each task when it is done, in any order; end early when `stop` says so."""


@dataclass(frozen=True, slots=True)
class Course:
    """How far a sweep has come.

    Attributes
    ----------
    done, total
        Points.
    known
        Those of the points done that the journal knew before.
    seconds
        Since the sweep began.
    """

    done: int
    total: int
    known: int
    seconds: float

    def forms(self) -> tuple[str, ...]:
        """Return the course in words, from the most to the fewest.

        Examples
        --------
        >>> Course(12, 100, 3, 45.12).forms()[0]
        '12 of 100 points, 3 of them known before, 45.1 s'
        """
        head, time = f"{self.done} of {self.total} points", f"{self.seconds:.1f} s"
        short = f"{head}, {time}"
        known = f"{head}, {self.known} of them known before, {time}" if self.known else short
        return known, short, f"{self.done}/{self.total}"


def never() -> bool:
    """Do not stop."""
    return False


def ignore(course: Course) -> None:
    """Report nothing."""


def run(
    tasks: Sequence[Task],
    crew: Crew,
    *,
    journal: Journal | None = None,
    stop: Callable[[], bool] = never,
    report: Callable[[Course], None] = ignore,
) -> dict[str, Outcome]:
    """Do tasks, those left out that a journal knows.

    Parameters
    ----------
    tasks
        The points.
    crew
        Who does them.
    journal
        Where finished points stand, and where those to come are written.
    stop
        Asked several times a second; what is unfinished is then left.
    report
        Called at the beginning and after every point.

    Returns
    -------
    dict
        Outcomes by the keys of the tasks; those that were not reached are missing.

    Raises
    ------
    UsageError
        If the journal or the cluster cannot be used.

    Examples
    --------
    >>> class Here:
    ...     def run(self, tasks, stop):
    ...         for task in tasks:
    ...             yield task, Outcome(len(task.arguments))
    >>> task = Task("builtins:len", {"a": 1})
    >>> run([task], Here())[task.key].value
    1
    """
    began = time.perf_counter()
    wanted = {task.key: task for task in tasks}
    known = {} if journal is None else journal.finished()
    found = {key: known[key] for key in wanted if key in known}
    given = len(found)

    def told() -> None:
        report(Course(len(found), len(wanted), given, time.perf_counter() - began))

    told()
    missing = [task for key, task in wanted.items() if key not in found]
    for task, outcome in crew.run(missing, stop) if missing else ():
        if journal is not None and not outcome.is_lost:
            journal.add(task, outcome)
        found[task.key] = outcome
        told()
    return found
