from __future__ import annotations

import sys

import pytest

from apsgen.errors import UsageError
from apsgen.mechanism.frames import data_frame


def test_columns_become_a_frame() -> None:
    frame = data_frame({"a": [1, 2], "b": ["x", "y"]})
    assert list(frame.columns) == ["a", "b"]
    assert frame["b"].tolist() == ["x", "y"]


def test_pandas_is_not_needed_for_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pip install pandas"):
        data_frame({})
