from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from apsgen.cli.output import check_writable, check_written, emit, replacing
from apsgen.errors import UsageError


def test_a_file_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text("old")
    with replacing(path) as draft:
        draft.write_text("new")
        assert path.read_text() == "old"
        assert draft.suffix == ".json"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def write_half(path: Path, error: BaseException) -> NoReturn:
    with replacing(path) as draft:
        draft.write_text("ne")
        raise error


@pytest.mark.parametrize("error", [ValueError("broken"), KeyboardInterrupt()])
def test_a_broken_write_leaves_the_file_as_it_was(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "result.json"
    path.write_text("old")
    with pytest.raises(type(error)):
        write_half(path, error)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), OSError("odd")])
def test_a_fault_of_the_disk_is_a_message(tmp_path: Path, error: OSError) -> None:
    path = tmp_path / "result.json"
    with pytest.raises(UsageError) as caught:
        write_half(path, error)
    assert str(caught.value).startswith(f"{path}: cannot be written: ")
    assert str(caught.value).endswith(error.strerror or "odd")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "result.json", tmp_path / "link.json"
    path.write_text("old")
    link.symlink_to(path)
    with replacing(link) as draft:
        draft.write_text("new")
    assert link.is_symlink()
    assert path.read_text() == "new"


def test_a_device_is_written_and_not_replaced() -> None:
    null = Path(os.devnull)
    check_writable(null)
    with replacing(null) as draft:
        assert draft == null
        draft.write_text("gone")
    assert null.is_char_device()


def test_places_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    check_writable(tmp_path / "new.json")
    with pytest.raises(UsageError, match="is a folder; name a file in it"):
        check_writable(tmp_path)
    with pytest.raises(UsageError, match=r"there is no folder .*absent; create it first"):
        check_writable(tmp_path / "absent" / "new.json")
    with pytest.raises(UsageError, match=f"cannot be written: {os.strerror(errno.ENAMETOOLONG)}"):
        check_writable(tmp_path / ("x" * 300))


def test_a_long_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".json")
    check_writable(path)
    with replacing(path) as draft:
        draft.write_text("new")
    assert path.read_text() == "new"


def test_a_closed_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    with pytest.raises(UsageError, match="no permission to write there; name another place"):
        check_writable(tmp_path / "new.json")


def test_emit_prints_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    emit("words")
    assert capsys.readouterr().out == "words\n"


def test_a_reader_that_has_left_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        emit("words")
        emit("more words")


def test_a_full_disk_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        said = f"standard output cannot be written: {os.strerror(errno.ENOSPC)}"
        with pytest.raises(UsageError, match=said):
            emit("words")


def test_files_are_named_once(tmp_path: Path) -> None:
    case, one, other = (tmp_path / name for name in ("case.toml", "a.pdf", "b.pdf"))
    check_written([case], [one, other])
    link = tmp_path / "link.pdf"
    link.symlink_to(one)
    for written in ([case], [one, one], [one, link]):
        with pytest.raises(UsageError, match="is named twice; give every file to write its own"):
            check_written([case], written)
