"""Tasks on the cores of this machine, a process each."""

from __future__ import annotations

import os
import signal
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnProcess
from typing import Any

from apsgen.sweep.task import Outcome, Task, attempt

TRIES = 2
"""How often a task may lose its process before it is given up."""

_BEAT = 0.1
"""Seconds between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Local:
    """The processes of this machine.

    A script that uses it must guard its own work with ``if __name__ == "__main__":``, as each
    process reads the script again.

    Attributes
    ----------
    processes
        How many; ``None`` for one a core.
    """

    processes: int | None = None

    def run(
        self, tasks: Sequence[Task], stop: Callable[[], bool]
    ) -> Iterator[tuple[Task, Outcome]]:
        """Yield each task when it is done; end early when `stop` says so.

        A process that is lost, killed for its memory for instance, is replaced; its task is tried
        once more.

        Raises
        ------
        RuntimeError
            If a task fails by a fault of apsgen; the text is its traceback.
        """
        waiting, losses = deque(tasks), Counter[str]()
        wanted = self.processes or _cores()
        team: list[_Worker] = []
        try:
            while waiting or team:
                while waiting and len(team) < wanted:
                    team.append(_Worker.started(waiting.popleft()))
                if stop():
                    return
                for worker in _ready(team):
                    outcome = worker.outcome()
                    if outcome.is_lost:
                        team.remove(worker)
                        losses[worker.task.key] += 1
                        if losses[worker.task.key] < TRIES:
                            waiting.appendleft(worker.task)
                            continue
                    yield worker.task, outcome
                    if not outcome.is_lost and not worker.takes(waiting):
                        team.remove(worker)
        finally:
            for worker in team:
                worker.end()


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _deaf() -> Iterator[None]:
    """Hold back Ctrl-C: a process that starts meanwhile never hears of it.

    A Ctrl-C goes to every process of a terminal, and the first one decides what to do.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _ready(team: Sequence[_Worker]) -> list[_Worker]:
    pipes = connection.wait([worker.pipe for worker in team], timeout=_BEAT)
    return [worker for worker in team if worker.pipe in pipes]


@dataclass(eq=False, slots=True)
class _Worker:
    """A process and the task that it has."""

    process: SpawnProcess
    pipe: connection.Connection[Any, Any]
    task: Task

    @classmethod
    def started(cls, task: Task) -> _Worker:
        """Start a process with a task."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs,), daemon=True)
        with _deaf():
            process.start()
        # The end of the process must be the only one, or its death would not be noticed.
        theirs.close()
        worker = cls(process, ours, task)
        worker._send(task)
        return worker

    def takes(self, waiting: deque[Task]) -> bool:
        """Give the process the next task; if there is none, it is dismissed."""
        if not waiting:
            self.end()
            return False
        self.task = waiting.popleft()
        self._send(self.task)
        return True

    def outcome(self) -> Outcome:
        """Return what the process has sent, or that it is lost."""
        try:
            sent = self.pipe.recv()
        except (EOFError, OSError):
            self.end()
            return Outcome(
                None, "the process that computed this point was killed; is memory short?", True
            )
        if isinstance(sent, Outcome):
            return sent
        raise RuntimeError(f"a point of the sweep failed:\n{sent}")

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.terminate()
        self.process.join()
        self.pipe.close()

    def _send(self, task: Task) -> None:
        # A process that is dead already is noticed when its answer is read.
        with suppress(OSError):
            self.pipe.send((task.function, dict(task.arguments)))


def _work(pipe: connection.Connection[Any, Any]) -> None:
    """Do one task after the other, until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    try:
        while True:
            function, arguments = pipe.recv()
            pipe.send(_answer(function, arguments))
    except (EOFError, OSError):
        return


def _answer(function: str, arguments: dict[str, Any]) -> Outcome | str:
    try:
        return attempt(function, arguments)
    except Exception:
        return traceback.format_exc()
