"""A result from the JSON that it was written as, of this version or an earlier one."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from apsgen.case import reload
from apsgen.case.files import read_text
from apsgen.errors import CaseError, ResultError, UsageError
from apsgen.fields import Fields, parse
from apsgen.game import Game, Outline, Source
from apsgen.polygon import Polygon
from apsgen.portable import digest, game_of, object_digest, same
from apsgen.provenance import Provenance
from apsgen.result import Proved, Result, Status
from apsgen.serialise import FORMAT

MOST_BYTES = 256 * 1024 * 1024
"""Size of the largest file that is read as a result."""


def read_result(path: str | Path, game: Game | None = None) -> Result:
    """Read a result from a file that ``apsgen iterate -o FILE`` or `Result.to_json` gave.

    Parameters
    ----------
    path
        The file.
    game
        As in `Result.from_json`.

    Raises
    ------
    CaseError
        When the file cannot be read as text.
    ResultError
        When it holds no result; the message names the file and the place in it.
    UsageError
        When `game` is another one than the file carries.
    """
    text = read_text(Path(path), MOST_BYTES)
    try:
        return restore(text, game)
    except ResultError as error:
        raise ResultError(f"{path}: {error}") from None


def restore(text: str, game: Game | None = None) -> Result:
    """Return the result that a text describes; see `Result.from_json`."""
    fields = parse(text)
    _check_format(fields)
    provenance = fields.table("provenance") if fields.has("provenance") else None
    carried = _carried(provenance) if provenance else None
    first, second = _two(fields, "players")
    outline = Outline(
        title=fields.text("title"),
        reference="",
        delta=fields.rational("delta"),
        players=(first, second),
        case=fields.maybe_text("case"),
        exact=fields.flag("exact") if fields.has("exact") else None,
    )
    return Result(
        outer_set=_polygon(fields, "outer"),
        inner_set=_polygon(fields, "inner"),
        gap=fields.maybe_number("gap", math.inf),
        game=_chosen(outline, carried, game),
        status=Status(fields.word("status", list(Status))),
        tolerance=fields.maybe_number("tolerance", math.nan),
        punishment=_punishment(fields),
        feasible_set=_polygon(fields, "feasible") if fields.has("feasible") else Polygon.hull([]),
        first_best=fields.maybe_number("first_best", math.inf),
        trace=(),
        iterations=fields.integer("iterations"),
        linear_programs=fields.integer("linear_programs"),
        seconds=fields.maybe_number("seconds", math.nan),
        provenance=_run(provenance) if provenance else None,
        proved=_proved(fields.table("proved")) if fields.has("proved") else None,
    )


def _proved(fields: Fields) -> Proved:
    return Proved(
        inner=fields.flag("inner"),
        outer=fields.flag("outer"),
        gap=fields.rational("gap") if fields.has("gap") else None,
        rounded=fields.flag("rounded"),
    )


def _check_format(fields: Fields) -> None:
    found = fields.text("format")
    if found == FORMAT:
        return
    if found.startswith(FORMAT.rpartition("/")[0] + "/"):
        cure = "it was written by another version of apsgen; that version reads it"
        raise ResultError(f'format: found "{found[:40]}"; "{FORMAT}" is accepted; {cure}')
    fields.refuse("format", f'"{FORMAT}", a result that apsgen iterate wrote,')


def _two(fields: Fields, name: str) -> tuple[str, str]:
    found = fields.texts(name)
    if len(found) != 2:
        fields.refuse(name, "a list of two texts")
    return found[0], found[1]


def _polygon(fields: Fields, name: str) -> Polygon:
    """Return a set with its very vertices: a hull would round, and might drop some."""
    return Polygon(np.array(fields.pairs(name), dtype=np.float64).reshape(-1, 2))


def _punishment(fields: Fields) -> tuple[float | None, float | None]:
    entries = fields.entries("punishment", "a list of two numbers or nulls")
    if len(entries) != 2:
        fields.refuse("punishment", "a list of two numbers or nulls")
    each = Fields({"[0]": entries[0], "[1]": entries[1]}, f"{fields.place}punishment")
    first, second = (each.number(name) if each.has(name) else None for name in each)
    return first, second


def _carried(provenance: Fields) -> Game:
    """Return the game that a result carries, as a text or number by number."""
    case = provenance.table("case")
    if case.has("game"):
        fields = case.table("game")
        _check_digest(case, object_digest(fields.data), "the game")
        return _placed(case, "game", fields)
    options = provenance.table("options")
    texts = case.table("files")
    source = Source(
        path=case.text("path"),
        text=_text(case),
        files={name: _text(texts.table(name)) for name in texts},
        delta=options.maybe_text("delta"),
        settings=options.named_texts("settings"),
    )
    try:
        return reload(source)
    except (CaseError, UsageError) as error:
        written = provenance.table("versions").maybe_text("apsgen")
        raise ResultError(
            f"{case.place}text: this version of apsgen cannot read the case; "
            f"the version that wrote it, {written}, does:\n{error}"
        ) from None


def _placed(case: Fields, name: str, fields: Fields) -> Game:
    try:
        return game_of(fields.data)
    except ResultError as error:
        raise ResultError(f"{case.place}{name}: {error}") from None


def _text(fields: Fields) -> str:
    text = fields.text("text")
    _check_digest(fields, digest(text), "the text")
    return text


def _check_digest(fields: Fields, found: str, what: str) -> None:
    if fields.text("sha256") != found:
        raise ResultError(
            f"{fields.place}sha256: {what} beside it has the digest {found}; "
            "it was changed after it was written: take the file as apsgen wrote it"
        )


def _run(provenance: Fields) -> Provenance:
    options = provenance.table("options")
    return Provenance(
        started=provenance.text("started"),
        max_iterations=options.integer("max_iterations") if options.has("max_iterations") else None,
        time_limit=options.number("time_limit") if options.has("time_limit") else None,
        versions=provenance.named_texts("versions"),
    )


def _chosen(outline: Outline, carried: Game | None, given: Game | None) -> Game | Outline:
    """Return the game that the result carries, or the one given in its place."""
    if given is None:
        return carried or outline
    wrong = carried is not None and not same(given, carried)
    if wrong or (given.players, given.delta) != (outline.players, outline.delta):
        raise UsageError(
            f"the game given is another one than the result is of: {outline.title!r} of "
            f"{' and '.join(outline.players)}, delta = {outline.delta}; give that game"
            + (", or none: the result carries it" if carried else "")
        )
    return carried or given
