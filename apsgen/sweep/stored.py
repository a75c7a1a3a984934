"""A curve or a map of critical discount factors from the JSON that it was written as."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from apsgen.case.files import read_text
from apsgen.case.number import NumberError, ratio
from apsgen.errors import CaseError, ResultError
from apsgen.fields import Fields, parse
from apsgen.portable import Json
from apsgen.sweep.grid import Axis, combinations
from apsgen.sweep.vary import FIELDS, FORMAT, CriticalMap, Point, rational

MOST_BYTES = 64 * 1024 * 1024
"""Size of the largest file that is read as a map."""

STATUSES = ("bracketed", "always", "never", "error", "missing")


def is_map(path: Path) -> bool:
    """Whether a file says that it is a curve or a map; one that cannot be read says nothing."""
    if path.suffix.lower() != ".json":
        return False
    try:
        return parse(read_text(path, MOST_BYTES)).data.get("format") == FORMAT
    except (CaseError, ResultError):
        return False


def read_map(path: str | Path) -> CriticalMap:
    """Read a file that ``apsgen critical --vary ... -o FILE.json`` wrote.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    CaseError
        When the file cannot be read as text.
    ResultError
        When it holds no curve and no map; the message names the file and the place in it.
    UsageError
        When it has more than two parameters, or too many points.
    """
    try:
        return map_of(parse(read_text(Path(path), MOST_BYTES)))
    except ResultError as error:
        raise ResultError(f"{path}: {error}") from None


def map_of(fields: Fields) -> CriticalMap:
    """Return the map that an object of the format ``apsgen-critical-map/1`` describes.

    Examples
    --------
    >>> found = CriticalMap("A case", "first-best", 1e-6, (Axis("r", (Fraction(1),)),), ())
    >>> from dataclasses import replace
    >>> found = replace(found, points=(Point.of((Fraction(1),), None),))
    >>> map_of(parse(found.to_json())) == found
    True
    """
    fields.word("format", (FORMAT,))
    vary = fields.table("vary")
    axes = tuple(Axis(name, _numbers(vary, name)) for name in vary)
    grid = combinations(axes)
    rows = fields.entries("points", "a list of points")
    if len(rows) != len(grid):
        raise ResultError(f"points: found {len(rows)}; one for each of {len(grid)} is accepted")
    points = tuple(
        _point(_object(row, f"points[{k}]."), values)
        for k, (row, values) in enumerate(zip(rows, grid, strict=True))
    )
    told = fields.text("title"), fields.text("property"), fields.number("tolerance")
    return CriticalMap(*told, axes, points)


def _point(fields: Fields, values: tuple[Fraction, ...]) -> Point:
    if _numbers(fields, "values") != values:
        fields.refuse("values", f"the point ({', '.join(map(str, values))})")
    status = fields.word("status", STATUSES)
    if status in ("error", "missing"):
        return Point(values, status, None, None, {}, fields.maybe_text("error") or "")
    answer: dict[str, Json] = {}
    for name in FIELDS:
        value = fields.value(name, "what apsgen writes")
        answer[name] = list(fields.texts(name)) if isinstance(value, list) else _plain(fields, name)
    return Point(values, status, _end(fields, "lo"), _end(fields, "hi"), answer, "")


def _plain(fields: Fields, name: str) -> Json:
    value = fields.data[name]
    if not isinstance(value, str | int | float | None):
        fields.refuse(name, "a text, a number, true, false or null")
    return value


def _end(fields: Fields, name: str) -> Fraction:
    try:
        return rational(fields.text(name))
    except NumberError:
        fields.refuse(name, 'a text such as "0.75" or "3/4"')


def _numbers(fields: Fields, name: str) -> tuple[Fraction, ...]:
    try:
        found = tuple(map(ratio, fields.texts(name)))
    except NumberError:
        found = ()
    if not found:
        fields.refuse(name, 'a list of texts such as "4/5"')
    return found


def _object(value: object, place: str) -> Fields:
    if not isinstance(value, Mapping):
        raise ResultError(f"{place.removesuffix('.')}: found no object; a point is accepted")
    return Fields(value, place)
