"""Many points of one question: on all cores or on a cluster, stopped and taken up again."""

from __future__ import annotations

from apsgen.sweep.cluster import Cluster
from apsgen.sweep.grid import Axis, axis, spread
from apsgen.sweep.journal import Journal
from apsgen.sweep.local import Local
from apsgen.sweep.run import Course, run
from apsgen.sweep.task import Outcome, Task

__all__ = [
    "Axis",
    "Cluster",
    "Course",
    "Journal",
    "Local",
    "Outcome",
    "Task",
    "axis",
    "run",
    "spread",
]
