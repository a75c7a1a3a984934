from __future__ import annotations

import re
import sys
from datetime import UTC, datetime

import apsgen
from apsgen.provenance import Provenance, versions


def test_a_run_is_dated_by_its_beginning() -> None:
    run = Provenance.of_run(3600.0, max_iterations=7, time_limit=None)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", run.started)
    began = datetime.strptime(run.started, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert 3595 <= (datetime.now(UTC) - began).total_seconds() <= 3660
    assert (run.max_iterations, run.time_limit) == (7, None)
    assert run.versions == versions()


def test_versions_are_those_that_run() -> None:
    found = versions()
    assert found["apsgen"] == apsgen.__version__
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
    assert all(re.match(r"\d+\.\d+", version) for version in found.values())
