"""A result as the JSON object of the format ``apsgen-result/1``."""

from __future__ import annotations

import json
import math

from apsgen.polygon import Polygon
from apsgen.result import Result

FORMAT = "apsgen-result/1"

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""A value that JSON can hold; numbers are finite."""


def json_text(result: Result, case: str) -> str:
    """Return a result as one line of JSON.

    Parameters
    ----------
    result
        What `iterate` answered.
    case
        The case file as the user named it.

    Returns
    -------
    str
        One JSON object in ASCII. What is not known is ``null``; there is no NaN or Infinity.
    """
    return json.dumps(json_object(result, case), allow_nan=False)


def json_object(result: Result, case: str) -> dict[str, Json]:
    """Return the fields of the format in their order, then those that version 1 leaves open.

    Parameters
    ----------
    result
        What `iterate` answered. Payoffs are averages.
    case
        The case file as the user named it.

    Returns
    -------
    dict
        ``outer``, ``inner`` and ``feasible`` are lists of vertices, counter-clockwise.
        ``tolerance`` is relative to the diameter of the outer set, ``gap`` is not.
    """
    return {
        "format": FORMAT,
        "case": case,
        "title": result.game.title,
        "players": list(result.game.players),
        "delta": str(result.game.delta),
        "status": str(result.status),
        "outer": _vertices(result.outer),
        "inner": _vertices(result.inner),
        "gap": _finite(result.gap),
        "punishment": [_finite(value) for value in result.punishment],
        "iterations": result.iterations,
        "linear_programs": result.linear_programs,
        "seconds": _finite(result.seconds),
        "tolerance": _finite(result.tolerance),
        "feasible": _vertices(result.feasible),
        "first_best": _finite(result.first_best),
        "exact": result.game.exact,
    }


def _vertices(polygon: Polygon) -> list[Json]:
    return [[_finite(x) for x in vertex] for vertex in polygon.vertices.tolist()]


def _finite(value: float | None) -> float | None:
    """Return a float that JSON can hold, without the sign of a negative zero."""
    if value is None or not math.isfinite(value):
        return None
    return float(value) + 0.0
