"""Which program of a bundle comes next: a neighbour of one that is solved."""

from __future__ import annotations

import numpy as np

from apsgen.program.stage import Integers


class Queue:
    """Programs in a row, to be solved by walkers that go from neighbour to neighbour.

    Parameters
    ----------
    count
        The number of programs.

    Attributes
    ----------
    solved
        Shape (count,): those that have been solved.
    """

    def __init__(self, count: int) -> None:
        self.solved = np.zeros(count, dtype=bool)
        self._free = np.ones(count, dtype=bool)
        self._ahead: dict[int, int] = {}
        self.waits = count

    def first(self, walkers: int) -> Integers:
        """Return the programs to begin with, evenly spread."""
        count = len(self._free)
        chosen = (np.arange(walkers) * count) // walkers
        self._free[chosen] = False
        self.waits -= walkers
        return chosen

    def after(self, program: int, here: bool) -> tuple[int, int] | None:
        """Return what comes after a program, and a solved one to begin at; ``None`` if nothing.

        Parameters
        ----------
        program
            What the walker was about.
        here
            Whether that is solved.
        """
        if self.waits == 0:
            return None
        if here:
            for step in (1, -1):
                other = program + step
                if 0 <= other < len(self._free) and self._free[other]:
                    return self._take(other, program)
        return self._far(program)

    def _far(self, program: int) -> tuple[int, int] | None:
        """Take the end of the longest run of programs that nobody is about."""
        edges = np.flatnonzero(np.diff(self._free, prepend=False, append=False))
        first, last = edges[::2], edges[1::2] - 1
        longest = int((last - first).argmax())
        a, b = int(first[longest]), int(last[longest])
        count = len(self._free)
        if b + 1 < count and self.solved[b + 1]:
            return self._take(b, b + 1)
        if a > 0 and self.solved[a - 1]:
            return self._take(a, a - 1)
        solved = np.flatnonzero(self.solved)
        if len(solved) == 0:
            return None
        middle = (a + b) // 2
        return self._take(middle, int(solved[np.abs(solved - middle).argmin()]))

    def _take(self, program: int, begin: int) -> tuple[int, int]:
        self._free[program] = False
        self.waits -= 1
        return program, begin
