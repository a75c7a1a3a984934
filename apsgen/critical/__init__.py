"""Critical discount factors: from which patience on V* has a property, proved at both ends."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from apsgen.critical.answer import Critical
from apsgen.critical.search import critical
from apsgen.critical.wanted import Property

__all__ = ["Critical", "Property", "critical"]


class _Callable(ModuleType):
    """The package stands under the name of its function in `apsgen`, and does the same."""

    def __call__(self, *arguments: Any, **options: Any) -> Critical:
        return critical(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
