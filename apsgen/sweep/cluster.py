"""Tasks on a cluster of dask.distributed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from queue import Empty, Queue
from typing import Any
from uuid import uuid4

from apsgen import __version__
from apsgen.errors import UsageError
from apsgen.sweep.task import Outcome, Task, attempt

_BEAT = 0.2
"""Seconds between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster, whose workers need nothing but the same version of apsgen.

    Attributes
    ----------
    address
        That of the scheduler, such as ``tcp://host:8786``.
    patience
        Seconds to wait for the scheduler's answer.
    """

    address: str
    patience: float = 10.0

    def run(
        self, tasks: Sequence[Task], stop: Callable[[], bool]
    ) -> Iterator[tuple[Task, Outcome]]:
        """Yield each task when it is done; end early when `stop` says so.

        The tasks of a worker that is lost go to the others.

        Raises
        ------
        UsageError
            If dask.distributed is not installed, or the scheduler does not answer.
        """
        library = _distributed()
        with self._client(library) as client:
            run = uuid4().hex
            pending = {
                client.submit(
                    attempt,
                    task.function,
                    dict(task.arguments),
                    __version__,
                    key=f"apsgen-{run}-{number}",
                ): task
                for number, task in enumerate(tasks)
            }
            done: Queue[Any] = Queue()
            for future in pending:
                future.add_done_callback(done.put)
            try:
                while pending and not stop():
                    with suppress(Empty):
                        future = done.get(timeout=_BEAT)
                        yield pending.pop(future), self._outcome(library, future)
            finally:
                client.cancel(list(pending))

    @contextmanager
    def _client(self, library: Any) -> Iterator[Any]:
        try:
            client = library.Client(self.address, timeout=self.patience, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                f"{self.address}: no scheduler answers ({error}); start one with `dask scheduler` "
                "and name the address that it prints, such as tcp://host:8786"
            ) from None
        try:
            yield client
        finally:
            client.close()

    def _outcome(self, library: Any, future: Any) -> Outcome:
        if future.status == "finished":
            outcome: Outcome = future.result()
            return outcome
        if future.status != "error":
            raise UsageError(
                f"{self.address}: the scheduler was lost or dropped the points; "
                "run the command again to go on where it stopped"
            )
        error = future.exception()
        if isinstance(error, library.scheduler.KilledWorker):
            return Outcome(None, f"the workers that computed this point were lost: {error}", True)
        raise error


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise UsageError(
            "dask.distributed is not installed, and a cluster is reached through it; "
            "run: pip install 'apsgen[cluster]'"
        ) from None
