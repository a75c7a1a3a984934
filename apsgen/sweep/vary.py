"""Critical discount factors as one or two parameters of a case vary."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from io import StringIO

from apsgen.case.load import reload
from apsgen.case.number import number, ratio
from apsgen.critical import critical
from apsgen.errors import CaseError, UsageError
from apsgen.game import Game, Source
from apsgen.portable import Json
from apsgen.sweep.grid import Axis, axis, combinations
from apsgen.sweep.journal import Journal
from apsgen.sweep.local import Local
from apsgen.sweep.run import Course, Crew, ignore, never, run
from apsgen.sweep.task import Outcome, Task

FORMAT = "apsgen-critical-map/1"
CRITICAL = "apsgen.sweep.vary:critical_point"
"""The function that does a point; another one with the same arguments and keys will do."""

FIELDS = ("status", "lo", "hi", "proved", "value", "root", "binding")
"""What is kept of an answer, as it stands in the format ``apsgen-critical/1``."""


@dataclass(frozen=True, slots=True)
class Point:
    """A critical discount factor.

    Attributes
    ----------
    values
        The values of the parameters, in the order of the axes.
    status
        ``bracketed``, ``always``, ``never``; ``error`` where the case or the question makes no
        sense; ``missing`` where the sweep was stopped before.
    lo, hi
        lo < critical discount factor <= hi; ``None`` without an answer.
    answer
        The fields of the format ``apsgen-critical/1``; empty without an answer.
    error
        What went wrong; empty if nothing.
    """

    values: tuple[Fraction, ...]
    status: str
    lo: Fraction | None
    hi: Fraction | None
    answer: Mapping[str, Json]
    error: str

    @classmethod
    def of(cls, values: tuple[Fraction, ...], outcome: Outcome | None) -> Point:
        """Return a point with what became of it."""
        if outcome is None:
            return cls(values, "missing", None, None, {}, "")
        answer = outcome.value
        if not isinstance(answer, dict):
            return cls(values, "error", None, None, {}, outcome.error)
        lo, hi = (rational(str(answer[name])) for name in ("lo", "hi"))
        return cls(values, str(answer["status"]), lo, hi, answer, "")

    def is_decided(self, tolerance: float) -> bool:
        """Whether there is an answer with a proof, at most so wide."""
        if self.lo is None or self.hi is None or not self.answer.get("proved"):
            return False
        return self.status != "bracketed" or self.hi - self.lo <= tolerance


@dataclass(frozen=True, slots=True)
class CriticalMap:
    """Critical discount factors on a grid.

    Attributes
    ----------
    title, wanted, tolerance
        The title of the case, the property, the width of a bracket that was asked for.
    axes
        One or two parameters with their values.
    points
        One for each combination, the last parameter running fastest.

    Examples
    --------
    >>> from apsgen.sweep.grid import axis
    >>> curve = CriticalMap("A case", "first-best", 1e-6, (axis("r=1:2:2"),), ())
    >>> curve.to_csv()
    'r,status,lo,hi,proved,value,root,binding,error'
    """

    title: str
    wanted: str
    tolerance: float
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every point has its answer, proved and as narrow as was asked for."""
        return all(point.is_decided(self.tolerance) for point in self.points)

    def to_csv(self) -> str:
        """Return a line for each point; no newline at the end."""
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*(one.name for one in self.axes), *FIELDS, "error"])
        for point in self.points:
            known = {**point.answer, "status": point.status}
            told = [_cell(known.get(name)) for name in FIELDS]
            writer.writerow([*map(str, point.values), *told, point.error])
        return text.getvalue().removesuffix("\n")

    def to_json(self) -> str:
        """Return one line of JSON, of the format ``apsgen-critical-map/1``."""
        fields = {
            "format": FORMAT,
            "title": self.title,
            "property": self.wanted,
            "tolerance": self.tolerance,
            "vary": {one.name: [str(value) for value in one.values] for one in self.axes},
            "points": [
                {
                    "values": [str(value) for value in point.values],
                    **{name: point.answer.get(name) for name in FIELDS},
                    "status": point.status,
                    "error": point.error or None,
                }
                for point in self.points
            ],
        }
        return json.dumps(fields, allow_nan=False)


def vary(
    game: Game,
    axes: Sequence[Axis | str],
    wanted: str = "first-best",
    *,
    tolerance: float = 1e-6,
    crew: Crew | None = None,
    journal: Journal | None = None,
    stop: Callable[[], bool] = never,
    report: Callable[[Course], None] = ignore,
    function: str = CRITICAL,
) -> CriticalMap:
    """Find the critical discount factor at every point of a grid of parameters.

    Parameters
    ----------
    game
        A game that was read from a file.
    axes
        One or two parameters: axes, or texts such as ``"r=2:3:11"``.
    wanted
        The property, as `critical` takes it.
    tolerance
        The width of each bracket.
    crew
        Who does the points: ``Local()``, all cores of this machine, if left out; ``Cluster``.
    journal, stop, report
        As in `run`: where finished points are kept, when to stop, what is told of the course.
    function
        What does a point: ``module:name``.

    Returns
    -------
    CriticalMap
        All points; those that were not reached are ``missing``.

    Raises
    ------
    UsageError
        If the game comes from no file, or a name is no parameter of it.
    """
    chosen = tuple(axis(one) if isinstance(one, str) else one for one in axes)
    grid = combinations(chosen)
    source = game.source
    if source is None:
        raise UsageError(
            "a sweep reads the case again at every point, and this game was built in Python; "
            "write it to a case file and load it"
        )
    names = [one.name for one in chosen]
    settings = [dict(zip(names, map(str, point), strict=True)) for point in grid]
    _check_names(source, settings[0])
    asked: dict[str, Json] = {"wanted": wanted, "tolerance": tolerance}
    tasks = [Task(function, {**_case_of(source, point), **asked}) for point in settings]
    found = run(tasks, crew or Local(), journal=journal, stop=stop, report=report)
    points = (
        Point.of(values, found.get(task.key)) for values, task in zip(grid, tasks, strict=True)
    )
    return CriticalMap(game.title, wanted, tolerance, chosen, tuple(points))


def critical_point(
    case: str,
    text: str,
    files: Mapping[str, str],
    settings: Mapping[str, str],
    wanted: str,
    tolerance: float,
) -> Json:
    """Return the critical discount factor of a case that travels as text.

    Parameters
    ----------
    case, text, files
        The name of the case file, its text, and the texts of the files that it names.
    settings
        The parameters of the point.
    wanted, tolerance
        As `critical` takes them.

    Returns
    -------
    dict
        The fields of the format ``apsgen-critical/1``.
    """
    game = reload(Source(case, text, files, None, settings))
    found = critical(game, wanted, tolerance=tolerance)
    answer: Json = json.loads(found.to_json())
    return answer


def _case_of(source: Source, point: Mapping[str, str]) -> dict[str, Json]:
    """Return a case at a point as arguments of a task."""
    return {
        "case": source.path.rpartition("/")[2],
        "text": source.text,
        "files": dict(source.files),
        "settings": {**source.settings, **point},
    }


def _check_names(source: Source, point: Mapping[str, str]) -> None:
    """Refuse a name that is no parameter once, and not at each point."""
    # A value that makes no case of it is the fault of that point alone.
    with suppress(CaseError):
        reload(replace(source, settings={**source.settings, **point}))


def rational(text: str) -> Fraction:
    """Read an end of a bracket, a fraction or a decimal."""
    return ratio(text) if "/" in text else number(text)


def _cell(value: Json) -> Json:
    """Return a value for a cell: names in a row are separated by semicolons."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else value
