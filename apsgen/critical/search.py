"""The search for a critical discount factor: bisect in floats, then prove both ends."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from apsgen.critical.answer import Critical, Found
from apsgen.critical.deciding import Answer, Question
from apsgen.critical.explaining import explained
from apsgen.critical.proving import Proof, prove_fails, prove_holds
from apsgen.critical.static import static_payoff
from apsgen.critical.wanted import Property
from apsgen.errors import UsageError
from apsgen.fixedpoint.limits import Limits
from apsgen.fixedpoint.patience import grows_with_patience
from apsgen.game import Game

_TRIED = tuple(1 - Fraction(1, 10**k) for k in (1, 2, 3, 4))
_HALF = Fraction(1, 2)
_WIDTH = Fraction(1, 4)
_PADS = (Fraction(1, 16), Fraction(3, 16), Fraction(5, 16))
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Stage:
    """What a search is doing.

    Attributes
    ----------
    lo, hi
        Where the critical discount factor lies, as far as floats tell.
    doing
        ``searching`` or ``proving``.
    """

    lo: Fraction
    hi: Fraction
    doing: str


def ignore(stage: Stage) -> None:
    """Report nothing."""


def critical(
    game: Game,
    wanted: Property | str = "first-best",
    *,
    tolerance: float = 1e-6,
    limits: Limits | None = None,
    report: Callable[[Stage], None] = ignore,
) -> Critical:
    """Bracket the least discount factor at which V* has a property.

    Parameters
    ----------
    game
        The game; its own discount factor plays no part.
    wanted
        ``first-best``, ``non-empty``, ``total=NUMBER`` or ``payoff=NUMBER,NUMBER``, in average
        payoffs, or a `Property`.
    tolerance
        The width of the bracket.
    limits
        When to stop: its time, and its question; the answer then is what is known so far.
    report
        Called now and then.

    Returns
    -------
    Critical
        A bracket, with a proof at each end where one was found.

    Raises
    ------
    UsageError
        If the property is none, or the tolerance is not between 0 and 1.
    UnboundedError
        If payments leave the payoffs without a bound.

    Examples
    --------
    >>> import apsgen
    >>> dilemma = apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
    >>> found = critical(dilemma)
    >>> found.proved, found.lo < Fraction(1, 7) <= found.hi
    (True, True)
    """
    if not _LEAST <= tolerance < 1:
        raise UsageError(f"the tolerance {tolerance} is not from {_LEAST} to 1; 1e-6 will do")
    asked = Property.read(wanted) if isinstance(wanted, str) else wanted
    question = Question(game, asked, _counted(limits or Limits()))
    return _Search(question, Fraction(repr(tolerance)), report).run()


def _counted(limits: Limits) -> Limits:
    """Return limits on the search as a whole, not on each of its parts."""
    if limits.seconds is None:
        return Limits(None, None, limits.stop)
    end = time.perf_counter() + limits.seconds
    return Limits(None, None, lambda: limits.stop() or time.perf_counter() >= end)


class _Search:
    def __init__(
        self, question: Question, tolerance: Fraction, report: Callable[[Stage], None]
    ) -> None:
        self._question, self._tolerance, self._report = question, tolerance, report
        self._monotone = grows_with_patience(question.game)

    def run(self) -> Critical:
        """Search, then prove."""
        question = self._question
        if question.is_infeasible():
            return self._answer(Found.NEVER, Fraction(0), Fraction(1), proved=True)
        if static_payoff(question) is not None:
            return self._answer(Found.ALWAYS, Fraction(0), Fraction(0), proved=True)
        below, above = self._bisect()
        if above is None and (below is None or below.delta < _TRIED[-1]):
            low = Fraction(0) if below is None else below.delta
            return self._answer(Found.BRACKETED, low, Fraction(1), proved=False)
        if above is None:
            assert below is not None
            proof = prove_fails(question, below, below, below.delta)
            sure = proof is not None and self._monotone
            return self._answer(Found.NEVER, below.delta, Fraction(1), proved=sure, below=proof)
        return self._prove(below, above)

    def _answer(
        self,
        status: Found,
        lo: Fraction,
        hi: Fraction,
        *,
        proved: bool,
        below: Proof | None = None,
        above: Proof | None = None,
    ) -> Critical:
        return Critical(
            self._question.game,
            self._question.wanted,
            status,
            lo,
            hi,
            proved,
            float(self._tolerance),
            self._monotone,
            below=below,
            above=above,
        )

    def _bisect(self) -> tuple[Answer | None, Answer | None]:
        """Return where V* lacks the property and, a little above, where it has it."""
        below: Answer | None = None
        above: Answer | None = None
        for delta in (_HALF, *_TRIED):
            answer = self._question.decide(delta)
            if answer.holds:
                above = answer
                break
            if answer.holds is False:
                below = answer
        if above is None:
            return below, above
        while above.delta - (below.delta if below else 0) > _WIDTH * self._tolerance:
            low = below.delta if below else Fraction(0)
            self._report(Stage(low, above.delta, "searching"))
            middle = self._question.decide((low + above.delta) / 2)
            if middle.holds is None:
                break
            if middle.holds:
                above = middle
            else:
                below = middle
        return below, above

    def _prove(self, below: Answer | None, above: Answer) -> Critical:
        """Prove both ends, moved outwards until there is room."""
        lo, lower = Fraction(0), None
        hi, upper = above.delta, None
        above = self._question.sharpened(above)
        if below is not None:
            lo = below.delta
            self._report(Stage(lo, hi, "proving"))
            below = self._question.sharpened(below)
            for end in self._outwards(below.delta, -1):
                lower = prove_fails(self._question, below, above, end)
                if lower is not None:
                    lo = end
                    break
        self._report(Stage(lo, hi, "proving"))
        for end in self._outwards(above.delta, 1):
            upper = prove_holds(self._question, above, end)
            if upper is not None:
                hi = end
                break
        proved = upper is not None and (lower is not None or lo == 0)
        answer = self._answer(Found.BRACKETED, lo, hi, proved=proved, below=lower, above=upper)
        self._report(Stage(lo, hi, "looking at what binds"))
        return explained(self._question, above, answer)

    def _outwards(self, delta: Fraction, sign: int) -> Iterator[Fraction]:
        """Yield short decimals beyond a discount factor, the nearest first."""
        digits = 2 - math.floor(math.log10(self._tolerance))
        for pad in _PADS:
            scaled = (delta + sign * pad * self._tolerance) * 10**digits
            end = Fraction(round(scaled), 10**digits)
            if 0 < end < 1:
                yield end
