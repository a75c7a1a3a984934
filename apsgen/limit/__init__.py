"""Limit sets: what patient players can reach."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from apsgen.limit.answer import LimitSet, Score
from apsgen.limit.conditions import Conditions, Profile
from apsgen.limit.limiting import limit

__all__ = ["Conditions", "LimitSet", "Profile", "Score", "limit"]


class _Callable(ModuleType):
    """The package stands under the name of its function in `apsgen`, and does the same."""

    def __call__(self, *arguments: Any, **options: Any) -> LimitSet:
        return limit(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
