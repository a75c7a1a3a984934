"""A result as the JSON object of the format ``apsgen-result/1``."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from apsgen.game import Game, Outline, Source
from apsgen.polygon import Polygon
from apsgen.portable import Json, digest, game_object, object_digest
from apsgen.result import Bounds, Proved, Result

FORMAT = "apsgen-result/1"
NESTED = "apsgen-nested/1"


def json_text(result: Result, case: str | None) -> str:
    """Return a result as one line of JSON.

    Parameters
    ----------
    result
        What `iterate` answered.
    case
        The case file as the user named it; ``None`` if there is none.

    Returns
    -------
    str
        One JSON object in ASCII. What is not known is ``null``; there is no NaN or Infinity.
    """
    return json.dumps(json_object(result, case), allow_nan=False)


def nested_json(
    results: Sequence[Result], case: str | None, limit: Bounds | None, distances: Sequence[float]
) -> str:
    """Return sets at several discount factors as one line of JSON.

    Parameters
    ----------
    results
        What `iterate_deltas` answered, at least one.
    case
        The case file as the user named it; ``None`` if there is none.
    limit, distances
        The limit set for delta -> 1, and the distance of each set to it; ``None`` and nothing
        where it is not asked for.
    """
    game = results[0].game
    fields: dict[str, Json] = {
        "format": NESTED,
        "case": case,
        "title": game.title,
        "players": list(game.players),
        "results": [json_object(result, case) for result in results],
        "limit": None if limit is None else _limit(limit, distances),
    }
    return json.dumps(fields, allow_nan=False)


def _limit(limit: Bounds, distances: Sequence[float]) -> Json:
    return {
        "outer": _vertices(limit.outer_set),
        "inner": _vertices(limit.inner_set),
        "gap": _finite(limit.gap),
        "distances": [_finite(distance) for distance in distances],
    }


def json_object(result: Result, case: str | None) -> dict[str, Json]:
    """Return the fields of the format in their order, then those that version 1 leaves open.

    Parameters
    ----------
    result
        What `iterate` answered. Payoffs are averages.
    case
        The case file as the user named it; ``None`` if there is none.

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
        "outer": _vertices(result.outer_set),
        "inner": _vertices(result.inner_set),
        "gap": _finite(result.gap),
        "punishment": [_finite(value) for value in result.punishment],
        "iterations": result.iterations,
        "linear_programs": result.linear_programs,
        "seconds": _finite(result.seconds),
        "tolerance": _finite(result.tolerance),
        "feasible": _vertices(result.feasible_set),
        "first_best": _finite(result.first_best),
        "exact": result.game.exact,
        "proved": _proved(result.proved),
        "provenance": _provenance(result),
    }


def _proved(proved: Proved | None) -> Json:
    """Return what a certificate proves, the gap as a fraction."""
    if proved is None:
        return None
    return {
        "inner": proved.inner,
        "outer": proved.outer,
        "gap": None if proved.gap is None else str(proved.gap),
        "rounded": proved.rounded,
    }


def _provenance(result: Result) -> Json:
    """Return what is needed to run it again, and what it was run with."""
    run, game = result.provenance, result.game
    if run is None or isinstance(game, Outline):
        return None
    source = game.source
    return {
        "case": _text_of(source) if source else _object_of(game),
        "options": {
            "delta": source.delta if source else None,
            "settings": dict(source.settings) if source else {},
            "tolerance": _finite(result.tolerance),
            "max_iterations": run.max_iterations,
            "time_limit": run.time_limit,
        },
        "versions": dict(run.versions),
        "started": run.started,
        "seconds": _finite(result.seconds),
    }


def _text_of(source: Source) -> dict[str, Json]:
    """Return the files of a case, with the digests of their bytes."""
    files: dict[str, Json] = {
        name: {"sha256": digest(text), "text": text} for name, text in source.files.items()
    }
    return {
        "path": source.path,
        "sha256": digest(source.text),
        "text": source.text,
        "files": files,
    }


def _object_of(game: Game) -> dict[str, Json]:
    """Return a game that stands in no file, with the digest of its JSON."""
    fields = game_object(game)
    return {"path": None, "sha256": object_digest(fields), "game": fields}


def _vertices(polygon: Polygon) -> list[Json]:
    return [[_finite(x) for x in vertex] for vertex in polygon.vertices.tolist()]


def _finite(value: float | None) -> float | None:
    """Return a float that JSON can hold, without the sign of a negative zero."""
    if value is None or not math.isfinite(value):
        return None
    return float(value) + 0.0
