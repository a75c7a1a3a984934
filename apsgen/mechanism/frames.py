"""Tables for pandas, which apsgen does without."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from apsgen.errors import UsageError


def data_frame(columns: Mapping[str, Any]) -> Any:
    """Return columns as a pandas data frame.

    Raises
    ------
    UsageError
        If pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise UsageError(
            "pandas is not installed, and a data frame is pandas'; run: pip install pandas"
        ) from None
    return pandas.DataFrame(dict(columns))
