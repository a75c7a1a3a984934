"""The picture of a result that stands in a file of the format ``apsgen-result/1``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from apsgen.case.files import read_text
from apsgen.errors import UsageError
from apsgen.figures.picture import NOTHING, Picture
from apsgen.polygon import Polygon
from apsgen.serialise import FORMAT

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""

_SHOWN = 60


def read_picture(path: Path) -> Picture:
    """Return the picture of a result that ``apsgen iterate -o`` wrote.

    Parameters
    ----------
    path
        The file. ``feasible`` and ``first_best`` may be missing from it.

    Raises
    ------
    CaseError
        If the file cannot be read.
    UsageError
        If it holds no result of the format ``apsgen-result/1``.
    """
    return _Stored(path, _object(path)).picture()


def _object(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(read_text(path, LARGEST))
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{path}: is no JSON ({error}); accepted is a result as apsgen iterate -o "
            "RESULT.json writes it"
        ) from None
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class _Stored:
    """The fields of a file, read one by one."""

    path: Path
    fields: Mapping[str, Any]

    def picture(self) -> Picture:
        if self.fields.get("format") != FORMAT:
            self._refuse("format", f'"{FORMAT}", as apsgen iterate -o RESULT.json writes it')
        gap = self._number("gap")
        return Picture(
            title=self._text("title"),
            players=self._players(),
            delta=self._delta(),
            outer=self._polygon("outer"),
            inner=self._polygon("inner"),
            gap=math.inf if gap is None else gap,
            punishment=self._punishment(),
            feasible=self._polygon("feasible") if "feasible" in self.fields else NOTHING,
            first_best=self._number("first_best"),
        )

    def _text(self, key: str) -> str:
        found = self.fields.get(key)
        return found if isinstance(found, str) else self._refuse(key, "a text")

    def _players(self) -> tuple[str, str]:
        match self.fields.get("players"):
            case [str(first), str(second)]:
                return first, second
        return self._refuse("players", "a list of two names")

    def _delta(self) -> Fraction:
        try:
            return Fraction(self._text("delta"))
        except (ValueError, ZeroDivisionError):
            return self._refuse("delta", 'a fraction such as "4/5"')

    def _number(self, key: str) -> float | None:
        found = self.fields.get(key)
        return found if found is None else self._finite(key, found)

    def _finite(self, key: str, found: object) -> float:
        if isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e300:
            return float(found)
        return self._refuse(key, "finite numbers")

    def _punishment(self) -> tuple[float | None, float | None]:
        match self.fields.get("punishment", [None, None]):
            case [first, second]:
                return self._one_of("punishment", first), self._one_of("punishment", second)
        return self._refuse("punishment", "a list of two numbers or nulls")

    def _one_of(self, key: str, found: object) -> float | None:
        return None if found is None else self._finite(key, found)

    def _polygon(self, key: str) -> Polygon:
        found = self.fields.get(key)
        if not isinstance(found, list):
            self._refuse(key, "a list of vertices, each a pair of numbers")
        return Polygon.hull([self._pair(key, pair) for pair in found])

    def _pair(self, key: str, found: object) -> tuple[float, float]:
        match found:
            case [first, second]:
                return self._finite(key, first), self._finite(key, second)
        return self._refuse(key, "a list of vertices, each a pair of numbers")

    def _refuse(self, key: str, accepted: str) -> NoReturn:
        found = json.dumps(self.fields[key])[:_SHOWN] if key in self.fields else "nothing"
        raise UsageError(f"{self.path}: {key}: found {found}; accepted: {accepted}")
