"""Why a payoff is one of an equilibrium: its decomposition, and what keeps it from rising."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from apsgen.checker import Point
from apsgen.extraction.asked import question
from apsgen.extraction.extracting import extract
from apsgen.extraction.moments import Moment, means, moments_of
from apsgen.extraction.prices import Scarcity, scarcities
from apsgen.extraction.setting import Setting
from apsgen.game import Game
from apsgen.mechanism import CheckReport, Mechanism, check
from apsgen.mechanism.constraint import BASIC
from apsgen.mechanism.fit import fitted
from apsgen.mechanism.parts import Pair
from apsgen.polygon import Polygon
from apsgen.result import Number, Result
from apsgen.tolerances import GAP, TIED

_STEP = 10_000
"""The greatest denominator of a direction that is told."""


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """The decomposition of a payoff into the present and the future.

    Attributes
    ----------
    result
        The sets that it is about.
    mechanism
        A mechanism that starts with the payoff.
    report
        What `check` says of it.
    moments
        What happens in the first period, after which reports and signals.
    today, later
        What the present and the future add to the average payoffs: they sum to the payoff.
    direction
        The direction in which prices are told: the one asked for, or the normal of the inner
        set's edge at the payoff; ``None`` for a payoff inside of the set, which could rise.
    scarcities
        The constraints of the first period that bind, or that have a shadow price.
    """

    result: Result
    mechanism: Mechanism
    report: CheckReport
    moments: tuple[Moment, ...]
    today: Pair
    later: Pair
    direction: Point | None
    scarcities: tuple[Scarcity, ...]

    @property
    def payoff(self) -> Pair:
        """The payoff that is explained."""
        return self.mechanism.states[self.mechanism.start].payoff

    def __repr__(self) -> str:
        promised = ", ".join(map(str, self.payoff))
        return f"<Explanation of ({promised}): {len(self.moments)} moments>"


def explain(
    result: Result,
    *,
    at: Sequence[Number] | None = None,
    maximise: Sequence[Number] | None = None,
) -> Explanation:
    """Explain a payoff by the first period of a mechanism that gives it.

    Parameters
    ----------
    result
        What `iterate` answered.
    at, maximise
        The payoff, or a direction, as in `extract`.

    Returns
    -------
    Explanation
        What is played, what follows, and which constraints bind. Payoffs are averages per
        period; those of `moments` are of the period itself.

    Raises
    ------
    UnsupportedError, UndecidedError, UsageError
        As `extract`.

    Examples
    --------
    >>> import apsgen
    >>> result = apsgen.iterate(apsgen.load("cases/stahl_1991.toml"))
    >>> found = result.explain(at=(9, 9))
    >>> found.moments[0].plays, [str(value) for value in found.today]
    ('(cooperate, cooperate)', ['63/10', '63/10'])
    """
    asked = question(at, maximise)
    mechanism = extract(result, at=at, maximise=maximise)
    assert isinstance(result.game, Game)
    report = check(result.game, mechanism)
    moments = tuple(moments_of(fitted(result.game, mechanism), mechanism.start))
    today, later = means(moments, mechanism.delta)
    payoff = mechanism.states[mechanism.start].payoff
    direction = asked if at is None else normal_at(result, payoff)
    constraints = [
        one for one in report.constraints if one.state == mechanism.start and one.name not in BASIC
    ]
    scarce = scarcities(Setting.of(result.game), _later(result, mechanism), direction, constraints)
    return Explanation(result, mechanism, report, moments, today, later, direction, scarce)


def _later(result: Result, mechanism: Mechanism) -> Polygon:
    """Return the payoffs that may follow: the inner set, and the states, which are exact."""
    states = [[float(value) for value in state.payoff] for state in mechanism.states]
    return Polygon.hull(np.vstack([result.inner_set.vertices, states]))


def normal_at(result: Result, payoff: Pair) -> Point | None:
    """Return the normal, its longer coordinate 1, of the inner set at a payoff on its boundary."""
    inner = result.inner_set
    if len(inner.normals) == 0:
        return None
    point = np.array([float(value) for value in payoff])
    beyond = (inner.normals * (point - inner.vertices)).sum(axis=1)
    tolerance = result.tolerance if math.isfinite(result.tolerance) else GAP
    if beyond.max() < -tolerance * inner.diameter:
        return None
    # At a vertex the normals of both edges are as near: their bisector is taken.
    near = beyond >= beyond.max() - TIED * inner.diameter
    normal = inner.normals[near].sum(axis=0)
    if not normal.any():
        normal = inner.normals[int(beyond.argmax())]
    first, second = (
        Fraction(float(value)).limit_denominator(_STEP) for value in normal / np.abs(normal).max()
    )
    return first, second
