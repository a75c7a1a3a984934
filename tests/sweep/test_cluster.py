from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import apsgen
from apsgen.errors import UsageError
from apsgen.sweep import Cluster, run, vary
from tests.sweep.points import DILEMMA, begun, squares

ROOT = Path(__file__).parents[2]
QUIET = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2",
}


@contextmanager
def process(module: str, *words: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    log = (folder / f"{len(list(folder.iterdir()))}.log").open("wb")
    command = [sys.executable, "-m", "distributed.cli." + module, "--no-dashboard", *words]
    with log, subprocess.Popen(command, stdout=log, stderr=log, env=QUIET, cwd=folder) as started:
        try:
            yield started
        finally:
            started.kill()


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two workers on the loopback address, on ports that are free."""
    folder.mkdir()
    contact = folder / "scheduler.json"
    here = "--host", "tcp://127.0.0.1:0"
    known = "--scheduler-file", str(contact)
    plain = *known, *here, "--no-nanny", "--nthreads", "1"
    with (
        process("dask_scheduler", *known, *here, folder=folder),
        process("dask_worker", *plain, folder=folder) as first,
        process("dask_worker", *plain, folder=folder) as second,
    ):
        yield _address(contact), [first, second]


def _address(contact: Path) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if contact.exists() and (
            found := re.search(r'"address": "(tcp://[^"]+)"', contact.read_text())
        ):
            return found[1]
        time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


def test_a_cluster_does_every_point_though_a_worker_is_killed(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    tasks = squares(12, marks, "slow_square")
    with cluster(tmp_path / "cluster") as (address, workers):
        seen: list[int] = []

        def watch(done: int) -> None:
            seen.append(done)
            if done == 4:
                workers[0].send_signal(signal.SIGKILL)

        found = run(tasks, Cluster(address), report=lambda course: watch(course.done))
        assert [found[task.key].value for task in tasks] == [n**2 for n in range(12)]
        assert sum(begun(marks, number) for number in range(12)) >= 12
        assert workers[0].wait(5) == -signal.SIGKILL

        refused = run(squares(2, marks, "refused"), Cluster(address))
        assert sorted(outcome.error for outcome in refused.values()) == ["", "1 is refused"]
        with pytest.raises(ZeroDivisionError):
            run(squares(1, marks, "broken"), Cluster(address))

        case = tmp_path / "case.toml"
        case.write_text(DILEMMA)
        curve = vary(
            apsgen.load(case),
            ["gain=1:2:3"],
            crew=Cluster(address),
            function="tests.sweep.points:liquidity_point",
        )
        assert [str(point.hi) for point in curve.points] == ["1/3", "3/7", "1/2"]

        many = squares(30, marks, "slow_square")
        reached: list[int] = []
        part = run(
            many,
            Cluster(address),
            stop=lambda: bool(reached) and reached[-1] >= 2,
            report=lambda course: reached.append(course.done),
        )
        assert 2 <= len(part) < 10


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no scheduler answers"):
        run(squares(1, tmp_path), Cluster("tcp://127.0.0.1:9", patience=0.5))


def test_without_the_library_the_cure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"apsgen\[cluster\]"):
        run(squares(1, tmp_path), Cluster("tcp://127.0.0.1:9"))
