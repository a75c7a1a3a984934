from __future__ import annotations

from pathlib import Path

import pytest

from apsgen import sweep
from apsgen.errors import UsageError
from apsgen.sweep import Outcome, Task
from apsgen.sweep.task import attempt
from tests.sweep.points import HOME, squares


def test_a_key_tells_tasks_and_versions_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {task.key for task in squares(3, Path("a")) + squares(3, Path("b"))}
    assert len(keys) == 6
    again = Task(f"{HOME}:square", {"folder": "a", "number": 0})
    assert again.key in keys
    monkeypatch.setattr(sweep.task, "__version__", "9.9.9")
    assert Task(again.function, again.arguments).key not in keys


def test_an_error_of_the_question_is_an_outcome_and_a_fault_is_not(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert attempt(f"{HOME}:square", {"number": 3, "folder": folder}) == Outcome(9)
    refused = attempt(f"{HOME}:refused", {"number": 1, "folder": folder})
    assert refused == Outcome(None, "1 is refused")
    with pytest.raises(ZeroDivisionError):
        attempt(f"{HOME}:broken", {"number": 1, "folder": folder})


def test_another_version_answers_nothing() -> None:
    with pytest.raises(UsageError, match="same version"):
        attempt("math:comb", {}, version="9.9.9")
