"""When to stop before the sets meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class LimitError(Exception):
    """A limit was reached: what was found so far is the answer."""


def never() -> bool:
    """Do not stop."""
    return False


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a run.

    Attributes
    ----------
    iterations
        Applications of T; ``None`` for no limit.
    seconds
        Time; ``None`` for no limit.
    stop
        Asked between linear programs; True ends the run.
    """

    iterations: int | None = None
    seconds: float | None = None
    stop: Callable[[], bool] = never

    def check(self, iterations: int, seconds: float) -> None:
        """Raise LimitError if a limit is reached."""
        over = self.iterations is not None and iterations >= self.iterations
        late = self.seconds is not None and seconds >= self.seconds
        if over or late or self.stop():
            raise LimitError
