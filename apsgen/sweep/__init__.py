"""Many points of one question: on all cores or on a cluster, stopped and taken up again."""

from __future__ import annotations

from apsgen.sweep.cluster import Cluster
from apsgen.sweep.grid import Axis, axis, spread
from apsgen.sweep.journal import Journal
from apsgen.sweep.local import Local
from apsgen.sweep.run import Course, run
from apsgen.sweep.stored import read_map
from apsgen.sweep.task import Outcome, Task
from apsgen.sweep.vary import CriticalMap, Point, vary

__all__ = [
    "Axis",
    "Cluster",
    "Course",
    "CriticalMap",
    "Journal",
    "Local",
    "Outcome",
    "Point",
    "Task",
    "axis",
    "read_map",
    "run",
    "spread",
    "vary",
]
