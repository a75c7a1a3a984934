"""What a result carries of the run that gave it, so that somebody else can repeat it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.metadata import version


@dataclass(frozen=True, slots=True)
class Provenance:
    """When, with what and within which limits a result was computed.

    What was computed stands in the result itself: its game, which knows the file that it was
    read from, and its tolerance.

    Attributes
    ----------
    started
        The time at which the run began, in UTC, as in ``2001-02-03T04:05:06Z``.
    max_iterations, time_limit
        The limits of the run: applications of T, and seconds; ``None`` for no limit.
    versions
        The versions of apsgen, of Python and of the libraries that compute, by name.

    Examples
    --------
    >>> Provenance.of_run(0.5, max_iterations=None, time_limit=60.0).time_limit
    60.0
    """

    started: str
    max_iterations: int | None
    time_limit: float | None
    versions: Mapping[str, str]

    @classmethod
    def of_run(
        cls, seconds: float, *, max_iterations: int | None, time_limit: float | None
    ) -> Provenance:
        """Return the provenance of a run that ends now and took so many seconds."""
        began = datetime.now(UTC) - timedelta(seconds=seconds)
        started = began.strftime("%Y-%m-%dT%H:%M:%SZ")
        return cls(started, max_iterations, time_limit, versions())


def versions() -> dict[str, str]:
    """Return the versions of whatever bears on the numbers of a result.

    Examples
    --------
    >>> list(versions())
    ['apsgen', 'numpy', 'shapely', 'highspy', 'python']
    """
    names = "apsgen", "numpy", "shapely"
    told = {name: str(import_module(name).__version__) for name in names}
    return {**told, "highspy": version("highspy"), "python": platform.python_version()}
