"""What the set of another discount factor says of this one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apsgen.polygon import Floats, Polygon


@dataclass(frozen=True, slots=True, eq=False)
class Hint:
    """What to begin with, beside the feasible set; normalised payoffs.

    Attributes
    ----------
    directions
        Shape (n, 2): where to bound the outer set first. Any directions do.
    outer
        A set that contains V*; ``None`` if none is known.
    """

    directions: Floats
    outer: Polygon | None

    @property
    def is_decisive(self) -> bool:
        """Whether V* is known to be empty."""
        return self.outer is not None and self.outer.is_empty


NO_HINT = Hint(np.zeros((0, 2)), None)
