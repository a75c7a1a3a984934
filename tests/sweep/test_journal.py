from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from apsgen.errors import UsageError
from apsgen.sweep import Journal, Outcome
from tests.sweep.points import squares


def test_what_is_written_is_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    assert journal.finished() == {}
    first, second = squares(2, tmp_path)
    journal.add(first, Outcome({"lo": "1/3", "β": [None, True]}))
    journal.add(second, Outcome(None, "refused"))
    assert journal.finished() == {
        first.key: Outcome({"lo": "1/3", "β": [None, True]}),
        second.key: Outcome(None, "refused"),
    }


@pytest.mark.parametrize("cut", [1, 7, 40, 90])
def test_a_line_that_was_cut_off_costs_itself_alone(tmp_path: Path, cut: int) -> None:
    journal = Journal(tmp_path / "journal")
    first, second, third = squares(3, tmp_path)
    journal.add(first, Outcome(1))
    journal.add(second, Outcome(2))
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:-cut])
    journal.add(third, Outcome(3))
    # Without its last newline alone, the second line is still whole.
    kept = {first.key: Outcome(1), third.key: Outcome(3)}
    if cut == 1:
        kept[second.key] = Outcome(2)
    assert journal.finished() == kept


@pytest.mark.parametrize("line", ["", "[]", "7", '{"key": 1, "value": 1, "error": ""}', "\0\xff"])
def test_a_line_that_is_no_point_is_passed_over(tmp_path: Path, line: str) -> None:
    journal = Journal(tmp_path / "journal")
    journal.path.write_text(line + "\n", encoding="latin-1")
    (task,) = squares(1, tmp_path)
    journal.add(task, Outcome(4))
    assert journal.finished() == {task.key: Outcome(4)}


def test_a_journal_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        journal.finished()
    with pytest.raises(UsageError, match="cannot be written"):
        journal.add(squares(1, tmp_path)[0], Outcome(1))


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda file, line: len(line) - 1)
    with pytest.raises(UsageError, match="the disk is full"):
        Journal(tmp_path / "journal").add(squares(1, tmp_path)[0], Outcome(1))


def test_the_journal_has_the_rights_of_a_plain_file(tmp_path: Path) -> None:
    plain, journal = tmp_path / "plain", Journal(tmp_path / "journal")
    plain.touch()
    journal.add(squares(1, tmp_path)[0], Outcome(1))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (plain, journal.path)}
    assert len(modes) == 1
