"""Critical discount factors: from which patience on V* has a property, proved at both ends."""

from __future__ import annotations

from apsgen.critical.answer import Critical
from apsgen.critical.search import critical
from apsgen.critical.wanted import Property

__all__ = ["Critical", "Property", "critical"]
