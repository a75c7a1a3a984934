from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from apsgen.case.files import read_text
from apsgen.errors import CaseError, Fault


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "case.toml"


def fault(place: Path, content: bytes) -> Fault:
    place.write_bytes(content)
    return refused(place)


def refused(place: Path, limit: int = 10_000) -> Fault:
    with pytest.raises(CaseError) as caught:
        read_text(place, limit)
    (found,) = caught.value.faults
    assert found.path == place
    return found


@pytest.mark.parametrize(
    ("content", "line", "column", "says"),
    [
        (b"\xef\xbb\xbfa = 1", 1, 1, "byte order mark"),
        (b"\xff\xfea = 1", 1, 1, "0xff"),
        ("a = 1\nb = 'é".encode() + b"\xe9'", 2, 7, "0xe9"),
        (b"a = 1\nb = '\0'", 2, 6, "NUL"),
        (b"a" * 10_001, 0, 0, "at most 10,000 bytes"),
    ],
)
def test_what_is_no_text_is_refused(
    place: Path, content: bytes, line: int, column: int, says: str
) -> None:
    found = fault(place, content)
    assert (found.line, found.column) == (line, column)
    assert says in found.found


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (tmp_path, pipe, Path(os.devnull), Path("/dev/zero")):
        assert "not a regular file" in refused(place).found
    assert "No such file" in refused(tmp_path / "missing.toml").found
    assert "null" in refused(Path("a\0b")).found
    assert refused(tmp_path / ("a" * 5000)).line == 0


def test_a_gigabyte_is_refused_without_being_read(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(2**30)
    begun = time.process_time()
    assert "too large" in refused(place).found
    assert time.process_time() - begun < 0.5


def test_a_file_that_grows_while_it_is_read_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.touch()
    before = place.stat()
    place.write_text("a = 1 # and more than ten bytes")
    monkeypatch.setattr(Path, "stat", lambda _: before)
    assert "too large" in refused(place, 10).found


def test_a_text_is_read_with_bare_line_feeds(place: Path) -> None:
    place.write_bytes(b"a\r\nb\n")
    assert read_text(place) == "a\nb\n"
