"""A result's file is read as it was written, and what is not one is refused with the reason."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from apsgen.errors import CaseError, UsageError
from apsgen.figures.picture import Picture
from apsgen.figures.stored import read_picture
from apsgen.result import Result
from apsgen.serialise import json_object
from tests.figures.results import KITE, kinds, result

KINDS = kinds()


def written(folder: Path, fields: object) -> Path:
    path = folder / "result.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def fields(shown: Result) -> dict[str, Any]:
    return dict(json_object(shown, "case.toml"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_written_is_read(kind: str, tmp_path: Path) -> None:
    shown = KINDS[kind]
    read = read_picture(written(tmp_path, fields(shown)))
    expected = Picture.of(shown)
    assert (read.title, read.players, read.delta) == (
        expected.title,
        expected.players,
        expected.delta,
    )
    assert read.outer.vertices.tolist() == expected.outer.vertices.tolist()
    assert read.inner.vertices.tolist() == expected.inner.vertices.tolist()
    assert read.feasible.vertices.tolist() == expected.feasible.vertices.tolist()
    assert read.gap == expected.gap
    assert (read.punishment, read.first_best) == (expected.punishment, expected.first_best)


def test_fields_that_the_format_leaves_open_may_be_missing(tmp_path: Path) -> None:
    found = fields(result(KITE, KITE))
    for key in ("feasible", "first_best", "punishment", "tolerance", "exact"):
        del found[key]
    read = read_picture(written(tmp_path, found))
    assert read.feasible.is_empty
    assert (read.first_best, read.punishment) == (None, (None, None))


def test_an_unknown_gap_is_infinite(tmp_path: Path) -> None:
    found = fields(result(KITE, KITE)) | {"gap": None}
    assert math.isinf(read_picture(written(tmp_path, found)).gap)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("format", "apsgen-result/9", 'format: found "apsgen-result/9"; accepted: "apsgen-result'),
        ("title", 3, "title: found 3; accepted: a text"),
        ("players", ["one"], 'players: found ["one"]; accepted: a list of two names'),
        ("delta", "much", 'delta: found "much"; accepted: a fraction such as "4/5"'),
        ("delta", "1/0", 'delta: found "1/0"; accepted: a fraction'),
        ("gap", "small", 'gap: found "small"; accepted: finite numbers'),
        ("gap", True, "gap: found true; accepted: finite numbers"),
        ("outer", None, "outer: found null; accepted: a list of vertices"),
        ("outer", [[1, 2, 3]], "outer: found [[1, 2, 3]]; accepted: a list of vertices"),
        ("inner", [[1, "x"]], 'inner: found [[1, "x"]]; accepted: finite numbers'),
        ("inner", [[1, 1e308]], "inner: found [[1, 1e+308]]; accepted: finite numbers"),
        ("punishment", 0, "punishment: found 0; accepted: a list of two numbers or nulls"),
        ("first_best", [], "first_best: found []; accepted: finite numbers"),
    ],
)
def test_faults_are_told(key: str, value: object, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, fields(result(KITE, KITE)) | {key: value})
    with pytest.raises(UsageError) as told:
        read_picture(path)
    assert str(told.value).startswith(f"{path}: {said}")


@pytest.mark.parametrize("key", ["format", "title", "players", "delta", "outer", "inner"])
def test_what_is_missing_is_told(key: str, tmp_path: Path) -> None:
    found = fields(result(KITE, KITE))
    del found[key]
    with pytest.raises(UsageError, match=f"{key}: found nothing; accepted:"):
        read_picture(written(tmp_path, found))


@pytest.mark.parametrize("text", ["", "{", "title = 'a case'", "[" * 100_000])
def test_a_file_that_is_no_json_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"case\.json: is no JSON .*apsgen iterate -o"):
        read_picture(path)


@pytest.mark.parametrize("found", [[], 3, "text", None])
def test_json_that_is_no_object_is_refused(found: object, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="format: found nothing"):
        read_picture(written(tmp_path, found))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"absent\.json: cannot be read"):
        read_picture(tmp_path / "absent.json")
