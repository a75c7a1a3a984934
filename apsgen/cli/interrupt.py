"""Ctrl-C asks a computation to stop with what it has; a second one ends it at once."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType

from apsgen.cli.exits import Exit


class Interrupt:
    """While entered, turns SIGINT and SIGTERM into a flag that a computation polls.

    A second signal raises SystemExit: a KeyboardInterrupt, even when caught, may make the
    interpreter end itself by a signal, and the exit status would be lost.

    Examples
    --------
    >>> with Interrupt() as interrupt:
    ...     interrupt.requested()
    False
    """

    def __init__(self) -> None:
        self._requested = False
        self._former = {
            number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def requested(self) -> bool:
        """Return whether a signal has come."""
        return self._requested

    def __enter__(self) -> Interrupt:
        for number in self._former:
            signal.signal(number, self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Once interrupted the program only winds up, and a third signal would be a traceback.
        for number, handler in self._former.items():
            signal.signal(number, signal.SIG_IGN if self._requested else handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self._requested:
            raise SystemExit(int(Exit.INTERRUPTED))
        self._requested = True
